"""``dump`` and ``load`` as a user meets them."""

import gzip
import json
from pathlib import Path

import pytest

from lineage.cli.endings import Ending
from lineage.service import Lineage
from tests.cli.conftest import Cli, runner
from tests.graph_sets import message, statuses

WRONG = '{"type": "dump", "format": 1}\n{"type": "dataset", "location": "x"}\n{"type": "run"}\n{"type": "end"}\n'


def test_a_dump_goes_to_standard_output_with_its_counts_at_the_end(cli: Cli, chain: Lineage) -> None:
    done = cli("dump")

    assert done.code == Ending.FINE
    head, *_, end = done.jsonl
    assert (head["type"], head["format"], head["as_of"]) == ("dump", 1, chain.stats().as_of)
    assert (end["type"], end["datasets"], end["jobs"]) == ("end", 3, 2)
    assert {line["location"] for line in done.jsonl if line["type"] == "dataset"} == {"/d/a", "/d/b", "/d/c"}
    assert {"type": "job", "inputs": ["/d/a"], "outputs": ["/d/b"]}.items() <= next(
        line for line in done.jsonl if line["type"] == "job" and line["outputs"] == ["/d/b"]
    ).items()


def test_a_dump_into_a_file_is_whole_or_not_there(cli: Cli, chain: Lineage, tmp_path: Path) -> None:
    done = cli("dump", "--json", "--hold", "graph.jsonl.gz")

    assert (done.code, done.json["counts"]["datasets"]) == (Ending.FINE, 3)
    lines = gzip.decompress((tmp_path / "graph.jsonl.gz").read_bytes()).splitlines()
    assert json.loads(lines[-1])["type"] == "end"
    assert [path.name for path in tmp_path.iterdir() if "graph" in path.name] == ["graph.jsonl.gz"]


def test_writers_go_on_after_a_dump_that_held_them(cli: Cli, chain: Lineage) -> None:
    change = chain.stats().as_of

    cli("dump", "--hold")

    assert chain.stats().as_of == change
    assert statuses(chain.database, message("/d/e")) == ["created"]


def test_a_graph_that_changed_meanwhile_ends_with_6(cli: Cli, chain: Lineage, monkeypatch: pytest.MonkeyPatch) -> None:
    from lineage.graph import export

    lines = export.lines

    def meanwhile(transaction: object) -> object:
        statuses(chain.database, message("/d/e"))
        return lines(transaction)  # type: ignore[arg-type]

    monkeypatch.setattr(export, "lines", meanwhile)

    done = cli("dump", "graph.jsonl")

    assert done.code == Ending.PARTIAL
    assert "the graph went from change 3 to 4 while it was written" in done.err


def test_a_place_that_cannot_be_written_to_is_said(cli: Cli) -> None:
    done = cli("dump", "absent/graph.jsonl")

    assert done.code == Ending.USAGE
    assert "The dump 'absent/graph.jsonl' cannot be written: No such file or directory." in done.err


def test_a_given_server_is_no_place_for_a_load(bare: Cli) -> None:
    done = bare("load", "graph.jsonl")

    assert done.code == Ending.USAGE
    assert "LINEAGE_NEO4J_URI names a server" in done.err


def test_every_line_that_is_wrong_is_told_and_no_engine_is_started(tmp_path: Path) -> None:
    (tmp_path / "wrong.jsonl").write_text(WRONG)
    embedded = runner({"LINEAGE_NEO4J_URI": "", "LINEAGE_DATA_DIR": str(tmp_path / "data")})

    done = embedded("load", tmp_path / "wrong.jsonl")

    assert done.code == Ending.FINDING
    assert [line.partition(":")[0] for line in done.err.splitlines() if line.startswith("line ")] == [
        "line 2",
        "line 3",
    ]
    assert "breaks the rules in 2 place(s), and nothing of it was loaded" in done.err
    assert not (tmp_path / "data" / "engine" / "store" / "databases").exists()
