"""A dataset, a job or an application as a person reads it: a card of named facts, lists with their counts."""

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from lineage.cli.wording import Cell, cells, moment, program, sized, state_cell, status_cell
from lineage.model.answers import Application, ApplicationRef, Dataset, DatasetRef, Event, Job, JobFacts, Parameter

NAME_CHARS = 14
PARAMETER_NAME_CHARS_MAX = 40

Fact = tuple[str, Cell | None]


def dataset_card(dataset: Dataset) -> Iterator[Text]:
    """Yield the lines of a dataset's card."""
    yield _title("dataset", dataset.location)
    yield from _facts(_dataset_facts(dataset))
    if dataset.job:
        yield _title("producer", dataset.job.key)
        yield from _facts(_job_facts(dataset.job))
    yield from _neighbours("inputs", dataset.inputs, dataset.inputs_count, f"ancestors --steps 1 {dataset.id}")
    yield from _neighbours("outputs", dataset.outputs, dataset.outputs_count, f"descendants --steps 1 {dataset.id}")
    yield from _parameters(dataset.parameters)
    yield from _events(dataset)


def job_card(job: Job) -> Iterator[Text]:
    """Yield the lines of a job's card."""
    yield _title("job", job.key)
    yield from _facts([*_job_facts(job), ("change", str(job.change))])
    yield from _neighbours("inputs", job.inputs, job.inputs_count)
    yield from _neighbours("outputs", job.outputs, job.outputs_count)


def application_card(application: Application) -> Iterator[Text]:
    """Yield the lines of an application's card."""
    yield _title("application", application.key)
    yield from _facts(
        [
            ("id", (application.id, "dim")),
            ("name", application.name),
            ("version", application.version),
            ("jobs", str(application.jobs_count)),
            ("doi", ", ".join(application.dois)),
            ("url", ", ".join(application.urls)),
            ("since", f"change {application.since}"),
        ]
    )


def _title(word: str, name: str) -> Text:
    return cells((word, "bold"), name)


def _facts(facts: Iterable[Fact]) -> Iterator[Text]:
    for name, value in facts:
        if value and value != ("", ""):
            yield cells((f"  {name.ljust(NAME_CHARS)}", "cyan"), value)


def _dataset_facts(dataset: Dataset) -> list[Fact]:
    retired = f"{moment(dataset.retired_at)}, because: {dataset.retired_reason}" if dataset.retired_at else None
    place = " at ".join(word for word in (dataset.investigation, dataset.instrument) if word)
    files = "" if dataset.file_count is None else f"{dataset.file_count} files"
    volume = "" if dataset.volume_bytes is None else sized(dataset.volume_bytes)
    return [
        ("id", (dataset.id, "dim")),
        ("name", dataset.name),
        ("kind", dataset.kind),
        ("state", state_cell(dataset.state)),
        ("retired", retired),
        ("investigation", place),
        ("sample", dataset.sample),
        ("techniques", ", ".join(dataset.techniques)),
        ("time", _span(dataset.start_time, dataset.end_time)),
        ("complete", None if dataset.is_complete is None else "yes" if dataset.is_complete else "no"),
        ("size", ", ".join(word for word in (files, volume) if word)),
        ("files added", _added(dataset)),
        ("archive", _archive(dataset)),
        ("ICAT id", None if dataset.icat_id is None else str(dataset.icat_id)),
        ("comment", dataset.comment),
        ("named", moment(dataset.named_at or "")),
        ("received", moment(dataset.received_at or "")),
        ("change", f"{dataset.change}, first {dataset.since}"),
    ]


def _archive(dataset: Dataset) -> str:
    if not dataset.archive_status:
        return ""
    said = f"{dataset.archive_status}, {dataset.archive_level}, {moment(dataset.archive_at or '')}"
    return f"{said}: {dataset.archive_message}" if dataset.archive_message else said


def _added(dataset: Dataset) -> str:
    return f"{moment(dataset.files_added_at)}, the size may be of before" if dataset.files_added_at else ""


def _job_facts(job: JobFacts) -> list[Fact]:
    return [
        ("id", (job.id, "dim")),
        ("application", _program(job.application)),
        ("status", status_cell(job.status)),
        ("declared", "yes" if job.is_declared else "no, known by its output alone"),
        ("time", _span(job.start_time, job.end_time)),
        ("arguments", job.arguments),
        *((f"env {name}", value) for name, value in sorted(job.environment.items())),
    ]


def _program(application: ApplicationRef | None) -> str:
    return program(application.name, application.version) if application else ""


def _span(start_time: str | None, end_time: str | None) -> str:
    return " to ".join(moment(time) for time in (start_time, end_time) if time)


def _neighbours(word: str, shown: Sequence[DatasetRef], count: int, rest: str | None = None) -> Iterator[Text]:
    left_out = f"{len(shown)} of {count} are shown" if count > len(shown) else ""
    yield cells((f"{word} ({count})", "bold"), left_out, f"all: lineage {rest}" if left_out and rest else "")
    for item in shown:
        yield cells("", f"  {item.kind.ljust(9)}", state_cell(item.state, 8), item.location)


def _parameters(parameters: Sequence[Parameter]) -> Iterator[Text]:
    if not parameters:
        return
    width = min(max(len(parameter.name) for parameter in parameters), PARAMETER_NAME_CHARS_MAX)
    yield cells((f"parameters ({len(parameters)})", "bold"))
    for parameter in parameters:
        value = f"{parameter.value} {parameter.units or ''}".rstrip()
        yield cells((f"  {parameter.name.ljust(width)}", "cyan"), value)


def _events(dataset: Dataset) -> Iterator[Text]:
    if not dataset.events:
        return
    left_out = f"{len(dataset.events)} of {dataset.events_count} are shown" * (
        len(dataset.events) < dataset.events_count
    )
    yield cells((f"events ({dataset.events_count})", "bold"), left_out)
    for event in dataset.events:
        yield cells(f"  {moment(event.sent_at)}", event.kind.ljust(8), _told(event))


def _told(event: Event) -> str:
    if event.kind == "metadata":
        return f"{event.name} = {event.value}"
    return ": ".join(word for word in (event.status, event.level, event.message) if word)
