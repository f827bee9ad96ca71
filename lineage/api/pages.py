"""A plain page for people: what is here for programs, what every route and every code means. No scripts."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from lineage import errors
from lineage.api import problem
from lineage.api.parameters import ROOT

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:.2rem 1.5rem .2rem 0}"
    "tr:target{background:#ffd}"
)
_DIGEST = b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; frame-ancestors 'none'"

LINKS = (
    ("/openapi.json", "this page for programs, as OpenAPI 3.1"),
    (f"{ROOT}/stats", "how much there is"),
    (f"{ROOT}/datasets", "datasets by location"),
    (f"{ROOT}/search/words", "what a search can ask about"),
    (f"{ROOT}/expected", "datasets that were named and not announced"),
    (f"{ROOT}/rejected", "refused messages"),
    (f"{ROOT}/rules", "the rules of the graph"),
    ("/readyz", "whether the service can do its work"),
    ("/metrics", "metrics for Prometheus"),
)

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Return where to begin, every route and every code."""
    document = request.app.openapi()
    rows = (f'<tr><td><a href="{path}">{path}</a></td><td>{escape(text)}</td></tr>' for path, text in LINKS)
    return _page(
        "lineage: routes",
        _table(rows),
        "<h2>Routes</h2>",
        _table(_routes(document["paths"]), "method", "path", "what it does"),
        "<h2>Codes of failures</h2>",
        _table(_codes(), "code", "status", "meaning"),
    )


def _routes(paths: dict[str, dict[str, dict[str, str]]]) -> Iterator[str]:
    for path, operations in paths.items():
        for method, operation in operations.items():
            yield _row(method.upper(), path, operation["summary"])


def _codes() -> Iterator[str]:
    for kind in errors.kinds_of(errors.LineageError):
        if (status := problem.status_of(kind)) != HTTPStatus.INTERNAL_SERVER_ERROR:
            yield _row(kind.code, str(status), problem.title_of(kind), anchor=kind.code)
    for status, (code, title) in problem.HTTP_CODES.items():
        yield _row(code, str(status), title, anchor=code)


def _row(*cells: str, anchor: str = "") -> str:
    name = f' id="{anchor}"' if anchor else ""
    return f"<tr{name}>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _table(rows: Iterable[str], *heads: str) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    return f"<table>{f'<tr>{head}</tr>' if head else ''}{''.join(rows)}</table>"


def _page(title: str, *parts: str) -> HTMLResponse:
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><h1>{escape(title)}</h1>{''.join(parts)}</body></html>"
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})
