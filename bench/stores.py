"""A store with a graph of a stated shape: made when it is not there, kept when a folder is given."""

import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import loads
from bench.forms import piece
from bench.report import Table
from bench.shapes import whole
from lineage import engine
from lineage.engine import Address
from lineage.service import Lineage
from lineage.settings import Settings

BY_MESSAGES_MAX = 10_000
"""Greater graphs go in through the offline importer."""

NOTE = "bench-store.json"


@dataclass(frozen=True)
class Store:
    """A running engine with a graph, and the service over it."""

    shape: str
    datasets: int
    service: Lineage
    address: Address
    made: str = ""
    load: Table | None = None

    def environment(self) -> Mapping[str, str]:
        """Return the variables that make a process of its own use this store's engine."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("LINEAGE_")}
        return ours | {
            "LINEAGE_DATA_DIR": str(self.service.settings.data_dir),
            "LINEAGE_NEO4J_URI": self.address.uri,
            "LINEAGE_NEO4J_USER": self.address.user,
            "LINEAGE_NEO4J_PASSWORD": self.address.password,
        }


@contextmanager
def opened(shape: str, datasets: int, folder: Path | None) -> Iterator[Store]:
    """Yield a running store, and stop its engine at the end; without a folder it is gone afterwards.

    A folder with a graph of another shape or size is refused by a ValueError.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        settings = _settings(folder or Path(temporary))
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        note = settings.data_dir / NOTE
        is_there = note.exists()
        wanted = {"shape": shape, "datasets": datasets}
        if is_there and json.loads(note.read_text()) != wanted:
            raise ValueError(f"{settings.data_dir} holds {note.read_text()}, not {json.dumps(wanted)}")
        start, load = time.perf_counter(), None
        if not is_there and datasets > BY_MESSAGES_MAX:
            load = loads.fill(settings, shape, datasets)
        try:
            with Lineage.open(settings) as service:
                if not is_there and datasets <= BY_MESSAGES_MAX:
                    send(service, shape, datasets)
                made = "kept" if is_there else f"{time.perf_counter() - start:.0f} s"
                note.write_text(json.dumps(wanted))
                yield Store(shape, datasets, service, engine.ensure(settings), made, load)
        finally:
            engine.stop(settings)


def send(service: Lineage, shape: str, datasets: int) -> None:
    """Write a graph through the write path; raises ValueError when a message is refused."""
    refused = [one for one in service.ingest(map(piece, whole(shape, datasets))) if one.status == "rejected"]
    if refused:
        raise ValueError(f"{len(refused)} messages were refused, the first: {refused[0].message}")


def _settings(folder: Path) -> Settings:
    given = Settings()
    jars = given.engine_jars_dir or given.data_dir / "engine" / "jars"
    return given.model_copy(update={"data_dir": folder, "engine_jars_dir": jars, "neo4j_uri": None})
