"""Metrics of the consumers of this machine, read from what they tell of themselves when `/metrics` is asked."""

from collections.abc import Callable, Iterable, Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from lineage.model.answers import Consumer, Consumers


class FeedMetrics(Collector):
    """Gauges and counters with the label `consumer`, which is host:pid."""

    def __init__(self, consumers: Callable[[], Consumers]) -> None:
        self._consumers = consumers

    def describe(self) -> Iterable[Metric]:
        """Tell no names beforehand, so that registering reads nothing."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Yield a family for each thing a consumer tells."""
        found = self._consumers().items
        yield _gauge("blocked", "1 while graph or journal do not take what was received", found, _is_blocked)
        yield _gauge("queue_age_seconds", "age of the oldest message that is received and not written", found, _age)
        yield _gauge("waiting_messages", "received and not yet worked on", found, lambda one: one.waiting)
        yield _labelled(
            GaugeMetricFamily(
                "lineage_consumer_broker_connected", "1 while the broker is connected", labels=["consumer", "broker"]
            ),
            found,
            lambda one: {name: int(state == "connected") for name, state in one.brokers.items()},
        )
        for name, help_, label, values in (
            ("messages", "messages by what became of them", "status", lambda one: one.messages),
            ("rejected", "messages refused, by reason", "code", lambda one: one.rejected),
            ("datasets", "messages about datasets, by instrument", "instrument", lambda one: one.instruments),
            ("redelivered", "messages that a broker delivered again", "kind", lambda one: {"all": one.redelivered}),
        ):
            family = CounterMetricFamily(f"lineage_consumer_{name}", help_, labels=["consumer", label])
            yield _labelled(family, found, values)
        yield _visible(found)


def _is_blocked(consumer: Consumer) -> int:
    return int(consumer.state == "blocked")


def _age(consumer: Consumer) -> float:
    return consumer.queue_age_s


def _name(consumer: Consumer) -> str:
    return f"{consumer.host}:{consumer.pid}"


def _gauge(name: str, help_: str, found: list[Consumer], value: Callable[[Consumer], float]) -> Metric:
    family = GaugeMetricFamily(f"lineage_consumer_{name}", help_, labels=["consumer"])
    for consumer in found:
        family.add_metric([_name(consumer)], value(consumer))
    return family


def _labelled(
    family: GaugeMetricFamily | CounterMetricFamily,
    found: list[Consumer],
    values: Callable[[Consumer], dict[str, int]],
) -> Metric:
    for consumer in found:
        for label, value in values(consumer).items():
            family.add_metric([_name(consumer), label], value)
    return family


def _visible(found: list[Consumer]) -> Metric:
    family = HistogramMetricFamily(
        "lineage_message_visible_seconds", "from the sending of a message to its being visible", labels=["consumer"]
    )
    for consumer in found:
        family.add_metric([_name(consumer)], list(consumer.visible_s.items()), consumer.visible_sum_s)
    return family
