"""What the events of a batch make live; pure, like the plan that asks it.

The latest event counts, whichever comes first: of an archive status the latest, of updates the latest of each
parameter. Every event that was not known before is kept and has a change of its own.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from lineage.graph.rows import Row, event_row
from lineage.graph.updates import Updates, parameters_of
from lineage.model.event import Event
from lineage.model.location import public_id
from lineage.model.words import indexed


class Events:
    """The events of one batch, taken one after the other.

    `told` are the properties of the datasets that they are about, as they were before the batch, `known` the keys of
    those that are in the graph, and `at` is the time of the write.
    """

    def __init__(self, told: Iterable[Mapping[str, Any]] = (), known: Iterable[str] = (), at: str = "") -> None:
        self._at = at
        self._told = {item["location"]: item for item in told}
        self._known = set(known)
        self._updates: dict[str, Updates] = {}
        self._live: dict[str, Row] = {}
        self.changes: dict[str, int] = {}
        self.rows: list[Row] = []
        self.schedules: list[Row] = []

    def is_known(self, event: Event) -> bool:
        """Say whether the event is in the graph, or was taken before."""
        return event.key in self._known

    def take(self, event: Event, location: str | None, change: int) -> bool:
        """Take an event that was not known, about the dataset at a location, and say whether it is the latest.

        `location` is None for an event about an investigation.
        """
        self._known.add(event.key)
        row = event_row(event, location, change, self._at)
        if location is None:
            self.schedules.append(row)
            return True
        self.rows.append(row)
        self.changes[location] = change
        return self._makes_live(event, location)

    def updates(self, location: str, known: Mapping[str, Any] | None) -> Updates | None:
        """Return the updates of a dataset, those of the batch among them; None for a dataset without.

        `known` are its properties before the batch, None where no updates were about it.
        """
        return self._updates.get(location) or (Updates(known) if known else None)

    def dataset_rows(self, live: Mapping[str, int]) -> list[Row]:
        """Return rows of ``write/events``: what events make of the datasets that they are about.

        `live` are the changes of datasets that an announcement of the batch makes anew, with the updates in it.
        """
        return [
            {
                "location": location,
                "id": public_id(location),
                "words": indexed(location),
                "properties": self._live.get(location, {}) | ({} if location in live else self._updated(location)),
                "change": max(change, live.get(location, 0)),
                "received_at": self._at,
            }
            for location, change in self.changes.items()
        ]

    def sample_rows(self, live: Mapping[str, int]) -> list[Row]:
        """Return rows of ``write/samples``: announced datasets that an update moves to another sample."""
        return [
            {
                "location": location,
                "sample": sample,
                "words": indexed(told["name"], location, sample, told["comment"]),
            }
            for location, updates in self._updates.items()
            if location in self.changes
            and location not in live
            and (told := self._announced(location))
            and (sample := updates.sample)
        ]

    def _makes_live(self, event: Event, location: str) -> bool:
        before = {**self._told.get(location, {}), **self._live.get(location, {})}
        if event.kind == "metadata":
            if location not in self._updates:
                self._updates[location] = Updates(before)
            return self._updates[location].take(event)
        if event.kind == "files":
            made: Row = {"files_added_at": event.sent_at}
            is_latest = event.sent_at > str(before.get("files_added_at") or "")
        else:
            made, is_latest = archived(event), event.key > str(before.get("archive_event") or "")
        if is_latest:
            self._live.setdefault(location, {}).update(made)
        return is_latest

    def _updated(self, location: str) -> Row:
        """Return what updates make of a dataset that no announcement of the batch is about."""
        updates = self._updates.get(location)
        if not updates:
            return {}
        told = self._announced(location)
        if told is None:
            return {"updates": updates.to_text(None)}
        return updates.properties(Updates(told).announced(told), parameters_of(told))

    def _announced(self, location: str) -> Mapping[str, Any] | None:
        told = self._told.get(location)
        return told if told and told.get("rank") is not None else None


def archived(event: Event) -> Row:
    """Return the properties that an archive status gives its dataset."""
    return {
        "archive_status": event.facts["status"],
        "archive_level": event.facts["level"],
        "archive_message": event.facts["message"],
        "archive_at": event.sent_at,
        "archive_event": event.key,
    }
