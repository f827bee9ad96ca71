"""ICAT wants its session id in the address of a question, and the HTTP client logs addresses: they are made plain."""

import logging
import re

LOGGERS = ("httpx2",)
_SESSION = re.compile(r"((?:sessionId=|/session/))[^&\s\"]+", re.IGNORECASE)
_TOLD = re.compile(r"(session ?id:? ?)[0-9a-f-]{16,}", re.IGNORECASE)


def plain(text: str) -> str:
    """Return a text without the ids of sessions in it."""
    return _TOLD.sub(r"\1…", _SESSION.sub(r"\1…", text))


class _Filter(logging.Filter):
    """Takes session ids out of records, as they are made and before anybody has them."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if (made_plain := plain(text)) != text:
            record.msg, record.args = made_plain, ()
        return True


_FILTER = _Filter()


def quieten() -> None:
    """Take session ids out of what the HTTP client logs; doing it twice is doing it once."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)
