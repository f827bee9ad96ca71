"""Messages for tests: one plain dataset in both forms, with what a test wants to be different."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from lineage.ingest import Context, read, split
from lineage.model.message import DatasetMessage

RAW_DATA = "/data/visitor/mx2485/id30a3/20230425/RAW_DATA"
LOCATION = "/data/visitor/mx2485/id30a3/20230425/PROCESSED_DATA/autoproc"

FACTS = {
    "investigation": "mx-2485",
    "instrument": "id30a-3",
    "name": "autoproc",
    "location": LOCATION,
    "startDate": "2023-04-25T10:06:00+02:00",
    "endDate": "2023-04-25T10:25:00+02:00",
}

NAMESPACE = "http://www.esrf.fr/icat"


def dataset_xml(
    parameters: Iterable[tuple[str, str]] = (),
    *,
    prefix: str | None = "tns",
    complete: str | None = "true",
    inside: str = "",
    sample: str | None = "<name>sample1</name>",
    facts: Mapping[str, str | None] | None = None,
) -> bytes:
    """Return an XML dataset; `prefix` None has no namespace, "" the default one; a fact of None is left out."""
    said = {**FACTS, **(facts or {})}
    children = [f"<{key}>{escape(value)}</{key}>" for key, value in said.items() if value is not None]
    if sample is not None:
        children.append(f"<sample>{sample}</sample>")
    children += [
        f"<parameter><name>{escape(name)}</name><value>{escape(value)}</value></parameter>"
        for name, value in parameters
    ]
    attribute = "" if complete is None else f' complete="{complete}"'
    text = f"<dataset{attribute}>{''.join(children)}{inside}</dataset>"
    if prefix is not None:
        mark = f"{prefix}:" if prefix else ""
        text = text.replace("</", "\x00").replace("<", f"<{mark}").replace("\x00", f"</{mark}")
        declaration = f"xmlns:{prefix}" if prefix else "xmlns"
        text = text.replace(f"<{mark}dataset", f'<{mark}dataset {declaration}="{NAMESPACE}"', 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()


def dataset_json(parameters: Any = None, **keys: Any) -> bytes:
    """Return a JSON dataset with the same facts; a key of None is left out."""
    said: dict[str, Any] = {**FACTS, "sample": {"name": "sample1"}, "complete": True, **keys}
    if parameters is not None:
        said["parameters"] = parameters
    return json.dumps({key: value for key, value in said.items() if value is not None}).encode()


def the_dataset(data: bytes, **context: Any) -> DatasetMessage:
    """Return the one dataset in some bytes."""
    (piece,) = split(data)
    (message,) = read(piece, Context(**context))
    assert isinstance(message, DatasetMessage)
    return message
