"""The schema files: applied once, in order, and never edited."""

from pathlib import Path

import pytest

from lineage.errors import SchemaError, SettingsError
from lineage.graph.database import Database
from lineage.graph.queries import folder, load
from lineage.graph.read import dataset
from lineage.graph.schema import index_parameters, migrate
from lineage.model.location import public_id
from tests.graph_sets import message, run, statuses

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


def test_a_configured_parameter_gets_an_index_and_a_long_text_does_not_break_it(database: Database) -> None:
    index_parameters(database, ["Process_note"], {"Process_note"})
    note = "x" * 10_000

    written = statuses(database, message("/d/a", parameters={"Process_note": note}))

    try:
        names = {row["name"] for row in run(database, "SHOW INDEXES YIELD name RETURN name")}
        assert "parameter_Process_note" in names
        assert written == ["created"]
        (found,) = dataset(database, public_id("/d/a"), {}).parameters
        assert (found.name, found.value) == ("Process_note", note)
    finally:
        run(database, "DROP INDEX parameter_Process_note")


@pytest.mark.parametrize("name", ["unheard_of", "x) SET d.y = 1 //"])
def test_only_parameters_of_the_definitions_are_indexed(database: Database, name: str) -> None:
    with pytest.raises(SettingsError, match="LINEAGE_INDEXED_PARAMETERS"):
        index_parameters(database, [name], {"Process_note"})
    with pytest.raises(SchemaError, match="plain word"):
        load()["index/parameter"].named("x) SET d.y = 1 //")
