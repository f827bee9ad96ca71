# made by scripts/make_client.py of the file of this name in asynchronous; not to be edited
"""What every verb stands on: one request, sent again where that is safe; its answer, or the error it stands for."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import TypeVar

import httpx2

from lineage import __version__
from lineage.client import failures, names
from lineage.client.failures import AnswerT
from lineage.client.lines import Lines
from lineage.client.patience import Patience
from lineage.errors import NotFound, ServerUnavailable
from lineage.model import answers

REPEATABLE = ("GET", "HEAD")
LINES = {"Accept": "application/jsonl"}
T = TypeVar("T")


class Base:
    """A connection to one server; its verbs are in the classes made from this one."""

    def __init__(
        self,
        url: str,
        *,
        mount_prefixes: Sequence[str] = (),
        timeout_s: float = 60,
        attempts_max: int = 3,
        headers: Mapping[str, str] | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        """Open nothing yet; `url` is where the server is, such as http://127.0.0.1:8000.

        `mount_prefixes` are cut from locations, as LINEAGE_MOUNT_PREFIXES of the server are; without them a location
        below such a prefix costs one question more. `timeout_s` is the longest silence of the server that is borne,
        `headers` go with every request (what a proxy wants to know of the caller), `transport` takes the place of the
        network. Raises SettingsError for an address that cannot be.
        """
        self.url = names.server_url(url)
        self.mount_prefixes = tuple(mount_prefixes)
        self._patience = Patience(attempts_max)
        self._http = httpx2.Client(
            base_url=self.url,
            headers={**(headers or {}), "User-Agent": f"lineage/{__version__}"},
            timeout=timeout_s,
            transport=transport,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _get(self, kind: type[AnswerT], path: str, /, **asked: object) -> AnswerT:
        """Ask for one answer; what is None is not asked."""
        return self._answer(kind, "GET", path, **asked)

    def _answer(self, kind: type[AnswerT], method: str, path: str, /, **asked: object) -> AnswerT:
        response = self._open(self._request(method, path, asked))
        return failures.answer_of(kind, self.url, self._whole(response))

    def _ask(self, kind: type[AnswerT], path: str, question: Mapping[str, object]) -> AnswerT:
        """Ask by a body, because the question is too long for an address; it changes nothing."""
        content = json.dumps(question).encode()
        request = self._request("POST", path, headers={"Content-Type": "application/json"}, content=content)
        return failures.answer_of(kind, self.url, self._whole(self._open(request, is_repeatable=True)))

    def _of_dataset(self, name: str, ask: Callable[[str], T]) -> T:
        """Ask about a dataset by its public id; raises NotFound in the caller's own words."""
        id = names.dataset_id(name, self.mount_prefixes)
        try:
            return ask(id)
        except NotFound:
            if not names.is_location(name):
                raise
        # the server may cut other mount prefixes than we know of
        found = self._get(answers.Dataset, "/datasets/by-location", location=name)
        return ask(found.id)

    def _of_thing(self, kind: str, name: str, ask: Callable[[str], T]) -> T:
        """Ask about a job or an application by its public id; raises NotFound in the caller's own words."""
        try:
            return ask(names.thing_id(name))
        except NotFound as error:
            raise NotFound(kind, name) from error

    def _request(
        self,
        method: str,
        path: str,
        asked: Mapping[str, object] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        timeout_s: float | None = None,
    ) -> httpx2.Request:
        params = {name: _word(value) for name, value in (asked or {}).items() if value is not None}
        timeout = httpx2.USE_CLIENT_DEFAULT if timeout_s is None else httpx2.Timeout(timeout_s)
        url = names.ROOT + path
        return self._http.build_request(method, url, params=params, headers=headers, content=content, timeout=timeout)

    def _open(
        self, request: httpx2.Request, *, is_repeatable: bool | None = None, can_fail: bool = False
    ) -> httpx2.Response:
        """Return a response whose body has not been read.

        Raises the error of a failure, unless `can_fail`; ServerUnavailable when there is no response.
        """
        repeatable = request.method in REPEATABLE if is_repeatable is None else is_repeatable
        response = self._sent(request, is_repeatable=repeatable)
        if response.status_code >= failures.FIRST_FAILURE and not can_fail:
            raise failures.error_of(self.url, self._whole(response))
        return response

    def _sent(self, request: httpx2.Request, *, is_repeatable: bool) -> httpx2.Response:
        for attempt in count(1):
            try:
                response = self._http.send(request, stream=True)
            except httpx2.RequestError as error:
                wait_s = self._patience.after_error(attempt, error)
                if wait_s is None:
                    raise failures.unavailable(self.url, error) from error
            else:
                wait_s = self._patience.after_response(attempt, response, is_repeatable=is_repeatable)
                if wait_s is None:
                    return response
                response.close()
            time.sleep(wait_s)
        raise AssertionError

    def _whole(self, response: httpx2.Response) -> httpx2.Response:
        """Read the body of a response, and let go of its connection."""
        try:
            response.read()
        except httpx2.RequestError as error:
            raise failures.unavailable(self.url, error) from error
        finally:
            response.close()
        return response

    def _lines(self, kind: type[AnswerT], response: httpx2.Response) -> Iterator[AnswerT]:
        """Yield the lines of an answer as they come; a problem, or the end in the middle of a line, is raised."""
        lines = Lines()
        try:
            for chunk in response.iter_bytes():
                for line in lines.cut(chunk):
                    yield failures.read(kind, self.url, line)
        except httpx2.RequestError as error:
            raise failures.unavailable(self.url, error) from error
        finally:
            response.close()
        if not lines.is_whole:
            raise ServerUnavailable(self.url, "its answer ended in the middle of a line")


def _word(value: object) -> str | list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
