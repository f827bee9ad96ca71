"""Messages to a graph, to a file, and back: nothing is lost that both sides can say."""

from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage.ingest import Context, read, split
from lineage.model import answers
from lineage.model.location import public_id
from lineage.model.message import Application, DatasetMessage, JobStatus, Run, Value
from lineage.report import EXPORTS
from tests.conftest import DATA
from tests.report.sets import provenance

FILES = [
    DATA / "outside" / name for name in ("hubmap-complex.prov.json", "cwl-ml-predict.crate.json", "galaxy.crate.json")
]
FILES += [DATA / "outside" / name for name in ("blackdiamond.wfformat.json", "self-loop.openlineage.json")]
CONTEXT = Context(time_zone=UTC)
FORMATS: tuple[answers.Format, ...] = ("prov-json", "crate", "openlineage")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
TIMES = ("2024-01-01T00:00:00.000000Z", "2024-01-01T00:00:00.123456Z", "2024-02-01T00:00:00.000000Z")
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
STATUSES: tuple[JobStatus, ...] = ("unknown", "running", "completed", "failed", "aborted")
LOCATIONS = ("/data/a, b", "/data/ä#1?x=%20", "https://doi.org/10.5072/x", "s3://bucket/key/1", "urn:x:1", "/data/c")


@st.composite
def said(draw: st.DrawFn) -> list[DatasetMessage]:
    """Messages of which each reads only what stands before it."""
    runs: dict[str, dict[str, Any]] = {}
    found: list[DatasetMessage] = []
    for number, location in enumerate(draw(st.permutations(LOCATIONS))[: draw(st.integers(1, 6))]):
        earlier = tuple(message.location for message in found)
        inputs = tuple(sorted(draw(st.sets(st.sampled_from([*earlier, "/data/expected"]), max_size=3))))
        start, end = sorted((draw(st.sampled_from(TIMES)), draw(st.sampled_from(TIMES))))
        facts: dict[str, Any] = {"inputs": inputs}
        if inputs:
            facts |= _of_job(draw, runs, number)
        found.append(
            DatasetMessage(
                location=location,
                name=draw(WORDS),
                investigation=draw(WORDS).lower(),
                instrument="id00",
                sample=draw(WORDS),
                start_time=start,
                end_time=end,
                parameters=draw(st.dictionaries(st.just("InstrumentMonochromator_energy"), FLOATS)),
                other_parameters=draw(st.dictionaries(st.just("free"), WORDS)),
                techniques=tuple(draw(st.sampled_from([(), ("PaNET01", "PaNET02")]))),
                icat_id=draw(st.sampled_from([None, number + 1])),
                is_complete=draw(st.booleans()),
                comment=draw(st.sampled_from(["", "two\nlines"])),
                file_count=draw(st.sampled_from([None, 0, 3])),
                volume_bytes=draw(st.sampled_from([None, 2**40])),
                **facts,
            )
        )
    return found


def _of_job(draw: st.DrawFn, runs: dict[str, dict[str, Any]], number: int) -> dict[str, Any]:
    """Facts of a job: that of a run, which has arguments and environment, or of one that nobody named."""
    application = draw(st.sampled_from([None, Application("x y", "1/2", "10.5072/p", "https://p.example")]))
    facts: dict[str, Any] = {"status": draw(st.sampled_from(STATUSES)), "application": application}
    if draw(st.booleans()):
        own = {"arguments": draw(st.sampled_from(["", "-x ü"])), "environment": {"HOST": draw(WORDS)}}
        facts |= own | {"run": Run(draw(st.sampled_from(["hg1@id00", "a/b"])), f"{number}/x")}
    return facts


def graph_of(messages: Iterable[DatasetMessage]) -> answers.Provenance:
    """Return the provenance that the graph tells of these messages."""
    known = {message.location: message for message in messages}
    jobs = {message.job_key: message for message in known.values() if message.job_key}
    expected = {location for message in known.values() for location in message.inputs} - known.keys()
    links = {(location, str(key)) for key, message in jobs.items() for location in message.inputs}
    links |= {(str(message.job_key), message.location) for message in known.values() if message.job_key}
    return provenance(
        next(iter(known)),
        [*map(_dataset, known.values()), *map(_expected, expected)],
        [_job(str(key), message) for key, message in jobs.items()],
        links,
    )


def _dataset(message: DatasetMessage) -> answers.ProvenanceDataset:
    names = answers.ProvenanceDataset.model_fields.keys() - {"id", "kind", "state", "parameters", "techniques"}
    values: dict[str, Value] = {**message.parameters, **message.other_parameters}
    return answers.ProvenanceDataset(
        **{name: getattr(message, name) for name in names},
        id=public_id(message.location),
        kind="processed" if message.is_processed else "raw",
        state="present",
        techniques=list(message.techniques),
        parameters=[answers.Parameter(name=name, value=values[name]) for name in sorted(values)],
    )


def _expected(location: str) -> answers.ProvenanceDataset:
    return answers.ProvenanceDataset(id=public_id(location), location=location, kind="unknown", state="expected")


def _job(key: str, message: DatasetMessage) -> answers.ProvenanceJob:
    application = message.application
    return answers.ProvenanceJob(
        id=public_id(key),
        key=key,
        status=message.status,
        is_declared=message.run is not None,
        start_time=message.start_time,
        end_time=message.end_time,
        arguments=message.arguments,
        environment=dict(message.environment),
        application=application
        and answers.ApplicationRef(
            id=public_id(application.key), key=application.key, name=application.name, version=application.version
        ),
        application_doi=application.doi if application else "",
        application_url=application.url if application else "",
    )


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None)
@given(messages=said())
def test_what_comes_back_is_what_was_said(name: answers.Format, messages: list[DatasetMessage]) -> None:
    written = EXPORTS[name].write(graph_of(messages))

    found = [message for piece in split(written) for message in read(piece, Context())]

    assert {message.location: message for message in found} == {message.location: message for message in messages}  # type: ignore[union-attr]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_what_others_wrote_comes_back_as_it_was_taken(file: Path, name: answers.Format) -> None:
    messages = [one for one in read(file.read_bytes(), CONTEXT) if isinstance(one, DatasetMessage)]
    written = EXPORTS[name].write(graph_of(messages))

    found = [message for piece in split(written) for message in read(piece, CONTEXT)]

    assert {message.location: message for message in found} == {message.location: message for message in messages}  # type: ignore[union-attr]
