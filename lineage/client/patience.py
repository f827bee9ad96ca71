"""What is tried again, and after how long.

A request that never reached the server may always be sent again. One that the server answered with 502, 503 or 504 and
a `Retry-After` may be, when doing it twice is doing it once. Nothing is tried again once the body of an answer began.
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

WAIT_S = 0.2
"""The first wait at most; each one after it is twice as long."""

WAIT_S_MAX = 30.0
NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_STATUSES = (502, 503, 504)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is sent at most, the first time counted."""

    attempts_max: int = 3

    def after_error(self, attempt: int, error: httpx2.RequestError) -> float | None:
        """Return the seconds to wait after a failure to reach the server; None to give up."""
        return self._wait_s(attempt) if isinstance(error, NEVER_SENT) else None

    def after_response(self, attempt: int, response: httpx2.Response, *, is_repeatable: bool) -> float | None:
        """Return the seconds to wait after a response; None to take it as it is."""
        asked_s = _retry_after_s(response.headers.get("retry-after", ""))
        if not is_repeatable or response.status_code not in _STATUSES or asked_s is None or asked_s > WAIT_S_MAX:
            return None
        wait_s = self._wait_s(attempt)
        return None if wait_s is None else asked_s + wait_s

    def _wait_s(self, attempt: int) -> float | None:
        if attempt >= self.attempts_max:
            return None
        # at random, so that many clients of one server do not all come back at the same moment
        return random.uniform(0, min(WAIT_S * 2 ** (attempt - 1), WAIT_S_MAX))  # noqa: S311 - no secret hangs on it


def _retry_after_s(value: str) -> float | None:
    """Return the seconds that a server asks for, by number or by date; None when it asks for nothing."""
    if value.isdecimal():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((at - datetime.now(UTC)).total_seconds(), 0) if at.tzinfo else None
