"""The OpenAPI document is complete, and docs/api.md names every route."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from lineage.api import create_app, examples
from lineage.api.described import EXAMPLES
from lineage.api.overview import RuleTable
from lineage.api.problem import Problem
from lineage.graph.database import Database
from lineage.service import Lineage
from lineage.settings import Settings

ROUTES = {
    "POST /api/v1/messages",
    "GET /api/v1/datasets",
    "GET /api/v1/datasets/by-location",
    "GET /api/v1/datasets/{id}",
    "DELETE /api/v1/datasets/{id}",
    "POST /api/v1/datasets/{id}:restore",
    "GET /api/v1/datasets/{id}/ancestors",
    "GET /api/v1/datasets/{id}/descendants",
    "GET /api/v1/datasets/{id}/graph",
    "GET /api/v1/datasets/{id}/lineage.{format}",
    "GET /api/v1/provenance",
    "GET /api/v1/dois/{prefix}/{suffix}/lineage.{extension}",
    "GET /api/v1/report/lineage.{extension}",
    "GET /dois/{prefix}/{suffix}",
    "PUT /api/v1/dois/{prefix}/{suffix}",
    "GET /api/v1/dois/{prefix}/{suffix}",
    "GET /api/v1/report",
    "GET /api/v1/datasets/{id}/lineage",
    "GET /api/v1/datasets/{id}/roots",
    "GET /api/v1/datasets/{id}/products",
    "POST /api/v1/datasets:batchGet",
    "POST /api/v1/datasets:closures",
    "GET /api/v1/paths",
    "GET /api/v1/common",
    "GET /api/v1/differences",
    "GET /api/v1/search",
    "GET /api/v1/search/words",
    "GET /api/v1/flat",
    "GET /api/v1/jobs",
    "GET /api/v1/jobs:countByStatus",
    "GET /api/v1/jobs/{id}",
    "GET /api/v1/applications",
    "GET /api/v1/applications/{id}",
    "GET /api/v1/applications/{id}/produced",
    "GET /api/v1/applications/{id}/impact",
    "GET /api/v1/expected",
    "GET /api/v1/rejected",
    "GET /api/v1/rejected/{key}",
    "GET /api/v1/rejected/{key}/body",
    "POST /api/v1/rejected/{key}:replay",
    "GET /api/v1/audit",
    "GET /api/v1/stats",
    "GET /api/v1/consumers",
    "GET /api/v1/rules",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
}
DOCS = Path(__file__).parents[2] / "docs" / "api.md"


def app() -> FastAPI:
    with Database("bolt://127.0.0.1:1", None) as database:
        return create_app(Lineage(Settings(), database))


DOCUMENT = app().openapi()
OPERATIONS = [
    pytest.param(path, method, operation, id=f"{method.upper()} {path}")
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]
Operation = dict[str, Any]


def test_the_document_is_openapi_3_1_and_names_every_route() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    assert {f"{method.upper()} {path}" for path, found in DOCUMENT["paths"].items() for method in found} == ROUTES


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_a_route_has_a_summary_a_description_and_parameters_that_are_explained(
    path: str, method: str, operation: Operation
) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert [found["name"] for found in operation.get("parameters", []) if not found.get("description")] == []


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_a_route_has_an_example_of_each_of_its_answers(path: str, method: str, operation: Operation) -> None:
    contents = [
        (status, name, content)
        for status, response in operation["responses"].items()
        for name, content in response.get("content", {}).items()  # 304 has none
    ]

    assert {"200", "303"} & operation["responses"].keys()
    assert [(status, name) for status, name, content in contents if "example" not in content] == []


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_a_route_tells_of_its_failures_in_the_one_shape(path: str, method: str, operation: Operation) -> None:
    failures = {status: response for status, response in operation["responses"].items() if status >= "4"}

    expected = {"500"}
    expected |= {"503", "504"} if path.startswith("/api") and path != "/api/v1/rules" else set()
    expected |= {"422"} if operation.get("parameters") or "requestBody" in operation else set()
    expected |= {"404"} if "{" in path else set()
    assert expected <= failures.keys()
    for response in failures.values():
        assert list(response["content"]) == ["application/problem+json"]
        assert response["content"]["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_every_reference_leads_somewhere() -> None:
    def references(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return own.union(*map(references, value.values()))
        return set().union(*map(references, value)) if isinstance(value, list) else set()

    known = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert references(DOCUMENT) <= known
    assert "HTTPValidationError" not in DOCUMENT["components"]["schemas"]


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for found in DOCUMENT["paths"].values() for operation in found.values()]

    assert len(set(names)) == len(names)


def test_the_example_of_the_rules_has_the_shape_of_the_rules() -> None:
    TypeAdapter(RuleTable).validate_python(examples.RULES)


def test_the_examples_of_failures_are_problems_of_their_status() -> None:
    assert {status: found.status for status, found in EXAMPLES.items()} == {status: status for status in EXAMPLES}
    assert set(DOCUMENT["components"]["schemas"]["Problem"]["properties"]) == set(Problem.model_fields)


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/xml", examples.MESSAGE_XML),
        ("application/jsonl", examples.MESSAGE_LINES),
    ],
)
def test_the_examples_of_messages_are_taken(client: TestClient, media_type: str, body: str) -> None:
    response = client.post("/api/v1/messages", content=body, headers={"Content-Type": media_type})

    assert response.status_code in (200, 201)
    assert "rejected" not in response.text


def test_the_page_of_the_documentation_names_every_route() -> None:
    text = DOCS.read_text()

    assert [route for route in ROUTES if f"| `{route}` |" not in text] == []
