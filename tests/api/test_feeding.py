"""What consumers tell of themselves, over HTTP."""

import os

from fastapi.testclient import TestClient

from lineage.api import create_app
from lineage.feed import states
from lineage.model.answers import Consumer
from lineage.service import Lineage
from lineage.settings import Settings
from tests.api.test_health import samples
from tests.api.wire import check_problem


def told(service: Lineage, tmp_settings: Settings, **facts: object) -> TestClient:
    """Return a client of a service on whose machine a consumer has told this of itself."""
    consumer = Consumer.model_validate(
        {
            "host": "lineage1",
            "pid": os.getpid(),
            "started_at": "2024-01-01T00:00:00.000000Z",
            "seen_at": "2024-01-01T00:01:00.000000Z",
            "state": "running",
            "reason": None,
            "brokers": {"mq1:61613": "connected", "mq2:61613": "it cannot be reached"},
            "queue_age_s": 1.5,
            "waiting": 3,
            "messages": {"created": 5, "rejected": 1},
            "redelivered": 2,
            "rejected": {"unreadable": 1},
            "instruments": {"id00": 5},
            "visible_s": {"0.1": 4, "+Inf": 6},
            "visible_sum_s": 2.5,
            **facts,
        }
    )
    states.tell(states.folder_of(tmp_settings), consumer)
    return TestClient(create_app(Lineage(tmp_settings, service.database)))


def test_consumers_and_their_metrics(service: Lineage, own_settings: Settings) -> None:
    client = told(service, own_settings)

    (item,) = client.get("/api/v1/consumers").json()["items"]
    assert (item["pid"], item["state"], item["queue_age_s"]) == (os.getpid(), "running", 1.5)
    name = f"lineage1:{os.getpid()}"
    found = {frozenset(labels): value for labels, value in samples(client).items()}
    assert found[frozenset({"lineage_consumer_blocked", name})] == 0
    assert found[frozenset({"lineage_consumer_queue_age_seconds", name})] == 1.5
    assert found[frozenset({"lineage_consumer_waiting_messages", name})] == 3
    assert found[frozenset({"lineage_consumer_broker_connected", name, "mq1:61613"})] == 1
    assert found[frozenset({"lineage_consumer_broker_connected", name, "mq2:61613"})] == 0
    assert found[frozenset({"lineage_consumer_messages_total", name, "created"})] == 5
    assert found[frozenset({"lineage_consumer_rejected_total", name, "unreadable"})] == 1
    assert found[frozenset({"lineage_consumer_datasets_total", name, "id00"})] == 5
    assert found[frozenset({"lineage_consumer_redelivered_total", name, "all"})] == 2
    assert found[frozenset({"lineage_message_visible_seconds_bucket", name, "0.1"})] == 4
    assert found[frozenset({"lineage_message_visible_seconds_count", name})] == 6
    assert found[frozenset({"lineage_message_visible_seconds_sum", name})] == 2.5
    assert client.get("/readyz").json()["checks"]["feed"] == "ok"


def test_a_server_whose_own_consumer_is_blocked_is_not_ready(service: Lineage, own_settings: Settings) -> None:
    client = told(service, own_settings, state="blocked", reason="The journal /j cannot be written to.")

    problem = check_problem(client.get("/readyz"), 503, "not_ready")

    assert problem["facts"]["checks"] == {"database": "ok", "schema": "ok", "feed": "failed"}


def test_what_a_process_left_that_is_gone_is_of_no_account(service: Lineage, own_settings: Settings) -> None:
    client = told(service, own_settings, pid=2**22 - 1)

    assert client.get("/api/v1/consumers").json() == {"items": []}
    assert list(states.folder_of(own_settings).iterdir()) == []
