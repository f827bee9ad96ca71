"""How a server and the things on it are named: its address, and public ids in the place of locations and keys."""

import re
from collections.abc import Iterable

from lineage.errors import NotFound, SettingsError
from lineage.model.location import normalise, public_id
from lineage.model.names import is_id
from lineage.settings import SERVER_URL

ROOT = "/api/v1"
_HEX = re.compile(r"[0-9a-f]+")


def server_url(url: str) -> str:
    """Return the address of a server without a slash at its end.

    Raises SettingsError for what is no http address, and for one with a user or a password: an address is logged.
    """
    if not SERVER_URL.fullmatch(url):
        raise SettingsError("LINEAGE_SERVER", "must be an address such as http://host:8000, with no user in it")
    return url.rstrip("/")


def is_location(name: str) -> bool:
    """Say whether a name is meant as a location rather than as a public id."""
    return "/" in name or ":" in name


def dataset_id(name: str, mount_prefixes: Iterable[str]) -> str:
    """Return the public id of a dataset named by its id or its location; raises InvalidField and NotFound."""
    if is_location(name):
        return public_id(normalise(name, mount_prefixes=mount_prefixes))
    if not is_id(name):
        raise NotFound("dataset", name)
    return name


def thing_id(name: str) -> str:
    """Return the public id of a job or an application named by its id or its key."""
    return name if is_id(name) else public_id(name)


def message_key(key: str) -> str:
    """Return the key of a refused message; raises NotFound for what no key begins with."""
    if not _HEX.fullmatch(key):
        raise NotFound("rejected message", key)
    return key
