"""The one write path: a batch of messages becomes one transaction under the ledger's lock.

Order within a transaction: lock, look up, plan (plan.py), write, check for cycles, set the change number. A batch
that closes a cycle is rolled back and split until the message that does it stands alone; that one is refused, the
others go through. Whatever is refused leaves nothing behind.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from lineage.errors import CycleRefused, NotFound
from lineage.graph import rows
from lineage.graph.database import Database, Transaction
from lineage.graph.plan import Known, Plan, Planner, named_icat_ids
from lineage.model.location import icat_id_of, of_icat_id, public_id
from lineage.model.message import DatasetMessage, Message
from lineage.model.outcome import Outcome


class _CycleFound(Exception):
    """Rolls a transaction back; `path` is a way from the output of a job back to its input."""

    def __init__(self, path: list[str]) -> None:
        super().__init__()
        self.path = path


def write(database: Database, messages: Sequence[Message], accepted: Sequence[str] = ()) -> list[Outcome]:
    """Apply messages and return what became of each, in their order.

    `accepted` are keys of the desk, one a message, that leave the desk when the message is not refused.
    """
    if not messages:
        return []
    try:
        return database.write("ingest", lambda transaction: _Batch(transaction, messages, accepted).apply())
    except _CycleFound as found:
        if len(messages) == 1:
            return [_refused(messages[0], found.path)]
    half = len(messages) // 2
    first = write(database, messages[:half], accepted[:half])
    return first + write(database, messages[half:], accepted[half:])


def retire(database: Database, id: str, reason: str | None) -> str:
    """Mark a dataset as retired, or with `reason` None take the mark away; return its state.

    Raises NotFound for an unknown id.
    """

    def work(transaction: Transaction) -> str:
        change = transaction.run("write/lock", token=uuid.uuid4().hex)["change"] + 1
        at = now()
        found = transaction.run(
            "write/retire", id=id, retired_at=None if reason is None else at, reason=reason, change=change
        )
        if not found:
            raise NotFound("dataset", id)
        transaction.run("write/finish", change=change, changed_at=at)
        return str(found["state"])

    return database.write("retire", work)


def now() -> str:
    """Return the time as all times are kept: ISO 8601, UTC, microseconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _refused(message: Message, path: list[str]) -> Outcome:
    location = message.location if isinstance(message, DatasetMessage) else ""
    return Outcome("rejected", location, error=CycleRefused(location, path))


class _Batch:
    """One batch within one transaction."""

    def __init__(self, transaction: Transaction, messages: Sequence[Message], accepted: Sequence[str]) -> None:
        self.run = transaction.run
        self.messages = messages
        self.accepted = accepted
        self.at = now()
        self.owners: dict[int, str] = {}
        self.touched: set[str] = set()
        self.lost: dict[str, set[str]] = {}

    def apply(self) -> list[Outcome]:
        change = self.run("write/lock", token=uuid.uuid4().hex)["change"]
        planner = Planner(self._known(), self.owners, change)
        plan = planner.take(self.messages)
        self.owners = planner.owners
        jobs_lost = self._give_way(plan)
        self._write_datasets(plan, planner.known)
        self._write_jobs(plan, jobs_lost)
        self._bind(plan)
        self._write_sessions(plan)
        self._sweep(jobs_lost, plan.change)
        self._refuse_cycles()
        self._leave_desk(plan)
        self.run("write/finish", change=plan.change, changed_at=self.at)
        return plan.outcomes

    def _known(self) -> list[Known]:
        datasets = [message for message in self.messages if isinstance(message, DatasetMessage)]
        locations = sorted({message.location for message in datasets})
        found = self.run("write/known", locations=locations, icat_ids=named_icat_ids(datasets))
        self.owners = {item["icat_id"]: item["location"] for item in found["bound"]}
        return [Known(**{name: item[name] for name in Known.__dataclass_fields__}) for item in found["datasets"]]

    def _give_way(self, plan: Plan) -> set[str]:
        """Close what replaced announcements leave; return the jobs that lost an output."""
        if not plan.replaced:
            return set()
        self.run(
            "write/keep_version",
            rows=[{"location": at, "change": change} for at, change in plan.replaced.items()],
        )
        self._lose(**self.run("write/unlink_catalogue", locations=list(plan.replaced)))
        coming = [
            {"location": location, "job": plan.live[location][0].job_key, "change": change}
            for location, change in plan.replaced.items()
        ]
        return set(self.run("write/close_outputs", rows=coming)["jobs"])

    def _write_datasets(self, plan: Plan, known: dict[str, Known]) -> None:
        winners = [
            rows.dataset_row(
                message,
                change,
                is_retired=known[location].is_retired,
                icat_id=known[location].icat_id,
                at=self.at,
            )
            for location, (message, change) in plan.live.items()
        ]
        if winners:
            self.run("write/catalogue", **rows.catalogue(message for message, _ in plan.live.values()))
            self.run("write/datasets", rows=winners)
        if plan.superseded:
            self.run("write/keep_superseded", rows=[rows.superseded_row(*item) for item in plan.superseded])

    def _write_jobs(self, plan: Plan, jobs_lost: set[str]) -> None:
        processed = [item for item in plan.live.values() if item[0].is_processed]
        if processed:
            self.run("write/outputs", rows=[rows.output_row(*item) for item in processed])
        job_rows = [
            rows.job_row(str(message.job_key), [rows.said(message)], change)
            for message, change in processed
            if message.run is None
        ]
        declared = {str(message.job_key) for message, _ in processed if message.run} | jobs_lost
        job_rows += self._declared_rows(declared, plan.change)
        if not job_rows:
            return
        self._resolve(job_rows)
        self._lose(**self.run("write/jobs", rows=job_rows))
        keys = {row["key"] for row in job_rows}
        self.touched |= keys
        if plan.replaced or declared:
            self._lose(**self.run("write/close_inputs", rows=job_rows))
        edges = [
            rows.input_row(row["key"], location, row["change"], self.at)
            for row in job_rows
            for location in row["inputs"]
        ]
        if edges:
            self.run("write/inputs", rows=edges)

    def _declared_rows(self, jobs: set[str], change: int) -> list[rows.Row]:
        """Make jobs that several datasets may share from what all their live outputs say."""
        if not jobs:
            return []
        said: dict[str, list[rows.Said]] = {}
        for item in self.run("write/stated", jobs=sorted(jobs))["stated"]:
            if item["said"] is not None:
                said.setdefault(item["job"], []).append(rows.Said.of_text(item["rank"], item["said"]))
        return [rows.job_row(key, said[key], change) for key in sorted(said)]

    def _resolve(self, job_rows: list[rows.Row]) -> None:
        """Put the location in the place of an ICAT id wherever it is known by now."""
        ids = {i for row in job_rows for i in map(icat_id_of, row["inputs"]) if i is not None}
        if unknown := sorted(ids - self.owners.keys()):
            found = self.run("write/known", locations=[], icat_ids=unknown)["bound"]
            self.owners.update({item["icat_id"]: item["location"] for item in found})
        if ids:
            for row in job_rows:
                row["inputs"] = sorted({self._resolved(location) for location in row["inputs"]})

    def _resolved(self, location: str) -> str:
        icat_id = icat_id_of(location)
        return location if icat_id is None else self.owners.get(icat_id, location)

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
        self.touched |= set(adopted.get("jobs", ()))

    def _write_sessions(self, plan: Plan) -> None:
        for message, index in plan.sessions:
            change = plan.change + 1
            if self.run("write/investigations", rows=[rows.session_row(message, change)]).get("changed"):
                plan.change = change
                plan.outcomes[index] = Outcome("created", change=change)

    def _sweep(self, jobs_lost: set[str], change: int) -> None:
        if jobs_lost:
            self._lose(**self.run("write/close_jobs", jobs=sorted(jobs_lost), change=change))
        if any(self.lost.values()):
            kinds = ("datasets", "applications", "investigations", "samples", "techniques")
            self.run("write/sweep", change=change, **{kind: sorted(self.lost.get(kind, ())) for kind in kinds})

    def _refuse_cycles(self) -> None:
        if not self.touched:
            return
        cycles = self.run("check/cycles", jobs=sorted(self.touched))["cycles"]
        if cycles:
            raise _CycleFound(self._path(**cycles[0]))

    def _path(self, job: str, input: str, output: str) -> list[str]:  # noqa: A002, ARG002
        if input == output:
            return [output, output]
        return [*self.run("check/cycle_path", output=output, input=input)["path"], output]

    def _leave_desk(self, plan: Plan) -> None:
        pairs = zip(self.accepted, plan.outcomes, strict=False)
        if keys := sorted({key for key, outcome in pairs if outcome.status != "rejected"}):
            self.run("write/accept", keys=keys)

    def _lose(self, **keys: Iterable[str]) -> None:
        for kind, names in keys.items():
            self.lost.setdefault(kind, set()).update(names)
