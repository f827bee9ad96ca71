"""A catalogue in the double: one facility, an investigation, datasets; and clients of it."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from lineage.flat.icat.client import Client
from tests.flat.icat.double import Double

FACILITY = "ESRF"
PAGE = Path(__file__).parents[3] / "docs" / "icat.md"


def rights(*uses: str) -> dict[str, tuple[str, ...]]:
    """Return the rights that the page asks for what is used, and for all."""
    table = PAGE.read_text().partition("<!-- rights -->")[2].partition("<!-- end -->")[0]
    found: dict[str, list[str]] = {}
    for entity, flags, use in re.findall(r"^\| (\w+) \| ([CRUD]+) \| (.+?) \|$", table, re.MULTILINE):
        if use.strip("`") in ("all", *uses):
            found.setdefault(flags, []).append(entity)
    return {flags: tuple(entities) for flags, entities in found.items()}


RULES = rights("--mode soft-links", "--mode jobs", "--create-datasets")
"""What our user needs to publish, as the page says."""


def client(double: Double, user: str = "root", password: str | None = None, facility: str = FACILITY) -> Client:
    """Return a client that does not wait."""
    return Client(
        double.url,
        user=user,
        password=SecretStr(password or f"{user}pw"),
        authenticator="simple",
        facility=facility,
        timeout_s=10,
        pause=lambda _seconds: None,
    )


def furnish(double: Double, names: Iterable[str] = (), root: str = "/data/visitor/hg1/id00") -> dict[str, int]:
    """Make a facility with an investigation hg1 and datasets in it; return their ids by name."""
    write = writer(double)
    (facility,) = write([{"Facility": {"name": FACILITY}}])
    here = {"facility": {"id": facility}}
    (kind,) = write([{"InvestigationType": {**here, "name": "proposal"}}])
    (instrument,) = write([{"Instrument": {**here, "name": "ID00"}}])
    write([{"DatasetType": {**here, "name": name}} for name in ("acquisition", "processed")])
    (investigation,) = write(
        [{"Investigation": {**here, "type": {"id": kind}, "name": "hg1", "visitId": "id00", "title": "a study"}}]
    )
    write([{"InvestigationInstrument": {"investigation": {"id": investigation}, "instrument": {"id": instrument}}}])
    return add(double, names, root)


def add(double: Double, names: Iterable[str], root: str = "/data/visitor/hg1/id00") -> dict[str, int]:
    """Add datasets to the investigation."""
    names = list(names)
    rows = [
        {
            "Dataset": {
                "investigation": {"id": 1},
                "type": {"id": 1},
                "name": name,
                "location": f"{root}/{name}",
            }
        }
        for name in names
    ]
    return dict(zip(names, writer(double)(rows) if rows else [], strict=True))


def allow(double: Double, user: str = "lineage", rules: dict[str, tuple[str, ...]] = RULES) -> None:
    """Give a user rights."""
    write = writer(double)
    (who,) = write([{"User": {"name": f"simple/{user}"}}])
    (group,) = write([{"Grouping": {"name": user}}])
    write([{"UserGroup": {"user": {"id": who}, "grouping": {"id": group}}}])
    write(
        [
            {"Rule": {"grouping": {"id": group}, "what": what, "crudFlags": flags}}
            for flags, entities in rules.items()
            for what in entities
        ]
    )


def writer(double: Double) -> Any:
    return lambda entities: double.root("POST", entities=entities)
