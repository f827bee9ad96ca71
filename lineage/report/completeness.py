"""What a report can say of how whole its lineage is: each check with what is missing, by name."""

from collections.abc import Iterable, Iterator
from typing import Any

from lineage.model.answers import Report
from lineage.model.doi import doi_of
from lineage.model.terms import UNKNOWN_TIME
from lineage.report.trace import Trace

NAMED_MAX = 20

OF_PUBLICATION = {
    "title": "title",
    "creators": "creators",
    "published": "day of publication",
    "licence": "licence",
    "publisher": "publisher",
    "description": "description",
}

Check = dict[str, Any]


def checks(report: Report, trace: Trace) -> list[Check]:
    """Return the checks of a report, those of its publication first."""
    return [*_of_publication(report), *_of_lineage(report, trace)]


def _of_publication(report: Report) -> Iterator[Check]:
    held = report.publication
    if held is None:
        return
    for name, words in OF_PUBLICATION.items():
        yield _check(f"The publication tells its {words}", [] if getattr(held, name) else [words])
    yield _check("Every creator has an ORCID iD", [person.name for person in held.creators if not person.orcid])
    yield _check("It holds datasets", [] if report.members else ["no member"])


def _of_lineage(report: Report, trace: Trace) -> Iterator[Check]:
    expected = [item.location for item in trace.datasets.values() if item.state == "expected"]
    yield _check("Every dataset was announced", expected)
    cut = [
        f"{walk.count - len(walk.datasets) - len(walk.jobs)} {walk.direction}"
        for walk in (report.ancestors, report.descendants)
        if walk.is_truncated
    ]
    yield _check("The whole lineage is told", cut)
    yield _check("All members are told", _more(report.members_count - len(report.members)))
    steps = trace.steps
    yield _check("Every step names its application", [_of(step) for step in steps if not step.job.application])
    yield _check(
        "Every application names its version",
        sorted({step.name for step in steps if step.job.application and not step.job.application.version}),
    )
    yield _check(
        "Every application has an identifier or an address",
        sorted({step.name for step in steps if not step.job.application_doi and not step.job.application_url}),
    )
    yield _check("Every step tells its status", [_of(step) for step in steps if step.job.status == "unknown"])
    yield _check("Every step tells when it ran", [_of(step) for step in steps if step.job.end_time == UNKNOWN_TIME])
    yield _check("Every source has a persistent identifier", without_pid(report, trace))


def without_pid(report: Report, trace: Trace) -> list[str]:
    """Return the locations of sources outside the publication that no DOI names."""
    held = {id for holder in report.holders for id in holder.datasets}
    return [item.location for item in trace.sources if item.id not in held and not doi_of(item.location)]


def _of(step: Any) -> str:
    return ", ".join(item.name or item.location for item in step.outputs)


def _more(count: int) -> list[str]:
    return [f"{count} more"] if count > 0 else []


def _check(says: str, missing: Iterable[str]) -> Check:
    found = list(missing)
    return {
        "says": says,
        "is_met": not found,
        "missing": found[:NAMED_MAX],
        "missing_count": len(found),
    }
