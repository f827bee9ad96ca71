"""A client of ICAT's REST interface, for one user at one facility.

What can be sent again is sent again, a bounded number of times: questions and deletions always, a write only where it
is certain that nothing was done. A write that was sent and not answered is told of as such (IcatUnanswered): only who
knows what was to be written can look whether it is there.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from types import TracebackType
from typing import Any, Self

import httpx2
from pydantic import SecretStr

from lineage import __version__
from lineage.errors import IcatLoginFailed, IcatRefused, IcatTooLong, IcatUnanswered, IcatUnavailable, IcatUnseen
from lineage.flat.icat import replies, secrecy
from lineage.flat.icat.jpql import listed, literal
from lineage.flat.icat.versions import Traits, traits

TIMEOUT_S = 120.0
"""A wait for a lock takes 50 s before ICAT tells of it."""

ATTEMPTS_MAX = 3
"""How often what failed is sent, the first time counted."""

WAIT_S = 0.5
"""The first wait; each one after it is twice as long."""

START_WAIT_S = 2.0
START_ATTEMPTS_MAX = 30
"""So long is waited for a server that starts."""

DELETED_AT_ONCE = 100
PAGE = 1_000
_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


class Client:
    """An ICAT, from `with` to its end; nothing is sent before it is asked for something."""

    def __init__(
        self,
        url: str,
        *,
        user: str,
        password: SecretStr,
        authenticator: str,
        facility: str,
        timeout_s: float = TIMEOUT_S,
        pause: Callable[[float], object] = time.sleep,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        """`url` is the root of the interface, such as https://icat.example.org/icat; `pause` waits some seconds."""
        secrecy.quieten()
        self.url = url.rstrip("/")
        self.facility = facility
        self._login = (authenticator, user, password)
        self._session: str | None = None
        self._pause = pause
        self._http = httpx2.Client(
            headers={"User-Agent": f"lineage/{__version__}"}, timeout=timeout_s, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Log out and close the connections; a logout that fails is left to the session's end."""
        session, self._session = self._session, None
        try:
            if session is not None:
                self._http.delete(f"{self.url}/session/{session}")
        except httpx2.RequestError:
            pass
        finally:
            self._http.close()

    @cached_property
    def version(self) -> str:
        """The version of the server."""
        return str(self._asked("GET", "/version")["version"])

    @cached_property
    def traits(self) -> Traits:
        """What the version of the server takes; raises IcatVersionUnknown."""
        return traits(self.version)

    @cached_property
    def properties(self) -> Mapping[str, Any]:
        """What the server tells of itself, such as `maxEntities`."""
        return dict(self._asked("GET", "/properties"))

    @cached_property
    def user(self) -> str:
        """Our user in ICAT's own words, such as simple/lineage: that of `createId` and `modId`."""
        found = self._signed(lambda session: self._request("GET", f"/session/{session}"))
        return str(found["userName"])

    @cached_property
    def facility_id(self) -> int:
        """The id of our facility; raises IcatUnseen when it does not come back."""
        found = self.query(f"SELECT f.id FROM Facility f WHERE f.name = {literal(self.facility)}")
        if len(found) != 1:
            raise IcatUnseen("Facility", self.facility)
        return int(found[0])

    def check(self) -> None:
        """Tell what would let nothing be written, before anything is: IcatVersionUnknown, IcatUnseen."""
        _ = self.traits, self.facility_id

    def query(self, jpql: str) -> list[Any]:
        """Return what a question finds: bare values, tuples as lists, or entities; no right to read finds nothing."""

        def ask(session: str) -> httpx2.Request:
            request = self._request("GET", "/entityManager", params={"sessionId": session, "query": jpql})
            return _fitting(request)

        return list(self._signed(ask))

    def lookup(self, ask: Callable[[str], str], values: Iterable[str | int]) -> list[Any]:
        """Return what a question finds for all of many values; `ask` makes it from the text of an IN list.

        Lists that are too long, or find more than the server gives at once, are halved.
        """
        rest = list(values)
        if not rest:
            return []
        try:
            return self.query(ask(listed(rest)))
        except (IcatTooLong, IcatRefused) as error:
            is_too_much = isinstance(error, IcatTooLong) or error.facts["reply"] == replies.VALIDATION
            if len(rest) == 1 or not is_too_much:
                raise
        half = len(rest) // 2
        return self.lookup(ask, rest[:half]) + self.lookup(ask, rest[half:])

    def pages(
        self, select: str, source: str, where: str = "", *, by: str, size: int = PAGE
    ) -> Iterator[list[list[Any]]]:
        """Yield what is found in pages, in the order of an id; what others add and take away meanwhile shifts nothing.

        `by` names the id, such as ``p.id``, which is the first value of each tuple; `select` names the others,
        `source` is what stands behind FROM.
        """
        size = min(size, int(self.properties["maxEntities"]))
        after = 0
        while True:
            conditions = f"{by} > {after}" + (f" AND ({where})" if where else "")
            page = self.query(f"SELECT {by}, {select} FROM {source} WHERE {conditions} ORDER BY {by} LIMIT 0, {size}")
            if not page:
                return
            yield page
            after = int(page[-1][0])

    def write(self, elements: Sequence[Mapping[str, Any]]) -> list[int]:
        """Write an array in one transaction, and return the ids of what was created, in order.

        Raises IcatRefused with the `offset` of the element, IcatForbidden, or IcatUnanswered.
        """
        text = json.dumps(elements, ensure_ascii=False)

        def post(session: str) -> httpx2.Request:
            return self._request("POST", "/entityManager", data={"sessionId": session, "entities": text})

        return [int(id) for id in self._signed(post, is_repeatable=False)]

    def delete(self, entity: str, ids: Iterable[int]) -> None:
        """Delete rows of one entity with all that hangs on them; what is gone already is passed over."""
        rest = sorted(set(ids))
        for start in range(0, len(rest), DELETED_AT_ONCE):
            self._delete(entity, rest[start : start + DELETED_AT_ONCE])

    def wait(self) -> None:
        """Wait a little, before what failed is tried again."""
        self._pause(WAIT_S)

    def _delete(self, entity: str, ids: Sequence[int]) -> None:
        text = json.dumps([{entity: {"id": id}} for id in ids], separators=(",", ":"))

        def ask(session: str) -> httpx2.Request:
            return _fitting(self._request("DELETE", "/entityManager", params={"sessionId": session, "entities": text}))

        try:
            self._signed(ask)
        except (IcatTooLong, IcatRefused) as error:
            is_gone = isinstance(error, IcatRefused) and error.facts["reply"] == replies.NOT_FOUND
            if len(ids) == 1:
                if is_gone:
                    return
                raise
            if not is_gone and not isinstance(error, IcatTooLong):
                raise
            half = len(ids) // 2
            self._delete(entity, ids[:half])
            self._delete(entity, ids[half:])

    def _request(self, method: str, path: str, **given: Any) -> httpx2.Request:
        return self._http.build_request(method, self.url + path, **given)

    def _asked(self, method: str, path: str) -> Any:
        return replies.value(self.url, self._sent(self._request(method, path)))

    def _signed(self, make: Callable[[str], httpx2.Request], *, is_repeatable: bool = True) -> Any:
        """Send a request of a session; one that has ended is followed by another, once."""
        is_new = self._session is None
        if self._session is None:
            self._session = self._logged_in()
        response = self._sent(make(self._session), is_repeatable=is_repeatable)
        try:
            return replies.value(self.url, response)
        except IcatUnavailable as error:
            if is_repeatable:
                raise
            raise IcatUnanswered(self.url, error.facts["reason"]) from None
        except IcatRefused as error:
            if error.facts["reply"] != replies.SESSION:
                raise
            if is_new:
                raise self._not_let_in(error) from None
        self._session = None
        return self._signed(make, is_repeatable=is_repeatable)

    def _not_let_in(self, error: IcatRefused) -> IcatLoginFailed:
        authenticator, user, _ = self._login
        return IcatLoginFailed(self.url, user, authenticator, error.facts["reason"])

    def _logged_in(self) -> str:
        authenticator, user, password = self._login
        credentials = [{"username": user}, {"password": password.get_secret_value()}]
        form = {"json": json.dumps({"plugin": authenticator, "credentials": credentials})}
        try:
            answer = replies.value(self.url, self._sent(self._request("POST", "/session", data=form)))
        except IcatRefused as error:
            if error.facts["reply"] == replies.SESSION:
                raise self._not_let_in(error) from None
            raise IcatUnavailable(self.url, error.facts["reason"]) from None
        return str(answer["sessionId"])

    def _sent(self, request: httpx2.Request, *, is_repeatable: bool = True) -> httpx2.Response:
        starting = 0
        for attempt in count(1):
            try:
                response = self._http.send(request)
            except httpx2.RequestError as error:
                reason = secrecy.plain(str(error)) or type(error).__name__
                if not is_repeatable and not isinstance(error, _NEVER_SENT):
                    raise IcatUnanswered(self.url, reason) from None
                if attempt - starting >= ATTEMPTS_MAX:
                    raise IcatUnavailable(self.url, reason) from None
            else:
                if replies.is_starting(response):
                    starting += 1
                    if starting >= START_ATTEMPTS_MAX:
                        raise IcatUnavailable(self.url, "there is no ICAT at this address, or it does not start")
                    self._pause(START_WAIT_S)
                    continue
                is_done = response.status_code not in _TROUBLED or not is_repeatable
                if is_done or attempt - starting >= ATTEMPTS_MAX:
                    return response
            self._pause(WAIT_S * 2 ** (attempt - starting - 1))
        raise AssertionError


_TROUBLED = (500, 502, 503, 504)


def _fitting(request: httpx2.Request) -> httpx2.Request:
    """Return a request whose address fits; raises IcatTooLong."""
    length = len(request.url.raw_path)
    if length > replies.URL_BYTES_MAX:
        raise IcatTooLong(length, replies.URL_BYTES_MAX)
    return request
