"""Bytes to messages: the only room that parses XML, and the door where every message is checked.

One file a format and one line in `FORMATS`: the first format that says a document is its own reads it.
Reading needs no database and looks at nothing but the bytes and the `Context`, so what a message means never
depends on what came before. Leaves to the caller: the size limit, and what becomes of messages and refusals.
"""

from typing import Protocol

from lineage.errors import UnreadableMessage
from lineage.ingest import (
    crate,
    esrf_archive,
    esrf_dataset,
    esrf_files,
    esrf_investigation,
    esrf_metadata,
    esrf_reschedule,
    icat,
    identity,
    json_message,
    openlineage,
    prov_json,
    publication,
    wfformat,
)
from lineage.ingest.context import Context
from lineage.ingest.document import Document
from lineage.ingest.pieces import lines, split
from lineage.model.message import Message

__all__ = ["FORMATS", "Context", "Format", "lines", "read", "split"]


class Format(Protocol):
    """What each format module offers."""

    def is_mine(self, document: Document) -> bool:
        """Say whether a document is of this format; raises UnreadableMessage when it is of none."""
        ...

    def read(self, document: Document, context: Context) -> tuple[Message, ...]:
        """Return the messages in a document of this format; raises MessageError."""
        ...


FORMATS: tuple[Format, ...] = (
    esrf_dataset,
    esrf_reschedule,  # an investigation without names
    esrf_investigation,
    esrf_metadata,
    esrf_archive,
    esrf_files,
    identity,
    crate,
    openlineage,
    wfformat,
    prov_json,
    publication,
    icat,
    json_message,  # takes every JSON object that no format above has taken
)


def read(piece: bytes, context: Context) -> tuple[Message, ...]:
    """Return the messages in one piece of `split` or `lines`.

    Raises MessageError, and nothing else whatever the bytes: UnreadableMessage when no format knows them.
    """
    document = Document(piece)
    for format_ in FORMATS:
        if format_.is_mine(document):
            return format_.read(document, context)
    raise UnreadableMessage(f"no format knows it; {document.beginning}")
