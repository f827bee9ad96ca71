"""The verbs of the service, and nothing but their order: each takes nouns, asks the rooms, returns nouns."""

from types import TracebackType
from typing import Self

from lineage import engine
from lineage.graph import read, schema
from lineage.graph.database import Database
from lineage.journal import Journal
from lineage.service.changes import Changes
from lineage.service.connection import connect
from lineage.service.exports import Exports
from lineage.service.listening import Listening
from lineage.service.many import Many
from lineage.service.production import Production
from lineage.service.publications import Publications
from lineage.service.publishing import Publishing
from lineage.service.questions import Questions
from lineage.service.reconcile import Reconcile
from lineage.service.recovery import journal_folder, recover
from lineage.service.relations import Relations
from lineage.service.upkeep import Upkeep
from lineage.settings import Settings

__all__ = ["Lineage", "connect"]


class Lineage(
    Publications, Listening, Questions, Relations, Production, Many, Exports, Publishing, Reconcile, Changes, Upkeep
):
    """The lineage service over one graph database."""

    @classmethod
    def open(cls, settings: Settings, progress: engine.Progress | None = None) -> Self:
        """Connect to the given Neo4j, or start the embedded one, and bring the schema up to date.

        Everything that comes in goes through the journal, unless the settings want none. What a process that was
        killed left there is brought into the graph first.
        """
        database = connect(settings, progress)
        try:
            database.ping()  # a question would be tried again for seconds before it is told that nobody answers
            schema.migrate(database)
            service = cls(settings, database, _journal(settings, database))
            schema.index_parameters(database, settings.indexed_parameters, service.context.definitions)
            if settings.journal:
                recover(database, service.context, settings, lambda: read.store(database))
        except BaseException:
            database.close()
            raise
        return service

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.journal:
            self.journal.close()
        self.database.close()


def _journal(settings: Settings, database: Database) -> Journal | None:
    if not settings.journal:
        return None
    return Journal(journal_folder(settings), lambda: read.store(database), settings.journal_segment_mb * 2**20)
