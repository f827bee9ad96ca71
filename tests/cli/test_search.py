"""``search`` in the shell: lines that pipe, facets, words, and a caret below a fault."""

import pytest

from lineage.cli.search import pointed
from lineage.graph import search as searching
from lineage.graph import starts
from lineage.service import Lineage
from tests.cli.conftest import PROCESSED, RAW, Cli


def test_what_is_found_is_listed_as_datasets_are(cli: Cli, relion: Lineage) -> None:
    done = cli("search", "kind = raw and investigation = mx-2485")

    assert (done.code, done.err) == (0, "")
    assert done.lines == cli("datasets", "--kind", "raw").lines
    assert done.lines[0].endswith(RAW)


def test_a_search_pipes_into_other_commands(cli: Cli, relion: Lineage) -> None:
    found = cli("search", "motioncorr")

    done = cli("ancestors", "-", stdin=found.out)

    assert any(line.endswith(RAW) for line in done.lines)


def test_a_limit_is_told(cli: Cli, relion: Lineage) -> None:
    done = cli("search", "kind = processed", "--limit", "3")

    assert (done.code, len(done.lines)) == (6, 3)
    assert "3 shown, more left out by --limit" in done.err


def test_forms(cli: Cli, relion: Lineage) -> None:
    whole = cli("search", "select", "--json").json
    lines = cli("search", "select", "--jsonl").jsonl

    assert whole["count"] == len(whole["items"]) == 4
    assert lines == whole["items"]


def test_facets_are_printed_instead_of_datasets(cli: Cli, relion: Lineage) -> None:
    done = cli("search", "--facets", f"under {PROCESSED}")

    assert done.code == 0
    assert done.lines[:4] == ["       31  datasets", "           kind", "       30  processed", "        1  unknown"]
    assert [one["name"] for one in cli("search", "--facets", "--jsonl").jsonl] == list(searching.FACETS)
    assert cli("search", "--facets", "--json").json["count"] == 32


def test_words_are_listed_with_type_and_unit(cli: Cli, relion: Lineage) -> None:
    done = cli("search", "--words")

    assert any(line.startswith("EM_voltage  number in kV") for line in done.lines)
    assert any(line.startswith("kind  unknown or raw or processed") for line in done.lines)
    assert len(cli("search", "--words", "--jsonl").jsonl) == len(done.lines) > 1000


def test_a_fault_is_shown_with_a_caret_below_its_place(cli: Cli, relion: Lineage) -> None:
    done = cli("search", "investigation = hg1 and kind = rawr")

    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        "  investigation = hg1 and kind = rawr",
        "                                 ^",
        "lineage: The expression has 'rawr' at character 32; expected unknown, raw or processed.",
    ]
    assert cli("search", "--json", "kind =").json["facts"]["position"] == 6


def test_words_with_too_many_candidates_end_partial(cli: Cli, relion: Lineage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starts, "CANDIDATES_MAX", 3)
    monkeypatch.setattr(searching, "CANDIDATES_MAX", 3)

    for done in (cli("search", "data"), cli("search", "data", "--facets")):
        assert done.code == 6
        assert "the words fit more than 3 datasets" in done.err


@pytest.mark.parametrize(
    ("expression", "position", "lines"),
    [
        ("a\tb", 2, ["  a b", "    ^"]),
        ("你 = x", 2, ["  你 = x", "     ^"]),
        ("x" * 100 + "?", 100, ["… " + "x" * 70 + "?", " " * 72 + "^"]),
        ("\x1b[31m!", 5, ["  \\x1b[31m!", " " * 10 + "^"]),
        ("", 0, ["  ", "  ^"]),
    ],
)
def test_the_caret_stands_below_the_place_whatever_is_before_it(
    expression: str, position: int, lines: list[str]
) -> None:
    assert pointed(expression, position) == lines
