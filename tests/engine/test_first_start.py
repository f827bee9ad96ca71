from pathlib import Path

import pytest

from lineage.engine.first_start import begin_first_start, finish_first_start, undo_first_start
from lineage.engine.home import Home, home_of
from lineage.settings import Settings


@pytest.fixture
def home(settings: Settings) -> Home:
    home = home_of(settings)
    home.make_folders()
    return home


def make(home: Home, name: str) -> None:
    for part in ("databases", "transactions"):
        (home.store / part / name).mkdir(parents=True)


def databases(home: Home) -> set[Path]:
    return {path.relative_to(home.store) for path in home.store.glob("*/*")}


def test_what_a_first_start_made_goes_when_it_was_cut_short(home: Home) -> None:
    begin_first_start(home)
    make(home, "system")
    make(home, "neo4j")

    undo_first_start(home)

    assert databases(home) == set()


def test_a_graph_that_was_imported_before_the_first_start_stays(home: Home) -> None:
    make(home, "neo4j")
    begin_first_start(home)
    make(home, "system")

    undo_first_start(home)

    assert databases(home) == {Path("databases/neo4j"), Path("transactions/neo4j")}


def test_nothing_goes_once_the_first_start_is_finished(home: Home) -> None:
    begin_first_start(home)
    make(home, "system")
    finish_first_start(home)

    undo_first_start(home)

    assert databases(home) == {Path("databases/system"), Path("transactions/system")}


def test_a_later_start_is_no_first_start(home: Home) -> None:
    make(home, "system")

    begin_first_start(home)
    undo_first_start(home)

    assert databases(home) == {Path("databases/system"), Path("transactions/system")}
