"""The graph as sets of tuples, to compare with literals; the only place of tests that holds query text."""

from typing import Any

from lineage.graph.database import Database
from lineage.graph.queries import Piece
from lineage.graph.write import write
from lineage.model.event import Event, of_investigation
from lineage.model.location import of_icat_id
from lineage.model.message import DatasetMessage, Message
from lineage.model.outcome import Outcome
from lineage.model.publication import PublicationMessage

WIPE = "MATCH (n) WHERE NOT n:Migration AND NOT n:Ledger CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"

ENDLESS = Piece("UNWIND range(1, 1000000000000) AS n RETURN count(n) AS count")
"""A question that takes days."""


def run(database: Database, statement: str, **parameters: Any) -> list[dict[str, Any]]:
    """Run a statement as it stands, outside the write path."""
    with database._driver.session() as session:
        return [record.data() for record in session.run(statement, parameters)]


def wipe(database: Database) -> None:
    """Empty the graph; the schema stays, the ledger starts at 0 again."""
    run(database, WIPE)
    run(database, "MATCH (l:Ledger) SET l.change = 0, l.changed_at = null")


def edges(database: Database) -> set[tuple[str, str, str]]:
    """Return the INPUT and OUTPUT edges as (source, type, target)."""
    found = run(
        database,
        "MATCH (a)-[e:INPUT|OUTPUT]->(b) "
        "RETURN coalesce(a.location, a.key) AS a, type(e) AS type, coalesce(b.location, b.key) AS b",
    )
    return {(row["a"], row["type"], row["b"]) for row in found}


def links(database: Database) -> set[tuple[str, str]]:
    """Return what was derived from what, one processing step at a time, as (input, output)."""
    found = run(
        database,
        "MATCH (a:Dataset)-[:INPUT]->(:Job)-[:OUTPUT]->(b:Dataset) RETURN a.location AS a, b.location AS b",
    )
    return {(row["a"], row["b"]) for row in found}


def states(database: Database) -> dict[str, tuple[str, str]]:
    """Return kind and state of every dataset by location."""
    found = run(database, "MATCH (d:Dataset) RETURN d.location AS location, d.kind AS kind, d.state AS state")
    return {row["location"]: (row["kind"], row["state"]) for row in found}


def message(location: str, *inputs: str, **facts: Any) -> DatasetMessage:
    """Return a dataset message with ordinary facts; keywords replace them."""
    said: dict[str, Any] = {
        "name": location.rsplit("/", 1)[-1],
        "investigation": "hg1",
        "instrument": "id00",
        "sample": "s",
        "start_time": "2024-01-01T00:00:00.000000Z",
        "end_time": "2024-01-01T01:00:00.000000Z",
        **facts,
    }
    return DatasetMessage(location=location, inputs=tuple(sorted(inputs)), **said)


def _day(day: int) -> str:
    return f"2024-02-{day:02}T00:00:00.000000Z"


def update(
    location: str, name: str, value: str | int | float | bool | None, *, day: int = 1, text: str | None = None
) -> Event:
    """Return a metadata update sent on a day; `value` None leaves `text`, which no definition types."""
    facts = {"name": name, "value": f"{value}" if text is None else text, "investigation": "hg1@id00"}
    return Event("metadata", location, facts, value, _day(day))


def archived(icat_id: int, message: str = "", *, day: int = 1, type_: str = "archiving", level: str = "info") -> Event:
    """Return an archive status sent on a day."""
    facts = {"status": type_, "level": level, "message": message}
    return Event("archive", of_icat_id(icat_id), facts, sent_at=_day(day))


def files_added(icat_id: int, *, day: int = 1) -> Event:
    """Return a note of added files sent on a day."""
    return Event("files", of_icat_id(icat_id), {}, sent_at=_day(day))


def rescheduled(icat_id: int, start_time: str, *, day: int = 1) -> Event:
    """Return a new schedule sent on a day."""
    return Event("schedule", of_investigation(icat_id), {"start_time": start_time}, sent_at=_day(day))


def publication(
    *members: str, doi: str = "10.1234/a", day: int = 1, investigations: tuple[tuple[str, str], ...] = (), **facts: Any
) -> PublicationMessage:
    """Return what was said of a publication on a day."""
    sent_at = f"2024-03-{day:02}T00:00:00.000000Z"
    return PublicationMessage(doi, tuple(sorted(members)), investigations, facts, sent_at)


def statuses(database: Database, *messages: Message) -> list[str]:
    """Write messages as one batch and return what became of each."""
    return [outcome.status for outcome in write(database, messages)]


def outcomes(database: Database, *messages: Message) -> list[Outcome]:
    """Write messages as one batch and return the outcomes."""
    return write(database, messages)
