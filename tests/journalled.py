"""A service with a journal in a folder of the test's own, messages that quarrel, and a graph that is lost."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lineage.graph import read
from lineage.graph.database import Database
from lineage.intake import Piece
from lineage.journal import Journal
from lineage.service import Lineage
from lineage.service.recovery import journal_folder
from lineage.settings import Settings
from tests.graph_sets import run, wipe


def settings_of(settings: Settings, folder: Path, **more: object) -> Settings:
    return settings.model_copy(update={"journal_dir": folder / "journal", **more})


def writer_of(settings: Settings, database: Database) -> Lineage:
    """Return a service with a journal of its own in the common folder; segments are small."""
    return Lineage(settings, database, Journal(journal_folder(settings), lambda: read.store(database), 20_000))


def ended(*services: Lineage) -> None:
    for service in services:
        assert service.journal
        service.journal.close()


def piece(location: str, *inputs: str, **facts: Any) -> Piece:
    said = {
        "investigation": "hg1",
        "instrument": "id00",
        "name": location.rsplit("/", 1)[-1],
        "location": location,
        "start_date": "2024-01-01T00:00:00Z",
        "end_date": "2024-01-01T01:00:00Z",
        "sample": "s",
        "inputs": sorted(inputs),
        **facts,
    }
    return Piece(json.dumps({key: value for key, value in said.items() if value is not None}).encode(), "test")


def quarrel(dice: random.Random) -> Piece:
    """Return a message that may close a cycle, claim another's product or ICAT id, replace, or be none at all."""
    if dice.random() < 0.05:
        return Piece(b"no message %d" % dice.randint(0, 2), "test")
    places = [f"/q/{n}" for n in range(6)]
    if dice.random() < 0.1:
        said = {
            "type": "publication",
            "doi": "10.1234/q",
            "members": dice.sample(places, 2),
            "title": dice.choice("ab"),
        }
        return Piece(json.dumps(said).encode(), "test")
    location = dice.choice(places)
    run_id = dice.choice([None, None, None, "1", "2"])
    return piece(
        location,
        *(place for place in dice.sample(places, dice.randint(0, 2)) if place != location),
        end_date=f"2024-01-01T0{dice.randint(1, 5)}:00:00Z",
        icat_id=dice.choice([None, None, 1, 2]),
        job={"run_id": run_id, "namespace": "n"} if run_id else None,
        sample=dice.choice(["s", "t"]),
    )


def live(dice: random.Random, writers: list[Lineage], rounds: int) -> None:
    """Let writers take turns with messages that quarrel, some sent again, and retire and restore what is there."""
    sent: list[Piece] = []
    for _ in range(rounds):
        service = dice.choice(writers)
        pieces = [
            dice.choice(sent) if sent and dice.random() < 0.3 else quarrel(dice) for _ in range(dice.randint(1, 6))
        ]
        sent += pieces
        list(service.ingest(pieces))
        if dice.random() < 0.3:
            there = [
                row["at"] for row in run(service.database, "MATCH (d:Dataset) RETURN d.location AS at ORDER BY at")
            ]
            if there:
                at = dice.choice(there)
                if dice.random() < 0.6:
                    service.retire(at, "disk freed", retire_used=True)
                else:
                    service.restore(at)


def state(service: Lineage) -> tuple[str, list[tuple[str, str, str]], dict[str, Any]]:
    """Return the fingerprint, the desk, and the counts without the time."""
    desk = sorted((item.key, item.code, item.message) for item in service.rejected(limit=1000).items)
    return service.fingerprint(), desk, service.stats().model_dump(exclude={"changed_at"})


def lost(database: Database) -> None:
    """Lose the graph."""
    wipe(database)


def silent(_stage: str, _done: int, _total: int | None) -> None:
    return None


def many(count: int) -> Iterator[Piece]:
    """Yield a chain of messages."""
    return (piece(f"/m/{n}", f"/m/{n - 1}") for n in range(1, count + 1))
