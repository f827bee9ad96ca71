"""Walks down from raw datasets, made of messages without a database."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from lineage.ingest import Context, definitions, read
from lineage.model import answers
from lineage.model.location import public_id
from lineage.model.message import DatasetMessage
from lineage.settings import Settings
from lineage.web.viewers import Material
from lineage.web.viewers.blocks import Chain, Entry, Table

EXAMPLES = Path(__file__).parents[3] / "examples"


def messages(name: str) -> list[DatasetMessage]:
    """Return the messages of an example."""
    context = Context.of(Settings())
    bodies = [path.read_bytes() for path in sorted((EXAMPLES / name / "messages").iterdir())]
    return [one for body in bodies for one in read(body, context) if isinstance(one, DatasetMessage)]


def material(said: Iterable[DatasetMessage]) -> Material:
    """Return the walk down from all raw datasets of some messages."""
    found = {public_id(one.location): one for one in said}
    datasets = [_dataset(id, one) for id, one in found.items()]
    edges = []
    for id, one in found.items():
        if one.is_processed:
            edges.append(("OUTPUT", f"job of {id}", id))
            edges += [("INPUT", public_id(place), f"job of {id}") for place in one.inputs]
    walk = answers.Provenance(
        starts=[one for one in datasets if one.kind == "raw"],
        direction="descendants",
        steps_max=None,
        datasets=datasets,
        jobs=[_job(id, one) for id, one in found.items() if one.is_processed],
        edges=edges,
        count=len(datasets),
        is_truncated=False,
        as_of=1,
    )
    return Material(walk, definitions.shipped())


def changed(said: Iterable[DatasetMessage], name: str, **parameters: str | float) -> list[DatasetMessage]:
    """Return messages of which one says other parameters."""
    return [replace(one, parameters={**one.parameters, **parameters}) if one.name == name else one for one in said]


def names(entries: Iterable[Entry]) -> list[str | None]:
    """Return the names of datasets."""
    return [entry.dataset.name for entry in entries]


def values(entry: Entry) -> dict[str, object]:
    """Return what an entry tells, by its headings."""
    return {fact.column.label: fact.value for fact in entry.facts.values()}


def the_table(blocks: Iterable[Table | Chain]) -> Table:
    """Return the one table of a viewer."""
    (found,) = [block for block in blocks if isinstance(block, Table)]
    return found


def boxes(chain: Chain) -> list[list[tuple[str, str]]]:
    """Return the title and the note of each box, step by step."""
    return [[(box.title, box.note) for box in step] for step in chain.steps]


def _dataset(id: str, said: DatasetMessage) -> answers.ProvenanceDataset:
    units = {one.name: one.units for one in definitions.shipped().values()}
    told = {**said.other_parameters, **said.parameters}
    return answers.ProvenanceDataset(
        id=id,
        location=said.location,
        name=said.name,
        kind="processed" if said.is_processed else "raw",
        state="present",
        sample=said.sample,
        parameters=[answers.Parameter(name=name, value=told[name], units=units.get(name)) for name in sorted(told)],
    )


def _job(id: str, said: DatasetMessage) -> answers.ProvenanceJob:
    program = said.application
    application = (
        answers.ApplicationRef(id=program.key, key=program.key, name=program.name, version=program.version)
        if program
        else None
    )
    return answers.ProvenanceJob(
        id=f"job of {id}",
        key=f"job of {id}",
        status="completed",
        is_declared=False,
        start_time=said.start_time,
        end_time=said.end_time,
        arguments="",
        environment={},
        application=application,
    )
