"""How people name what has a public id: by the id itself, or by what the id is derived from."""

import re

from lineage.model.location import public_id
from lineage.model.message import Application

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_id(name: str) -> bool:
    """Say whether a name is a public id rather than a location or a key."""
    return _ID.fullmatch(name) is not None


def application_ids(name: str) -> list[str]:
    """Return the public ids that an application of that name may have, the likeliest first.

    The name is an id, or a key, or a program and its version with a blank between, or a program without a version.
    """
    program, _, version = name.rpartition(" ")
    keys = (name, Application(program, version).key, Application(name).key)
    return list(dict.fromkeys([*([name] if is_id(name) else []), *map(public_id, keys)]))
