"""The bytes of a segment; docs/journal.md says the same for other programs. Numbers are big-endian.

A segment is a head of 36 bytes and then records. The checksum of a record begins with the segment's own id, so that
bytes of another segment, or of a message that looks like a record, are never taken for one.
"""

import json
import struct
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lineage.journal.entry import Done, Entry, Refusal

MAGIC = b"lineage journal\n"
VERSION = 1
ID_CHARS = 12

HEAD = struct.Struct(f">16sI{ID_CHARS}sI")
"""Magic, version, id of the segment, CRC-32 of what is before."""

RECORD = struct.Struct(">4s4sIQI")
"""Mark, type, number of the batch, length of the payload, CRC-32."""

MARK = b"\xf1LJ\n"
BEGIN, BATCH, DONE, END = b"HEAD", b"DATA", b"DONE", b"TAIL"
TYPES = frozenset({BEGIN, BATCH, DONE, END})
FACTS_LENGTH = struct.Struct(">I")
LEVEL_WRITTEN = 1
LEVEL_COMPACTED = 9


def head(id: str) -> bytes:
    """Return the first bytes of a segment."""
    start = HEAD.pack(MAGIC, VERSION, id.encode(), 0)[:-4]
    return start + struct.pack(">I", zlib.crc32(start))


def is_head(start: bytes) -> bool:
    """Say whether a segment of any version begins with these bytes."""
    whole = len(start) == HEAD.size and start.startswith(MAGIC)
    return whole and struct.pack(">I", zlib.crc32(start[:-4])) == start[-4:]


def checksum(id: str, type_: bytes, number: int, payload: bytes) -> int:
    """Return the CRC-32 of a record: over id, type, number, length, payload."""
    covered = id.encode() + RECORD.pack(MARK, type_, number, len(payload), 0)[4:-4]
    return zlib.crc32(payload, zlib.crc32(covered))


def record(id: str, type_: bytes, number: int, payload: bytes) -> bytes:
    """Return a whole record."""
    return RECORD.pack(MARK, type_, number, len(payload), checksum(id, type_, number, payload)) + payload


def packed_entries(entries: Sequence[Entry], level: int = LEVEL_WRITTEN) -> bytes:
    """Return the payload of a batch: length of the facts, the facts as JSON, the bodies; compressed as one block."""
    rows = [[entry.kind, entry.sender, entry.sent_at, entry.received_at, len(entry.body)] for entry in entries]
    facts = json.dumps(rows).encode()
    block = b"".join([FACTS_LENGTH.pack(len(facts)), facts, *(entry.body for entry in entries)])
    return zlib.compress(block, level)


def entries_of(payload: bytes) -> list[Entry]:
    """Return the entries of a batch; its checksum was found right before."""
    block = zlib.decompress(payload)
    (facts_length,) = FACTS_LENGTH.unpack_from(block)
    at = FACTS_LENGTH.size + facts_length
    found = []
    for kind, sender, sent_at, received_at, size_bytes in json.loads(block[FACTS_LENGTH.size : at]):
        found.append(Entry(kind, block[at : at + size_bytes], sender, sent_at, received_at))
        at += size_bytes
    return found


def packed_done(done: Done) -> bytes:
    """Return the payload that says that a batch is in the graph."""
    refused = [[index, one.code, one.message, dict(one.facts)] for index, one in done.refused.items()]
    order = [int(place) if place == int(place) else place for place in done.order]
    said = {"graph": done.graph, "at": done.at, "order": order, "refused": refused}
    return zlib.compress(json.dumps(said).encode(), LEVEL_WRITTEN)


def done_of(payload: bytes) -> Done:
    """Return what such a payload says."""
    said = json.loads(zlib.decompress(payload))
    refused = {index: Refusal(code, message, facts) for index, code, message, facts in said["refused"]}
    return Done(said["graph"], said["at"], array("d", said["order"]), refused)


def packed_facts(**facts: Any) -> bytes:
    """Return the payload of the first and of the last record: a JSON object."""
    return json.dumps(facts).encode()


def facts_of(payload: bytes) -> Mapping[str, Any]:
    """Return that object."""
    found: Mapping[str, Any] = json.loads(payload)
    return found


def size_bytes_of(entries: Iterable[Entry]) -> int:
    """Return how many bytes the bodies have."""
    return sum(len(entry.body) for entry in entries)
