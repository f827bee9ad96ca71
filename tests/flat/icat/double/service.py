"""The calls of the interface: sessions, versions, the entity manager."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.flat.icat.double.answers import Reader
from tests.flat.icat.double.elements import Writer
from tests.flat.icat.double.rights import Rights
from tests.flat.icat.double.store import Store, later
from tests.flat.icat.double.trouble import Trouble, bad

LIFETIME_MINUTES = 120
JSON, TEXT = "application/json", "text/plain"
NUMBER_PATH = "class org.glassfish.jersey.server.ParamException$QueryParamException HTTP 404 Not Found"


@dataclass(frozen=True)
class Answer:
    """A response; `media` is its content type, which may be absent, as may be its body."""

    status: int
    body: Any = None
    media: str | None = JSON


@dataclass(frozen=True)
class Request:
    """A request: its form or its query as fields."""

    method: str
    path: str
    fields: Mapping[str, str]
    media: str | None = None


class Service:
    """One ICAT; `passwords` are those of its users, without their authenticator."""

    def __init__(self, store: Store, passwords: Mapping[str, str], version: str, entities_max: int) -> None:
        self.store = store
        self.passwords = passwords
        self.version = version
        self.entities_max = entities_max
        self.sessions: dict[str, tuple[str, datetime]] = {}
        self.stop_at: int | None = None

    def answer(self, request: Request) -> Answer:
        """Do what is asked, or answer why not."""
        name, _, rest = request.path.removeprefix("/icat/").partition("/")
        try:
            return self._call(request, name, rest)()
        except Trouble as trouble:
            media = TEXT if name == "session" and request.method in {"PUT", "DELETE"} else trouble.media
            return Answer(trouble.status, trouble.body, media)

    def _call(self, request: Request, name: str, rest: str) -> Callable[[], Answer]:
        """Return what does a request; raises Trouble for none that there is."""
        calls: dict[str, dict[str, Callable[[], Answer]]] = {
            "version": {"GET": lambda: Answer(200, {"version": self.version})},
            "properties": {"GET": self._properties},
            "user": {"GET": lambda: self._user(rest)},
            "session": {
                "POST": lambda: self._login(request),
                "GET": lambda: self._info(rest),
                "PUT": lambda: self._refresh(rest),
                "DELETE": lambda: self._logout(rest),
            },
            "entityManager": {
                "GET": lambda: self._read(request.fields),
                "POST": lambda: self._write(request.fields),
                "DELETE": lambda: self._delete(request.fields),
            },
        }
        if name not in calls:
            raise Trouble("NOT_IMPLEMENTED", "Operation not implemented by this ICAT server.", media=None)
        if request.method not in calls[name]:
            message = "class jakarta.ws.rs.NotAllowedException HTTP 405 Method Not Allowed"
            raise Trouble("INTERNAL", message, media=None)
        if request.method == "POST" and request.media != "application/x-www-form-urlencoded":
            message = "class jakarta.ws.rs.NotSupportedException HTTP 415 Unsupported Media Type"
            raise Trouble("INTERNAL", message, media=None)
        return calls[name][request.method]

    def expire(self, *ids: str) -> None:
        """Put some sessions past their time, or every one."""
        for id in ids or tuple(self.sessions):
            self.sessions[id] = (self.sessions[id][0], later(self.store.clock(), -1))

    def _properties(self) -> Answer:
        keys = [{"name": "username"}, {"name": "password", "hide": True}]
        simple = {"mnemonic": "simple", "keys": keys, "admin": True, "friendly": "Simple"}
        told = {
            "maxEntities": self.entities_max,
            "lifetimeMinutes": LIFETIME_MINUTES,
            "authenticators": [simple],
            "containerType": "Glassfish",
        }
        return Answer(200, told)

    def _login(self, request: Request) -> Answer:
        text = request.fields.get("json")
        if text is None:
            raise bad("json must not be null")
        try:
            asked = json.loads(text)
        except ValueError as error:
            raise Trouble("INTERNAL", f"class jakarta.json.stream.JsonParsingException {error}") from error
        plugin = asked.get("plugin", "null")
        if plugin != "simple":
            raise Trouble("SESSION", f"Authenticator mnemonic {plugin} not recognised")
        pairs = asked.get("credentials", [])
        given = {name: value for pair in pairs for name, value in pair.items()} if isinstance(pairs, list) else {}
        if not given.get("username"):
            raise Trouble("SESSION", "username cannot be null or empty.")
        if self.passwords.get(given["username"]) != given.get("password"):
            raise Trouble("SESSION", "The username and password do not match ")
        id = str(uuid.uuid4())
        self.sessions[id] = (f"simple/{given['username']}", later(self.store.clock(), LIFETIME_MINUTES))
        return Answer(200, {"sessionId": id})

    def _session(self, id: str | None, *, is_alive: bool = True) -> tuple[str, datetime]:
        if not id:
            raise Trouble("SESSION", "Session Id cannot be null or empty.")
        if id not in self.sessions:
            raise Trouble("SESSION", f"Unable to find user by sessionid: {id}")
        user, end = self.sessions[id]
        if is_alive and end < self.store.clock():
            raise Trouble("SESSION", f"Session id:{id} has expired")
        return user, end

    def _info(self, id: str) -> Answer:
        user, end = self._session(id)
        minutes = (end - self.store.clock()).total_seconds() / 60
        return Answer(200, {"userName": user, "remainingMinutes": minutes})

    def _refresh(self, id: str) -> Answer:
        user, _ = self._session(id, is_alive=False)  # one that has expired lives again
        self.sessions[id] = (user, later(self.store.clock(), LIFETIME_MINUTES))
        return Answer(204, media=None)

    def _logout(self, id: str) -> Answer:
        self._session(id)
        del self.sessions[id]
        return Answer(204, media=None)

    def _user(self, name: str) -> Answer:
        is_in = any(user == name and end > self.store.clock() for user, end in self.sessions.values())
        return Answer(200, {"loggedIn": is_in})

    def _rights(self, fields: Mapping[str, str]) -> Rights:
        user, _ = self._session(fields.get("sessionId"))
        self.store.user = user
        return Rights(self.store, user)

    def _read(self, fields: Mapping[str, str]) -> Answer:
        reader = Reader(self.store, self._rights(fields), self.entities_max)
        if "query" not in fields:
            raise bad("query is not set")
        if "id" not in fields:
            return Answer(200, reader.asked(fields["query"]))
        if not fields["id"].isdecimal():
            raise Trouble("INTERNAL", NUMBER_PATH)
        return Answer(200, reader.by_id(fields["query"], int(fields["id"])))

    def _write(self, fields: Mapping[str, str]) -> Answer:
        rights = self._rights(fields)
        if "entities" not in fields:
            raise bad("entities is not set")
        stop_at, self.stop_at = self.stop_at, None
        return Answer(200, Writer(self.store, rights, stop_at).write(fields["entities"]))

    def _delete(self, fields: Mapping[str, str]) -> Answer:
        Writer(self.store, self._rights(fields)).delete(fields["entities"])
        return Answer(204, media=None)
