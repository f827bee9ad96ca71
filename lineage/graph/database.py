"""The connection: asks a question by name, runs a write transaction, translates the driver's errors.

It decides nothing about lineage and builds no query text.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, LiteralString, Protocol, Self, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, GraphDatabase, ManagedTransaction, Record, unit_of_work
from neo4j import Query as DriverQuery
from neo4j import Transaction as DriverTransaction
from neo4j.exceptions import (
    AuthError,
    ClientError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
)

from lineage.errors import GraphRefused, GraphUnavailable, QueryTimeout
from lineage.graph.queries import Piece, Query, load

T = TypeVar("T")

RETRY_TIME_S = 5.0
"""How long the driver tries a transaction again when a server is busy or changes roles."""

CONNECT_TIMEOUT_S = 5.0

PARTS_HELD = 2
"""Records of a long answer that the driver fetches ahead; each holds many nodes."""

OUT_OF_MEMORY = "OutOfMemory"
MORE_MEMORY = "raise LINEAGE_ENGINE_HEAP_MB, or dbms.memory.transaction.total.max of a given server"

Answer = dict[str, Any]


class Ask(Protocol):
    """Runs a query by name and returns its first record; `Transaction.run` is such."""

    def __call__(self, name: str, /, **parameters: Any) -> Answer:
        """Run the query."""
        ...


class Database:
    """A Neo4j server and one database in it; safe to share between threads."""

    def __init__(
        self,
        uri: str,
        auth: tuple[str, str] | None,
        *,
        database: str = "neo4j",
        query_timeout_s: float = 30.0,
        write_timeout_s: float = 300.0,
        stream_timeout_s: float = 600.0,
    ) -> None:
        self.uri = uri
        self.query_timeout_s = query_timeout_s
        self.write_timeout_s = write_timeout_s
        self.stream_timeout_s = stream_timeout_s
        self._database = database
        self._queries = load()
        self._driver: Driver = GraphDatabase.driver(
            uri,
            auth=auth,
            connection_timeout=CONNECT_TIMEOUT_S,
            connection_acquisition_timeout=CONNECT_TIMEOUT_S * 2,
            max_transaction_retry_time=RETRY_TIME_S,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._driver.close()

    def ping(self) -> str:
        """Return the version of the server; raises GraphUnavailable when it does not answer."""
        with self._translated("ping", CONNECT_TIMEOUT_S):
            info = self._driver.get_server_info()
        return str(info.agent)

    def ask(self, name: str, /, *, timeout_s: float | None = None, **parameters: Any) -> Answer:
        """Return the one record that the named read query answers with; empty when there is none.

        Raises QueryTimeout after `timeout_s` (unset: `query_timeout_s`), when the database has ended the work too.
        """
        query = self._queries[name]
        bounds = {key: parameters.pop(key) for key in query.bounds}
        return self.ask_piece(name, Piece(query.text(**bounds), parameters), timeout_s=timeout_s)

    def ask_piece(self, name: str, question: Piece, *, timeout_s: float | None = None) -> Answer:
        """Return the one record that a question answers with which was put together; `name` is what it is called.

        One message to the server and one back: a transaction of the driver's would cost a second round trip for its
        commit. Such a transaction, which the driver tries again, is what follows when the server fails in a way that
        may pass. Raises QueryTimeout as `ask` does.
        """
        limit_s = timeout_s or self.query_timeout_s
        values = dict(question.values)
        limited = DriverQuery(question.text, metadata={"question": name}, timeout=limit_s)
        with self._translated(name, limit_s):
            try:
                with self._driver.session(database=self._database, default_access_mode=READ_ACCESS) as session:
                    return _answer(session.run(limited, values).single())
            except (DriverError, Neo4jError) as error:
                if not error.is_retryable():
                    raise
        return self._run(READ_ACCESS, name, limit_s, lambda tx: _answer(tx.run(question.text, values).single()))

    def parts(self, name: str, /, **parameters: Any) -> Iterator[Answer]:
        """Yield the records of a read query as they come, few of them held at once; closing the iterator ends it.

        Raises QueryTimeout after `stream_timeout_s`. Nothing is tried again once the first record was given.
        """
        query = self._queries[name]
        bounds = {key: parameters.pop(key) for key in query.bounds}
        with (
            self._translated(name, self.stream_timeout_s),
            self._driver.session(
                database=self._database, default_access_mode=READ_ACCESS, fetch_size=PARTS_HELD
            ) as session,
            session.begin_transaction(metadata={"question": name}, timeout=self.stream_timeout_s) as transaction,
        ):
            for record in transaction.run(query.text(**bounds), parameters):
                yield _answer(record)

    def stream(
        self, name: str, take: Callable[[Iterator[Answer]], T], /, *, timeout_s: float | None = None, **parameters: Any
    ) -> T:
        """Hand the records of a read query, one by one, to `take` and return what it makes of them.

        Raises QueryTimeout after `timeout_s` (unset: `write_timeout_s`).
        """
        query = self._queries[name]

        def work(transaction: ManagedTransaction) -> T:
            return take(map(_answer, transaction.run(query.text(), parameters)))

        return self._run(READ_ACCESS, name, timeout_s or self.write_timeout_s, work)

    def explain(self, name: str, /, **parameters: Any) -> Mapping[str, Any]:
        """Return the plan of the named query, not run."""
        query = self._queries[name]
        bounds = {key: parameters.pop(key) for key in query.bounds}
        return self.explain_piece(name, Piece(query.text(**bounds), {**dict.fromkeys(query.parameters), **parameters}))

    def explain_piece(self, name: str, question: Piece) -> Mapping[str, Any]:
        """Return the plan of a question that was put together, not run."""

        def work(transaction: ManagedTransaction) -> Mapping[str, Any]:
            text: LiteralString = "EXPLAIN " + question.text
            return transaction.run(text, dict(question.values)).consume().plan or {}

        return self._run(READ_ACCESS, name, self.query_timeout_s, work)

    def write(self, question: str, work: Callable[["Transaction"], T]) -> T:
        """Run `work` in one write transaction and commit; an exception rolls all of it back."""
        return self._run(WRITE_ACCESS, question, self.write_timeout_s, lambda tx: work(Transaction(tx, self._queries)))

    @contextmanager
    def whole(self, question: str, *, is_held: bool) -> "Iterator[Transaction]":
        """Open one transaction over several questions, without a time limit; what it writes is rolled back.

        Held, it takes the write lock, so that nobody writes meanwhile.
        """
        mode = WRITE_ACCESS if is_held else READ_ACCESS
        with (
            self._translated(question, 0),
            self._driver.session(database=self._database, default_access_mode=mode) as session,
            session.begin_transaction(metadata={"question": question}, timeout=0) as opened,
        ):
            transaction = Transaction(opened, self._queries)
            if is_held:
                transaction.run("write/lock", token=question)
            yield transaction
            opened.rollback()

    def define(self, statement: LiteralString) -> None:
        """Run one schema statement on its own; Neo4j does not mix those with data."""
        with (
            self._translated("schema", self.write_timeout_s),
            self._driver.session(database=self._database) as session,
        ):
            session.run(statement).consume()

    def _run(self, mode: str, question: str, timeout_s: float, work: Callable[[ManagedTransaction], T]) -> T:
        limited = unit_of_work(timeout=timeout_s, metadata={"question": question})(work)
        with (
            self._translated(question, timeout_s),
            self._driver.session(database=self._database, default_access_mode=mode) as session,
        ):
            execute = session.execute_read if mode == READ_ACCESS else session.execute_write
            return execute(limited)

    @contextmanager
    def _translated(self, question: str, timeout_s: float) -> Iterator[None]:
        try:
            yield
        except AuthError as error:
            raise GraphUnavailable(self.uri, "it refuses the user or the password.") from error
        except ServiceUnavailable as error:
            raise GraphUnavailable(self.uri, f"{error}") from error
        except Neo4jError as error:
            if error.code and "TransactionTimedOut" in error.code:
                raise QueryTimeout(question, timeout_s) from error
            if error.code and OUT_OF_MEMORY in error.code:
                raise GraphRefused(self.uri, question, f"it has too little memory for it; {MORE_MEMORY}") from error
            if isinstance(error, ClientError):
                raise GraphRefused(self.uri, question, f"{error.message} ({error.code})") from error
            raise GraphUnavailable(self.uri, f"{error.message}") from error
        except DriverError as error:
            raise GraphUnavailable(self.uri, f"{error}") from error


class Transaction:
    """A write transaction that runs queries by name."""

    def __init__(self, transaction: ManagedTransaction | DriverTransaction, queries: Mapping[str, Query]) -> None:
        self._transaction = transaction
        self._queries = queries

    def run(self, name: str, /, **parameters: Any) -> Answer:
        """Run the named query; return its first record, empty when it returns none."""
        result = self._transaction.run(self._queries[name].text(), parameters)
        record = next(iter(result), None)
        result.consume()
        return _answer(record)

    def stream(self, name: str, /, **parameters: Any) -> Iterator[Answer]:
        """Run the named query and yield its records as they come."""
        return map(_answer, self._transaction.run(self._queries[name].text(), parameters))


def _answer(record: Record | None) -> Answer:
    """Return a record as it is: queries return values, lists and maps, never nodes or edges of the driver's."""
    return {} if record is None else dict(record)
