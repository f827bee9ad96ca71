"""What today's lineage services were seen to get wrong, and the answers that their own tests demand."""

import json
import threading
from typing import Any

import pytest

from lineage.graph import read
from lineage.graph.database import Database
from lineage.graph.write import write
from lineage.intake import Piece
from lineage.model.message import Run
from lineage.service import Lineage
from tests.conftest import DATA
from tests.graph_sets import links, message, run, statuses
from tests.test_service import body, send

CASES = json.loads((DATA / "peer-cases" / "cases.json").read_text())
GRAPHS = [case for case in CASES if "links" in case["given"]]
RUNS = [case for case in CASES if "runs" in case["given"]]


def place(name: str) -> str:
    return f"/peer/{name}"


def closure(service: Lineage, direction: str, name: str, steps: int | None = None) -> list[str]:
    page = getattr(service, direction)(place(name), steps=steps)
    return sorted(node.location.removeprefix("/peer/") for node in page.items if node.location)


@pytest.mark.parametrize("order", ["first to last", "last to first"])
@pytest.mark.parametrize("case", GRAPHS, ids=lambda case: case["id"])
def test_the_topologies_that_peers_demand(service: Lineage, case: dict[str, Any], order: str) -> None:
    made = case["given"]["links"]
    inputs: dict[str, list[str]] = {node: [] for link in made for node in link}
    for source, target in made:
        inputs[target].append(place(source))
    said = [body(place(name), *inputs[name]) for name in inputs]

    send(service, *(said if order == "first to last" else reversed(said)))

    questions = {
        "upstream": ("ancestors", None),
        "downstream": ("descendants", None),
        "all_inputs": ("ancestors", None),
        "all_outputs": ("descendants", None),
        "direct_inputs": ("ancestors", 1),
        "direct_outputs": ("descendants", 1),
    }
    for question, expected in case["expect"].items():
        direction, steps = questions[question]
        for name, answer in expected.items():
            assert closure(service, direction, name, steps) == sorted(answer), (question, name)


@pytest.mark.parametrize("case", RUNS, ids=lambda case: case["id"])
def test_each_run_that_wrote_something_keeps_its_lineage(database: Database, case: dict[str, Any]) -> None:
    writing = [said for said in case["given"]["runs"] if said["outputs"]]

    statuses(
        database,
        *[
            message(place(output), *map(place, said["inputs"]), run=Run("peer", said["job"]))
            for said in writing
            for output in said["outputs"]
        ],
    )

    assert read.stats(database).jobs == len(writing)
    assert links(database) == {
        (place(source), place(target)) for said in writing for source in said["inputs"] for target in said["outputs"]
    }


def test_arrival_order_decides_nothing_a_late_start_takes_no_producer_away(service: Lineage) -> None:
    started = body("/d/out", job={"run_id": "r1", "status": "running"}, end_date="2024-01-01T00:00:00Z")
    completed = body("/d/out", "/d/in", job={"run_id": "r1", "status": "completed"})

    send(service, completed, started)

    found = service.dataset("/d/out")
    assert found.job is not None
    assert found.job.status == "completed"
    assert links(service.database) == {("/d/in", "/d/out")}


def test_a_refused_message_leaves_nothing_behind(service: Lineage) -> None:
    before = service.fingerprint()
    bad = [
        body("/d/x", "/d/y", name=""),
        body("/d/x", "/d/y", name="a\x00b"),
        body("/d/x", "/d/y", start_date="2024-01-01T00:00:00"),
        body("/d/x", "/d/y", "relative/path"),
        body("", "/d/y"),
        body("/d/x", "/d/y", job={"run_id": ""}),
        body("/d/x", "/d/x"),
    ]

    receipts = list(service.ingest(Piece(said, "test") for said in bad))

    assert [receipt.status for receipt in receipts] == ["rejected"] * len(bad)
    assert all(receipt.facts and receipt.facts.get("field") for receipt in receipts)
    assert service.fingerprint() == before
    assert service.stats().as_of == 0
    assert service.stats().rejected == len(bad)
    assert service.datasets().items == []


def test_two_writers_that_name_the_same_new_dataset_at_once_both_succeed(database: Database) -> None:
    fates: list[str] = []

    def announce(side: int) -> None:
        fates.extend(write(database, [message(f"/d/out{n}-{side}", f"/d/in{n}")])[0].status for n in range(40))

    writers = [threading.Thread(target=announce, args=(side,)) for side in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert fates == ["created"] * 160
    assert run(database, "MATCH (d:Dataset {state: 'expected'}) RETURN count(d) AS count") == [{"count": 40}]


def test_odd_characters_in_names_survive(service: Lineage) -> None:
    location = "/data/é #1/a:b,c/100%/q?x=y/日本"

    send(service, body(location, "/data/in put", name='<script>"&'))

    found = service.dataset(location)
    assert (found.location, found.name) == (location, '<script>"&')
    assert service.dataset(found.id).inputs[0].location == "/data/in put"
