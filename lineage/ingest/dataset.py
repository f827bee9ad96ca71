"""Facts of a dataset to a DatasetMessage; the one place where they get their meaning, whatever the format.

The names of the facts are ESRF's (``startDate``), because senders repeat them as dataset parameters under
such names. Leaves the syntax to the formats and everything about the graph to the model.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lineage.errors import InvalidField, SelfInput
from lineage.ingest import inputs, times
from lineage.ingest.context import Context
from lineage.ingest.facts import ID_MAX, Said, integer, name, positive_id, required, without_layout
from lineage.ingest.job import JobFacts, application_of, run_of, status_of
from lineage.ingest.parameters import boolean, once, typed
from lineage.model.location import ICAT_ID_PREFIX, normalise, of_icat_id
from lineage.model.message import (
    RANK_BASE,
    Application,
    DatasetMessage,
    investigation_key,
)

REPEATED = {
    "investigation": "proposal",
    "instrument": "beamlineID",
    "name": "datasetName",
    "location": "location",
    "startDate": "startDate",
    "endDate": "endDate",
    "sample": "Sample_name",
    "complete": "complete",
}
"""Facts that senders repeat as parameters: the fact counts, and the parameter is taken where it is absent."""

CASELESS = ("proposal", "beamlineID", "complete")

INPUT_PARAMETERS = (inputs.FIELD, inputs.IDS_FIELD)

COUNTERS = ("__fileCount", "__volume")
"""Parameters in which an ingester leaves number and size of the files."""


@dataclass(frozen=True)
class DatasetFacts:
    """What a message says of a dataset.

    `root` holds texts under the names of `REPEATED`, ``datasetId`` and ``comment``; `parameters` come as
    sent, with duplicates. `inputs` are exact paths, URIs or ``icat:dataset/ID``. `file_sizes` has one entry a
    file, None for an unknown size. `line` is where the dataset begins.
    """

    root: Mapping[str, Said]
    parameters: Iterable[tuple[Said, Said]] = ()
    inputs: tuple[str, ...] = ()
    file_sizes: tuple[int | None, ...] = ()
    techniques: tuple[str, ...] = ()
    job: JobFacts | None = None
    application: Application | None = None
    line: int | None = None


def dataset_message(facts: DatasetFacts, context: Context) -> DatasetMessage:
    """Return what the facts mean in this context; raises MessageError with the field and its line."""
    said = once(facts.parameters)
    root = _root(facts.root, said)
    investigation = _name(root, "investigation", facts.line).lower()
    instrument = _name(root, "instrument", facts.line).lower()
    start, end = _span(root, facts.line, context)
    input_locations = _inputs(facts, said, context)
    run = run_of(
        facts.job,
        said,
        context.run_parameter,
        namespace=investigation_key(investigation, instrument),
        has_inputs=bool(input_locations),
    )
    is_processed = bool(input_locations) or run is not None
    _refuse_idle_application(facts.application, is_processed)
    known, others = typed(_kept(root, said), context)
    file_count, volume_bytes = _files(facts.file_sizes, said)
    message = DatasetMessage(
        location=_location(root, facts.line, context),
        name=_name(root, "name", facts.line),
        investigation=investigation,
        instrument=instrument,
        sample=_name(root, "sample", facts.line),
        start_time=start,
        end_time=end,
        inputs=tuple(sorted(input_locations)),
        run=run,
        application=facts.application or application_of(said) if is_processed else None,
        status=status_of(facts.job, said, root.get("complete")) if is_processed else "unknown",
        arguments=facts.job.arguments if facts.job else "",
        environment=facts.job.environment if facts.job else {},
        parameters=known,
        other_parameters=others,
        techniques=_techniques(facts, said),
        icat_id=positive_id(root["datasetId"], "datasetId") if "datasetId" in root else None,
        sequence_index=_sequence_index(said),
        is_complete=_is_complete(root),
        comment=root["comment"].text.strip() if "comment" in root else "",
        file_count=file_count,
        volume_bytes=volume_bytes,
    )
    if message.icat_id is not None and of_icat_id(message.icat_id) in message.inputs:
        raise SelfInput(message.location)
    return message


def _root(root: Mapping[str, Said], said: Mapping[str, Said]) -> dict[str, Said]:
    """Fill what is absent or empty from the parameters that repeat it."""
    filled = dict(root)
    for fact, parameter in REPEATED.items():
        if (fact not in root or root[fact].is_blank) and parameter in said:
            filled[fact] = said[parameter]
    return filled


def _kept(root: Mapping[str, Said], said: Mapping[str, Said]) -> dict[str, Said]:
    """Leave out the parameters that only repeat a fact; one that says something else is kept."""
    repeated = {parameter: root[fact] for fact, parameter in REPEATED.items() if fact in root}
    return {
        key: value
        for key, value in said.items()
        if key not in INPUT_PARAMETERS and not (key in repeated and _is_same(key, repeated[key], value))
    }


def _is_same(parameter: str, one: Said, other: Said) -> bool:
    texts = {one.text.strip(), other.text.strip()}
    return len({text.lower() for text in texts} if parameter in CASELESS else texts) == 1


def _name(root: Mapping[str, Said], field: str, line: int | None) -> str:
    return name(required(root, field, within="dataset", line=line), field)


def _location(root: Mapping[str, Said], line: int | None, context: Context) -> str:
    fact = required(root, "location", within="dataset", line=line)
    text = without_layout(fact.text)
    if text.startswith(ICAT_ID_PREFIX):
        raise InvalidField("location", text, "a path or a URI; an ICAT id is no place", line=fact.line)
    return normalise(text, mount_prefixes=context.mount_prefixes, line=fact.line)


def _span(root: Mapping[str, Said], line: int | None, context: Context) -> tuple[str, str]:
    facts = [required(root, field, within="dataset", line=line) for field in ("startDate", "endDate")]
    start = times.utc(facts[0], "startDate", context.time_zone)
    end = times.utc(facts[1], "endDate", context.time_zone)
    if end < start:
        raise InvalidField("endDate", facts[1].text, f"a time not before startDate, {start}", line=facts[1].line)
    return start, end


def _inputs(facts: DatasetFacts, said: Mapping[str, Said], context: Context) -> set[str]:
    found = inputs.exact(facts.inputs, context, "inputs")
    if inputs.FIELD in said:
        found |= inputs.read(said[inputs.FIELD], context)
    if inputs.IDS_FIELD in said:
        found |= inputs.ids(said[inputs.IDS_FIELD])
    return found


def _refuse_idle_application(application: Application | None, is_processed: bool) -> None:
    if application and not is_processed:
        expected = "inputs or a job beside it: raw data are made by no application"
        raise InvalidField("application", application.name, expected)


def _is_complete(root: Mapping[str, Said]) -> bool:
    if "complete" not in root:
        return True
    fact = root["complete"]
    said = boolean(fact.text)
    if said is None:
        raise InvalidField("complete", fact.text, "true or false", line=fact.line)
    return said


def _sequence_index(said: Mapping[str, Said]) -> int:
    fact = said.get("Process_sequence_index", Said("0"))
    index = integer(fact.text) or 0
    if abs(index) > RANK_BASE:
        expected = f"an integer from -{RANK_BASE} to {RANK_BASE}"
        raise InvalidField("Process_sequence_index", fact.text, expected, line=fact.line)
    return index


def _techniques(facts: DatasetFacts, said: Mapping[str, Said]) -> tuple[str, ...]:
    fact = said.get("technique_pid", Said(""))
    words = [Said(word, fact.line) for word in fact.text.split()]
    pids = {name(word, "technique_pid") for word in words}
    return tuple(sorted(pids.union(facts.techniques)))


def _files(sizes: tuple[int | None, ...], said: Mapping[str, Said]) -> tuple[int | None, int | None]:
    """Count the files of the message; without any, take the counters that an ingester left."""
    if not sizes:
        file_count, volume = (_counter(said, parameter) for parameter in COUNTERS)
        return file_count, volume
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes):
        return len(sizes), None
    if sum(known) > ID_MAX:
        raise InvalidField("size", sum(known), f"sizes that add up to at most {ID_MAX} bytes")
    return len(sizes), sum(known)


def _counter(said: Mapping[str, Said], parameter: str) -> int | None:
    count = integer(said[parameter].text) if parameter in said else None
    return count if count is not None and 0 <= count <= ID_MAX else None
