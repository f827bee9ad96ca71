"""One line of a dump: read and checked, or written.

A line that is checked has only members of its type, each of its kind. What is wrong is told by the errors of messages,
with the number of the line.
"""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args

from lineage.dump.shape import OF_ANNOUNCED, SHAPES, Kind, Line
from lineage.errors import InvalidField, LineageError, MissingField, UnreadableMessage
from lineage.model.event import EventKind
from lineage.model.message import JobStatus

INTEGER_MAX = 2**63 - 1
STATUSES = frozenset(get_args(JobStatus))
EVENTS = frozenset(get_args(EventKind))
KINDS = frozenset({"unknown", "raw", "processed"})
STATES = frozenset({"expected", "present", "retired"})
Scalar = str | int | float | bool


class Door(NamedTuple):
    """How texts become locations, times and names: each takes a text and the member's name, and may raise."""

    location: Callable[[str, str], str]
    time: Callable[[str, str], str]
    name: Callable[[str, str], str]


def checked(body: bytes, door: Door) -> tuple[str, Line]:
    """Return the type of a line and its members; raises MessageError for the first thing that is wrong with it."""
    said = _object(body)
    kind = said.pop("type", None)
    checks = CHECKS_OF.get(kind) if isinstance(kind, str) else None
    if checks is None:
        raise InvalidField("type", kind, f"one of {', '.join(SHAPES)}")
    line: Line = {}
    for name, value in said.items():
        check = checks.get(name)
        if check is None:
            raise InvalidField(name, value, f"no such member in a line of type {kind}")
        if value is not None:
            line[name] = check(value, name, door)
    required = REQUIRED[kind]
    if kind == "dataset" and not (line.get("state") == "expected" or line.get("kind") == "unknown"):
        required = REQUIRED_OF_ANNOUNCED
    if not required <= line.keys():
        raise MissingField(min(required - line.keys()), within=kind)
    return kind, line


def spelled(kind: str, line: Mapping[str, Any]) -> bytes:
    """Return a line as it is written, its end included; members that are None are left out."""
    said = {"type": kind, **{name: value for name, value in line.items() if value is not None}}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def at_line(error: LineageError, line: int) -> str:
    """Return the sentence of what is wrong with a line."""
    return f"line {line}: {error.message}"


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body.decode())
    except UnicodeDecodeError as error:
        raise UnreadableMessage("it is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableMessage(f"it is no JSON: {error}") from error
    if not isinstance(said, dict):
        raise UnreadableMessage("it is no JSON object")
    if b"\\ud" in body or b"\\uD" in body or b"\\u0000" in body:
        _refuse_no_text(said)
    return said


def _refuse_no_text(value: object) -> None:
    """Refuse halves of signs and NUL, which JSON can spell and the graph cannot hold."""
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise UnreadableMessage("a text holds NUL or half a sign")
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_no_text(key)
            _refuse_no_text(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_no_text(item)


def _text(value: object, name: str, _door: Door) -> str:
    if not isinstance(value, str):
        raise InvalidField(name, value, "a text")
    return value


def _name(value: object, name: str, door: Door) -> str:
    found = door.name(_text(value, name, door), name)
    if not found:
        raise InvalidField(name, value, "a name that is not empty")
    return found


def _integer(value: object, name: str, _door: Door) -> int:
    if type(value) is not int or not -INTEGER_MAX - 1 <= value <= INTEGER_MAX:
        raise InvalidField(name, value, "an integer of at most 64 bits")
    return value


def _count(value: object, name: str, _door: Door) -> int:
    if type(value) is not int or not 0 <= value <= INTEGER_MAX:
        raise InvalidField(name, value, "an integer that is not negative, of at most 64 bits")
    return value


def _boolean(value: object, name: str, _door: Door) -> bool:
    if not isinstance(value, bool):
        raise InvalidField(name, value, "true or false")
    return value


def _time(value: object, name: str, door: Door) -> str:
    return door.time(_text(value, name, door), name)


def _location(value: object, name: str, door: Door) -> str:
    return door.location(_text(value, name, door), name)


def _list(value: object, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidField(name, value, "a list")
    return value


def _texts(value: object, name: str, door: Door) -> list[str]:
    found = [_text(item, name, door) for item in _list(value, name)]
    if wrong := next((item for item in found if "\x1f" in item), None):
        raise InvalidField(name, wrong, "texts without the sign U+001F")
    return found


def _names(value: object, name: str, door: Door) -> list[str]:
    return sorted({_name(item, name, door) for item in _list(value, name)})


def _integers(value: object, name: str, door: Door) -> list[int]:
    return [_integer(item, name, door) for item in _list(value, name)]


def _locations(value: object, name: str, door: Door) -> list[str]:
    return [_location(item, name, door) for item in _list(value, name)]


def _edges(value: object, name: str, door: Door) -> dict[str, int | None]:
    """Return the change that made each edge by location; None where it is not said."""
    found: dict[str, int | None] = {}
    for item in _list(value, name):
        if isinstance(item, str):
            found[door.location(item, name)] = None
        elif isinstance(item, dict) and item.keys() == {"location", "since"}:
            found[_location(item["location"], name, door)] = _count(item["since"], f"{name}.since", door)
        else:
            raise InvalidField(name, item, "locations, or objects of location and since")
    return found


def _object_of_texts(value: object, name: str, _door: Door) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidField(name, value, "an object")
    return value


def _parameters(value: object, name: str, _door: Door) -> dict[str, Scalar]:
    if not isinstance(value, dict):
        raise InvalidField(name, value, "an object of texts, numbers, true and false")
    for key, item in value.items():
        if type(item) not in SCALARS or not key:
            raise InvalidField(f"{name}.{key}", item, "a text, a number, true or false, under a name")
    return value


SCALARS = (str, float, int, bool)


def _members_of(value: object, name: str, required: str, *others: str) -> dict[str, str]:
    if not isinstance(value, dict) or not isinstance(value.get(required), str) or not value[required]:
        raise InvalidField(name, value, f"an object with a {required}")
    for key, item in value.items():
        if key not in {required, *others} or not isinstance(item, str):
            raise InvalidField(f"{name}.{key}", item, f"a text under one of {', '.join((required, *others))}")
    return value


def _run(value: object, name: str, _door: Door) -> dict[str, str]:
    return _members_of(value, name, "id", "namespace")


def _application(value: object, name: str, _door: Door) -> dict[str, str]:
    return _members_of(value, name, "name", "version", "doi", "url")


def _investigations(value: object, name: str, door: Door) -> list[tuple[str, str]]:
    """Return name and instrument of each."""
    found = [_members_of(item, name, "name", "instrument") for item in _list(value, name)]
    return [
        (_name(item["name"], f"{name}.name", door), _name(item.get("instrument"), f"{name}.instrument", door))
        for item in found
    ]


def _one_of(words: frozenset[str]) -> Callable[[object, str, Door], str]:
    def check(value: object, name: str, _door: Door) -> str:
        if not isinstance(value, str) or value not in words:
            raise InvalidField(name, value, f"one of {', '.join(sorted(words))}")
        return value

    return check


def _base64(value: object, name: str, door: Door) -> bytes:
    try:
        return b64decode(_text(value, name, door), validate=True)
    except NotBase64 as error:
        raise InvalidField(name, value, "base64") from error


Check = Callable[[object, str, Door], Any]

CHECKS: Mapping[Kind, Check] = {
    "application": _application,
    "base64": _base64,
    "boolean": _boolean,
    "count": _count,
    "edges": _edges,
    "event": _one_of(EVENTS),
    "integer": _integer,
    "integers": _integers,
    "investigations": _investigations,
    "kind": _one_of(KINDS),
    "location": _location,
    "locations": _locations,
    "name": _name,
    "names": _names,
    "object": _object_of_texts,
    "parameters": _parameters,
    "run": _run,
    "state": _one_of(STATES),
    "status": _one_of(STATUSES),
    "text": _text,
    "texts": _texts,
    "time": _time,
}

CHECKS_OF: Mapping[str, Mapping[str, Check]] = {
    kind: {item.name: CHECKS[item.kind] for item in shape} for kind, shape in SHAPES.items()
}
REQUIRED_OF_ANNOUNCED = frozenset(item.name for item in SHAPES["dataset"] if not item.absent)
REQUIRED: Mapping[str, frozenset[str]] = {
    kind: frozenset(item.name for item in shape if not item.absent) for kind, shape in SHAPES.items()
} | {"dataset": REQUIRED_OF_ANNOUNCED - OF_ANNOUNCED}
