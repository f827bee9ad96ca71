"""How a page is answered: with the tag of the change that it is true for, or not at all; and under what policy."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, Request, Response
from pydantic import BaseModel, ConfigDict
from starlette.datastructures import URL

from lineage.api.reply import Reply
from lineage.settings import Settings
from lineage.web.templates import Templates

HTML = "text/html"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Everything comes from the server itself; no script or style stands in a page."""

HEADERS = {"Content-Security-Policy": POLICY, "Vary": "Accept"}
EMBED = "embed"
EMBEDDED = "1"


class Asked(BaseModel):
    """What the address of a page may say; a word that the page does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    embed: Literal["", "1"] = ""
    """1 leaves out what stands around the page, for a frame in a page of another site."""


class Showing:
    """Answers one request with a page."""

    def __init__(self, request: Request, reply: Reply) -> None:
        self.request = request
        self.reply = reply
        self.templates: Templates = request.app.state.templates
        self.settings: Settings = request.app.state.service.settings

    def __call__(
        self,
        template: str,
        ask: Callable[[], Mapping[str, Any]],
        *,
        is_tagged: bool = True,
        status: int = 200,
    ) -> Response:
        """Put a question and show its answer, a mapping with `as_of` among its names.

        `is_tagged` False is for what changes without a change of the graph, such as an age.
        """
        form = f"{HTML} {self.templates.digest}"
        if is_tagged and (held := self.reply.held(form)):
            # a browser keeps the page under the headers that came last
            held.headers.update(headers_of(self.request.url, self.settings))
            return held
        values = ask()
        tag = {"ETag": self.reply.tag(values["as_of"], form)} if is_tagged else {}
        return rendered(self.templates, template, values, self.request.url, self.settings, status=status, headers=tag)


async def showing(request: Request, reply: Reply) -> Showing:
    """Return what answers this request; async, because a plain function would cost a thread for nothing."""
    return Showing(request, reply)


Show = Annotated[Showing, Depends(showing)]


def headers_of(url: URL, settings: Settings) -> dict[str, str]:
    """Return the headers of a page: only one that is made for a frame may be framed, and by the named sites alone."""
    if not is_embedded(url) or not settings.frame_sites:
        return HEADERS
    allowed = f"frame-ancestors {' '.join(settings.frame_sites)}"
    return {**HEADERS, "Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", allowed)}


def is_embedded(url: URL) -> bool:
    """Say whether an address asks for the page without what stands around it."""
    return (EMBED, EMBEDDED) in parse_qsl(url.query)


def rendered(
    templates: Templates,
    name: str,
    values: Mapping[str, Any],
    url: URL,
    settings: Settings,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a template with its values as a response."""
    around = {
        "as_of": None,
        "json": None,
        "csv": None,
        "q": "",
        "embed": is_embedded(url),
        "whole": _whole(url),
        "portal_url": settings.portal_url,
    }
    text = templates.fill(name, {**around, **values})
    sent = {**headers_of(url, settings), **(headers or {})}
    return Response(text, status, headers=sent, media_type=f"{HTML}; charset=utf-8")


def _whole(url: URL) -> str:
    """Return the address of the page with all that stands around it."""
    rest: Sequence[tuple[str, str]] = [pair for pair in parse_qsl(url.query) if pair[0] != EMBED]
    return f"{url.path}?{urlencode(rest)}" if rest else url.path
