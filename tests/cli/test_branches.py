from lineage.cli.branches import ASCII, UNICODE, branch_lines, tree_of
from lineage.model.answers import Direction, TraceGraph, TraceNode

Links = list[tuple[str, str]]


def graph(start: str, links: Links, **facts: dict[str, str]) -> TraceGraph:
    """Return the graph of some derivations (output, input); the job of an output is called job-of-output."""
    names = {name for link in links for name in link} | {start}
    nodes = [
        TraceNode(
            node="dataset",
            id=name,
            location=f"/d/{name}",
            steps=0 if name == start else 1,
            **{"name": name, "kind": "processed", "state": "present", **facts.get(name, {})},
        )
        for name in sorted(names)
    ]
    outputs = sorted({output for output, _ in links})
    jobs = [
        TraceNode(
            node="job",
            id=f"job-{name}",
            key=f"run:hg1/{name}",
            steps=1,
            status="completed",
            application="app",
            version="2",
        )
        for name in outputs
    ]
    edges = [("OUTPUT", f"job-{name}", name) for name in outputs] + [
        ("INPUT", source, f"job-{output}") for output, source in links
    ]
    return TraceGraph(nodes=nodes + jobs, edges=edges, count=len(nodes) + len(jobs), is_truncated=False, as_of=1)


def drawn(found: TraceGraph, direction: Direction = "ancestors", columns: int | None = None) -> list[str]:
    return [line.plain for line in branch_lines(tree_of(found, direction), UNICODE, columns)]


def test_a_chain_is_a_straight_line() -> None:
    assert drawn(graph("c", [("c", "b"), ("b", "a")])) == [
        "● c  processed present  by app 2  /d/c",
        "● b  processed present  by app 2  /d/b",
        "● a  processed present  /d/a",
    ]


def test_several_inputs_are_branches_and_what_is_met_again_is_shown_once() -> None:
    assert drawn(graph("d", [("d", "b"), ("d", "c"), ("b", "a"), ("c", "a")])) == [
        "● d  processed present  by app 2  /d/d",
        "├─● b  processed present  by app 2  /d/b",
        "│ ● a  processed present  /d/a",
        "└─● c  processed present  by app 2  /d/c",
        "  ● a  processed present  ↑ shown above",
    ]


def test_downwards_the_same_graph_is_drawn_from_its_input() -> None:
    assert drawn(graph("a", [("b", "a"), ("c", "a"), ("d", "c")]), "descendants") == [
        "● a  processed present  /d/a",
        "├─● b  processed present  by app 2  /d/b",
        "└─● c  processed present  by app 2  /d/c",
        "  ● d  processed present  by app 2  /d/d",
    ]


def test_outputs_of_one_job_stand_side_by_side() -> None:
    one = graph("a", [("b", "a")])
    second = one.nodes[1].model_copy(update={"id": "c", "name": "c", "location": "/d/c"})
    both = one.model_copy(update={"nodes": [*one.nodes, second], "edges": [*one.edges, ("OUTPUT", "job-b", "c")]})

    assert drawn(both, "descendants") == [
        "● a  processed present  /d/a",
        "├─● b  processed present  by app 2  /d/b",
        "└─● c  processed present  by app 2  /d/c",
    ]


def test_an_expected_and_a_retired_dataset_say_so() -> None:
    found = graph("c", [("c", "a"), ("c", "b")], b={"state": "retired", "kind": "raw"})
    nodes = [
        node.model_copy(update={"name": None, "kind": "unknown", "state": "expected"}) if node.id == "a" else node
        for node in found.nodes
    ]

    assert drawn(found.model_copy(update={"nodes": nodes}))[1:] == [
        "├─● (not announced)  unknown expected  /d/a",
        "└─● b  raw retired  /d/b",
    ]


def test_a_location_that_does_not_fit_gets_a_line_of_its_own() -> None:
    assert drawn(graph("b", [("b", "a")]), columns=34) == [
        "● b  processed present  by app 2",
        "│ /d/b",
        "● a  processed present  /d/a",
    ]


def test_a_terminal_without_unicode_gets_ascii() -> None:
    found = graph("d", [("d", "b"), ("d", "c"), ("b", "a"), ("c", "a")])

    lines = [line.plain for line in branch_lines(tree_of(found, "ancestors"), ASCII, None)]

    assert "\n".join(lines).isascii()
    assert lines[1].startswith("|-* b")
    assert lines[4] == "  * a  processed present  ^ shown above"


def test_a_chain_of_ten_thousand_steps_is_drawn() -> None:
    lines = drawn(graph("10000", [(str(n), str(n - 1)) for n in range(1, 10_001)]))

    assert len(lines) == 10_001
    assert lines[-1] == "● 0  processed present  /d/0"


def test_a_name_cannot_steer_the_terminal() -> None:
    assert drawn(graph("a", [], a={"name": "\x1b[2J"})) == [r"● \x1b[2J  processed present  /d/a"]
