"""One vocabulary: the Cypher files use no label, edge type or property key that Python does not spell."""

from pathlib import Path

import pytest

from lineage.graph import rows
from lineage.graph.queries import folder
from lineage.graph.vocabulary import KEYS, PARAMETER
from lineage.model import rules
from tests.graph_sets import message
from tests.house.words import words

FILES = sorted(folder().rglob("*.cypher"))
LABELS = {node.label for node in rules.NODES} | set(rules.HISTORY_LABELS) | set(rules.SERVICE_LABELS)
TYPES = {edge.type for edge in rules.EDGES} | set(rules.HISTORY_EDGES)


def names(kind: str) -> set[str]:
    return {key.name for key in KEYS.get(kind, ())}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_uses_only_words_of_the_vocabulary(path: Path) -> None:
    used = words(path.read_text())

    assert used.labels - LABELS == set()
    assert used.types - TYPES == set()
    assert {
        (sorted(kinds), key) for kinds, key in used.keys if not any(key in names(kind) for kind in kinds or KEYS.keys())
    } == set()


def test_every_label_and_edge_type_has_its_keys_or_has_none() -> None:
    without = (LABELS | TYPES) - KEYS.keys()

    assert KEYS.keys() - LABELS - TYPES == set()
    assert without <= {edge.type for edge in rules.EDGES} | {"VERSION_OF"}


def test_the_identity_of_every_node_is_one_of_its_keys() -> None:
    assert [node for node in rules.NODES if node.identity not in names(node.label)] == []


def test_no_key_is_told_twice() -> None:
    assert {kind: keys for kind, keys in KEYS.items() if len({key.name for key in keys}) != len(keys)} == {}


def test_the_write_path_gives_a_dataset_only_keys_of_the_vocabulary() -> None:
    said = message("/data/x", "/data/y", parameters={"scanNumber": 1})

    written = set(rows.dataset_properties(said, is_retired=False, icat_id=1))

    assert written - names("Dataset") == {PARAMETER.name.replace("*", "scanNumber")}


def test_the_write_path_gives_a_job_only_keys_of_the_vocabulary() -> None:
    assert rows.said(message("/data/x", "/data/y")).properties.keys() - names("Job") == set()


def test_a_superseded_message_is_kept_under_keys_of_the_vocabulary() -> None:
    row = rows.superseded_row(message("/data/x", "/data/y"), 1)

    assert row["properties"].keys() - names("Version") == set()
    assert PARAMETER.name.replace("*", "") == rows.PARAMETER_PREFIX


def test_wrong_words_would_be_seen() -> None:
    used = words("MATCH (d:Dataset {colour: 1})-[u:USED {how: 1}]->(x:Thing) SET d.size = x.mass RETURN d {.weight};")

    assert used.labels == {"Dataset", "Thing"}
    assert used.types == {"USED"}
    assert used.keys == {
        (frozenset({"Dataset"}), "colour"),
        (frozenset({"Dataset"}), "size"),
        (frozenset({"Dataset"}), "weight"),
        (frozenset({"USED"}), "how"),
        (frozenset({"Thing"}), "mass"),
    }
