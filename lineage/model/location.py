"""What identifies a dataset: its normalised location, and the public id that is derived from it.

One function makes a location, so that two senders who mean the same folder always name the same node. It reads
nothing from disk: links are not followed, because the service does not see the facility's file systems.
"""

import re
import uuid
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha1
from posixpath import normpath

from lineage.errors import InvalidField, MissingField

ICAT_ID_PREFIX = "icat:dataset/"
"""A dataset that is known by its ICAT id alone has this location until its own message comes."""

LOCATION_CHARS_MAX = 4096
"""PATH_MAX of Linux; also keeps a location well within what Neo4j can index (8 kB)."""

PUBLIC_IDS_KEPT = 16_384
"""A message asks some ten times for the ids of what it names, and the next ones name the same; about 5 MB."""

_URI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_URL_NAME_SPACE = uuid.NAMESPACE_URL.bytes
EXPECTED = "an absolute POSIX path or a URI"


def is_absolute(text: str) -> bool:
    """True for what can be a location at all: an absolute path or a URI."""
    return text.startswith("/") or _URI.match(text) is not None


def normalise(
    text: str, *, field: str = "location", mount_prefixes: Iterable[str] = (), line: int | None = None
) -> str:
    """Return the one spelling of a location.

    Paths lose ``.``, ``..``, double and trailing slashes and the first fitting mount prefix; URIs stay as they
    are. Blanks and commas inside a path belong to it.

    Raises MissingField for an empty text, InvalidField for a relative path, control characters or more than
    4,096 characters.
    """
    if not text.strip():
        raise MissingField(field, line=line)
    if _CONTROL.search(text) or _SURROGATE.search(text):
        raise InvalidField(field, text, f"{EXPECTED} without control characters", line=line)
    if len(text.encode()) > LOCATION_CHARS_MAX:
        raise InvalidField(field, text, f"{EXPECTED} of at most {LOCATION_CHARS_MAX} bytes", line=line)
    if not text.startswith("/"):
        if _URI.match(text):
            return text
        raise InvalidField(field, text, EXPECTED, line=line)
    path = _resolved(text)
    for prefix in mount_prefixes:
        root = _resolved(prefix)
        if path.startswith(f"{root}/"):
            path = path[len(root) :]
            break
    if path == "/":
        raise InvalidField(field, text, "the path of a dataset's folder, below /", line=line)
    return path


def _resolved(path: str) -> str:
    return "/" + normpath(path).lstrip("/")


def of_icat_id(icat_id: int) -> str:
    """Return the location of a dataset that only its ICAT id names."""
    return f"{ICAT_ID_PREFIX}{icat_id}"


def icat_id_of(location: str) -> int | None:
    """Return the ICAT id that a location made by `of_icat_id` names; None for any other location."""
    if location.startswith(ICAT_ID_PREFIX) and location[len(ICAT_ID_PREFIX) :].isdecimal():
        return int(location[len(ICAT_ID_PREFIX) :])
    return None


@lru_cache(PUBLIC_IDS_KEPT)
def public_id(identity: str) -> str:
    """Return the id used in URLs: the UUIDv5 (RFC 9562) of a location or a key in the URL name space.

    It depends on the identity alone, so it is the same in every installation and a client can compute it.
    """
    # what uuid.uuid5 does, three times as fast: a load makes ids by the ten million
    digest = bytearray(sha1(_URL_NAME_SPACE + identity.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
