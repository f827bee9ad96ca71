"""The facility's definitions file: which dataset parameters it knows, of what type and unit.

The file is NeXus-like (``hdf5_cfg.xml``): groups hold fields, and a field's text ``${NAME}`` is the name of a
dataset parameter. ESRF's file is shipped and is the default; see ``data/esrf/SOURCE.md``.

A name that stands twice counts once: the first place wins if the types agree; if they do not, the file
contradicts itself and is refused. Values of a type that `parameters` does not know are texts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from lineage.errors import DefinitionsError, UnreadableMessage
from lineage.ingest import xml
from lineage.ingest.xml import Element, line_of

SHIPPED = Path(__file__).parent / "data" / "esrf" / "hdf5_cfg.xml"

_PLACEHOLDER = re.compile(r"\$\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Definition:
    """One parameter: `type` as NeXus names it (``NX_FLOAT``), `units` empty where there are none.

    `group` is the way of groups to it, joined by slashes, empty at the top.
    """

    name: str
    type: str
    units: str = ""
    description: str = ""
    is_mandatory: bool = False
    is_deprecated: bool = False
    group: str = ""


Definitions = Mapping[str, Definition]
"""The parameters of one facility by name, in the order of the file."""


@cache
def shipped() -> Definitions:
    """Return ESRF's definitions, which come with the package; they never change, so they are read once."""
    return read(SHIPPED)


def read(file: Path) -> Definitions:
    """Return the definitions of a file; raises DefinitionsError for one that cannot be used."""
    try:
        root = xml.parse(file.read_bytes())
    except OSError as error:
        raise DefinitionsError(str(file), f"cannot be read: {error.strerror}") from error
    except UnreadableMessage as error:
        raise DefinitionsError(
            str(file), f"cannot be read: {error.facts['reason']}", line=error.facts.get("line")
        ) from error
    found: dict[str, Definition] = {}
    for element, group in _fields(root, ""):
        _add(found, element, group, str(file))
    if not found:
        raise DefinitionsError(str(file), "names no parameter; expected fields whose text is ${NAME}")
    return MappingProxyType(found)


def _fields(element: Element, group: str) -> Iterator[tuple[Element, str]]:
    for child in element:
        if child.tag == "group":
            yield from _fields(child, f"{group}/{child.get('groupName', '')}".lstrip("/"))
        else:
            yield child, group


def _add(found: dict[str, Definition], element: Element, group: str, file: str) -> None:
    placeholder = _PLACEHOLDER.fullmatch((element.text or "").strip())
    if placeholder is None:
        return
    new = _definition(placeholder.group(1), element, group)
    known = found.setdefault(new.name, new)
    if known.type != new.type:
        reason = f"defines {new.name} as {known.type} and as {new.type}"
        raise DefinitionsError(file, reason, line=line_of(element))


def _definition(name: str, element: Element, group: str) -> Definition:
    return Definition(
        name=name,
        type=element.get("NAPItype", "NX_CHAR"),
        units=element.get("units", ""),
        description=element.get("ESRF_description", ""),
        is_mandatory=element.get("ESRF_mandatory") is not None,
        is_deprecated=element.get("ESRF_deprecated") is not None,
        group=group,
    )
