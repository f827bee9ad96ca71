"""ESRF's archive status: what pyicat-plus puts on the queue ``icatArchiveRestoreStatus``.

::

    {"datasetId": 17, "type": "archiving", "level": "info", "message": "on tape"}

``type`` is archiving or restoration, ``level`` info, warning or error; ``message`` may be null.
"""

from typing import Literal

from pydantic import Field

from lineage.ingest.context import Context
from lineage.ingest.document import Document
from lineage.ingest.json_schema import IcatId, Strict, Text, checked
from lineage.model.event import Event
from lineage.model.location import of_icat_id
from lineage.model.message import Message

TYPES = ("archiving", "restoration")


class StatusObject(Strict):
    """The keys, as ESRF spells them."""

    dataset_id: IcatId = Field(alias="datasetId")
    type: Literal["archiving", "restoration"]
    level: Literal["info", "warning", "error"]
    message: Text | None = None


def is_mine(document: Document) -> bool:
    """True for a JSON object that has a level, or a type of these two."""
    said = document.object
    return said is not None and ("level" in said or said.get("type") in TYPES)


def read(document: Document, context: Context) -> tuple[Message, ...]:  # noqa: ARG001
    """Return the one event; raises MessageError that names the key."""
    found = checked(StatusObject, document.object or {}, within="archive status")
    facts = {"status": found.type, "level": found.level, "message": (found.message or "").strip()}
    return (Event("archive", of_icat_id(found.dataset_id), facts),)
