import itertools
import sys

import pytest

from lineage.errors import DrawingFailed
from lineage.web.drawing import EDGES_MAX, Drawer

SIZES = [(200.0, 60.0)] * 3
CHAIN = [(0, 1), (1, 2)]


def test_a_chain_is_drawn_from_left_to_right() -> None:
    drawing = Drawer().draw(SIZES, CHAIN)

    across = [x for x, _ in drawing.middles]
    assert across == sorted(across)
    assert len({y for _, y in drawing.middles}) == 1
    assert all(len(way) % 3 == 1 for way in drawing.ways)


def test_edges_leave_on_the_right_and_come_in_on_the_left() -> None:
    drawing = Drawer().draw(SIZES, CHAIN)

    for (source, target), way in zip(CHAIN, drawing.ways, strict=True):
        assert way[0][0] == pytest.approx(drawing.middles[source][0] + 100, abs=1)
        assert way[-1][0] == pytest.approx(drawing.middles[target][0] - 100, abs=1)


def test_no_two_nodes_lie_on_one_another() -> None:
    drawing = Drawer().draw([(200, 60)] * 40, [(0, number) for number in range(1, 40)])

    heights = sorted(y for _, y in drawing.middles[1:])
    assert all(below - above >= 60 for above, below in itertools.pairwise(heights))


def test_one_node_alone_is_drawn() -> None:
    assert [tuple(middle) for middle in Drawer().draw([(200, 60)], []).middles] == [(100, 30)]


def test_a_drawing_that_takes_too_long_is_given_up_and_the_next_one_is_made() -> None:
    sleeping = "import sys, time\nfor line in sys.stdin: time.sleep(600)"
    drawer = Drawer(timeout_s=0.2, command=(sys.executable, "-c", sleeping))

    with pytest.raises(DrawingFailed, match=r"took more than 0\.2 s"):
        drawer.draw(SIZES, CHAIN)
    drawer._command = Drawer()._command
    drawer._timeout_s = 60
    assert drawer.draw(SIZES, CHAIN).width > 600


def test_a_process_that_dies_is_told_and_replaced() -> None:
    dying = Drawer(command=(sys.executable, "-c", "import sys; sys.stdin.readline(); sys.exit(3)"))

    for _ in range(2):
        with pytest.raises(DrawingFailed, match="has ended"):
            dying.draw(SIZES, CHAIN)


def test_what_cannot_be_drawn_does_not_hurt_the_next() -> None:
    drawer = Drawer()

    with pytest.raises(DrawingFailed):
        drawer.draw([()], [])  # type: ignore[list-item]
    assert drawer.draw(SIZES, CHAIN).width > 600


def test_too_many_edges_are_not_begun_with() -> None:
    with pytest.raises(DrawingFailed, match=f"{EDGES_MAX} are drawn at most"):
        Drawer().draw(SIZES, [(0, 1)] * (EDGES_MAX + 1))


def test_the_same_graph_is_drawn_once() -> None:
    drawer = Drawer()

    assert drawer.draw(SIZES, CHAIN) is drawer.draw(SIZES, CHAIN)
