"""Real graphs in ESRF's own messages, in every delivery order, against a truth computed independently."""

import json
from hashlib import sha256
from pathlib import Path

import networkx as nx
import pytest

from lineage.graph import read
from lineage.intake import Piece
from lineage.model.location import public_id
from lineage.service import Lineage
from tests.conftest import DATA
from tests.graph_sets import links, states

ROOT = DATA / "esrf-ingest-messages"
TRUTH = json.loads((ROOT / "truth.json").read_text())["files"]
ORDERS = ("topological", "shuffled", "reverse-processed-before-raw")


def pieces(case: str, order: str) -> list[Piece]:
    names = (ROOT / case / "orders" / f"{order}.txt").read_text().split()
    return [Piece((ROOT / case / "messages" / name).read_bytes(), f"file:{name}") for name in names]


def upstream(service: Lineage, location: str) -> list[str]:
    page = service.ancestors(location, limit=10_000)
    assert page.remaining == 0
    return sorted(node.location for node in page.items if node.location)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("case", sorted(TRUTH))
def test_the_graph_of_real_messages_is_the_truth_in_every_order(service: Lineage, case: str, order: str) -> None:
    truth = TRUTH[case]

    receipts = list(service.ingest(pieces(case, order)))

    dangling = {missing for _, missing in truth["dangling_inputs"]}
    assert {receipt.status for receipt in receipts} == {"created"}
    stats = service.stats()
    assert stats.raw == truth["raw_datasets"]
    assert stats.processed == stats.jobs == truth["processed_datasets"]
    assert stats.expected == len(dangling)
    assert {place for place, (_, state) in states(service.database).items() if state == "expected"} == dangling
    check_links(service, truth, dangling)
    check_walks(service, truth, dangling)


def check_links(service: Lineage, truth: dict, dangling: set[str]) -> None:  # type: ignore[type-arg]
    made = links(service.database)
    known = {link for link in made if link[0] not in dangling}
    assert len(known) == truth["links_between_known_datasets"]
    assert {(child, missing) for missing, child in made - known} == {tuple(link) for link in truth["dangling_inputs"]}
    graph = nx.DiGraph(known)
    sources = {node for node in graph if graph.in_degree(node) == 0} - dangling
    sinks = {node for node in graph if graph.out_degree(node) == 0}
    assert set(truth["roots"]) <= sources
    assert set(truth["leaves"]) == sinks
    assert 2 * nx.dag_longest_path_length(graph) == truth["longest_path_edges"] or truth["longest_path_edges"] == (
        nx.dag_longest_path_length(graph)
    )
    assert max(dict(graph.in_degree()).values()) == truth["max_inputs"]
    assert max(dict(graph.out_degree()).values()) == truth["max_outputs"]
    for location, said in truth.get("soft_links", {}).items():
        assert sorted(graph.predecessors(location) if location in graph else []) == sorted(
            set(said["inputs"]) - dangling
        )
        assert sorted(graph.successors(location) if location in graph else []) == sorted(said["outputs"])


def check_walks(service: Lineage, truth: dict, dangling: set[str]) -> None:  # type: ignore[type-arg]
    for location, expected in truth.get("upstream", {}).items():
        found = upstream(service, location)
        assert sorted(set(found) - dangling) == expected, location
    for location, count in truth.get("upstream_counts", {}).items():
        found = upstream(service, location)
        assert len(found) == count
        assert sha256("\n".join(found).encode()).hexdigest() == truth["upstream_sha256"][location]
    if "upstream" in truth:
        assert sum(len(found) for found in truth["upstream"].values()) == truth["upstream_pairs"]


@pytest.mark.parametrize("case", sorted(TRUTH))
def test_every_order_and_a_second_delivery_give_one_fingerprint(service: Lineage, case: str) -> None:
    from tests.graph_sets import wipe

    fingerprints = set()
    for order in ORDERS:
        wipe(service.database)
        list(service.ingest(pieces(case, order)))
        fingerprints.add(service.fingerprint())
        change = service.stats().as_of
        again = list(service.ingest(pieces(case, "shuffled")))
        assert {receipt.status for receipt in again} == {"unchanged"}
        assert service.stats().as_of == change
        fingerprints.add(service.fingerprint())

    assert len(fingerprints) == 1


def test_one_message_names_1649_inputs(service: Lineage) -> None:
    inputs = [f"/data/visitor/hg5001/id16b/20230701/RAW_DATA/scan, part {n:04}/a,b" for n in range(1649)]
    body = json.dumps(
        {
            "investigation": "hg5001",
            "instrument": "id16b",
            "name": "integrate",
            "location": "/data/visitor/hg5001/id16b/20230701/PROCESSED_DATA/integrate",
            "start_date": "2023-07-01T10:00:00+02:00",
            "end_date": "2023-07-01T11:00:00+02:00",
            "sample": {"name": "s"},
            "parameters": [{"name": "input_datasets", "value": ",".join(inputs)}],
        }
    )

    (receipt,) = service.ingest([Piece(body.encode(), "test")])

    assert receipt.status == "created"
    dataset = service.dataset("/data/visitor/hg5001/id16b/20230701/PROCESSED_DATA/integrate")
    assert (dataset.inputs_count, len(dataset.inputs)) == (1649, read.LIST_MAX)
    assert upstream(service, dataset.location) == sorted(inputs)
    assert service.ancestors(public_id(dataset.location), steps=1).count == 1649 + 1


def test_the_examples_are_the_real_relion_graph(service: Lineage) -> None:
    folder = Path(__file__).parents[2] / "examples" / "relion-tutorial"
    files = sorted(folder.rglob("*.xml"))

    receipts = list(service.ingest(Piece(path.read_bytes(), path.name) for path in files))

    assert [receipt.status for receipt in receipts] == ["created"] * 31
