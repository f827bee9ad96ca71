"""The flat view over HTTP."""

import csv
import io
from typing import Any

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from lineage.flat import FORMATS, NAMES
from tests.api.wire import check_problem, lines_of, message, send

FLAT = "/api/v1/flat"


def test_the_form_is_that_of_the_question_then_of_accept_then_csv(client: TestClient) -> None:
    send(client, message("/d/a"), message("/d/b", "/d/a"))

    plain = client.get(FLAT)
    assert [row["input_datasets"] for row in csv.DictReader(io.StringIO(plain.text))] == ["", "/d/a"]
    assert plain.headers["content-type"].startswith("text/csv")
    accepted = client.get(FLAT, headers={"Accept": "application/jsonl, text/csv"})
    assert [tuple(line) for line in lines_of(accepted)] == [NAMES, NAMES]
    asked = client.get(FLAT, params={"format": "parquet"}, headers={"Accept": "text/csv"})
    assert asked.headers["content-type"] == FORMATS["parquet"].media_type
    assert pq.read_table(io.BytesIO(asked.content)).column("location").to_pylist() == ["/d/a", "/d/b"]


def test_rows_are_those_of_an_investigation_and_since_a_change(client: TestClient) -> None:
    send(client, message("/d/a"), message("/d/b", investigation="hg2"))
    since = client.get("/api/v1/stats").json()["as_of"]
    send(client, message("/d/c", investigation="hg2"))

    def located(**asked: Any) -> list[str]:
        return [line["location"] for line in lines_of(client.get(FLAT, params={"format": "jsonl", **asked}))]

    assert located(investigation="hg2") == ["/d/b", "/d/c"]
    assert located(since=since) == ["/d/c"]
    assert located(since=since + 1) == []
    assert located(q="investigation = hg2 and location = /d/c") == ["/d/c"]


def test_what_cannot_be_asked_is_refused(client: TestClient) -> None:
    check_problem(client.get(FLAT, params={"format": "xml"}), 422, "invalid_field")
    check_problem(client.get(FLAT, params={"investigation": "none"}), 404, "not_found")
    check_problem(client.get(FLAT, params={"q": "kind ="}), 422, "invalid_expression")
    check_problem(client.get(FLAT, params={"q": "kind = raw", "since": 0}), 422, "invalid_field")


@pytest.mark.parametrize("form", FORMATS)
def test_a_database_that_is_down_has_its_own_status(client_without_database: TestClient, form: str) -> None:
    response = client_without_database.get(FLAT, params={"format": form})

    check_problem(response, 503, "graph_unavailable")
