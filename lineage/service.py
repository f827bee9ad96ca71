"""The verbs of the service, and nothing but their order: each takes nouns, asks the rooms, returns nouns."""

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Self, TypeVar

from lineage import engine, intake
from lineage.errors import LineageError, NotFound, SchemaError, StillUsed
from lineage.graph import audit, desk, read, schema, write
from lineage.graph.database import Database
from lineage.ingest import Context
from lineage.intake import Piece
from lineage.model import answers
from lineage.model.location import normalise, public_id
from lineage.settings import Settings

T = TypeVar("T")

USED_BY_SHOWN = 100
UUID_CHARS = 36


class Lineage:
    """The lineage service over one graph database."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.context = Context.of(settings)
        self.units = {
            definition.name: definition.units for definition in self.context.definitions.values() if definition.units
        }

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

    # messages in

    def ingest(self, pieces: Iterable[Piece]) -> Iterator[answers.Receipt]:
        """Write messages in batches and yield a receipt for each, in their order, when its batch is committed.

        A refused message is kept on the desk before its receipt is given.
        """
        return intake.ingest(self.database, self.context, self.settings, pieces)

    # the desk

    def rejected(
        self, *, code: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> answers.Page[answers.Rejected]:
        """Return refused messages, the oldest first."""
        return desk.listing(self.database, code=code, cursor=cursor, limit=limit)

    def rejected_message(self, key: str) -> tuple[answers.Rejected, bytes]:
        """Return a refused message and its bytes."""
        return desk.one(self.database, key)

    def replay(self, key: str) -> answers.Receipt:
        """Try a refused message again; accepted, it leaves the desk."""
        rejected, body = desk.one(self.database, key)
        return next(self.ingest([Piece(body, rejected.sender)]))

    def replay_all(self, code: str | None = None) -> Iterator[answers.Receipt]:
        """Try every refused message again, the oldest first; `code` takes only one reason."""
        keys = list(self._rejected_keys(code))
        for key in keys:
            yield self.replay(key)

    def _rejected_keys(self, code: str | None) -> Iterator[str]:
        cursor = None
        while True:
            page = self.rejected(code=code, cursor=cursor, limit=1000)
            yield from (item.key for item in page.items)
            if page.next is None:
                return
            cursor = page.next

    # questions

    def id_of(self, name: str) -> str:
        """Return the public id of a dataset named by its id or by its location."""
        if "/" not in name and ":" not in name:
            return name
        return public_id(normalise(name, mount_prefixes=self.settings.mount_prefixes))

    def dataset(self, name: str) -> answers.Dataset:
        """Return one dataset, named by its public id or its location."""
        return self._named("dataset", name, lambda id: read.dataset(self.database, id, self.units))

    def job(self, name: str) -> answers.Job:
        """Return one job, named by its public id or its key."""
        id = name if _is_id(name) else public_id(name)
        return self._renamed("job", name, lambda: read.job(self.database, id))

    def application(self, name: str) -> answers.Application:
        """Return one application, named by its public id or its key."""
        id = name if _is_id(name) else public_id(name)
        return self._renamed("application", name, lambda: read.application(self.database, id))

    def ancestors(
        self, name: str, *, steps: int | None = None, cursor: str | None = None, limit: int = 1000
    ) -> answers.Trace:
        """Return what a dataset was derived from, nearest first; `steps` None goes back to the beginning."""
        return self._walk("ancestors", name, steps, cursor, limit)

    def descendants(
        self, name: str, *, steps: int | None = None, cursor: str | None = None, limit: int = 1000
    ) -> answers.Trace:
        """Return what was derived from a dataset, nearest first; `steps` None goes to the end."""
        return self._walk("descendants", name, steps, cursor, limit)

    def _walk(
        self, direction: answers.Direction, name: str, steps: int | None, cursor: str | None, limit: int
    ) -> answers.Trace:
        return self._named(
            "dataset",
            name,
            lambda id: read.walk(self.database, direction, id, steps_max=steps, cursor=cursor, limit=limit),
        )

    def graph(
        self,
        name: str,
        direction: answers.Direction = "ancestors",
        *,
        steps: int | None = None,
        limit: int = 1000,
    ) -> answers.TraceGraph:
        """Return the nearest `limit` nodes up or down from a dataset, and the edges among them."""
        return self._named(
            "dataset", name, lambda id: read.graph(self.database, direction, id, steps_max=steps, limit=limit)
        )

    def path(self, from_name: str, to_name: str) -> answers.Path:
        """Return the shortest way of the data between two datasets, in either direction."""
        names = {self.id_of(name): name for name in (from_name, to_name)}
        try:
            return read.path(self.database, self.id_of(from_name), self.id_of(to_name))
        except NotFound as error:
            raise NotFound("dataset", names[error.facts["name"]]) from error

    def datasets(
        self,
        *,
        prefix: str = "",
        kind: answers.Kind | None = None,
        state: answers.State | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Page[answers.DatasetItem]:
        """Return datasets in the order of their locations."""
        return read.datasets(self.database, prefix=prefix, kind=kind, state=state, cursor=cursor, limit=limit)

    def jobs(
        self, *, status: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> answers.Page[answers.JobItem]:
        """Return jobs in the order of their keys."""
        return read.jobs(self.database, status=status, cursor=cursor, limit=limit)

    def applications(
        self, *, name: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> answers.Page[answers.ApplicationItem]:
        """Return applications in the order of their names and versions."""
        return read.applications(self.database, name=name, cursor=cursor, limit=limit)

    def expected(self, *, cursor: str | None = None, limit: int = 100) -> answers.Page[answers.Expected]:
        """Return datasets that were named and not announced, the longest waiting first."""
        return read.expected(self.database, cursor=cursor, limit=limit)

    def stats(self) -> answers.Stats:
        """Return how much there is."""
        return read.stats(self.database)

    def fingerprint(self) -> str:
        """Return the SHA-256 of the live graph; equal for equal sets of messages."""
        return read.fingerprint(self.database)

    def audit(self) -> answers.Audit:
        """Prove every rule, and return what broke."""
        return audit.audit(self.database)

    # changes by hand

    def retire(
        self, name: str, reason: str, *, retire_used: bool = False, only_show: bool = False
    ) -> answers.Retirement:
        """Mark a dataset as gone from disk; it stays in every chain with the mark.

        Raises StillUsed, with the list, when datasets were derived from it and `retire_used` does not say so.
        """
        id = self.id_of(name)
        found = self._renamed("dataset", name, lambda: read.used_by(self.database, id, USED_BY_SHOWN))
        if not only_show:
            if found["used_count"] and not retire_used:
                raise StillUsed(found["location"], found["used_count"], found["used_by"])
            found["state"] = write.retire(self.database, id, reason)
        return answers.Retirement(**found, is_done=not only_show, change=read.change(self.database))

    def restore(self, name: str) -> answers.Dataset:
        """Take the mark of a retirement away again."""
        id = self.id_of(name)
        self._renamed("dataset", name, lambda: write.retire(self.database, id, None))
        return self.dataset(id)

    # state of the service

    def readiness(self) -> answers.Readiness:
        """Say whether database and schema are as they must be."""
        checks: dict[str, str] = {}
        for name, check in (("database", self.database.ping), ("schema", self._check_schema)):
            try:
                check()
                checks[name] = "ok"
            except LineageError as error:
                checks[name] = error.message
                break  # a database that is down is not asked again; each question would be tried for seconds
        return answers.Readiness(is_ready=set(checks.values()) == {"ok"}, checks=checks)

    def _check_schema(self) -> None:
        status = schema.migrate(self.database, only_check=True)
        if status.pending:
            raise SchemaError(status.pending[0], "is not applied yet; run lineage migrate")

    def _named(self, kind: str, name: str, ask: Callable[[str], T]) -> T:
        return self._renamed(kind, name, lambda: ask(self.id_of(name)))

    def _renamed(self, kind: str, name: str, ask: Callable[[], T]) -> T:
        """Tell of a missing thing in the caller's own words, not by the id that was derived from them."""
        try:
            return ask()
        except NotFound as error:
            raise NotFound(kind, name) from error


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
    )


def _is_id(name: str) -> bool:
    return len(name) == UUID_CHARS and "/" not in name and ":" not in name
