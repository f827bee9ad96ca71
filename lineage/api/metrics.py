"""What `/metrics` tells: counters of this process, and how much there is in the graph when it is asked."""

from collections.abc import Iterable, Iterator
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from lineage.api.feed_metrics import FeedMetrics
from lineage.api.publish_metrics import PublishMetrics
from lineage.errors import LineageError
from lineage.model import answers
from lineage.model.outcome import Status
from lineage.service import Lineage

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The metrics of one app, in a registry of its own, so that two apps in a process do not mix."""

    def __init__(self, service: Lineage) -> None:
        self.registry = CollectorRegistry()
        self.messages = Counter("lineage_messages", "messages taken in over HTTP", ["status"], registry=self.registry)
        for status in get_args(Status):
            # a counter that was never counted is told as 0, so that a rate can be taken from the first one on
            self.messages.labels(status)
        self.rejected = Counter(
            "lineage_rejected", "messages refused over HTTP, by reason", ["code"], registry=self.registry
        )
        self.requests = Counter(
            "lineage_http_requests", "HTTP requests", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "lineage_http_request_seconds", "time to the last byte", ["route"], registry=self.registry
        )
        self.registry.register(_Graph(service))
        self.registry.register(FeedMetrics(service.consumers))
        self.registry.register(PublishMetrics(service.publisher))

    def counted(self, receipts: Iterable[answers.Receipt]) -> Iterator[answers.Receipt]:
        """Hand receipts on, each one counted."""
        for receipt in receipts:
            self.messages.labels(receipt.status).inc()
            if receipt.code:
                self.rejected.labels(receipt.code).inc()
            yield receipt

    def text(self) -> bytes:
        """Return all of it in the text format of Prometheus."""
        return generate_latest(self.registry)


class _Graph(Collector):
    """Gauges that are read from the graph when they are asked for."""

    def __init__(self, service: Lineage) -> None:
        self.service = service

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Tell no names beforehand, so that registering asks no database."""
        return ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the gauges; without a database only that it is down."""
        try:
            # a ping fails at once, a question only after it was tried again for seconds
            self.service.database.ping()
            stats = self.service.stats()
        except LineageError:
            yield GaugeMetricFamily("lineage_graph_up", "1 when the graph database answers", 0)
            return
        yield GaugeMetricFamily("lineage_graph_up", "1 when the graph database answers", 1)
        yield GaugeMetricFamily("lineage_graph_change", "number of the last change", stats.as_of)
        yield GaugeMetricFamily("lineage_expected_datasets", "named, not announced", stats.expected)
        yield GaugeMetricFamily("lineage_rejected_messages", "refused messages that wait", stats.rejected)
