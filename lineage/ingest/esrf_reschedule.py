"""ESRF's new schedule: what pyicat-plus puts on the queue ``rescheduleInvestigation``.

The root is that of an investigation. It names the ICAT id of the session and its new start, and leaves experiment and
instrument empty.
"""

from lineage.ingest import times
from lineage.ingest.context import Context
from lineage.ingest.document import Document
from lineage.ingest.esrf_element import children, is_named, local_name, texts
from lineage.ingest.facts import positive_id, required
from lineage.ingest.xml import line_of
from lineage.model.event import Event, of_investigation
from lineage.model.message import Message

_EMPTY = ("experiment", "instrument")
_TEXTS = (*_EMPTY, "startDate", "investigationId")


def is_mine(document: Document) -> bool:
    """True for an investigation that an id names, and neither experiment nor instrument."""
    root = document.root
    if root is None or not is_named(root, "investigation"):
        return False
    filled = {local_name(child) for child in root if (child.text or "").strip()}
    return "investigationId" in filled and filled.isdisjoint(_EMPTY)


def read(document: Document, context: Context) -> tuple[Message, ...]:
    """Return the one event; raises MessageError with the line of the element."""
    if document.root is None:
        return ()
    line = line_of(document.root)
    root = texts(children(document.root, once=_TEXTS), _TEXTS)
    start, id = (required(root, field, within="new schedule", line=line) for field in ("startDate", "investigationId"))
    facts = {"start_time": times.utc(start, "startDate", context.time_zone)}
    return (Event("schedule", of_investigation(positive_id(id, "investigationId")), facts),)
