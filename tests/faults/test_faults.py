"""Under load, everything that can end is ended: nothing that a sender handed over is lost, nothing counts twice."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from lineage.intake import Piece
from lineage.service import Lineage
from tests.faults.conftest import Line
from tests.faults.parts import Parts, until
from tests.feed.proxy import proxied
from tests.graph_sets import wipe
from tests.ingest_until_killed import body
from tests.stomp_line import send

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]

QUEUE = "icatIngest"
WAITING = int(os.environ.get("LINEAGE_FAULTS_WAITING", "100000"))


def test_consumer_killed(parts: Parts, table: list[Line]) -> None:
    """kill -9 of the consumer at a random moment, fifty times, while it works off a queue."""
    kills, count, dice = 50, 12_000, random.Random(50)
    with Lineage.open(parts.settings) as service:
        send(parts.broker.port, QUEUE, map(body, range(count)))
        for _ in range(kills):
            consumer = parts.consumer(LINEAGE_BATCH_SIZE="50")
            go_on(service, count)
            time.sleep(dice.uniform(0, 0.15))
            consumer.kill()
            consumer.wait()
        left = count - service.stats().datasets
        told = f"{left} were left after the last; {waits(parts)}"
        table.append(check_whole("kill -9 of the consumer", kills, count, service, told))


def test_broker_killed(parts: Parts, table: list[Line]) -> None:
    """kill -9 of the broker under load, while a sender goes on sending."""
    kills, count, dice = 5, 6_000, random.Random(5)
    parts_of = [range(start, count, kills + 1) for start in range(kills + 1)]
    with Lineage.open(parts.settings) as service:
        consumer = parts.consumer(LINEAGE_BATCH_SIZE="50", LINEAGE_BROKERS=f"127.0.0.1:{parts.broker.port}")
        for numbers in parts_of[:-1]:
            send(parts.broker.port, QUEUE, map(body, numbers))
            time.sleep(dice.uniform(0, 0.5))
            parts.kill_broker()
            parts.start()
        send(parts.broker.port, QUEUE, map(body, parts_of[-1]))
        consumer.send_signal(signal.SIGTERM)
        consumer.wait(120)
        table.append(check_whole("kill -9 of the broker", kills, count, service, waits(parts)))


def test_neo4j_killed(parts: Parts, table: list[Line]) -> None:
    """kill -9 of Neo4j under load; the consumer waits and goes on."""
    kills, count, dice = 5, 6_000, random.Random(6)
    with Lineage.open(parts.settings) as service:
        send(parts.broker.port, QUEUE, map(body, range(count)))
        consumer = parts.consumer(LINEAGE_BATCH_SIZE="50")
        for _ in range(kills):
            go_on(service, count)
            time.sleep(dice.uniform(0, 0.3))
            parts.kill_store()
            parts.start()
        assert consumer.poll() is None, "the consumer ended with the graph"
        consumer.send_signal(signal.SIGTERM)
        consumer.wait(120)
        table.append(check_whole("kill -9 of Neo4j", kills, count, service, waits(parts)))


def test_all_killed(parts: Parts, table: list[Line]) -> None:
    """kill -9 of consumer, broker and Neo4j at once."""
    kills, count, dice = 5, 6_000, random.Random(7)
    with Lineage.open(parts.settings) as service:
        send(parts.broker.port, QUEUE, map(body, range(count)))
        for _ in range(kills):
            consumer = parts.consumer(LINEAGE_BATCH_SIZE="50")
            go_on(service, count)
            time.sleep(dice.uniform(0, 0.3))
            consumer.kill()
            parts.kill_broker()
            parts.kill_store()
            consumer.wait()
            parts.start()
        table.append(check_whole("kill -9 of all three", kills, count, service, waits(parts)))


def test_several_consumers_killed(parts: Parts, table: list[Line]) -> None:
    """Three consumers in processes of their own on one queue, one of them killed now and then."""
    kills, count, dice = 10, 9_000, random.Random(8)
    with Lineage.open(parts.settings) as service:
        send(parts.broker.port, QUEUE, map(body, range(count)))
        consumers = [parts.consumer(LINEAGE_BATCH_SIZE="50", LINEAGE_BROKER_PREFETCH="100") for _ in range(3)]
        for _ in range(kills):
            go_on(service, count)
            time.sleep(dice.uniform(0, 0.3))
            lost = consumers.pop(0)
            lost.kill()
            lost.wait()
            consumers.append(parts.consumer(LINEAGE_BATCH_SIZE="50", LINEAGE_BROKER_PREFETCH="100"))
        for consumer in consumers:
            consumer.send_signal(signal.SIGTERM)
        for consumer in consumers:
            consumer.wait(120)
        table.append(check_whole("kill -9 of one of three consumers", kills, count, service, waits(parts)))


def test_connections_cut_and_silent(parts: Parts, table: list[Line]) -> None:
    """The connection to the broker cut, and half open (both ends think that it stands, nothing passes)."""
    cuts, count, dice = 20, 8_000, random.Random(9)
    with Lineage.open(parts.settings) as service, proxied("127.0.0.1", parts.broker.port) as proxy:
        send(parts.broker.port, QUEUE, map(body, range(count)))
        consumer = parts.consumer(LINEAGE_BATCH_SIZE="50", LINEAGE_BROKERS=f"127.0.0.1:{proxy.port}")
        for number in range(cuts):
            go_on(service, count)
            time.sleep(dice.uniform(0, 0.3))
            if number % 10 == 9:
                until(lambda: proxy.is_used and told_last(parts) == "connected")
                proxy.stall()
                until(lambda: "silent for too long" in told_last(parts), 120)
                proxy.cut()
                proxy.flow()
            else:
                proxy.cut()
        consumer.send_signal(signal.SIGTERM)
        consumer.wait(120)
        table.append(check_whole("connection cut (18), half open (2)", cuts, count, service, waits(parts)))


@pytest.mark.timeout(1800 + WAITING // 100)
def test_many_waiting(parts: Parts, table: list[Line]) -> None:
    """A queue with LINEAGE_FAULTS_WAITING messages, 100,000 if not told: memory of the consumer stays flat."""
    count = WAITING
    with Lineage.open(parts.settings) as service:
        send(parts.broker.port, QUEUE, map(body, range(count)))
        consumer = parts.consumer()
        until(lambda: service.stats().datasets > count // 20, 600 + count // 100)
        early = resident_mb(consumer.pid)
        most = early
        while service.stats().datasets < count:
            most = max(most, resident_mb(consumer.pid))
            time.sleep(0.5)
        consumer.send_signal(signal.SIGTERM)
        consumer.wait(120)
        assert most < early * 1.5 + 50
        seen = f"consumer resident {early:.0f} MB after a twentieth, {most:.0f} MB at most"
        table.append(check_whole(f"{count:,} messages waiting", 1, count, service, seen, is_compared=False))


def go_on(service: Lineage, count: int) -> None:
    """Wait until more is written, or all is."""
    before = service.stats().datasets
    until(lambda: service.stats().datasets > before or before == count)


def told_last(parts: Parts) -> str:
    """Return what the log says last of the broker: a connection is to fall silent, not one that is yet to be made."""
    said = [line for line in parts.log.read_text().splitlines() if " lineage.broker.brokers " in line]
    return said[-1].rpartition(": ")[2] if said else ""


def resident_mb(pid: int) -> float:
    """Return the memory that a process has in use."""
    words = Path(f"/proc/{pid}/status").read_text().split()
    return int(words[words.index("VmRSS:") + 1]) / 1024


def waits(parts: Parts) -> str:
    return f"{parts.log.read_text().count('Consumption waits')} waits for the graph"


def check_whole(fault: str, times: int, count: int, service: Lineage, seen: str, *, is_compared: bool = True) -> Line:
    """Take what is left; nothing may be lost, double or refused, and the graph must be the undisturbed one."""
    service.feed().run(3)
    stats = service.stats()
    assert stats.datasets == count
    assert stats.rejected == 0
    assert service.audit().is_clean
    if is_compared:
        found = service.fingerprint()
        wipe(service.database)
        list(service.ingest(Piece(body(number), "test") for number in range(count)))
        assert found == service.fingerprint()
    return fault, times, f"{count:,}", 0, 0, 0, seen
