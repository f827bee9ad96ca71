"""Metrics of the publications of this process, when it publishes."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from lineage.model.answers import Publisher


class PublishMetrics(Collector):
    """Gauges about how the last publications went; none where nothing is published."""

    def __init__(self, publisher: Callable[[], Publisher | None]) -> None:
        self._publisher = publisher

    def describe(self) -> Iterable[Metric]:
        """Tell no names beforehand."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges."""
        found = self._publisher()
        if found is None:
            return
        yield _gauge("failing", "1 when the last publication came to no end", int(found.error is not None))
        if found.succeeded_at is None:
            return
        yield _gauge("success_timestamp_seconds", "when one came to its end last", _seconds(found.succeeded_at))
        yield _gauge("change", "number of the change up to which ICAT was told", found.as_of or 0)
        yield _gauge("waiting_datasets", "datasets that ICAT does not know", found.waiting_datasets)
        yield _gauge("waiting_jobs", "jobs with such a dataset, of the last publication", found.waiting_jobs)
        yield _gauge("refused", "what was not written, of the last publication", found.refused_count)
        if found.waiting_since:
            oldest = _seconds(found.waiting_since)
            yield _gauge("waiting_since_timestamp_seconds", "since when the oldest dataset waits", oldest)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"lineage_icat_{name}", meaning, value)


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
