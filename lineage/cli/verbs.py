"""The verbs that commands use, whoever has them: the service over a database, or the client of a server."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from lineage.intake import Piece
from lineage.model import answers
from lineage.model.flat import FormatName


class Verbs(Protocol):
    """What `service.Lineage` and `client.Client` both offer; each verb is explained there."""

    def ingest(self, messages: Iterable[Piece], /) -> Iterator[answers.Receipt]: ...

    def rejected(
        self, *, code: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> answers.Page[answers.Rejected]: ...

    def rejected_message(self, key: str) -> tuple[answers.Rejected, bytes]: ...

    def replay(self, key: str) -> answers.Receipt: ...

    def dataset(self, name: str) -> answers.Dataset: ...

    def job(self, name: str) -> answers.Job: ...

    def application(self, name: str) -> answers.Application: ...

    def ancestors(
        self, name: str, *, steps: int | None = None, cursor: str | None = None, limit: int = 1000
    ) -> answers.Trace: ...

    def descendants(
        self, name: str, *, steps: int | None = None, cursor: str | None = None, limit: int = 1000
    ) -> answers.Trace: ...

    def ancestors_stream(self, name: str, *, steps: int | None = None) -> Iterator[answers.TraceNode]: ...

    def descendants_stream(self, name: str, *, steps: int | None = None) -> Iterator[answers.TraceNode]: ...

    def graph(
        self, name: str, direction: answers.Direction = "ancestors", *, steps: int | None = None, limit: int = 1000
    ) -> answers.TraceGraph: ...

    def provenance(
        self,
        names: Sequence[str],
        direction: answers.Direction = "ancestors",
        *,
        steps: int | None = None,
        limit: int = 1000,
    ) -> answers.Provenance: ...

    def report(self, name: str, *, limit: int = 10_000) -> answers.Report: ...

    def path(self, from_name: str, to_name: str) -> answers.Path: ...

    def datasets(
        self,
        *,
        prefix: str = "",
        kind: answers.Kind | None = None,
        state: answers.State | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Page[answers.DatasetItem]: ...

    def search(
        self, expression: str = "", *, facets: bool = False, cursor: str | None = None, limit: int = 100
    ) -> answers.Found: ...

    def search_words(self) -> answers.WordList: ...

    def neighbourhood(
        self, name: str, *, up: int = 1, down: int = 1, nodes_max: int = 300, is_grouped: bool = True
    ) -> answers.Neighbourhood: ...

    def common(
        self,
        names: Sequence[str],
        direction: answers.Direction = "ancestors",
        *,
        steps: int | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Common: ...

    def roots(self, name: str, *, cursor: str | None = None, limit: int = 100) -> answers.Ends: ...

    def products(self, name: str, *, cursor: str | None = None, limit: int = 100) -> answers.Ends: ...

    def differences(self, left: str, right: str, *, steps: int | None = None) -> answers.Differences: ...

    def produced(
        self,
        application: str,
        *,
        since: str | None = None,
        until: str | None = None,
        status: str | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Produced: ...

    def impact(
        self,
        application: str,
        *,
        since: str | None = None,
        until: str | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Impact: ...

    def jobs(
        self,
        *,
        application: str | None = None,
        status: str | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Page[answers.JobItem]: ...

    def job_counts(self, application: str | None = None) -> answers.JobCounts: ...

    def applications(
        self, *, name: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> answers.Page[answers.ApplicationItem]: ...

    def expected(self, *, cursor: str | None = None, limit: int = 100) -> answers.Page[answers.Expected]: ...

    def retire(
        self, name: str, reason: str, *, retire_used: bool = False, only_show: bool = False
    ) -> answers.Retirement: ...

    def restore(self, name: str) -> answers.Dataset: ...

    def flat_file(
        self,
        form: FormatName = "csv",
        *,
        investigation: str | None = None,
        since: int | None = None,
        where: str | None = None,
    ) -> Iterator[bytes]: ...

    def stats(self) -> answers.Stats: ...

    def consumers(self) -> answers.Consumers: ...

    def audit(self) -> answers.Audit: ...

    def readiness(self) -> answers.Readiness: ...
