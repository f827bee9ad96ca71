"""How OpenLineage names what we name: a dataset by name space and name, the end of a run by a type of event."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from lineage.model.message import JobStatus

EVENT_TYPES: Mapping[str, str] = {
    "completed": "COMPLETE",
    "failed": "FAIL",
    "aborted": "ABORT",
    "running": "RUNNING",
}

STATUSES: Mapping[str, JobStatus] = {
    "START": "running",
    "RUNNING": "running",
    "COMPLETE": "completed",
    "FAIL": "failed",
    "ABORT": "aborted",
    "OTHER": "unknown",
}

_HIERARCHY = re.compile(r"([a-z][a-z0-9+.-]*://[^/]+)/(.+)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*", re.IGNORECASE)
_OTHER = "openlineage:"


def name_of(location: str) -> tuple[str, str]:
    """Return name space and name of a location, such that `location_of` gives the location back."""
    if location.startswith("/"):
        return "file", location
    if location.startswith(_OTHER) and "/" in location:
        namespace, _, name = location.removeprefix(_OTHER).partition("/")
        return unquote(namespace), name
    if found := _HIERARCHY.fullmatch(location):
        return found[1], found[2]
    scheme, _, rest = location.partition(":")
    return scheme, rest


def location_of(namespace: str, name: str) -> str:
    """Return the location that a name in a name space means."""
    if namespace == "file":
        return f"/{name.lstrip('/')}"
    if "://" in namespace:
        return f"{namespace.rstrip('/')}/{name.lstrip('/')}"
    if _SCHEME.fullmatch(namespace):
        return f"{namespace}:{name}"
    return f"{_OTHER}{quote(namespace, safe='')}/{name}"
