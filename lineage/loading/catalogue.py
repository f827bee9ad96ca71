"""The catalogue side that lines name: each node once a block, dealt by its key."""

from collections.abc import Iterable, Mapping
from typing import Any
from zlib import crc32

from lineage.graph.rows import Row
from lineage.loading.nouns import Terms
from lineage.loading.segments import Dealt
from lineage.model.location import public_id
from lineage.model.message import Application, investigation_key, sample_key

LISTS = ("sessions", "titles", "icat_ids", "schedules")


class Catalogue:
    """Nodes by label and key; a line of its own says more of a node than who names it."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._nodes: dict[tuple[str, str], Row] = {}
        self._on: set[tuple[str, str]] = set()
        self._holds: set[tuple[str, str]] = set()

    def dataset(self, row: Mapping[str, Any]) -> None:
        """Take what a dataset names."""
        self.investigation(row["investigation"], row["instrument"], {})
        sample = sample_key(row["investigation"], row["instrument"], row["sample"])
        self._nodes["Sample", sample] = {"key": sample, "name": row["sample"]}
        for pid in row.get("techniques", ()):
            self._nodes["Technique", pid] = {"pid": pid}

    def investigation(self, name: str, instrument: str, line: Mapping[str, Any]) -> None:
        """Take an investigation, from a line of its own or from a dataset."""
        key = investigation_key(name, instrument)
        said = {item: line[item] for item in (*LISTS, "change") if item in line}
        known = self._nodes.get(("Investigation", key))
        if said or known is None:
            self._nodes["Investigation", key] = merged("Investigation", known, {"key": key, "name": name, **said})
            self._nodes["Instrument", instrument] = {"name": instrument}
            self._on.add((key, instrument))

    def application(self, name: str, version: str, since: int | None, *, is_line: bool) -> str:
        """Take an application; return its key. Its own line counts more than the first job that ran it."""
        application = Application(name, version)
        key = application.key
        since = self._terms.as_of if since is None else since
        known = self._nodes.get(("Application", key))
        if known is None or is_line or (not known["is_line"] and since < known["since"]):
            self._nodes["Application", key] = {
                "key": key,
                "id": public_id(key),
                "name": name,
                "version": version,
                "since": since,
                "is_line": is_line or (known is not None and known["is_line"]),
            }
        return key

    def publication(self, row: Row, investigations: Iterable[tuple[str, str]]) -> None:
        """Take a publication, and the investigations that it holds."""
        self._nodes["Publication", row["doi"]] = row
        for name, instrument in investigations:
            self.investigation(name, instrument, {})
            self._holds.add((row["doi"], investigation_key(name, instrument)))

    def deal(self, dealt: Dealt) -> None:
        """Deal all nodes, and the edges to investigations and from them."""
        for (label, key), row in self._nodes.items():
            dealt.by_number("catalogue", crc32(key.encode()), (label, key, row))
        for key, instrument in self._on:
            dealt.by_number("on", crc32(key.encode()), (key, instrument))
        for doi, key in self._holds:
            dealt.by_number("holds", crc32(doi.encode()), (doi, key))


def merged(label: str, known: Row | None, row: Row) -> Row:
    """Return what two blocks say of one node."""
    if known is None:
        return row
    if label == "Investigation":
        lists = {name: sorted({*known.get(name, ()), *row.get(name, ())}) for name in LISTS if name in {*known, *row}}
        return {**known, **row, **lists}
    if label == "Application" and (known["is_line"], -known["since"]) > (row["is_line"], -row["since"]):
        return known
    return row
