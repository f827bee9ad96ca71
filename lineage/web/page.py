"""How a page is answered: with the tag of the change that it is true for, or not at all; and under what policy."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from lineage.api.reply import Reply
from lineage.web.templates import Templates

HTML = "text/html"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Everything comes from the server itself; no script or style stands in a page."""

HEADERS = {"Content-Security-Policy": POLICY, "Vary": "Accept"}


class Showing:
    """Answers one request with a page."""

    def __init__(self, request: Request, reply: Reply) -> None:
        self.request = request
        self.reply = reply
        self.templates: Templates = request.app.state.templates

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
            held.headers.update(HEADERS)  # a browser keeps the page under the headers that came last
            return held
        values = ask()
        tag = {"ETag": self.reply.tag(values["as_of"], form)} if is_tagged else {}
        return rendered(self.templates, template, values, status=status, headers=tag)


async def showing(request: Request, reply: Reply) -> Showing:
    """Return what answers this request; async, because a plain function would cost a thread for nothing."""
    return Showing(request, reply)


Show = Annotated[Showing, Depends(showing)]


def rendered(
    templates: Templates,
    name: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a template with its values as a response."""
    text = templates.fill(name, {"as_of": None, "json": None, "csv": None, "q": "", **values})
    return Response(text, status, headers={**HEADERS, **(headers or {})}, media_type=f"{HTML}; charset=utf-8")
