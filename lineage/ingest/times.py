"""ISO 8601 texts to UTC, in the one spelling that messages have."""

from datetime import UTC, datetime, tzinfo

from lineage.errors import InvalidField
from lineage.ingest.facts import Said

EXPECTED = "an ISO 8601 time with a zone, such as 2023-04-25T10:00:00+02:00"


def utc(fact: Said, field: str, zone: tzinfo | None) -> str:
    """Return ``YYYY-MM-DDTHH:MM:SS.ffffffZ``.

    A time without a zone is taken in the given one; where clocks were turned back, as the first of the two.
    Raises InvalidField for what is no time, and for one without a zone when none is given.
    """
    try:
        time = datetime.fromisoformat(fact.text.strip())
        if time.tzinfo is None:
            time = time.replace(tzinfo=zone)
        if time.tzinfo is None:
            raise InvalidField(field, fact.text, EXPECTED, line=fact.line)
        moment = time.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidField(field, fact.text, EXPECTED, line=fact.line) from error
    return f"{moment.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
