"""What every verb stands on: settings, the database, and how a caller names a thing."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from lineage.errors import NamesNotFound, NotFound
from lineage.graph.database import Database
from lineage.ingest import Context
from lineage.journal import Journal
from lineage.model import answers
from lineage.model.location import normalise, public_id
from lineage.settings import Settings

T = TypeVar("T")


class Base:
    """Settings, database and journal of a service; its verbs are in the classes made from this one.

    Without a journal nothing that comes in is kept beside the graph.
    """

    def __init__(self, settings: Settings, database: Database, journal: Journal | None = None) -> None:
        self.settings = settings
        self.database = database
        self.journal = journal
        self.context = Context.of(settings)
        self.units = {
            definition.name: definition.units for definition in self.context.definitions.values() if definition.units
        }

    def id_of(self, name: str) -> str:
        """Return the public id of a dataset named by its id or by its location."""
        if "/" not in name and ":" not in name:
            return name
        return public_id(normalise(name, mount_prefixes=self.settings.mount_prefixes))

    def of_dataset(self, name: str, ask: Callable[[str], T]) -> T:
        """Ask about a dataset by its public id."""
        return self.renamed("dataset", name, lambda: ask(self.id_of(name)))

    def renamed(self, kind: str, name: str, ask: Callable[[], T]) -> T:
        """Tell of a missing thing in the caller's own words, not by the id that was derived from them."""
        try:
            return ask()
        except NotFound as error:
            raise NotFound(kind, name) from error

    def all_found(self, names: Mapping[str, str], found: Iterable[answers.DatasetRef]) -> None:
        """Refuse an answer that lacks some of the datasets asked for; `names` are the caller's words by id."""
        known = {dataset.id for dataset in found}
        if missing := [name for id, name in names.items() if id not in known]:
            raise NamesNotFound("dataset", missing)
