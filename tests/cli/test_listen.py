"""``lineage listen`` in a process of its own, at a real broker."""

import json
import signal
from pathlib import Path

from lineage.engine import BrokerAddress
from lineage.service import Lineage
from tests.cli.conftest import Cli, Environment, dataset_json, spawn
from tests.feed.conftest import QUEUES
from tests.feed.listening import until
from tests.stomp_line import send, take


def emptied(broker: BrokerAddress) -> str:
    for queue in QUEUES:
        take(broker.port, queue)
    return f"127.0.0.1:{broker.port}"


def test_it_takes_what_waits_and_ends_when_nothing_comes(
    service: Lineage, environment: Environment, broker: BrokerAddress
) -> None:
    brokers = emptied(broker)
    send(
        broker.port, "icatIngest", [dataset_json("/d/b", "/d/a").encode(), b"no message", dataset_json("/d/a").encode()]
    )

    process = spawn(["listen", "--until-idle", "1", "--jsonl"], {**environment, "LINEAGE_BROKERS": brokers})
    out, err = process.communicate(timeout=120)

    assert process.returncode == 0, err
    assert [json.loads(line)["status"] for line in out.splitlines()] == ["created", "rejected", "created"]
    assert f"listening to {brokers}" in err
    assert "3 messages; 2 created, 1 rejected" in err
    assert service.stats().datasets == 2


def test_a_signal_ends_it_after_the_batch_and_it_is_told_of_while_it_runs(
    service: Lineage, environment: Environment, broker: BrokerAddress, cli: Cli
) -> None:
    brokers = emptied(broker)
    process = spawn(["listen", "--json"], {**environment, "LINEAGE_BROKERS": brokers})
    send(broker.port, "icatIngest", [dataset_json("/d/a").encode()])
    until(lambda: service.stats().datasets == 1)

    def told() -> list[str]:
        return [line for line in cli("status").lines if line.startswith("consumer")]

    until(lambda: any("1 created" in line for line in told()))
    assert any(f"broker {brokers}: connected" in line for line in told())
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=120)

    assert process.returncode == 0, err
    assert json.loads(out) == {"messages": 1, "created": 1}
    assert told() == []


def test_without_brokers_it_says_what_to_set(cli: Cli) -> None:
    done = cli("listen")

    assert done.code == 2
    assert "LINEAGE_BROKERS" in done.err


def test_what_it_has_journalled_builds_the_graph_again(
    service: Lineage, environment: Environment, broker: BrokerAddress, cli: Cli, tmp_path: Path
) -> None:
    brokers = emptied(broker)
    send(broker.port, "icatIngest", [dataset_json("/d/b", "/d/a").encode()])
    process = spawn(["listen", "--until-idle", "1"], {**environment, "LINEAGE_BROKERS": brokers})
    process.communicate(timeout=120)

    shown = cli("journal", "list", "--json").json

    assert [segment["entries"] for segment in shown] == [1]
    assert {segment["state"] for segment in shown} == {"closed"}
