"""The two desks: datasets that are waited for, and messages that were refused, each to be tried again."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from lineage.api.parameters import ROOT, Counters, Key, Service
from lineage.service import Lineage
from lineage.web.page import HEADERS, Asked, Show
from lineage.web.templates import link

PAGE = 50
BODY_CHARS_MAX = 20_000

router = APIRouter(include_in_schema=False)


class _Question(Asked):
    cursor: str | None = None


class _Rejected(_Question):
    code: str | None = Field(None, max_length=100)
    accepted: bool = Field(False, description="a message was just accepted")
    dataset: UUID | None = Field(None, description="the dataset of that message")


class _Message(Asked):
    tried: bool = False


@router.get("/expected")
def expected(service: Service, show: Show, asked: Annotated[_Question, Query()]) -> Response:
    """Show what is waited for, the longest first; ages change with the clock, so there is no tag."""

    def ask() -> dict[str, Any]:
        found = service.expected(cursor=asked.cursor, limit=PAGE)
        links = {"json": link(f"{ROOT}/expected", cursor=asked.cursor, limit=PAGE), "csv": "/expected.csv"}
        return {"found": found, "total": service.stats().expected, "asked": asked, "as_of": found.as_of, **links}

    return show("expected.html", ask, is_tagged=False)


@router.get("/rejected")
def rejected(service: Service, show: Show, asked: Annotated[_Rejected, Query()]) -> Response:
    """Show refused messages, the oldest first."""

    def ask() -> dict[str, Any]:
        found = service.rejected(code=asked.code, cursor=asked.cursor, limit=PAGE)
        return {
            "found": found,
            "total": service.stats().rejected,
            "asked": asked,
            "as_of": found.as_of,
            "json": link(f"{ROOT}/rejected", code=asked.code, cursor=asked.cursor, limit=PAGE),
            "csv": link("/rejected.csv", code=asked.code),
        }

    return show("rejected.html", ask, is_tagged=False)


@router.get("/rejected/{key}")
def message(service: Service, show: Show, key: Key, asked: Annotated[_Message, Query()]) -> Response:
    """Show a refused message with its reason and its text."""
    return show("message.html", lambda: _message(service, key, is_tried=asked.tried), is_tagged=False)


@router.post("/rejected/{key}/replay")
def replay(service: Service, counters: Counters, key: Key) -> Response:
    """Try a refused message again; accepted, it leaves the desk."""
    (receipt,) = counters.counted([service.replay(key)])
    if receipt.status == "rejected":
        return RedirectResponse(f"/rejected/{receipt.key}?tried=true", 303, HEADERS)
    return RedirectResponse(link("/rejected", accepted="true", dataset=receipt.id), 303, HEADERS)


def _message(service: Lineage, key: str, *, is_tried: bool) -> dict[str, Any]:
    found, body = service.rejected_message(key)
    text = body.decode(errors="replace")
    return {
        "message": found,
        "text": text[:BODY_CHARS_MAX],
        "left_out": max(len(text) - BODY_CHARS_MAX, 0),
        "is_tried": is_tried,
        "as_of": service.change(),
        "json": f"{ROOT}/rejected/{found.key}",
    }
