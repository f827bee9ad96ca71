"""ESRF's XML ``investigation``: the start of an experiment session.

A new schedule has the same root, but names neither experiment nor instrument: `esrf_reschedule`.
"""

from lineage.ingest.context import Context
from lineage.ingest.document import Document
from lineage.ingest.esrf_element import children, is_named, texts
from lineage.ingest.investigation import investigation_message
from lineage.ingest.xml import line_of
from lineage.model.message import Message

_TEXTS = ("experiment", "instrument", "startDate", "endDate", "title", "investigationId")


def is_mine(document: Document) -> bool:
    """True for an XML document whose root is ``investigation``."""
    return is_named(document.root, "investigation")


def read(document: Document, context: Context) -> tuple[Message, ...]:
    """Return the one message; raises MessageError with the line of the element."""
    if document.root is None:
        return ()
    root = texts(children(document.root, once=_TEXTS), _TEXTS)
    return (investigation_message(root, line_of(document.root), context),)
