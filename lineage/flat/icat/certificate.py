"""A certificate of what ICAT holds: a Merkle root for each investigation, which anybody with an account can make again.

A leaf is a dataset: the JSON ``[id, location, {parameter: value, ...}]`` with our parameters, keys sorted, no blanks,
in UTF-8. Numbers that are whole are written without a point. Leaves stand in the order of ids; an investigation's root
is the hash of its tree (RFC 6962, SHA-256). The root of all is that of a tree whose leaves are the JSON
``[investigation, number of datasets, root]`` in the order of names.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from lineage.errors import CertificateError
from lineage.flat.icat.client import Client
from lineage.flat.icat.held import Held, Value, held
from lineage.flat.icat.merkle import Tree

FORM = "lineage-icat-certificate/1"


class Investigation(BaseModel):
    """The part of one investigation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    datasets: int
    parameters: int
    root: str


class Certificate(BaseModel):
    """What ICAT held, and which change of the graph that is; `parameters` are the names that were looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    form: str
    icat: str
    icat_version: str
    facility: str
    made_at: str
    change: int
    parameters: list[str]
    datasets: int
    root: str
    investigations: dict[str, Investigation]


class Trees:
    """Grows with every dataset, in the order of ids; of each investigation it keeps a few hashes."""

    def __init__(self) -> None:
        self._trees: dict[str, Tree] = defaultdict(Tree)
        self._parameters: dict[str, int] = defaultdict(int)

    def take(self, one: Held) -> None:
        """Take the next dataset."""
        self._trees[one.investigation].add(leaf(one))
        self._parameters[one.investigation] += len(one.parameters)

    def investigations(self) -> dict[str, Investigation]:
        """Return what each investigation comes to, by name."""
        return {
            name: Investigation(datasets=tree.leaf_count, parameters=self._parameters[name], root=tree.root)
            for name, tree in sorted(self._trees.items())
        }


def leaf(one: Held) -> bytes:
    """Return the bytes that stand for a dataset."""
    said = {name: _plain(value) for name, value in one.parameters.items()}
    return _json([one.id, one.location, said])


def root_of(investigations: Mapping[str, Investigation]) -> str:
    """Return the root of all."""
    tree = Tree()
    for name, part in sorted(investigations.items()):
        tree.add(_json([name, part.datasets, part.root]))
    return tree.root


def made(client: Client, trees: Trees, names: Collection[str], change: int, at: str) -> Certificate:
    """Return the certificate of what was read."""
    found = trees.investigations()
    return Certificate(
        form=FORM,
        icat=client.url,
        icat_version=client.version,
        facility=client.facility,
        made_at=at,
        change=change,
        parameters=sorted(names),
        datasets=sum(part.datasets for part in found.values()),
        root=root_of(found),
        investigations=found,
    )


def differing(client: Client, said: Certificate) -> list[str]:
    """Read ICAT again and return the names of investigations that are not what a certificate says."""
    trees = Trees()
    for page in held(client, said.parameters):
        for one in page:
            trees.take(one)
    now, then = trees.investigations(), said.investigations
    return sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))


def parsed(text: bytes, file: str) -> Certificate:
    """Return a certificate; raises CertificateError for what is none, or does not add up in itself."""
    try:
        found = Certificate.model_validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        way = ".".join(map(str, first["loc"])) or "the whole"
        raise CertificateError(file, f"is no certificate: {way}: {first['msg']}") from error
    if found.form != FORM:
        raise CertificateError(file, f"is of the form {found.form!r}; expected {FORM!r}")
    if found.root != root_of(found.investigations):
        raise CertificateError(file, "does not add up: its root is not that of its investigations")
    return found


def _plain(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
