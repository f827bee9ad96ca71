"""Names of things on the command line and in a pipe, so that what one command prints the next one reads."""

import json
import re
import sys
from collections.abc import Iterable, Iterator

from lineage.errors import InvalidField

STDIN = "-"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,64}")


def names_from(words: Iterable[str], wanted: tuple[str, ...] = ("id", "location", "key")) -> Iterator[str]:
    """Yield the names among some words, and for a ``-`` those on standard input.

    A line there is a JSON object with one of the `wanted` members, a line that begins with an id, or a name.
    Raises InvalidField for an object without any of them.
    """
    for word in words:
        if word == STDIN:
            yield from (checked(_name_in(line.strip(), wanted)) for line in sys.stdin if line.strip())
        else:
            yield checked(word)


def checked(name: str) -> str:
    """Return a name; raises InvalidField when its bytes were no UTF-8, as nothing has such a name."""
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise InvalidField("name", name, "a text in UTF-8") from error
    return name


def _name_in(line: str, wanted: tuple[str, ...]) -> str:
    if line.startswith("{"):
        return _name_of(line, wanted)
    first = line.split(maxsplit=1)[0]
    return first if _ID.fullmatch(first) else line


def _name_of(line: str, wanted: tuple[str, ...]) -> str:
    try:
        found = json.loads(line)
    except ValueError:
        found = {}
    for member in wanted:
        if isinstance(found.get(member), str):
            return str(found[member])
    raise InvalidField("-", line, f"a name, or a JSON object a line (--jsonl) with {' or '.join(wanted)}")
