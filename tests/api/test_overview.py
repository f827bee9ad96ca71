from fastapi.testclient import TestClient

from lineage.model.rules import EDGES, NODES, RULES
from tests.api.wire import message, pages, send, send_relion


def test_what_is_waited_for_is_listed_the_longest_waiting_first(client: TestClient) -> None:
    send(client, message("/d/z", "/d/9"))
    send(client, message("/d/y", "/d/1", "/d/2"))

    found = [item for page in pages(client, "/api/v1/expected", limit=1) for item in page["items"]]

    assert [(item["location"], item["readers_count"], item["first_reader"]) for item in found] == [
        ("/d/9", 1, "/d/z"),
        ("/d/1", 1, "/d/y"),
        ("/d/2", 1, "/d/y"),
    ]


def test_stats_of_the_real_messages(client: TestClient) -> None:
    send_relion(client)

    found = client.get("/api/v1/stats").json()

    assert (found["raw"], found["processed"], found["jobs"], found["as_of"]) == (1, 30, 30, 31)


def test_the_audit_of_the_real_messages_is_clean(client: TestClient) -> None:
    send_relion(client)

    found = client.get("/api/v1/audit").json()

    assert found["is_clean"]
    assert [finding["rule"] for finding in found["findings"]] == [rule.name for rule in RULES]


def test_the_rule_table_is_the_one_of_the_code(client: TestClient) -> None:
    found = client.get("/api/v1/rules").json()

    assert [node["label"] for node in found["nodes"]] == [node.label for node in NODES]
    assert [(edge["source"], edge["type"], edge["target"]) for edge in found["edges"]] == [
        (edge.source, edge.type, edge.target) for edge in EDGES
    ]
    assert [rule["name"] for rule in found["rules"]] == [rule.name for rule in RULES]
