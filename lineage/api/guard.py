"""Who may not ask: whoever means another host, and a browser that another site has sent.

There is no log-in, so a browser on a machine that reaches the server is a way in. A page of another site may make it
send requests that change something, though it cannot read the answer; and with a name of its own that leads to this
address it could read too. Programs send neither of the headers that are looked at, and are let through.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from lineage import errors
from lineage.api.problem import Problem, of_status, path_of, respond
from lineage.settings import Settings

SAFE = ("GET", "HEAD", "OPTIONS")
OWN_SITE = ("same-origin", "none")
"""What a browser says of a request of our own pages, and of one that its user typed."""


class Guard:
    """Refuses requests before anything else looks at them."""

    def __init__(self, app: ASGIApp, host_names: Iterable[str] | None) -> None:
        self.app = app
        self.host_names = None if host_names is None else frozenset(map(str.lower, host_names))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        objection = self._objection(scope) if scope["type"] == "http" else None
        app = self.app if objection is None else respond(objection)
        await app(scope, receive, send)

    def _objection(self, scope: Scope) -> Problem | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.host_names is not None and not _is_known(host, self.host_names):
            detail = f"The host {errors.shown(host)} is not known here; LINEAGE_HOST_NAMES lists those that are."
            return of_status(421, detail, path_of(scope), {"host": host})
        if scope["method"] not in SAFE and _is_foreign(headers, host):
            origin = headers.get("origin")
            detail = f"A page of another site ({errors.shown(origin)}) made the browser send this; nothing was done."
            return of_status(403, detail, path_of(scope), {"origin": origin})
        return None


def host_names_of(settings: Settings) -> tuple[str, ...] | None:
    """Return the names that a server may be asked by besides those of loopback; None lets any pass.

    Any passes where the server listens beyond loopback and no names are set.
    """
    return settings.host_names if settings.host_names or _is_loopback(settings.host) else None


def _is_known(host: str, names: frozenset[str]) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name in names or _is_loopback(name)


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _is_foreign(headers: Headers, host: str) -> bool:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in OWN_SITE
    return origin is not None and origin.partition("://")[2].lower() != host.lower()
