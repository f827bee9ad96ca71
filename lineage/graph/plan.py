"""Decides what a batch of messages does to what is known; pure, so that it can be tested without a database.

The decision for one dataset depends on the messages' own order (`DatasetMessage.rank`), never on arrival. Messages
of a batch are taken in turn, each against what the ones before it left; only the last winner of a location is
written as live.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lineage.errors import IdTaken, MessageError, SecondProducer, UnknownDataset
from lineage.graph.events import Events
from lineage.model.event import Event
from lineage.model.location import icat_id_of
from lineage.model.message import DatasetMessage, IdentityMessage, InvestigationMessage, Message
from lineage.model.outcome import Outcome
from lineage.model.publication import PublicationMessage


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph, or an earlier message of the batch, says of one dataset; `rank` None means expected.

    `updated` are the properties in the graph of a dataset that metadata updates are about; None for all others.
    """

    location: str
    rank: str | None = None
    digest: str | None = None
    icat_id: int | None = None
    job: str | None = None
    is_declared: bool = False
    is_retired: bool = False
    updated: Mapping[str, Any] | None = field(default=None, compare=False)


@dataclass(slots=True)
class Plan:
    """What a batch will write, and what became of each of its messages.

    Keys of the mappings are locations. `live` holds the winners; `replaced` the locations whose live announcement in
    the database gives way; `superseded` the messages that are kept as history only; `bound` the ICAT ids that become
    known; `publications` the latest message of each DOI; `updates` the texts of those live datasets that metadata
    updates are about.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    live: dict[str, tuple[DatasetMessage, int]] = field(default_factory=dict)
    replaced: dict[str, int] = field(default_factory=dict)
    superseded: list[tuple[DatasetMessage, int]] = field(default_factory=list)
    bound: dict[str, tuple[int, int]] = field(default_factory=dict)
    sessions: list[tuple[InvestigationMessage, int]] = field(default_factory=list)
    publications: dict[str, tuple[PublicationMessage, int]] = field(default_factory=dict)
    updates: dict[str, str | None] = field(default_factory=dict)
    change: int = 0


class Planner:
    """Plans one batch against the known datasets, owners of ICAT ids, events, and ranks of publications by DOI."""

    def __init__(
        self,
        known: Iterable[Known],
        owners: Mapping[int, str],
        change: int,
        events: Events | None = None,
        published: Mapping[str, str] | None = None,
    ) -> None:
        self.before = {item.location: item for item in known}
        self.known = dict(self.before)
        self.owners = dict(owners)
        self.events = events or Events()
        self.published = dict(published or {})
        self.plan = Plan(change=change)

    def take(self, messages: Sequence[Message]) -> Plan:
        """Plan the messages in turn; a refused one leaves nothing behind."""
        for message in messages:
            try:
                outcome = self._take(message)
            except MessageError as error:
                outcome = Outcome("rejected", location_of(message), error=error)
            self.plan.outcomes.append(outcome)
        self._lay_updates_over()
        return self.plan

    def is_news(self, message: DatasetMessage) -> bool:
        """Say of a winner that its dataset was not announced before, and that no other can share its job."""
        before = self.before.get(message.location)
        return message.run is None and (before is None or before.rank is None)

    def _take(self, message: Message) -> Outcome:
        if isinstance(message, InvestigationMessage):
            # whether it is news only the database can say: see write.py
            self.plan.sessions.append((message, len(self.plan.outcomes)))
            return Outcome("unchanged")
        if isinstance(message, Event):
            return self._take_event(message)
        if isinstance(message, IdentityMessage):
            return self._take_identity(message)
        if isinstance(message, PublicationMessage):
            return self._take_publication(message)
        return self._take_dataset(message)

    def _take_dataset(self, message: DatasetMessage) -> Outcome:
        """Let the message of the highest rank count, and keep the others."""
        known = self.known.get(message.location, Known(message.location))
        self._check(message, known)
        learns_id = self._bind(message, known)
        if message.digest == known.digest:
            return Outcome("unchanged", message.location)
        if known.rank is not None and message.rank < known.rank:
            return self._supersede(message, known, learns_id=learns_id)
        return self._win(message, known)

    def _take_event(self, event: Event) -> Outcome:
        """Keep an event that was not known; its dataset may be known by now under another name than the event's."""
        location = None if event.kind == "schedule" else event.subject
        icat_id = icat_id_of(event.subject)
        if icat_id is not None:
            location = self.owners.get(icat_id, location)
        if self.events.is_known(event):
            return Outcome("unchanged", location)
        change = self._next_change()
        is_latest = self.events.take(event, location, change)
        return Outcome("created" if is_latest else "superseded", location, change)

    def _take_identity(self, message: IdentityMessage) -> Outcome:
        """Give a dataset that is there its ICAT id."""
        if not self._is_there(message.location):
            raise UnknownDataset(message.icat_id, message.location)
        known = self.known.get(message.location, Known(message.location))
        self._check_id(message, known)
        if not self._bind(message, known):
            return Outcome("unchanged", message.location)
        return Outcome("created", message.location, self.plan.change)

    def _is_there(self, location: str) -> bool:
        """Say whether a dataset is in the graph, or what the batch has said so far names it."""
        return (
            location in self.known
            or location in self.events.changes
            or any(location in said.inputs for said, _ in self.plan.live.values())
            or any(location in said.members for said, _ in self.plan.publications.values())
        )

    def _take_publication(self, message: PublicationMessage) -> Outcome:
        """Let the latest message count; the same said again later counts from then on, so it is a change."""
        known = self.published.get(message.doi)
        if known is not None and message.rank <= known:
            return Outcome("unchanged" if message.rank == known else "superseded")
        self.published[message.doi] = message.rank
        change = self._next_change()
        self.plan.publications[message.doi] = (message, change)
        return Outcome("created" if known is None else "replaced", change=change)

    def _lay_updates_over(self) -> None:
        """Give winners the values that updates have given their parameters."""
        for location, (message, change) in self.plan.live.items():
            if updates := self.events.updates(location, self.known[location].updated):
                updated, self.plan.updates[location] = updates.update(message)
                self.plan.live[location] = (updated, change)

    def _check(self, message: DatasetMessage, known: Known) -> None:
        claims_other_run = message.run is not None and known.is_declared and known.job != message.job_key
        if claims_other_run and message.digest != known.digest:
            raise SecondProducer(message.location, str(known.job), str(message.job_key))
        self._check_id(message, known)

    def _check_id(self, message: DatasetMessage | IdentityMessage, known: Known) -> None:
        if message.icat_id is None:
            return
        owner = self.owners.get(message.icat_id, message.location)
        if owner != message.location:
            raise IdTaken(message.icat_id, message.location, f"the id belongs to the dataset {owner!r}")
        if known.icat_id not in {None, message.icat_id}:
            raise IdTaken(message.icat_id, message.location, f"the dataset has the id {known.icat_id}")

    def _bind(self, message: DatasetMessage | IdentityMessage, known: Known) -> bool:
        if message.icat_id is None or known.icat_id == message.icat_id:
            return False
        self.owners[message.icat_id] = message.location
        self.known[message.location] = replace(known, icat_id=message.icat_id)
        self.plan.bound[message.location] = (message.icat_id, self._next_change())
        return True

    def _supersede(self, message: DatasetMessage, known: Known, *, learns_id: bool) -> Outcome:
        self.plan.superseded.append((message, self.plan.change))
        change = self.plan.change if learns_id else None
        return Outcome("superseded", known.location, change)

    def _win(self, message: DatasetMessage, known: Known) -> Outcome:
        change = self._next_change()
        location = message.location
        before = self.before.get(location)
        if location in self.plan.live:
            self.plan.superseded.append((self.plan.live[location][0], change))
        elif before is not None and before.rank is not None:
            self.plan.replaced[location] = change
        self.plan.live[location] = (message, change)
        self.known[location] = replace(
            self.known.get(location, known),
            rank=message.rank,
            digest=message.digest,
            job=message.job_key,
            is_declared=message.run is not None,
        )
        return Outcome("created" if known.rank is None else "replaced", location, change)

    def _next_change(self) -> int:
        self.plan.change += 1
        return self.plan.change


def named_icat_ids(messages: Iterable[Message]) -> list[int]:
    """Return the ICAT ids that messages claim, name as inputs or tell of, sorted, each once."""
    ids: set[int] = set()
    for message in messages:
        if isinstance(message, Event):
            ids.update(i for i in [icat_id_of(message.subject)] if i is not None)
        elif isinstance(message, PublicationMessage):
            ids.update(i for i in map(icat_id_of, message.members) if i is not None)
        elif isinstance(message, DatasetMessage | IdentityMessage):
            inputs = message.inputs if isinstance(message, DatasetMessage) else ()
            ids.update(i for i in map(icat_id_of, inputs) if i is not None)
            if message.icat_id is not None:
                ids.add(message.icat_id)
    return sorted(ids)


def location_of(message: Message) -> str | None:
    """Return the location of the dataset that a message is about; None for one about something else."""
    return message.location if isinstance(message, DatasetMessage | IdentityMessage) else None
