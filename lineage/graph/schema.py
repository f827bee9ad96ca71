"""Applies the schema files in the order of their numbers, and remembers each with its checksum.

The record of what was applied is nodes in the database itself: ``(:Migration {file, checksum, applied_at})``. A
released file that has changed, or that is gone, is refused: the way forward is a new file.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from lineage.errors import SchemaError, SettingsError, shown
from lineage.graph.database import Database
from lineage.graph.queries import folder, load
from lineage.graph.rows import PARAMETER_PREFIX


@dataclass(frozen=True, slots=True)
class Status:
    """Names of the schema files that are in the database, and of those that are not yet."""

    applied: tuple[str, ...]
    pending: tuple[str, ...]


def migrate(database: Database, *, only_check: bool = False, schema: Path | None = None) -> Status:
    """Apply what is pending and return what was there before and what is new.

    Raises SchemaError when a file that was applied has changed or is missing.
    """
    files = {path.name: path.read_text() for path in sorted((schema or folder() / "schema").glob("V*.cypher"))}
    recorded = dict(database.ask("read/migrations")["migrations"])
    _refuse_changed(files, recorded)
    pending = tuple(name for name in files if name not in recorded)
    if not only_check:
        for name in pending:
            _apply(database, name, files[name])
    return Status(applied=tuple(recorded), pending=pending)


def index_parameters(database: Database, names: Iterable[str], known: Container[str]) -> None:
    """Index dataset parameters; an index that is there stays as it is.

    Raises SettingsError for a name that the definitions file does not know: others are no properties.
    """
    for name in names:
        if name not in known:
            raise SettingsError("LINEAGE_INDEXED_PARAMETERS", f"names {shown(name)}, which the definitions do not know")
        database.define(load()["index/parameter"].named(f"{PARAMETER_PREFIX}{name}"))


def checksum(text: str) -> str:
    """Return the SHA-256 (hex) of a schema file, line ends and outer blanks left out."""
    return sha256("\n".join(line.rstrip() for line in text.strip().splitlines()).encode()).hexdigest()


def _refuse_changed(files: dict[str, str], recorded: dict[str, str]) -> None:
    for name, known in recorded.items():
        if name not in files:
            raise SchemaError(name, "was applied to this database but is not part of this release; use a newer release")
        if checksum(files[name]) != known:
            raise SchemaError(name, "has changed since it was applied; a released file is never edited, add a new one")
    if recorded and (early := [name for name in files if name not in recorded and name < max(recorded)]):
        raise SchemaError(early[0], f"comes before {max(recorded)}, which is applied already; give it a greater number")


def _apply(database: Database, name: str, text: str) -> None:
    body = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    for statement in filter(None, (part.strip() for part in body.split(";"))):
        database.define(statement)
    row = {"file": name, "checksum": checksum(text), "applied_at": datetime.now(UTC).isoformat()}
    database.write("migrate", lambda transaction: transaction.run("write/migration", **row))
