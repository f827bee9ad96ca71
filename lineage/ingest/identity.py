"""The ICAT id of a dataset that is in the graph already: what ICAT knows and no message of ESRF's client says.

::

    {"type": "identity", "location": "/data/x", "icat_id": 17}
"""

from lineage.errors import InvalidField
from lineage.ingest.context import Context
from lineage.ingest.document import Document
from lineage.ingest.json_schema import IcatId, Strict, Text, checked
from lineage.model.location import icat_id_of, normalise
from lineage.model.message import IdentityMessage, Message

TYPE = "identity"


class IdentityObject(Strict):
    """The keys of a dataset's own message; the id has to be there."""

    location: Text
    icat_id: IcatId


def is_mine(document: Document) -> bool:
    """True for a JSON object of this type."""
    return document.object is not None and document.object.get("type") == TYPE


def read(document: Document, context: Context) -> tuple[Message, ...]:
    """Return the one message; raises MessageError that names the key."""
    said = {key: value for key, value in (document.object or {}).items() if key != "type"}
    found = checked(IdentityObject, said, within=TYPE)
    location = normalise(found.location, mount_prefixes=context.mount_prefixes)
    if icat_id_of(location) is not None:
        raise InvalidField("location", location, "a location that is no ICAT id")
    return (IdentityMessage(location, found.icat_id),)
