from lineage.model.answers import Edge, Neighbour, Neighbourhood
from lineage.web.canvas import lit_between, lit_by
from lineage.web.steps import rows


def dataset(id: str, program: str | None = None) -> Neighbour:
    return Neighbour(node="dataset", id=id, location=f"/{id}", steps=0, side="root", kind="raw", application=program)


def job(id: str) -> Neighbour:
    return Neighbour(node="job", id=id, key=id, steps=1, side="down", status="completed")


def around(nodes: list[Neighbour], *edges: tuple[str, str]) -> Neighbourhood:
    return Neighbourhood(
        root=nodes[0].id,
        up=1,
        down=1,
        nodes=nodes,
        groups=[],
        edges=[Edge(type="INPUT", source=source, target=target, count=1) for source, target in edges],
        frontier=[],
        up_count=0,
        down_count=0,
        is_truncated=False,
        as_of=1,
    )


DIAMOND = around(
    [dataset("a"), dataset("b"), dataset("c", "merge"), dataset("d", "fit"), job("j"), job("k")],
    ("a", "j"),
    ("b", "j"),
    ("j", "c"),
    ("c", "k"),
    ("k", "d"),
)


def test_there_is_a_row_for_each_beginning_and_a_column_for_each_program_in_order() -> None:
    found = rows(DIAMOND)

    assert found.columns == ["merge", "fit"]
    assert [(row.start.id, [[unit.id for unit in cell] for cell in row.cells]) for row in found.rows] == [
        ("a", [["c"], ["d"]]),
        ("b", [["c"], ["d"]]),
    ]


def test_a_dataset_alone_is_one_row() -> None:
    found = rows(around([dataset("a")]))

    assert (found.columns, [(row.start.id, row.cells) for row in found.rows]) == ([], [("a", [])])


def test_a_selection_lights_what_it_comes_from_and_leads_to() -> None:
    assert lit_by(DIAMOND, "b") == {"b", "j", "c", "k", "d"}
    assert lit_by(DIAMOND, "c") == {"a", "b", "j", "c", "k", "d"}


def test_nothing_is_dimmed_for_the_middle_or_for_what_is_not_there() -> None:
    assert lit_by(DIAMOND, "a") is None
    assert lit_by(DIAMOND, "elsewhere") is None


TWO_WAYS = around(
    [dataset("a"), dataset("b", "p"), dataset("c", "p"), dataset("d", "q"), dataset("e", "r"), job("j"), job("k")],
    ("a", "j"),
    ("j", "b"),
    ("j", "c"),
    ("b", "k"),
    ("c", "k"),
    ("k", "d"),
    ("c", "e"),
)


def test_all_ways_between_two_cards_are_lit_whichever_comes_first() -> None:
    assert lit_between(TWO_WAYS, "a", "d") == {"a", "j", "b", "c", "k", "d"}
    assert lit_between(TWO_WAYS, "d", "a") == {"a", "j", "b", "c", "k", "d"}
    assert lit_between(TWO_WAYS, "a", "e") == {"a", "j", "c", "e"}


def test_where_there_is_no_way_nothing_is_lit() -> None:
    assert lit_between(TWO_WAYS, "b", "c") == set()
    assert lit_between(TWO_WAYS, "b", "b") == {"b"}
