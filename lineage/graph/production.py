"""Questions about applications: what their jobs produced, and all that was made from it.

What was made from many datasets is walked a step a round: every round is one question about the datasets that the
round before has met for the first time, so that each is expanded once however many of them share what follows. One
question for all would walk anew from each of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any, NamedTuple, get_args

from lineage.errors import NotFound
from lineage.graph.database import Answer, Database
from lineage.graph.read import page
from lineage.model import answers
from lineage.model.cursor import decode, encode
from lineage.model.message import JobStatus

STATUSES = list(get_args(JobStatus))

ROUND_IDS = 10_000
"""Datasets that one round asks about at most; a larger ring is asked about in several."""

MEMBERS_MAX = 1_000_000
"""Datasets that a walk from an application meets at most; they are kept in memory, half a kilobyte each."""

INVESTIGATIONS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Span:
    """Which jobs are meant: from `since` up to `until` as times are kept, None without a bound; of one status."""

    since: str | None = None
    until: str | None = None
    status: str | None = None

    def to_parameters(self) -> dict[str, Any]:
        """Return it as the queries take it; the bounds of all time are before and after every text."""
        return {"since": self.since or "", "until": self.until or "~", "status": self.status}


def produced(database: Database, ids: Sequence[str], span: Span, *, cursor: str | None, limit: int) -> answers.Produced:
    """Return a page of what the first application of `ids` that exists produced, in the order of time."""
    after_time, after_location = decode(cursor, str, str) or ("", "")
    found = _of_application(
        database,
        "read/produced",
        ids,
        **span.to_parameters(),
        after_time=after_time,
        after_location=after_location,
        limit=limit,
    )
    last = found["items"][-1] if found["remaining"] else None
    counts = {name: dict(found.pop(name)) for name in ("kinds", "states", "statuses")}
    next_page = encode(last["time"], last["location"]) if last else None
    return answers.Produced(**found, **counts, since=span.since, until=span.until, next=next_page)


def jobs(
    database: Database, ids: Sequence[str], *, status: str | None, cursor: str | None, limit: int
) -> answers.Page[answers.JobItem]:
    """Return jobs of the first application of `ids` that exists, in the order of their keys."""
    (after,) = decode(cursor, str) or ("",)
    found = _of_application(database, "read/jobs_of_application", ids, status=status, after=after, limit=limit + 1)
    return page(answers.JobItem, found, limit, "key")


def job_counts(database: Database, ids: Sequence[str] | None) -> answers.JobCounts:
    """Return how many jobs there are of each status; `ids` None counts the jobs of all applications."""
    if ids is None:
        found = database.ask("read/jobs_by_status", statuses=STATUSES)
    else:
        found = _of_application(database, "read/jobs_of_application_by_status", ids, statuses=STATUSES)
    return answers.JobCounts(counts=dict(found["counts"]), as_of=found["as_of"])


def _of_application(database: Database, name: str, ids: Sequence[str], **parameters: Any) -> Answer:
    found = database.ask(name, ids=list(ids), **parameters)
    if not found:
        raise NotFound("application", ids[0])
    return found


class Member(NamedTuple):
    """A dataset that was met; its first two are the order of the answer."""

    steps: int
    location: str
    id: str
    name: str | None
    kind: answers.Kind
    state: answers.State
    investigation: str | None


@dataclass(slots=True)
class Reach:
    """What an application produced, and all that was made from it, in order."""

    application: Mapping[str, Any]
    span: Span
    as_of: int
    as_of_end: int
    is_truncated: bool = False
    members: list[Member] = field(default_factory=list)

    def rest(self, cursor: str | None) -> Iterator[answers.ReachedDataset]:
        """Yield the members that come after a cursor."""
        after = decode(cursor, int, str) or (-1, "")
        return (_reached(member) for member in self.members if (member.steps, member.location) > after)


def reach(database: Database, ids: Sequence[str], span: Span) -> Reach:
    """Walk from what the first application of `ids` that exists produced to all that was derived from it.

    One round trip a processing step and ROUND_IDS datasets.
    """
    found = _of_application(database, "read/impact_seeds", ids, **span.to_parameters())
    walk = Reach(found["application"], span, found["as_of"], found["as_of"])
    met: set[str] = set()
    ring = _new(walk, met, found["found"], steps=0)
    while ring and not walk.is_truncated:
        steps, next_ring = walk.members[-1].steps + 1, []
        for first in range(0, len(ring), ROUND_IDS):
            found = database.ask("read/impact_step", ids=ring[first : first + ROUND_IDS])
            walk.as_of_end = found["as_of"]
            next_ring += _new(walk, met, found["found"], steps)
        ring = next_ring
    walk.members.sort()
    return walk


def _new(walk: Reach, met: set[str], found: Sequence[Sequence[Any]], steps: int) -> list[str]:
    """Take in what was not met before, and return its ids; stops with a mark when there are too many."""
    new = []
    for id, location, name, kind, state, investigation in found:
        if id in met:
            continue
        if len(met) == MEMBERS_MAX:
            walk.is_truncated = True
            break
        met.add(id)
        new.append(id)
        place = investigation and intern(investigation)
        walk.members.append(Member(steps, location, id, name, intern(kind), intern(state), place))  # type: ignore[arg-type]
    return new


def impact(walk: Reach, *, cursor: str | None, limit: int) -> answers.Impact:
    """Return the counts of a walk, and a page of its members."""
    rest = list(walk.rest(cursor))
    shown = rest[:limit]
    seeds_count = sum(1 for member in walk.members if member.steps == 0)
    places = Counter(member.investigation for member in walk.members if member.investigation)
    listed = sorted(places.items(), key=lambda item: (-item[1], item[0]))[:INVESTIGATIONS_SHOWN]
    return answers.Impact(
        items=shown,
        next=encode(shown[-1].steps, shown[-1].location) if len(rest) > limit else None,
        application=answers.ApplicationRef(**walk.application),
        since=walk.span.since,
        until=walk.span.until,
        as_of=walk.as_of,
        as_of_end=walk.as_of_end,
        seeds_count=seeds_count,
        derived_count=len(walk.members) - seeds_count,
        is_truncated=walk.is_truncated,
        kinds=dict(Counter(member.kind for member in walk.members)),
        states=dict(Counter(member.state for member in walk.members)),
        investigations=[answers.ImpactedInvestigation(key=key, count=count) for key, count in listed],
        investigations_count=len(places),
        remaining=len(rest) - len(shown),
    )


def _reached(member: Member) -> answers.ReachedDataset:
    return answers.ReachedDataset(
        id=member.id,
        location=member.location,
        name=member.name,
        kind=member.kind,
        state=member.state,
        steps=member.steps,
    )
