"""Words for a person: coloured cells on a line, sizes, times, and nothing that a terminal would obey."""

import re

from rich.text import Text

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|[\ud800-\udfff]")
_SECRET_IN_URL = re.compile(r"(?<=://)[^/@\s'\"]+(?=@)|(?<![^\s,'\"])[^\s,:/@'\"]+:[^\s,/@'\"]+(?=@)")
"""A user, with a password or not, in a URL; or both before a host alone, as in a list of brokers."""
MASK = "***"

Cell = str | tuple[str, str]
"""A word, or a word and its style."""

STATE_STYLES = {"present": "green", "expected": "yellow", "retired": "red"}
STATUS_STYLES = {"completed": "green", "running": "yellow", "failed": "red", "aborted": "red"}


def visible(text: str) -> str:
    """Return a text with its control characters spelled out, so that a message cannot steer a terminal."""
    return _UNSAFE.sub(lambda found: found.group().encode("unicode_escape").decode(), text)


def masked(text: str) -> str:
    """Return a text without the user and the password that an address in it may hold."""
    return _SECRET_IN_URL.sub(MASK, text)


def sentence(text: str) -> str:
    """Return a text that is safe to show, on one line and without secrets."""
    return visible(masked(" ".join(text.splitlines())))


def cells(*parts: Cell, between: str = "  ") -> Text:
    """Return a line of cells; empty ones are left out."""
    line = Text()
    for part in parts:
        word, style = part if isinstance(part, tuple) else (part, "")
        if word:
            line.append(between if line else "").append(visible(word), style)
    return line


def state_cell(state: str, width: int = 0) -> Cell:
    """Return a dataset's state, coloured."""
    return state.ljust(width), STATE_STYLES.get(state, "")


def status_cell(status: str, width: int = 0) -> Cell:
    """Return a job's status, coloured."""
    return status.ljust(width), STATUS_STYLES.get(status, "")


def moment(time: str) -> str:
    """Return an ISO 8601 time without the part below a second."""
    return re.sub(r"\.\d+", "", time)


def sized(size_bytes: float) -> str:
    """Return a number of bytes in the unit that suits it."""
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if size_bytes < 1000:  # noqa: PLR2004
            return f"{size_bytes:.3g} {unit}"
        size_bytes /= 1000
    return f"{size_bytes:.3g} PB"


def program(name: str | None, version: str | None) -> str:
    """Return an application and its version in words; empty for none."""
    return " ".join(word for word in (name, version) if word)
