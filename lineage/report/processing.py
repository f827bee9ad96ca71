"""The processing that a report tells of: rows of steps, the paragraph on methods, and how to run it again."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from lineage.model.answers import Provenance, ProvenanceJob
from lineage.report import facts
from lineage.report.trace import Step, Trace, span

ROWS_MAX = 60
"""More steps than these are told by their kind; the machine copies have each."""

NAMES_MAX = 4
PARAMETERS_MAX = 12

Row = dict[str, Any]


def rows(trace: Trace) -> tuple[list[Row], bool]:
    """Return the rows of the table of steps, and whether each stands for all steps of one kind."""
    if len(trace.steps) <= ROWS_MAX:
        return [_row([step]) for step in trace.steps], False
    kinds: dict[tuple[str, str, str], list[Step]] = {}
    for step in trace.steps:
        kinds.setdefault((step.name, step.job.status, step.told("Workflow_name")), []).append(step)
    return [_row(steps) for steps in kinds.values()][:ROWS_MAX], True


def _row(steps: Sequence[Step]) -> Row:
    first = steps[0]
    inputs = {item.id: item for step in steps for item in step.inputs}
    outputs = {item.id: item for step in steps for item in step.outputs}
    parameters = [list(pair) for pair in first.parameters] if len(steps) == 1 else []
    return {
        "application": first.job.application.name if first.job.application else "",
        "version": first.job.application.version if first.job.application else "",
        "pid": _pid(first.job),
        "count": len(steps),
        "status": first.job.status,
        "start": min(filter(None, (facts.time(step.job.start_time) for step in steps)), default=""),
        "end": max(filter(None, (facts.time(step.job.end_time) for step in steps)), default=""),
        "inputs": [item.name or item.location for item in list(inputs.values())[:NAMES_MAX]],
        "inputs_count": len(inputs),
        "outputs": [item.name or item.location for item in list(outputs.values())[:NAMES_MAX]],
        "outputs_count": len(outputs),
        "parameters": parameters[:PARAMETERS_MAX],
        "parameters_count": len(parameters),
        "workflow": " ".join(filter(None, (first.told("Workflow_name"), first.told("Workflow_id")))),
        "host": first.job.environment.get("HOST", "") or first.told("machine"),
    }


def _pid(job: ProvenanceJob) -> str:
    return job.application_doi or job.application_url


def methods(trace: Trace, subject: str) -> list[str]:
    """Return sentences on what was measured and how it was processed, for people to read over."""
    raw = [item for item in trace.datasets.values() if item.kind == "raw"]
    places = sorted({item.instrument for item in raw if item.instrument})
    samples = sorted({item.sample for item in trace.datasets.values() if item.sample})
    said = [f"The data of {subject} comprise {_count(len(trace.members), 'dataset')}."]
    if raw:
        where = f" on {_listed([place.upper() for place in places])}" if places else ""
        of = f" of {_listed(samples)}" if samples else ""
        said.append(f"They go back to {_count(len(raw), 'raw dataset')}{of} recorded{where}{_when(raw)}.")
    if trace.steps:
        parts = []
        for name, group in groupby(trace.steps, key=lambda step: step.name):
            count = len(list(group))
            parts.append(f"{name} ({count} runs)" if count > 1 else name)
        shown = parts if len(parts) <= ROWS_MAX else [*parts[:NAMES_MAX], f"{len(parts) - NAMES_MAX} more"]
        said.append(
            f"They were processed in {_count(len(trace.steps), 'step')}, in the order of the data: {_listed(shown)}."
        )
        if nameless := [step for step in trace.steps if not step.job.application or not step.job.application.version]:
            said.append(f"The version of the software is not recorded for {_count(len(nameless), 'step')}.")
        if failed := [step for step in trace.steps if step.job.status in {"failed", "aborted"}]:
            said.append(f"{_count(len(failed), 'step')} ended as failed or aborted.".capitalize())
    if missing := [item for item in trace.datasets.values() if item.state == "expected"]:
        said.append(f"{_count(len(missing), 'dataset')} among the inputs was named but never announced.")
    return said


def _when(datasets: Sequence[Any]) -> str:
    times = sorted(time[:10] for item in datasets if (time := facts.time(item.start_time)))
    if not times:
        return ""
    return f" on {times[0]}" if times[0] == times[-1] else f" from {times[0]} to {times[-1]}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'s' * (number != 1)}"


def again(trace: Trace) -> list[Row]:
    """Return what is known of how to run each kind of step again, and what is not."""
    kinds: dict[str, list[Step]] = {}
    for step in trace.steps:
        kinds.setdefault(step.name, []).append(step)
    return [_again(name, steps) for name, steps in kinds.items()]


def _again(name: str, steps: Sequence[Step]) -> Row:
    first = steps[0]
    application = first.job.application
    lacks = [
        *(["which program it was"] if application is None else []),
        *(["its version"] if application and not application.version else []),
        *(["its arguments"] if not first.job.arguments and not first.parameters else []),
        *(["where to get it"] if not _pid(first.job) else []),
        *(["all of its inputs"] if any(item.state == "expected" for step in steps for item in step.inputs) else []),
    ]
    return {
        "name": name,
        "count": len(steps),
        "command": first.job.arguments,
        "workflow": " ".join(filter(None, (first.told("Workflow_name"), first.told("Workflow_id")))),
        "from": _pid(first.job),
        "lacks": lacks,
    }


def period(provenance: Provenance) -> str:
    """Return the days that the data are of; empty where none is known."""
    first, last = span(provenance)
    return first if first == last else f"{first} to {last}"
