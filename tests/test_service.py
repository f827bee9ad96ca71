"""The verbs, from bytes to nouns."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from lineage.errors import GraphUnavailable, NotFound, StillUsed
from lineage.graph.database import Database
from lineage.intake import Piece
from lineage.service import Lineage
from lineage.settings import Settings
from tests.graph_sets import links, states


def body(location: str, *inputs: object, **facts: Any) -> bytes:
    """Return a dataset message in its JSON form."""
    return json.dumps(
        {
            "investigation": "hg1",
            "instrument": "id00",
            "name": location.rsplit("/", 1)[-1],
            "location": location,
            "start_date": "2024-01-01T00:00:00Z",
            "end_date": "2024-01-01T01:00:00Z",
            "sample": {"name": "s"},
            **({"inputs": list(inputs)} if inputs else {}),
            **facts,
        }
    ).encode()


def send(service: Lineage, *bodies: bytes) -> list[str]:
    return [receipt.status for receipt in service.ingest(Piece(said, "test") for said in bodies)]


def test_a_refused_message_is_kept_with_reason_bytes_and_sender_and_the_others_go_through(service: Lineage) -> None:
    bad = b"<dataset><name>x</name>"

    became = send(service, body("/d/a"), bad, body("/d/b", "/d/a"))

    assert became == ["created", "rejected", "created"]
    (kept,) = service.rejected().items
    assert (kept.code, kept.sender, kept.attempts, kept.size_bytes) == ("unreadable", "test", 1, len(bad))
    assert service.rejected_message(kept.key[:8])[1] == bad
    assert links(service.database) == {("/d/a", "/d/b")}


def test_the_same_refused_message_again_is_one_more_attempt(service: Lineage) -> None:
    send(service, b"nonsense")
    send(service, b"nonsense")

    (kept,) = service.rejected().items

    assert kept.attempts == 2


STATUS = b'{"datasetId": 17, "type": "archiving", "level": "info", "message": "on tape"}'


def test_a_refused_event_is_replayed_with_the_time_when_it_was_sent(settings: Settings, database: Database) -> None:
    small = Lineage(settings.model_copy(update={"message_bytes_max": len(STATUS) - 1}), database)
    service = Lineage(settings, database)
    send(service, body("/d/a", icat_id=17))
    sent = [f"2024-01-0{day}T00:00:00.000000Z" for day in (1, 2, 3)]
    refused = list(small.ingest(Piece(STATUS, "test", at) for at in (sent[1], sent[0])))
    (kept,) = service.rejected().items
    (later,) = service.ingest([Piece(STATUS.replace(b"on tape", b"on disk"), "test", sent[2])])

    replayed = service.replay(kept.key)

    assert [receipt.status for receipt in (*refused, later, replayed)] == [
        "rejected",
        "rejected",
        "created",
        "superseded",
    ]
    assert kept.sent_at == sent[1]
    found = service.dataset("/d/a")
    assert [(event.sent_at, event.message) for event in found.events] == [(sent[2], "on disk"), (sent[1], "on tape")]
    assert (found.archive_message, service.rejected().items) == ("on disk", [])


def test_an_update_of_two_paths_is_one_message_with_one_receipt(service: Lineage) -> None:
    said = {"proposal": "hg1", "beamline": "id00", "metadataName": "Sample_name", "metadataValue": "lysozyme"}
    (receipt,) = service.ingest([Piece(json.dumps({**said, "datasetPaths": ["/d/a", "/d/b"]}).encode(), "test")])

    send(service, body("/d/a"))

    assert (receipt.status, receipt.location, receipt.change) == ("created", "/d/b", 2)
    assert service.dataset("/d/a").sample == "lysozyme"
    assert service.dataset("/d/b").state == "expected"
    assert [found.location for found in service.search("archive = archiving or sample = lysozyme").items] == ["/d/a"]


def test_a_message_over_the_limit_is_refused_and_kept(settings: Settings, database: Database) -> None:
    small = Lineage(settings.model_copy(update={"message_bytes_max": 2000}), database)

    became = send(small, body("/d/a", comment="x" * 3000))

    assert became == ["rejected"]
    (kept,) = small.rejected().items
    assert "LINEAGE_MESSAGE_BYTES_MAX" in kept.message
    assert kept.size_bytes > 3000


def test_replay_after_the_reason_is_gone_takes_the_message_off_the_desk(service: Lineage) -> None:
    send(service, body("/d/b", "/d/a"), body("/d/a", "/d/b"))
    (kept,) = service.rejected().items
    assert kept.code == "cycle"
    assert service.replay(kept.key).status == "rejected"
    assert service.rejected().items[0].attempts == 2

    send(service, body("/d/b", end_date="2025-01-01T01:00:00Z"))

    assert service.replay(kept.key).status == "created"
    assert service.rejected().items == []
    assert links(service.database) == {("/d/b", "/d/a")}


def test_a_refused_message_that_is_sent_again_and_accepted_leaves_the_desk(service: Lineage) -> None:
    said = body("/d/a", "/d/b")
    send(service, body("/d/b", "/d/a"), said)

    send(service, body("/d/b", end_date="2025-01-01T01:00:00Z"), said)

    assert service.rejected().items == []


def test_replay_of_all_tries_each_once(service: Lineage) -> None:
    send(service, b"one", b"two", b"three")

    assert [receipt.status for receipt in service.replay_all()] == ["rejected"] * 3
    assert [item.attempts for item in service.rejected().items] == [2, 2, 2]


def test_a_dataset_is_found_by_id_location_and_any_spelling_of_its_location(service: Lineage) -> None:
    send(service, body("/data/visitor/x"))

    by_location = service.dataset("/data//visitor/./x/")

    assert service.dataset(by_location.id) == by_location
    assert by_location.location == "/data/visitor/x"


def test_what_is_not_there_is_named_in_the_callers_words(service: Lineage) -> None:
    with pytest.raises(NotFound, match="/data/none"):
        service.dataset("/data/none")
    with pytest.raises(NotFound, match="run:x/1"):
        service.job("run:x/1")


def test_a_dataset_tells_its_parameters_with_units_and_its_producer(service: Lineage) -> None:
    parameters = [
        {"name": "Process_program", "value": "relion"},
        {"name": "Process_version", "value": "3.1"},
        {"name": "EMMotionCorrection_total_motion", "value": "12.5"},
        {"name": "unheard_of", "value": "kept"},
    ]
    send(service, body("/d/a", "/d/raw", parameters=parameters))

    found = service.dataset("/d/a")

    values = {item.name: (item.value, item.units) for item in found.parameters}
    assert values["EMMotionCorrection_total_motion"][0] == 12.5
    assert values["unheard_of"] == ("kept", None)
    assert found.job is not None
    assert found.job.application is not None
    assert (found.job.application.name, found.job.application.version) == ("relion", "3.1")
    assert service.application("relion/3.1").jobs_count == 1
    assert service.job("job-of:/d/a").inputs[0].location == "/d/raw"


def test_retiring_what_is_used_is_refused_with_the_list_unless_it_is_asked_for(service: Lineage) -> None:
    send(service, body("/d/a"), body("/d/b", "/d/a"), body("/d/c", "/d/b"))

    shown = service.retire("/d/a", "cleanup", only_show=True)
    with pytest.raises(StillUsed) as caught:
        service.retire("/d/a", "cleanup")
    kept = service.dataset("/d/a").state
    done = service.retire("/d/a", "cleanup", retire_used=True)

    assert (shown.used_count, shown.used_by, shown.is_done) == (2, ["/d/b", "/d/c"], False)
    assert caught.value.facts["used_by"] == ["/d/b", "/d/c"]
    assert kept == "present"
    assert (done.state, done.is_done) == ("retired", True)
    assert [node.state for node in service.ancestors("/d/c").items if node.location == "/d/a"] == ["retired"]
    assert service.restore("/d/a").state == "present"
    assert states(service.database)["/d/a"] == ("raw", "present")


def test_readiness_says_what_is_wrong(service: Lineage, settings: Settings) -> None:
    assert service.readiness().is_ready

    with Database("bolt://127.0.0.1:1", None) as nowhere:
        lost = Lineage(settings, nowhere)
        readiness = lost.readiness()
        with pytest.raises(GraphUnavailable):
            lost.stats()

    assert not readiness.is_ready
    assert "127.0.0.1:1" in readiness.checks["database"]


def test_a_database_that_is_down_refuses_no_message(settings: Settings) -> None:
    with Database("bolt://127.0.0.1:1", None) as nowhere, pytest.raises(GraphUnavailable):
        list(Lineage(settings, nowhere).ingest([Piece(body("/d/a"), "test")]))


@contextmanager
def deaf_server() -> Iterator[tuple[str, list[object]]]:
    """Yield the address of a server that hangs up on every caller, and its callers so far."""
    callers: list[object] = []

    def hang_up() -> None:
        while True:
            try:
                connection, caller = listener.accept()
            except OSError:
                return
            callers.append(caller)
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=hang_up)
        thread.start()
        yield f"bolt://127.0.0.1:{listener.getsockname()[1]}", callers
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_database_that_does_not_answer_is_told_of_after_one_attempt(settings: Settings) -> None:
    with deaf_server() as (uri, callers), pytest.raises(GraphUnavailable):
        Lineage.open(settings.model_copy(update={"neo4j_uri": uri}))

    assert len(callers) == 1


def test_a_configured_parameter_names_the_run(settings: Settings, database: Database) -> None:
    service = Lineage(settings.model_copy(update={"run_parameter": "Workflow_id"}), database)
    parameters = [{"name": "Workflow_id", "value": "w1"}]

    send(service, body("/d/x", "/d/a", parameters=parameters), body("/d/y", "/d/b", parameters=parameters))

    job = service.job("run:hg1@id00/w1")
    assert [item.location for item in job.inputs] == ["/d/a", "/d/b"]
    assert [item.location for item in job.outputs] == ["/d/x", "/d/y"]
