"""ESRF's XML ``dataset``: what pyicat-plus puts on the queue ``icatIngest`` and BLISS leaves beside the data.

Reads elements into facts; `dataset` says what they mean. Files are counted, their parameters are not kept.
"""

from lineage.errors import InvalidField, MissingField
from lineage.ingest.context import Context
from lineage.ingest.dataset import DatasetFacts, dataset_message
from lineage.ingest.document import Document
from lineage.ingest.esrf_element import children, is_named, text, texts
from lineage.ingest.facts import ID_MAX, Said, integer
from lineage.ingest.xml import Element, line_of
from lineage.model.message import Message

_TEXTS = ("datasetId", "investigation", "instrument", "name", "location", "startDate", "endDate", "comment")


def is_mine(document: Document) -> bool:
    """True for an XML document whose root is ``dataset``."""
    return is_named(document.root, "dataset")


def read(document: Document, context: Context) -> tuple[Message, ...]:
    """Return the one message; raises MessageError with the line of the element."""
    if document.root is None:
        return ()
    return (dataset_message(_facts(document.root), context),)


def _facts(element: Element) -> DatasetFacts:
    found = children(element, once=(*_TEXTS, "sample"), many=("datafile", "parameter"))
    root = texts(found, _TEXTS)
    parameters = [_parameter(child) for child in found.get("parameter", [])]
    complete = element.get("complete")
    if complete is not None:
        root["complete"] = Said(complete, line_of(element))
    if "sample" in found:
        sample = children(found["sample"][0], once=("name", "type"), many=("parameter",))
        if "name" in sample:
            root["sample"] = text(sample["name"][0])
        parameters += [_parameter(child) for child in sample.get("parameter", [])]
        parameters += [(Said("Sample_type"), said) for said in texts(sample, ["type"]).values()]
    return DatasetFacts(
        root=root,
        parameters=parameters,
        file_sizes=tuple(_size(child) for child in found.get("datafile", [])),
        line=line_of(element),
    )


def _parameter(element: Element) -> tuple[Said, Said]:
    said = texts(children(element, once=("name", "value")), ["name", "value"])
    if "name" not in said:
        raise MissingField("name", within="parameter", line=line_of(element))
    if "value" not in said:
        raise MissingField("value", within=f"parameter {said['name'].text.strip()}", line=line_of(element))
    return said["name"], said["value"]


def _size(element: Element) -> int | None:
    found = children(element, once=("location", "size"), many=("parameter",))
    if "size" not in found:
        return None
    said = text(found["size"][0])
    size = integer(said.text)
    if size is None or not 0 <= size <= ID_MAX:
        raise InvalidField("size", said.text, "a number of bytes, not negative", line=said.line)
    return size
