"""ESRF's note of added files: what pyicat-plus puts on the queue ``icatDataFiles``.

::

    {"datasetId": 17}

The object has this key alone; with others it is a dataset.
"""

from pydantic import Field

from lineage.ingest.context import Context
from lineage.ingest.document import Document
from lineage.ingest.json_schema import IcatId, Strict, checked
from lineage.model.event import Event
from lineage.model.location import of_icat_id
from lineage.model.message import Message


class FilesObject(Strict):
    """The one key."""

    dataset_id: IcatId = Field(alias="datasetId")


def is_mine(document: Document) -> bool:
    """True for a JSON object with this key alone."""
    return document.object is not None and document.object.keys() == {"datasetId"}


def read(document: Document, context: Context) -> tuple[Message, ...]:  # noqa: ARG001
    """Return the one event; raises InvalidField for what is no ICAT id."""
    found = checked(FilesObject, document.object or {}, within="note of added files")
    return (Event("files", of_icat_id(found.dataset_id), {}),)
