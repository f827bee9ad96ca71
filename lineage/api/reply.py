"""How a question over HTTP is answered: with the change that the answer is true for as its ETag, or not at all.

A tag is that of one address in one state of the graph. When a caller has the answer of the present state already
(``If-None-Match``), the question is not put: one short look at the ledger, and 304. The answer itself is made into
JSON once, by pydantic; the routes name their models for the OpenAPI document only.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from lineage import __version__
from lineage.api import lines
from lineage.api.links import next_link
from lineage.api.parameters import Service
from lineage.model import answers
from lineage.service import Lineage

JSON = "application/json"
VARY = {"Vary": "Accept"}


class Replying:
    """Answers one request."""

    def __init__(self, request: Request, service: Lineage) -> None:
        self.request = request
        self.service = service

    def __call__(
        self, ask: Callable[[], answers.AsOf], *, is_tagged: bool = True, headers: dict[str, str] | None = None
    ) -> Response:
        """Put a question and return its answer; `is_tagged` False for what changes without a change of the graph."""
        if is_tagged and (held := self.held(JSON)):
            return held
        answer = ask()
        own = {"ETag": self.tag(answer.as_of, JSON)} if is_tagged else {}
        link = next_link(answer, self.request) if isinstance(answer, answers.Page) else {}
        return Response(answer.model_dump_json(), headers={**own, **link, **(headers or {})}, media_type=JSON)

    def walk(self, ask: Callable[[], answers.AsOf], stream: Callable[[], Iterator[answers.Part]]) -> Response:
        """Answer with one document, or where lines are wanted with all parts, one node a line."""
        if not lines.are_wanted(self.request):
            return self(ask, headers=VARY)
        if held := self.held(lines.MEDIA_TYPE):
            return held
        parts = stream()
        first = next(parts)
        headers = {**VARY, "ETag": self.tag(first.as_of, lines.MEDIA_TYPE)}
        return lines.stream(_items(first, parts), self.request, headers=headers)

    def file(
        self,
        ask: Callable[[], answers.Provenance],
        media_type: str,
        write: Callable[[answers.Provenance], bytes],
        headers: dict[str, str] | None = None,
    ) -> Response:
        """Answer with what is written of an answer, in a format of the world outside."""
        if held := self.held(media_type):
            return held
        answer = ask()
        own = {**VARY, "ETag": self.tag(answer.as_of, media_type), **(headers or {})}
        return Response(write(answer), headers=own, media_type=media_type)

    def held(self, form: str) -> Response | None:
        """Return 304 when the caller has the answer of the present state."""
        given = self.request.headers.get("if-none-match")
        if given is None:
            return None
        tag = self.tag(self.service.change(), form)
        held = [part.strip().removeprefix("W/") for part in given.split(",")]
        return Response(status_code=304, headers={"ETag": tag, **VARY}) if tag.removeprefix("W/") in held else None

    def tag(self, as_of: int, form: str) -> str:
        """Return the tag of the answer to this request in one form, true for one change."""
        asked = f"{self.service.edition} {__version__} {form} {self.request.url.path}?{self.request.url.query}"
        return f'W/"{as_of}-{sha256(asked.encode()).hexdigest()[:16]}"'


async def replying(request: Request, service: Service) -> Replying:
    """Return what answers this request; async, because a plain function would cost a thread for nothing."""
    return Replying(request, service)


Reply = Annotated[Replying, Depends(replying)]


def _items(first: answers.Part, parts: Iterator[answers.Part]) -> Iterator[Sequence[Any]]:
    yield first.items
    for part in parts:
        yield part.items
