"""The verbs of the service, and nothing but their order: each takes nouns, asks the rooms, returns nouns."""

from types import TracebackType
from typing import Self

from lineage import engine
from lineage.graph import schema
from lineage.service.changes import Changes
from lineage.service.connection import connect
from lineage.service.exports import Exports
from lineage.service.many import Many
from lineage.service.messages import Messages
from lineage.service.production import Production
from lineage.service.questions import Questions
from lineage.service.relations import Relations
from lineage.service.search import Search
from lineage.service.upkeep import Upkeep
from lineage.settings import Settings

__all__ = ["Lineage", "connect"]


class Lineage(Messages, Questions, Search, Relations, Production, Many, Exports, Changes, Upkeep):
    """The lineage service over one graph database."""

    @classmethod
    def open(cls, settings: Settings, progress: engine.Progress | None = None) -> Self:
        """Connect to the given Neo4j, or start the embedded one, and bring the schema up to date."""
        database = connect(settings, progress)
        try:
            database.ping()  # a question would be tried again for seconds before it is told that nobody answers
            schema.migrate(database)
            service = cls(settings, database)
            schema.index_parameters(database, settings.indexed_parameters, service.context.definitions)
        except BaseException:
            database.close()
            raise
        return service

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.database.close()
