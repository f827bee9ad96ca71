"""The time as it is kept everywhere: text that sorts as time does."""

from datetime import UTC, datetime


def now() -> str:
    """Return the time: ISO 8601, UTC, microseconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
