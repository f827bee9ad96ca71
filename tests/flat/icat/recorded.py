"""Plays the recorded conversations to the double, and makes both sides comparable.

What no two servers have in common is taken out: session ids, times of writing, ids of nested children. What the
recorder cut is put in again: long texts and long arrays.
"""

import http.client
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.flat.icat.double import Double
from tests.flat.icat.double.claims import NOT_CLAIMED, Place

FOLDER = Path(__file__).parents[2] / "data" / "icat-rest"
CUT_TEXT = re.compile(r"^(.*?)…\[(\d+) characters in all\]…(.*)$", re.DOTALL)
CUT_LIST = re.compile(r"…\[(\d+) elements in all\]…")
SERVER_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SEQUENCES = {("12", 16): ",".join(map(str, range(1, 1001)))}
"""Cut texts that do not repeat."""
CATALOGUES = {"14": "14", "15": "15", "16": "14"}
"""Files that were recorded in a catalogue of their own."""


@dataclass(frozen=True)
class Side:
    """A response, real or ours."""

    status: int
    media: str | None
    body: Any


@dataclass
class Exchange:
    """What was asked, what the real server answered, and what the double did."""

    place: Place
    note: str
    request: dict[str, Any]
    real: Side
    ours: Side | None = None


@dataclass
class Player:
    """One conversation with one double; `sessions` are the recorded names of session ids with ours."""

    double: Double
    sessions: dict[str, str] = field(default_factory=dict)
    now: datetime = datetime(2026, 11, 24, tzinfo=UTC)

    def login(self, user: str) -> str:
        credentials = [{"username": user}, {"password": f"{user}pw"}]
        form = {"json": {"plugin": "simple", "credentials": credentials}}
        return str(self.send({"method": "POST", "path": "/icat/session", "form": form}).body["sessionId"])

    def send(self, request: dict[str, Any]) -> Side:
        """Send a request as the recorder did: two short headers, and that of a form; two seconds after the last."""
        self.now += timedelta(seconds=2)
        target, body = request["path"], None
        if "query" in request:
            target += "?" + urlencode({name: _text(value) for name, value in request["query"].items()})
        if "form" in request:
            body = urlencode({name: _text(value) for name, value in request["form"].items()})
        connection = http.client.HTTPConnection(urlsplit(self.double.url).netloc, timeout=60)
        try:
            headers = FORM if "form" in request else {}
            connection.request(request["method"], target, body, headers)
            response = connection.getresponse()
            content = response.read()
            media = response.headers.get("content-type")
            return Side(response.status, media, json.loads(content) if content else None)
        finally:
            connection.close()

    def named(self, value: Any) -> Any:
        """Put our session ids in the place of the recorded names."""
        text = json.dumps(value)
        for name, id in self.sessions.items():
            text = text.replace(name, id)
        return json.loads(text)


def recorded() -> list[Exchange]:
    """Return every exchange that the double claims, in order."""
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        number = path.name[:2]
        for at, told in enumerate(json.loads(path.read_text())["exchanges"]):
            place = (number, at)
            if number in NOT_CLAIMED or place in NOT_CLAIMED or "request" not in told:
                continue
            response = told["response"]
            real = Side(response["status"], response["headers"]["content-type"], response["body"])
            request = _whole(told["request"], place)
            if "padded with blanks" in told["note"]:
                size = int(re.findall(r"about (\d+) bytes", told["note"])[0])
                request["form"]["entities"] = "[]" + " " * size
            found.append(Exchange(place, told["note"], request, real))
    return found


def played(setups: dict[Place, Callable[[Player], None]]) -> dict[Place, Exchange]:
    """Play everything; a setup does, before an exchange, what was not recorded there."""
    exchanges = {exchange.place: exchange for exchange in recorded()}
    with ExitStack() as stack:
        players = {name: _player(stack) for name in ("01-13", "14", "15")}
        for place, exchange in exchanges.items():
            player = players[CATALOGUES.get(place[0], "01-13")]
            if place in setups:
                setups[place](player)
            exchange.ours = player.send(player.named(exchange.request))
            if isinstance(exchange.real.body, dict) and "sessionId" in exchange.real.body:
                player.sessions[exchange.real.body["sessionId"]] = exchange.ours.body["sessionId"]
            exchange.real = Side(exchange.real.status, exchange.real.media, player.named(exchange.real.body))
    return exchanges


def _player(stack: ExitStack) -> Player:
    double = stack.enter_context(Double())
    player = Player(double)
    double.store.clock = lambda: player.now
    player.sessions["<SESSION>"] = player.sessions["<SESSION-ROOT>"] = player.login("root")
    return player


def comparable(body: Any, *, is_asked_for_times: bool, is_ordered: bool) -> Any:
    """Return a body without what differs from server to server."""
    if isinstance(body, list):
        items = [comparable(one, is_asked_for_times=is_asked_for_times, is_ordered=True) for one in body]
        return items if is_ordered else sorted(items, key=json.dumps)
    if isinstance(body, dict):
        return {name: _comparable_member(name, value) for name, value in body.items()}
    if is_asked_for_times and isinstance(body, str) and SERVER_TIME.fullmatch(body):
        return "a time"
    return body


def _comparable_member(name: str, value: Any) -> Any:
    if name in {"createTime", "modTime", "sessionId"}:
        return name
    if name == "remainingMinutes":
        return 119 < value <= 120
    if isinstance(value, list) and value and isinstance(value[0], dict) and "id" in value[0]:
        bare = [{key: one for key, one in child.items() if key != "id"} for child in value]
        return comparable(bare, is_asked_for_times=False, is_ordered=False)
    return comparable(value, is_asked_for_times=False, is_ordered=True)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _whole(value: Any, place: Place) -> Any:
    """Put in again what the recorder cut."""
    if isinstance(value, str) and (cut := CUT_TEXT.match(value)):
        start, length, end = cut[1], int(cut[2]), cut[3]
        if place in SEQUENCES:
            return f"{start.rpartition('(')[0]}({SEQUENCES[place]})"
        unit = start[-2:]
        missing = length - len(start) - len(end)
        return start + (unit * (missing // 2 + 1))[:missing] + end
    if isinstance(value, dict):
        return {name: _whole(one, place) for name, one in value.items()}
    if isinstance(value, list):
        return list(_elements([_whole(one, place) for one in value]))
    return value


def _elements(items: list[Any]) -> Iterator[Any]:
    """Yield the items; those that were cut go on as the first two begin."""
    at = next((at for at, one in enumerate(items) if isinstance(one, str) and CUT_LIST.fullmatch(one)), None)
    if at is None:
        yield from items
        return
    count = int(CUT_LIST.fullmatch(items[at])[1])  # type: ignore[index]
    for number in range(count):
        yield _step(items[0], items[1], number)


def _step(first: Any, second: Any, number: int) -> Any:
    if isinstance(first, dict):
        return {name: _step(first[name], second[name], number) for name in first}
    is_count = isinstance(first, int) and not isinstance(first, bool)
    return first + number * (second - first) if is_count else first


__all__ = ["Exchange", "Player", "comparable", "played", "recorded"]
