"""What an answer of ICAT stands for: its value, or the error that it tells of.

The body of an error is JSON whatever its header says. A page with 404 is the container alone: ICAT is not up yet. A 400
without a body is an address that was too long.
"""

import json
from typing import Any

import httpx2

from lineage.errors import IcatError, IcatForbidden, IcatRefused, IcatTooLong, IcatUnavailable
from lineage.flat.icat.secrecy import plain

URL_BYTES_MAX = 7_500
"""Of path and query; the server takes 8,125 of a client with few headers."""

INTERNAL = "INTERNAL"
SESSION = "SESSION"
EXISTS = "OBJECT_ALREADY_EXISTS"
NOT_FOUND = "NO_SUCH_OBJECT_FOUND"
VALIDATION = "VALIDATION"
_FORBIDDEN = "INSUFFICIENT_PRIVILEGES"
_FIRST_FAILURE = 400
_BAD, _NOT_FOUND = 400, 404


def value(url: str, response: httpx2.Response) -> Any:
    """Return what an answer brings, None for none; raises the error that it stands for."""
    if not response.is_success:
        raise _error(url, response)
    if not response.content:
        return None
    try:
        return json.loads(response.content)
    except ValueError as error:
        raise IcatUnavailable(url, "its answer is no JSON; expected the address of an ICAT") from error


def is_starting(response: httpx2.Response) -> bool:
    """Say whether the container answered in the place of ICAT, which is not up yet."""
    return response.status_code == _NOT_FOUND and _body(response) is None


def _error(url: str, response: httpx2.Response) -> IcatError:
    status = response.status_code
    if status == _BAD and not response.content:
        return IcatTooLong(len(response.request.url.raw_path), URL_BYTES_MAX)
    body = _body(response)
    if body is None:
        return IcatUnavailable(url, f"it answered {status} and no word of ICAT; expected the address of an ICAT")
    code, reason = str(body.get("code")), plain(str(body.get("message", "")).strip())
    if code == _FORBIDDEN:
        return _forbidden(reason)
    offset = body.get("offset")
    return IcatRefused(status, code, reason, offset=offset if isinstance(offset, int) else None)


def _forbidden(reason: str) -> IcatForbidden:
    """Read "CREATE access to this DatasetParameter is not allowed."."""
    right, _, rest = reason.partition(" access to this ")
    return IcatForbidden(right, rest.partition(" ")[0]) if rest else IcatForbidden(reason, "?")


def _body(response: httpx2.Response) -> dict[str, Any] | None:
    try:
        found = json.loads(response.content)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
