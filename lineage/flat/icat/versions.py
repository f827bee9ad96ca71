"""What differs between the versions of ICAT that are written to: 5.0 to 6.2, and patches of these."""

import re
from dataclasses import dataclass

from lineage.errors import IcatVersionUnknown

EXPECTED = "5.0 to 6.2"
_VERSION = re.compile(r"(?P<major>\d+)\.(?P<minor>\d+)(?:[.\-+].*)?")
_FIRST, _LAST = (5, 0), (6, 2)
_LONG_LOCATIONS = (6, 2)


@dataclass(frozen=True, slots=True)
class Traits:
    """What a version takes."""

    location_chars_max: int


def traits(version: str) -> Traits:
    """Return what a version takes; raises IcatVersionUnknown for one that was never looked at."""
    match = _VERSION.fullmatch(version)
    found = (int(match["major"]), int(match["minor"])) if match else (0, 0)
    if not _FIRST <= found <= _LAST:
        raise IcatVersionUnknown(version, EXPECTED)
    return Traits(location_chars_max=511 if found >= _LONG_LOCATIONS else 255)
