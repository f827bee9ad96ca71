"""The schema files: applied once, in order, and never edited."""

from pathlib import Path

import pytest

from lineage.errors import SchemaError
from lineage.graph.database import Database
from lineage.graph.queries import folder
from lineage.graph.schema import migrate
from tests.graph_sets import run

RELEASED = sorted((folder() / "schema").glob("*.cypher"))


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """A folder with a copy of the released files."""
    for path in RELEASED:
        (tmp_path / path.name).write_text(path.read_text())
    return tmp_path


def test_everything_is_applied_and_a_second_time_nothing_is_pending(database: Database) -> None:
    status = migrate(database, only_check=True)

    assert status.applied == tuple(path.name for path in RELEASED)
    assert status.pending == ()


def test_a_new_file_is_pending_until_it_is_applied(database: Database, schema: Path) -> None:
    (schema / "V999__more.cypher").write_text("// More.\nCREATE INDEX test_more IF NOT EXISTS FOR (d:Test) ON (d.x);\n")

    assert migrate(database, only_check=True, schema=schema).pending == ("V999__more.cypher",)
    migrate(database, schema=schema)
    assert migrate(database, only_check=True, schema=schema).pending == ()

    run(database, "DROP INDEX test_more")
    run(database, "MATCH (m:Migration {file: 'V999__more.cypher'}) DELETE m")


def test_a_released_file_that_was_edited_is_refused(database: Database, schema: Path) -> None:
    path = schema / RELEASED[0].name
    path.write_text(path.read_text() + "\nCREATE INDEX other IF NOT EXISTS FOR (d:Test) ON (d.y);\n")

    with pytest.raises(SchemaError, match="has changed since it was applied"):
        migrate(database, schema=schema)


def test_a_released_file_that_is_missing_is_refused(database: Database, schema: Path) -> None:
    (schema / RELEASED[1].name).unlink()

    with pytest.raises(SchemaError, match="not part of this release"):
        migrate(database, schema=schema)


def test_a_file_that_comes_before_an_applied_one_is_refused(database: Database, schema: Path) -> None:
    (schema / "V000__early.cypher").write_text("// Early.\nCREATE INDEX early IF NOT EXISTS FOR (d:Test) ON (d.z);\n")

    with pytest.raises(SchemaError, match="comes before"):
        migrate(database, schema=schema)


def test_line_ends_and_blank_ends_do_not_count_as_changes(database: Database, schema: Path) -> None:
    path = schema / RELEASED[0].name
    path.write_text(path.read_text().replace("\n", "  \r\n") + "\n\n")

    assert migrate(database, schema=schema).pending == ()
