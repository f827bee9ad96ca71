"""The trees that the README draws are those of its messages.

No engine is asked: the examples are read, and their graph is drawn as `lineage tree` draws it. That the database
holds this graph is shown by tests/graph/test_truth.py; the rest of the tour is walked by tests/test_tour.py.
"""

import re
import shlex

import pytest

from lineage.cli.branches import UNICODE, branch_lines, tree_of
from lineage.ingest import Context, read
from lineage.model.answers import TraceGraph, TraceNode
from lineage.model.location import public_id
from lineage.model.message import DatasetMessage
from lineage.settings import Settings
from tests.house.tree import ROOT

README = (ROOT / "README.md").read_text()
TREE = re.compile(r"`lineage (tree [^`]+)`[^`]*```text\n(.*?)```", re.DOTALL)
PROCESSED = "/data/visitor/mx2485/cm01/20230503/PROCESSED_DATA"
DRAWN = [(command, lines.splitlines()) for command, lines in TREE.findall(README)]


def announced() -> dict[str, DatasetMessage]:
    """Return the examples and the message that the README sends last, by location."""
    context = Context.of(Settings())
    wrong = re.findall(r"<<'END'\n(.*?)\nEND\n", README, re.DOTALL)[0]
    bodies = [path.read_bytes() for path in sorted((ROOT / "examples").rglob("*.xml"))]
    bodies.append(wrong.replace("PostProcess/job030", "AutoPick/job006").encode())
    messages = [message for body in bodies for message in read(body, context)]
    return {message.location: message for message in messages if isinstance(message, DatasetMessage)}


def graph_above(start: str, steps_max: int) -> TraceGraph:
    """Return what a walk over the messages finds, step by step."""
    messages = announced()
    nodes: dict[str, TraceNode] = {}
    edges: list[tuple[str, str, str]] = []
    ring = [start]
    for steps in range(steps_max + 1):
        nodes |= {at: dataset_node(messages[at], steps) for at in ring if at not in nodes}
        if steps == steps_max:
            break
        jobs = [messages[at] for at in ring if messages[at].inputs and str(messages[at].job_key) not in nodes]
        nodes |= {str(message.job_key): job_node(message, steps + 1) for message in jobs}
        edges += [("OUTPUT", str(message.job_key), message.location) for message in jobs]
        edges += [("INPUT", source, str(message.job_key)) for message in jobs for source in message.inputs]
        ring = sorted({source for message in jobs for source in message.inputs})
    named = [(kind, public_id(source), public_id(target)) for kind, source, target in edges]
    return TraceGraph(nodes=list(nodes.values()), edges=named, count=len(nodes), is_truncated=False, as_of=0)


def dataset_node(message: DatasetMessage, steps: int) -> TraceNode:
    kind = "processed" if message.is_processed else "raw"
    at = message.location
    return TraceNode(
        node="dataset", id=public_id(at), steps=steps, location=at, name=message.name, kind=kind, state="present"
    )


def job_node(message: DatasetMessage, steps: int) -> TraceNode:
    key, program = str(message.job_key), message.application
    assert program is not None
    return TraceNode(
        node="job", id=public_id(key), steps=steps, key=key, application=program.name, version=program.version
    )


def test_the_readme_draws_trees() -> None:
    assert len(DRAWN) == 2


@pytest.mark.parametrize(("command", "lines"), DRAWN, ids=[command for command, _ in DRAWN])
def test_a_tree_is_the_one_of_the_messages(command: str, lines: list[str]) -> None:
    _, option, steps, location = shlex.split(command.replace("$P", PROCESSED))

    drawn = branch_lines(tree_of(graph_above(location, int(steps)), "ancestors"), UNICODE, None)

    assert option == "--steps"
    assert [line.plain for line in drawn] == lines
