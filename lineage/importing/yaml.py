"""YAML to texts, lists and mappings: no types, no tags, no aliases, and no more depth than a dump has.

The events of the parser are put together here with a stack of our own: what puts them together in the package goes as
deep as the text does, and the process ends where the stack does.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from lineage.errors import DumpError

LEVELS_MAX = 16

# the parser in C takes a tenth of the time
_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def parts(data: bytes, file: str) -> Iterator[object]:
    """Yield the documents of a file; raises DumpError."""
    try:
        yield from _documents(data, file)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        reason = " ".join(str(getattr(error, "problem", None) or "it is no YAML in UTF-8").split())
        mark = getattr(error, "problem_mark", None)
        raise DumpError(file, f"cannot be read: {reason}", line=mark.line + 1 if mark else None) from error


def _documents(data: bytes, file: str) -> Iterator[object]:
    open_ones: list[_Open] = []
    for event in yaml.parse(data, _Parser):
        line = event.start_mark.line + 1
        match event:
            case yaml.AliasEvent():
                raise DumpError(file, "has an alias, and no dump has one", line=line)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if len(open_ones) == LEVELS_MAX:
                    raise DumpError(file, f"has more than {LEVELS_MAX} levels", line=line)
                open_ones.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else []))
                continue
            case yaml.ScalarEvent(value=value):
                found: object = value
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                found = open_ones.pop().value
            case _:
                continue
        if not open_ones:
            yield found
        elif not open_ones[-1].take(found):
            raise DumpError(file, f"has the key {found!r} twice in one mapping, or one that is no text", line=line)


class _Open:
    """A list or a mapping that is being read."""

    def __init__(self, value: "dict[str, object] | list[object]") -> None:
        self.value = value
        self._key: str | None = None

    def take(self, found: object) -> bool:
        """Take the next entry, or key; False for a key that cannot be one."""
        if isinstance(self.value, list):
            self.value.append(found)
        elif self._key is not None:
            self.value[self._key], self._key = found, None
        elif isinstance(found, str) and found not in self.value:
            self._key = found
        else:
            return False
        return True
