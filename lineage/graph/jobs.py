"""What a batch makes of the jobs that were in the graph before, or that several datasets share.

A shared job is made from what all its live outputs say: the inputs of all, every other fact from the one with the
greatest rank. Where outputs only come on top, what they say and the rank so far are enough, so that a run of ten
thousand outputs costs what each batch of it brings. Where an output goes or says something else, all are asked.
"""

from collections.abc import Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from lineage.graph import rows
from lineage.graph.database import Ask
from lineage.model.message import DatasetMessage


@dataclass(frozen=True, slots=True)
class JobChange:
    """The row of a job, and what it holds.

    `has_facts`: the facts are those of the greatest rank of all. `has_all_inputs`: what is not among the inputs is
    none any more; False when they only come on top.
    """

    row: rows.Row
    has_facts: bool = True
    has_all_inputs: bool = True


def job_changes(
    ask: Ask,
    made: Iterable[tuple[DatasetMessage, int]],
    replaced: Container[str],
    jobs_lost: Set[str],
    change: int,
) -> list[JobChange]:
    """Return what becomes of the jobs of `made`, and of those that lost an output.

    `made` are processed datasets with the numbers of their changes, their edges already written; `replaced` holds
    locations that were announced before; `change` is the number for shared jobs.
    """
    own: list[JobChange] = []
    shared: dict[str, list[DatasetMessage]] = {}
    for message, own_change in made:
        if message.run:
            shared.setdefault(message.run.key, []).append(message)
        else:
            own.append(JobChange(rows.job_row(str(message.job_key), [rows.said(message)], own_change)))
    growing = {
        key: messages
        for key, messages in shared.items()
        if key not in jobs_lost and not any(message.location in replaced for message in messages)
    }
    grown = _grown(ask, growing, change)
    rest = (shared.keys() | jobs_lost) - {item.row["key"] for item in grown}
    return own + grown + _remade(ask, rest, change)


def _grown(ask: Ask, shared: Mapping[str, Sequence[DatasetMessage]], change: int) -> list[JobChange]:
    """Return the changes of jobs that only got more outputs; a job that keeps no rank is left out."""
    if not shared:
        return []
    found = ask("write/ranks", jobs=list(shared))["ranks"]
    made = [
        (rows.shared_job_row(item["job"], map(rows.said, shared[item["job"]]), change), item["rank"])
        for item in found
        if item["rank"] is not None
    ]
    return [JobChange(row, row["properties"]["rank"] > rank, has_all_inputs=False) for row, rank in made]


def _remade(ask: Ask, jobs: Set[str], change: int) -> list[JobChange]:
    """Return shared jobs made from what all their live outputs say; one without outputs is left out."""
    if not jobs:
        return []
    said: dict[str, list[rows.Said]] = {}
    for item in ask("write/stated", jobs=list(jobs))["stated"]:
        if item["said"] is not None:
            said.setdefault(item["job"], []).append(rows.Said.of_text(item["rank"], item["said"]))
    return [JobChange(rows.shared_job_row(key, all_said, change)) for key, all_said in said.items()]
