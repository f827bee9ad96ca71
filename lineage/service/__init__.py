"""The verbs of the service, and nothing but their order: each takes nouns, asks the rooms, returns nouns."""

from types import TracebackType
from typing import Self

from lineage import engine
from lineage.graph import schema
from lineage.graph.database import Database
from lineage.service.changes import Changes
from lineage.service.many import Many
from lineage.service.messages import Messages
from lineage.service.production import Production
from lineage.service.questions import Questions
from lineage.service.relations import Relations
from lineage.service.upkeep import Upkeep
from lineage.settings import Settings


class Lineage(Messages, Questions, Relations, Production, Many, Changes, Upkeep):
    """The lineage service over one graph database."""

    @classmethod
    def open(cls, settings: Settings, progress: engine.Progress | None = None) -> Self:
        """Connect to the given Neo4j, or start the embedded one, and bring the schema up to date."""
        database = connect(settings, progress)
        try:
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


def connect(settings: Settings, progress: engine.Progress | None = None) -> Database:
    """Connect to the given server, or to the embedded one, which is started when it does not run."""
    if settings.neo4j_uri:
        password = settings.neo4j_password.get_secret_value() if settings.neo4j_password else None
        uri, auth = settings.neo4j_uri, (settings.neo4j_user, password) if password else None
    else:
        address = engine.ensure(settings, progress=progress)
        uri, auth = address.uri, (address.user, address.password)
    return Database(
        uri,
        auth,
        database=settings.neo4j_database,
        query_timeout_s=settings.query_timeout_s,
        write_timeout_s=settings.write_timeout_s,
        stream_timeout_s=settings.stream_timeout_s,
    )
