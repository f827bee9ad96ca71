"""Files of python-icat's icatdump, XML or YAML, as objects of ICAT; every value is a text, as it stands in the file.

An object has a key made of what identifies it in ICAT, and others refer to it by that key.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lineage.errors import DumpError, UnreadableMessage
from lineage.importing import yaml
from lineage.importing.objects import Object
from lineage.ingest import xml
from lineage.ingest.xml import Element

Tables = Mapping[str, Mapping[str, Object]]
"""Objects by the name of their entity, as dumps spell it (``dataCollection``), and by their key."""

PARTS = frozenset({"dataset", "datafile", "inputDataCollection", "outputDataCollection", "content"})
"""Fields that refer to an object of which more is needed than its key tells: it has to be in the file."""

NAMED = frozenset({"facility", "investigation", "sample", "type", "application", "instrument", "technique"})
"""Fields that refer to an object whose names are enough, and its key is made of these."""

_KEY = re.compile(r"[A-Z][A-Za-z]*_[a-z][A-Za-z]*-")
_ENCODED = re.compile(r"((?:=[0-9A-F]{2})+)")


def read(file: str) -> Tables:
    """Return the objects of a dump; raises DumpError for a file that cannot be read, or is no such dump."""
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise DumpError(file, f"cannot be read: {error.strerror or type(error).__name__}") from error
    tables: dict[str, dict[str, dict[str, Any]]] = {}
    for entity, key, said in _of_xml(data, file) if xml.is_xml(data) else _of_yaml(data, file):
        if not key.lower().startswith(f"{entity.lower()}_"):
            raise DumpError(file, f"is no dump of python-icat: {key!r} is no key of a {entity}")
        if tables.setdefault(entity, {}).setdefault(key, said) is not said:
            raise DumpError(file, f"has the object {key!r} twice")
    objects = {key: found for table in tables.values() for key, found in table.items()}
    for found in objects.values():
        _follow(found, objects, file)
    return tables


def _of_xml(data: bytes, file: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    try:
        root = xml.parse(data)
    except UnreadableMessage as error:
        raise DumpError(file, f"cannot be read: {error.facts['reason']}", line=error.facts.get("line")) from error
    if root.tag != "icatdata":
        raise DumpError(file, f"is no dump of python-icat: its root element is {root.tag!r}")
    for part in root.iterchildren("data"):
        for element in part:
            yield str(element.tag), element.get("id", ""), _said(element)


def _said(element: Element) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for child in element:
        field = str(child.tag)
        if "ref" in child.attrib:
            said[field] = child.get("ref")
        elif len(child):
            said.setdefault(field, []).append(_said(child))
        else:
            said[field] = child.text or ""
    return said


def _of_yaml(data: bytes, file: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for part in yaml.parts(data, file):
        for entity, table in _mapping(part, file, "a part of it").items():
            for key, said in _mapping(table, file, f"the part {entity!r}").items():
                yield entity, key, _mapping(said, file, f"the object {key!r}")


def _mapping(found: object, file: str, what: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise DumpError(file, f"is no dump of python-icat: {what} is no mapping")
    return found


def _follow(said: dict[str, Any], objects: Mapping[str, Object], file: str) -> None:
    """Put what an object and its lists refer to in the place of the keys."""
    for field, found in said.items():
        if isinstance(found, list):
            for row in found:
                _follow(_mapping(row, file, f"an entry of {field!r}"), objects, file)
        elif isinstance(found, str) and field in PARTS:
            if found not in objects:
                raise DumpError(file, f"refers to {found!r}, which is not in it")
            said[field] = objects[found]
        elif isinstance(found, str) and field in NAMED and (found in objects or _KEY.match(found)):
            said[field] = objects.get(found) or _named(found.partition("_")[2])


def _named(names: str) -> dict[str, Any]:
    """Read ``name-X_facility-(name-Y)``."""
    found: dict[str, Any] = {}
    start = depth = 0
    for place, sign in enumerate(f"{names}_"):
        depth += (sign == "(") - (sign == ")")
        if sign == "_" and not depth:
            field, _, said = names[start:place].partition("-")
            found[field] = _named(said[1:-1]) if said.startswith("(") else _decoded(said)
            start = place + 1
    return found


def _decoded(text: str) -> str:
    return _ENCODED.sub(lambda match: bytes.fromhex(match[0].replace("=", "")).decode("utf-8", "replace"), text)
