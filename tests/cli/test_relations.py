import pytest

from lineage.cli.endings import Ending
from lineage.service import Lineage
from tests.cli.conftest import Cli
from tests.graph_sets import message, statuses


def test_what_several_have_in_common_is_told_with_the_steps_from_each(cli: Cli, chain: Lineage) -> None:
    statuses(chain.database, message("/d/e", "/d/b"))

    found = cli("common", "--jsonl", "/d/c", "-", stdin="/d/e\n").jsonl

    assert [
        (node.get("location") or node["key"], node["steps"], sorted(node["distances"].values())) for node in found
    ] == [
        ("/d/b", 1, [1, 1]),
        ("/d/a", 2, [2, 2]),
        ("job-of:/d/b", 2, [2, 2]),
    ]


def test_what_comes_from_several_is_asked_with_down_and_cut_with_a_word(cli: Cli, chain: Lineage) -> None:
    done = cli("common", "--down", "--limit", "1", "/d/a", "/d/b")

    assert done.code == Ending.PARTIAL
    assert done.lines[0].split()[1:] == ["1", "dataset", "processed", "present", "/d/b"]
    assert "2 more left out by --limit" in done.err


def test_common_names_all_that_nothing_has_and_needs_two(cli: Cli, chain: Lineage) -> None:
    done = cli("common", "--json", "/d/a", "/none", "/nothing")

    assert done.code == Ending.NOT_FOUND
    assert done.json["facts"] == {"kind": "dataset", "names": ["/none", "/nothing"]}
    assert cli("common", "/d/a", "/d//a").code == Ending.USAGE


def test_roots_and_products_of_several_are_told_with_their_start(cli: Cli, chain: Lineage) -> None:
    roots = cli("roots", "--jsonl", "/d/c", "/d/a").jsonl
    products = cli("products", "/d/a")

    assert [(one["start"], one["location"], one["steps"]) for one in roots] == [
        ("/d/c", "/d/a", 2),
        ("/d/a", "/d/a", 0),
    ]
    assert products.lines[0].split()[1:] == ["2", "processed", "present", "/d/c"]
    assert cli("roots", "/none").code == Ending.NOT_FOUND


def test_a_difference_is_a_finding_and_stands_side_by_side(cli: Cli, chain: Lineage) -> None:
    statuses(chain.database, message("/d/e", "/d/a", arguments="-q"))

    done = cli("diff", "/d/b", "/d/e")

    assert done.code == Ending.FINDING
    assert [line.split() for line in done.lines] == [
        ["0", "steps", "up", "arguments"],
        ["dataset", "/d/b", "/d/e"],
        ["made", "by", "-", "-"],
        ["arguments", "-", "-q"],
    ]
    assert [one["what"] for one in cli("diff", "--jsonl", "/d/b", "/d/e").jsonl] == [["arguments"]]
    assert cli("diff", "--json", "/d/b", "/d/e").json["is_same"] is False


def test_columns_of_a_difference_are_as_wide_as_what_is_in_them(cli: Cli, service: Lineage) -> None:
    statuses(
        service.database,
        message("/long/name/of/a", "/r", parameters={"x": 1}),
        message("/b", "/r", parameters={"x": 2}),
    )

    _, dataset, _, parameter = cli("diff", "/long/name/of/a", "/b").lines

    assert dataset.index("/b") == parameter.index("2")


def test_nothing_that_differs_is_said_and_is_no_finding(cli: Cli, chain: Lineage) -> None:
    statuses(chain.database, message("/d/e", "/d/a"))

    done = cli("diff", "/d/b", "/d/e")

    assert (done.code, done.out) == (Ending.FINE, "")
    assert "nothing differs; 1 pairs of datasets were compared" in done.err


@pytest.mark.parametrize("stdin", ["", "/d/b\n/d/c\n"])
def test_a_difference_needs_two_datasets(bare: Cli, stdin: str) -> None:
    assert bare("diff", "/d/a", "-", stdin=stdin).code == Ending.USAGE
