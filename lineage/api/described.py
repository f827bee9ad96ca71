"""What the OpenAPI document says of a route beyond its types: an example, and the problems it may answer with."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from lineage import errors
from lineage.api import lines, problem
from lineage.api.guard import SAFE
from lineage.model import answers

PROBLEM = {"$ref": "#/components/schemas/Problem"}
LINK = {"description": 'the next page, rel="next"; absent on the last', "schema": {"type": "string"}}
ETAG = {"description": "the state of the graph that the answer is true for", "schema": {"type": "string"}}
ALWAYS = (500, 503, 504)
"""Failures of every route that asks the database."""

_PATH = "/api/v1/datasets/ea6ab0e0-6e65-5571-9d6a-a4bc1e4d4d0b"
_LOCATION = "/data/visitor/mx2485/cm01/20230503/RAW_DATA/Import/job001"

EXAMPLES: Mapping[int, problem.Problem] = {
    403: problem.of_status(
        403,
        "A page of another site ('https://elsewhere.example') made the browser send this; nothing was done.",
        _PATH,
        {"origin": "https://elsewhere.example"},
    ),
    404: problem.of_error(errors.NotFound("dataset", _LOCATION), _PATH),
    409: problem.of_error(errors.StillUsed(_LOCATION, 1, [_LOCATION.replace("RAW", "PROCESSED")]), _PATH),
    413: problem.of_error(errors.BodyTooLarge("one message", 2**24, "LINEAGE_MESSAGE_BYTES_MAX raises it"), _PATH),
    415: problem.of_error(errors.UnknownMediaType("text/csv", ["application/xml"]), "/api/v1/messages"),
    421: problem.of_status(
        421,
        "The host 'elsewhere.example' is not known here; LINEAGE_HOST_NAMES lists those that are.",
        _PATH,
        {"host": "elsewhere.example"},
    ),
    422: problem.of_error(errors.InvalidField("limit", 0, "greater than or equal to 1"), "/api/v1/datasets"),
    500: problem.of_status(500, problem.FAILED, _PATH),
    503: problem.of_error(errors.GraphUnavailable("", ""), _PATH),
    504: problem.of_error(errors.QueryTimeout("read/ancestors", 30), f"{_PATH}/ancestors"),
}


def described(
    example: Mapping[str, Any],
    *failures: int,
    lines_of: Mapping[str, Any] | None = None,
    line: type[answers.Answer] = answers.TraceNode,
) -> dict[str, Any]:
    """Return the keywords of a route: the example of its answer, its failures, and those that every route has.

    `lines_of` is the example of a `line`, for a walk that is answered in JSON Lines too.
    """
    content: dict[str, Any] = {"application/json": {"example": example}}
    if lines_of is not None:
        content[lines.MEDIA_TYPE] = {
            "itemSchema": {"$ref": f"#/components/schemas/{line.__name__}"},
            "example": lines_of,
        }
    answer = {"content": content, **({"headers": {"Link": LINK}} if "next" in example else {})}
    return {"responses": {200: answer, **failing(*failures, *ALWAYS)}}


def tagged(example: Mapping[str, Any], *failures: int, **lines_too: Any) -> dict[str, Any]:
    """Return the keywords of a route whose answer changes with the graph alone: the same, with its ETag and 304."""
    found = described(example, *failures, **lines_too)
    answer = found["responses"][200]
    answer["headers"] = {**answer.get("headers", {}), "ETag": ETAG}
    found["responses"][304] = {
        "description": "Nothing changed since the answer that If-None-Match names",
        "headers": {"ETag": ETAG},
    }
    return found


def failing(*failures: int) -> dict[int | str, dict[str, Any]]:
    """Return the responses of failures."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {problem.MEDIA_TYPE: {"schema": PROBLEM, "example": EXAMPLES[status].model_dump(mode="json")}},
        }
        for status in failures
    }


class Described(FastAPI):
    """An app whose OpenAPI document knows the shape of problem, and what the guard refuses before any route."""

    def openapi(self) -> dict[str, Any]:
        """Return the document."""
        document = super().openapi()
        document["components"]["schemas"]["Problem"] = problem.Problem.model_json_schema()
        for operations in document["paths"].values():
            for method, operation in operations.items():
                guarded = (421,) if method.upper() in SAFE else (403, 421)
                operation["responses"] |= {str(status): said for status, said in failing(*guarded).items()}
        self._restore_examples(document["paths"])
        return document

    def _restore_examples(self, paths: dict[str, Any]) -> None:
        """Put the examples back as they are; what makes the document leaves out their members that are null."""
        for route in iter_route_contexts(self.routes):
            for status, said in (getattr(route, "responses", None) or {}).items():
                for media_type, content in said.get("content", {}).items():
                    for method in route.methods or ():
                        told = paths[str(route.path_format)][method.lower()]["responses"][str(status)]["content"][
                            media_type
                        ]
                        told |= {"example": content["example"]} if "example" in content else {}
