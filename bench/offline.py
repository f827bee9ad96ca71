"""The offline way into an empty store: steps become the importer's tables, the importer makes the store of them.

What is in the store afterwards is what the write path would have made of the same messages.
"""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import forms
from bench.shapes import Step, whole
from lineage import engine
from lineage.graph import rows
from lineage.model.location import public_id
from lineage.model.message import Application, DatasetMessage, investigation_key, sample_key
from lineage.settings import Settings

AT = "2024-01-02T00:00:00.000000Z"
KINDS = {"int": "long", "float": "double", "bool": "boolean"}
NODES = ("Dataset", "Job", "Application", "Investigation", "Instrument", "Sample", "Ledger")
SHARED = frozenset({"Application", "Investigation", "Instrument", "Sample", "ON"})
EDGES = ("INPUT", "OUTPUT", "RAN", "PART_OF", "OF_SAMPLE", "ON")

Row = tuple[str, dict[str, Any]]


def load(settings: Settings, shape: str, count: int) -> None:
    """Fill the empty store of a stopped engine with a graph; its schema is made when the service opens it."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=settings.data_dir) as name:
        folder = Path(name)
        _write_tables(folder, shape, count)
        engine.run_admin(
            settings,
            [
                *("database", "import", "full", settings.neo4j_database, "--overwrite-destination"),
                *("--id-type=string", "--multiline-fields=false"),
                *(f"--nodes={label}={folder / label}.csv" for label in NODES),
                *(f"--relationships={kind}={folder / kind}.csv" for kind in EDGES),
            ],
        )


def _write_tables(folder: Path, shape: str, count: int) -> None:
    """Write a table a label and an edge type; of the catalogue, which many datasets share, each row once."""
    seen: set[str] = set()
    change = 0
    with ExitStack() as files:
        tables: dict[str, Any] = {}
        for change, step in enumerate(whole(shape, count), 1):
            for table, facts in _rows_of(step, change):
                if table in SHARED:
                    row = f"{table} {next(iter(facts.values()))}"
                    if row in seen:
                        continue
                    seen.add(row)
                if table not in tables:
                    file = files.enter_context((folder / f"{table}.csv").open("w", newline=""))
                    tables[table] = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
                    tables[table].writerow(_head(name, value) for name, value in facts.items())
                tables[table].writerow(_cell(value) for value in facts.values())
    (folder / "Ledger.csv").write_text(f":ID,name,change:long,changed_at\nledger,ledger,{change},{AT}\n")


def _head(name: str, value: object) -> str:
    kind = KINDS.get(type(value).__name__)
    return f"{name}:{kind}" if kind else name


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _rows_of(step: Step, change: int) -> Iterator[Row]:
    """Yield the rows of one step, those of the catalogue every time."""
    message = _message(step)
    facts = rows.dataset_properties(message, is_retired=False, icat_id=None)
    plain = {name: value for name, value in facts.items() if value is not None}
    yield "Dataset", {":ID": step.location, **plain, "since": change, "change": change, "received_at": AT}
    yield from _catalogue(message)
    if step.inputs:
        yield from _job(message, change)


def _job(message: DatasetMessage, change: int) -> Iterator[Row]:
    key, said = str(message.job_key), rows.said(message)
    job_id, application = public_id(key), dict(said.application or {})
    facts = {"key": key, "id": job_id, "is_declared": False, "since": change, "change": change}
    yield "Job", {":ID": key, **facts, **said.properties}
    yield "Application", {":ID": application["key"], **application, "since": change}
    yield "RAN", {":START_ID": key, ":END_ID": application["key"]}
    ids = {"dataset": public_id(message.location)}
    yield "OUTPUT", {":START_ID": key, ":END_ID": message.location, **ids, "since": change}
    for location in message.inputs:
        ids = {"dataset": public_id(location), "job": job_id}
        yield "INPUT", {":START_ID": location, ":END_ID": key, **ids, "since": change}


def _catalogue(message: DatasetMessage) -> Iterator[Row]:
    investigation = investigation_key(message.investigation, message.instrument)
    sample = sample_key(message.investigation, message.instrument, message.sample)
    yield "Investigation", {":ID": investigation, "key": investigation, "name": message.investigation}
    yield "Instrument", {":ID": f"instrument {message.instrument}", "name": message.instrument}
    yield "Sample", {":ID": sample, "key": sample, "name": message.sample}
    yield "PART_OF", {":START_ID": message.location, ":END_ID": investigation}
    yield "OF_SAMPLE", {":START_ID": message.location, ":END_ID": sample}
    yield "ON", {":START_ID": investigation, ":END_ID": f"instrument {message.instrument}"}


def _message(step: Step) -> DatasetMessage:
    place = forms.place(step.location)
    return DatasetMessage(
        **place,
        location=step.location,
        start_time=forms.START,
        end_time=forms.END,
        inputs=step.inputs,
        application=Application(forms.application(step.location), forms.VERSION) if step.inputs else None,
        parameters=forms.parameters(step.location),
        other_parameters=forms.other_parameters(step.location),
    )
