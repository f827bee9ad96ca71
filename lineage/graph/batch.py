"""One batch in one write transaction: lock, look up, plan (plan.py), write, look for cycles, set the number.

In the order of time a batch is news: datasets that nobody announced before, each with a job of its own. Those are
written by one statement. What was announced before, and jobs that several datasets share, take the longer way.
"""

import uuid
from collections.abc import Iterable, Mapping, Set
from graphlib import CycleError, TopologicalSorter

from lineage.graph import rows
from lineage.graph.database import Ask
from lineage.graph.events import Events
from lineage.graph.jobs import job_changes
from lineage.graph.plan import Known, Plan, Planner, location_of, named_icat_ids
from lineage.graph.updates import as_announced
from lineage.model.event import Event, investigation_id_of, of_investigation
from lineage.model.location import icat_id_of, of_icat_id, public_id
from lineage.model.message import DatasetMessage, Message
from lineage.model.outcome import Outcome
from lineage.model.publication import PublicationMessage

Live = tuple[DatasetMessage, int]
"""A winning message and the number of its change."""


class CycleFound(Exception):
    """Rolls a transaction back; `path` is a way from the output of a job back to its input."""

    def __init__(self, path: list[str]) -> None:
        super().__init__()
        self.path = path


class Batch:
    """One batch within one transaction.

    `suspects` are keys of jobs that may have come to lie on a cycle; `lost` is what may have lost its last edge.
    """

    def __init__(self, run: Ask, at: str) -> None:
        self.run = run
        self.at = at
        self.owners: dict[int, str] = {}
        self.suspects: set[str] = set()
        self.lost: dict[str, set[str]] = {}

    def apply(self, messages: Iterable[Message], accepted: Iterable[str]) -> list[Outcome]:
        """Write messages and return what became of each; raises CycleFound when they close a cycle.

        `accepted` are keys of the desk, one a message, that leave the desk when the message is not refused.
        """
        said = list(messages)
        planner, is_desk_empty = self._begin(said)
        plan = planner.take(said)
        self.owners = planner.owners
        jobs_lost = self._give_way(plan, planner)
        self._write_datasets(plan, planner)
        self._write_jobs(plan, planner, jobs_lost)
        self._write_events(plan, planner.events)
        self._write_publications(plan)
        self._bind(plan)
        self._write_sessions(plan)
        self._write_schedules(plan, planner.events)
        self._sweep(jobs_lost, plan.change)
        self._refuse_cycles()
        if not is_desk_empty:
            self._leave_desk(plan, accepted)
        self.run("write/finish", change=plan.change, changed_at=self.at)
        return plan.outcomes

    def _begin(self, messages: list[Message]) -> tuple[Planner, bool]:
        """Take the lock, then look up what the batch names; also say whether the desk is empty."""
        events = [message for message in messages if isinstance(message, Event)]
        subjects = {event.subject for event in events}
        found = self.run(
            "write/begin",
            token=uuid.uuid4().hex,
            locations=list({location for location in map(location_of, messages) if location is not None}),
            icat_ids=named_icat_ids(messages),
            subjects=list(subjects),
            subject_ids=[icat_id for icat_id in map(icat_id_of, subjects) if icat_id is not None],
            events=list({event.key for event in events}),
            dois=list({message.doi for message in messages if isinstance(message, PublicationMessage)}),
        )
        owners = {item["icat_id"]: item["location"] for item in found["bound"]}
        known = (Known(**item) for item in found["datasets"])
        told = Events(found["told"], found["events_known"], self.at)
        published = {item["doi"]: item["rank"] for item in found["publications"]}
        return Planner(known, owners, found["change"], told, published), found["is_desk_empty"]

    def _give_way(self, plan: Plan, planner: Planner) -> set[str]:
        """Close what replaced announcements leave; return the jobs that lost an output."""
        if not plan.replaced:
            return set()
        self.run(
            "write/keep_version",
            rows=[
                {"location": at, "change": change, "announced": as_announced(planner.before[at].updated)}
                for at, change in plan.replaced.items()
            ],
        )
        self._lose(**self.run("write/unlink_catalogue", locations=list(plan.replaced)))
        coming = [
            {"location": location, "job": plan.live[location][0].job_key, "change": change}
            for location, change in plan.replaced.items()
        ]
        return set(self.run("write/close_outputs", rows=coming)["jobs"])

    def _write_datasets(self, plan: Plan, planner: Planner) -> None:
        """Write the winners with their catalogue edges; news have their jobs and inputs then too."""
        news = {location: item for location, item in plan.live.items() if planner.is_news(item[0])}
        others = [item for location, item in plan.live.items() if location not in news]
        if plan.live:
            self.run("write/catalogue", **rows.catalogue(plan.live.values(), news))
        if others:
            self.run("write/datasets", rows=[self._dataset_row(item, planner) for item in others])
        if news:
            self._announce(list(news.values()), planner)
        if plan.superseded:
            self.run("write/keep_superseded", rows=[rows.superseded_row(*item) for item in plan.superseded])

    def _dataset_row(self, item: Live, planner: Planner) -> rows.Row:
        known = planner.known[item[0].location]
        row = rows.dataset_row(*item, is_retired=known.is_retired, icat_id=known.icat_id, at=self.at)
        if updates := planner.plan.updates.get(item[0].location):
            row["properties"]["updates"] = updates
        return row

    def _announce(self, news: list[Live], planner: Planner) -> None:
        self._learn_owners(location for message, _ in news for location in message.inputs)
        inputs = {message.location: self._resolved(message.inputs) for message, _ in news}
        self.run(
            "write/announce",
            rows=[
                rows.announced_row(self._dataset_row(item, planner), item[0], inputs[item[0].location]) for item in news
            ],
        )
        # What the graph did not hold had no reader in it. A cycle of such datasets alone is made of this batch's
        # edges alone, and any other one passes a suspect: there is nothing to ask the database.
        unread = {location: read for location, read in inputs.items() if location not in planner.before}
        proved = unread.keys() if _is_acyclic(unread) else set()
        self.suspects |= {
            str(message.job_key) for message, _ in news if message.is_processed and message.location not in proved
        }

    def _write_jobs(self, plan: Plan, planner: Planner, jobs_lost: Set[str]) -> None:
        """Write the jobs of datasets that are no news, and jobs that lost an output."""
        made = [item for item in plan.live.values() if item[0].is_processed and not planner.is_news(item[0])]
        if made:
            self.run("write/outputs", rows=[rows.output_row(*item) for item in made])
        changes = job_changes(self.run, made, plan.replaced, jobs_lost, plan.change)
        if not changes:
            return
        job_rows = [item.row for item in changes]
        self._learn_owners(location for row in job_rows for location in row["inputs"])
        for row in job_rows:
            row["inputs"] = self._resolved(row["inputs"])
        self._lose(**self.run("write/jobs", rows=[item.row for item in changes if item.has_facts]))
        self._lose(**self.run("write/close_inputs", rows=[item.row for item in changes if item.has_all_inputs]))
        edges = [
            rows.input_row(row["key"], location, row["change"], self.at)
            for row in job_rows
            for location in row["inputs"]
        ]
        self.run("write/inputs", rows=edges)
        self.suspects |= {row["key"] for row in job_rows}

    def _learn_owners(self, inputs: Iterable[str]) -> None:
        """Ask for the datasets of the ICAT ids among inputs that no message of the batch named."""
        ids = {icat_id for icat_id in map(icat_id_of, inputs) if icat_id is not None}
        if unknown := ids - self.owners.keys():
            found = self.run("write/owners", icat_ids=list(unknown))["bound"]
            self.owners.update({item["icat_id"]: item["location"] for item in found})

    def _resolved(self, inputs: Iterable[str]) -> list[str]:
        """Put the location in the place of an ICAT id wherever it is known by now; each location once."""
        icat_ids = {location: icat_id_of(location) for location in inputs}
        return list(
            {
                location if icat_id is None else self.owners.get(icat_id, location)
                for location, icat_id in icat_ids.items()
            }
        )

    def _write_events(self, plan: Plan, events: Events) -> None:
        """Keep events about datasets, with what they make live."""
        if not events.rows:
            return
        live = {location: change for location, (_, change) in plan.live.items()}
        self.run("write/events", datasets=events.dataset_rows(live), events=events.rows)
        if moved := events.sample_rows(live):
            self._lose(**self.run("write/samples", rows=moved))

    def _write_publications(self, plan: Plan) -> None:
        """Write publications anew; what they held before may have been named by nothing else."""
        if not plan.publications:
            return
        found = [
            rows.publication_row(message, self._resolved(message.members), change)
            for message, change in plan.publications.values()
        ]
        self._lose(**self.run("write/publications", rows=found, received_at=self.at))

    def _bind(self, plan: Plan) -> None:
        """Tell datasets their ICAT ids, and give them the readers that named them by id."""
        if not plan.bound:
            return
        self.run(
            "write/bind_icat_id",
            rows=[
                {"location": location, "icat_id": icat_id, "change": change}
                for location, (icat_id, change) in plan.bound.items()
            ],
        )
        adopted = self.run(
            "write/adopt",
            rows=[
                {
                    "placeholder": of_icat_id(icat_id),
                    "location": location,
                    "dataset": public_id(location),
                    "change": change,
                }
                for location, (icat_id, change) in plan.bound.items()
            ],
        )
        self.suspects |= set(adopted.get("jobs", ()))

    def _write_sessions(self, plan: Plan) -> None:
        for message, index in plan.sessions:
            change = plan.change + 1
            if self.run("write/investigations", rows=[rows.session_row(message, change)]).get("changed"):
                plan.change = change
                plan.outcomes[index] = Outcome("created", change=change)

    def _write_schedules(self, plan: Plan, events: Events) -> None:
        """Keep new schedules, and tie those that waited to investigations that have told their ICAT id."""
        told = {row["properties"]["subject"] for row in events.schedules}
        told |= {of_investigation(said.icat_id) for said, _ in plan.sessions if said.icat_id is not None}
        if told:
            ids = [{"subject": subject, "icat_id": investigation_id_of(subject)} for subject in told]
            self.run("write/schedules", events=events.schedules, subjects=ids, change=plan.change)

    def _sweep(self, jobs_lost: set[str], change: int) -> None:
        if jobs_lost:
            self._lose(**self.run("write/close_jobs", jobs=list(jobs_lost), change=change))
        if any(self.lost.values()):
            kinds = ("datasets", "applications", "investigations", "samples", "techniques")
            self.run("write/sweep", change=change, **{kind: list(self.lost.get(kind, ())) for kind in kinds})

    def _refuse_cycles(self) -> None:
        if not self.suspects:
            return
        cycles = self.run("check/cycles", jobs=list(self.suspects))["cycles"]
        if cycles:
            raise CycleFound(self._path(**cycles[0]))

    def _path(self, job: str, input: str, output: str) -> list[str]:  # noqa: A002, ARG002
        if input == output:
            return [output, output]
        return [*self.run("check/cycle_path", output=output, input=input)["path"], output]

    def _leave_desk(self, plan: Plan, accepted: Iterable[str]) -> None:
        pairs = zip(accepted, plan.outcomes, strict=False)
        if keys := list({key for key, outcome in pairs if outcome.status != "rejected"}):
            self.run("write/accept", keys=keys)

    def _lose(self, **keys: Iterable[str]) -> None:
        for kind, names in keys.items():
            self.lost.setdefault(kind, set()).update(names)


def _is_acyclic(inputs: Mapping[str, Iterable[str]]) -> bool:
    """Say whether no key is derived from itself; `inputs` are what each was made from."""
    try:
        TopologicalSorter({location: inputs.keys() & read for location, read in inputs.items()}).prepare()
    except CycleError:
        return False
    return True
