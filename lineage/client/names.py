"""How a server and the things on it are named: its address, and public ids in the place of locations and keys."""

import re
from collections.abc import Iterable

from lineage.errors import NotFound, SettingsError
from lineage.model.location import normalise, public_id
from lineage.model.message import Application
from lineage.settings import SERVER_URL

ROOT = "/api/v1"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
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
    if not _ID.fullmatch(name):
        raise NotFound("dataset", name)
    return name


def thing_id(name: str) -> str:
    """Return the public id of a job or an application named by its id or its key."""
    return name if _ID.fullmatch(name) else public_id(name)


def application_ids(name: str) -> list[str]:
    """Return the public ids that an application of that name may have, the likeliest first, as the service does."""
    program, _, version = name.rpartition(" ")
    keys = (name, Application(program, version).key, Application(name).key)
    return list(dict.fromkeys([*([name] if _ID.fullmatch(name) else []), *map(public_id, keys)]))


def message_key(key: str) -> str:
    """Return the key of a refused message; raises NotFound for what no key begins with."""
    if not _HEX.fullmatch(key):
        raise NotFound("rejected message", key)
    return key
