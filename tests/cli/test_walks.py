import pytest

from lineage.service import Lineage
from tests.cli.conftest import Cli


def walked(cli: Cli, *words: str, stdin: str = "") -> list[tuple[str, str, int]]:
    found = cli(*words, "--jsonl", stdin=stdin).jsonl
    return [(node["start"], node.get("location") or node["key"], node["steps"]) for node in found]


def test_ancestors_are_told_nearest_first_without_the_start(cli: Cli, chain: Lineage) -> None:
    assert walked(cli, "ancestors", "/d/c") == [
        ("/d/c", "/d/b", 1),
        ("/d/c", "job-of:/d/c", 1),
        ("/d/c", "/d/a", 2),
        ("/d/c", "job-of:/d/b", 2),
    ]


def test_descendants_are_told_nearest_first_without_the_start(cli: Cli, chain: Lineage) -> None:
    assert walked(cli, "descendants", "/d/a") == [
        ("/d/a", "/d/b", 1),
        ("/d/a", "job-of:/d/b", 1),
        ("/d/a", "/d/c", 2),
        ("/d/a", "job-of:/d/c", 2),
    ]


def test_steps_bound_a_walk_without_cutting_the_answer(cli: Cli, chain: Lineage) -> None:
    done = cli("ancestors", "/d/c", "--steps", "1")

    assert (done.code, len(done.lines), done.err) == (0, 2, "")


def test_each_of_several_datasets_is_walked_from(cli: Cli, chain: Lineage) -> None:
    found = walked(cli, "ancestors", "--steps", "1", "/d/b", "-", stdin="/d/c\n")

    assert {start for start, _, _ in found} == {"/d/b", "/d/c"}


def test_a_node_has_only_the_members_of_its_kind(cli: Cli, chain: Lineage) -> None:
    dataset, job = cli("ancestors", "--steps", "1", "--jsonl", "/d/c").jsonl

    assert set(dataset) == {"start", "node", "id", "steps", "location", "name", "kind", "state"}
    assert {"start", "node", "id", "steps", "key", "status"} <= set(job)
    assert {"location", "state"}.isdisjoint(job)


def test_what_has_no_ancestors_is_an_answer_and_no_error(cli: Cli, chain: Lineage) -> None:
    done = cli("ancestors", "/d/a")

    assert (done.code, done.out, done.err) == (0, "", "lineage: there are none\n")


def test_a_cut_walk_tells_how_many_are_left(cli: Cli, chain: Lineage) -> None:
    done = cli("ancestors", "--json", "--limit", "3", "/d/c")

    assert done.code == 6
    assert len(done.json["items"]) == 3
    assert (done.json["count"], done.json["remaining"]) == (4, 1)
    assert "1 more left out by --limit" in done.err


@pytest.mark.parametrize("words", [["/d/a", "/d/c"], ["/d/c", "/d/a"]], ids=["along", "against"])
def test_a_path_runs_along_the_data_whichever_end_is_named_first(cli: Cli, chain: Lineage, words: list[str]) -> None:
    found = cli("path", "--json", *words).json

    assert found["steps"] == 2
    assert [node["location"] or node["key"] for node in found["nodes"]] == [
        "/d/a",
        "job-of:/d/b",
        "/d/b",
        "job-of:/d/c",
        "/d/c",
    ]


def test_a_path_needs_two_datasets(bare: Cli) -> None:
    done = bare("path", "/d/a", "-", stdin="/d/b\n/d/c\n")

    assert done.code == 2
    assert "two datasets are needed, and 3 were given" in done.err


@pytest.mark.parametrize("words", [["--steps", "0"], ["--limit", "0"], ["--steps", "x"], ["--json", "--jsonl"]])
def test_an_option_that_cannot_be_is_a_mistake_of_usage(bare: Cli, words: list[str]) -> None:
    assert bare("ancestors", "/d/a", *words).code == 2
