"""What the OpenAPI document says is true of every route, whatever is asked: tried by schemathesis on a graph with data.

Each route is asked in three ways: as the document allows, as it forbids, and as it allows about things that are there.
What it allows may be refused still, as the document says with its 422: a cursor is a text, and not every text is one.
"""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from lineage.api import create_app
from lineage.graph.database import Database
from lineage.intake import Piece
from lineage.model.location import public_id
from lineage.service import Lineage
from lineage.settings import Settings
from tests.api.test_described import DOCUMENT, ROUTES
from tests.api.wire import MOTION, relion_messages

JOB = f"job-of:{MOTION}"
REFUSED = b'{"type": "dataset", "location": "relative/path"}'
THERE = {"jobs": public_id(JOB), "applications": public_id("relion MotionCorr/")}
TRIES = 12
"""Requests of each of the three ways; the run of all routes stays below a minute on an idle machine."""


@pytest.fixture(scope="module")
def schema() -> Iterator[BaseSchema]:
    """The document, of an app whose database is asked by nobody; a test gives it another app."""
    with Database("bolt://127.0.0.1:1", None) as database:
        app = create_app(Lineage(Settings(), database))
        yield schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.fixture
def key(service: Lineage) -> str:
    """The key of a refused message, in a graph with datasets, jobs and applications."""
    pieces = [Piece(body, "test") for body in (*relion_messages(), REFUSED)]
    return list(service.ingest(pieces))[-1].key


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_every_answer_is_one_that_the_document_tells_of(
    schema: BaseSchema, service: Lineage, key: str, route: str
) -> None:
    method, path = route.split(" ")
    operation = schema[path][method]
    app = create_app(service)
    there = {"key": key, "id": THERE.get(path.split("/")[3] if "{id}" in path else "", public_id(MOTION))}
    known = {name: value for name, value in there.items() if f"{{{name}}}" in path}
    allowed = operation.as_strategy(GenerationMode.POSITIVE)
    ways = [allowed, operation.as_strategy(GenerationMode.NEGATIVE)] if _can_be_wrong(operation) else [allowed]
    if known:
        ways.append(operation.as_strategy(GenerationMode.POSITIVE, path_parameters=known))

    for way in ways:

        @settings(
            max_examples=TRIES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=way)
        def tried(case: Any) -> None:
            case.call_and_validate(app=app, timeout=300, excluded_checks=[positive_data_acceptance])

        tried()


def _can_be_wrong(operation: Any) -> bool:
    return bool(operation.body) or any(True for _ in operation.iter_parameters())


def _examples() -> Iterator[Any]:
    """Yield every example of the document with its schema: of answers, of their lines, and of what is sent."""
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            told = {**operation["responses"], "body": operation.get("requestBody", {})}
            for name, said in told.items():
                for media_type, content in said.get("content", {}).items():
                    schema = content.get("itemSchema") or content.get("schema")
                    if schema:
                        yield pytest.param(schema, content["example"], id=f"{method} {path} {name} {media_type}")


@pytest.mark.parametrize(("schema", "example"), list(_examples()))
def test_every_example_has_the_shape_that_the_document_gives_it(schema: dict[str, Any], example: Any) -> None:
    validator = jsonschema_rs.validator_for({**schema, "components": DOCUMENT["components"]})

    assert [error.message for error in validator.iter_errors(example)] == []
