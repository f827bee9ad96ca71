"""``flat`` as a user meets it."""

import csv
import gzip
import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from lineage.cli.endings import Ending
from lineage.flat import NAMES
from lineage.service import Lineage
from tests.cli.conftest import Cli
from tests.graph_sets import message, statuses


def test_rows_go_to_standard_output_as_csv(cli: Cli, chain: Lineage) -> None:
    done = cli("flat")

    assert done.code == Ending.FINE
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["location"] for row in rows] == ["/d/a", "/d/b", "/d/c"]
    assert [row["input_datasets"] for row in rows] == ["", "/d/a", "/d/b"]
    assert "--since 3 gives what changed after it" in done.err


def test_rows_may_be_those_of_a_search(cli: Cli, chain: Lineage) -> None:
    assert [line["location"] for line in cli("flat", "--where", "kind = raw", "--jsonl").jsonl] == ["/d/a"]
    refused = cli("flat", "--where", "sampel = x")
    assert (refused.code, refused.out) == (2, "")
    assert "expected a field word" in refused.err


@pytest.mark.parametrize("words", [("--format", "jsonl"), ("--jsonl",)])
def test_rows_are_json_lines_by_either_option(cli: Cli, chain: Lineage, words: tuple[str, ...]) -> None:
    done = cli("flat", "--investigation", "hg1", *words)

    assert [line["lineage_ancestor_count"] for line in done.jsonl] == [0, 1, 2]
    assert tuple(done.jsonl[0]) == NAMES


def test_a_file_is_told_of_with_the_change_it_is_as_new_as(cli: Cli, chain: Lineage, tmp_path: Path) -> None:
    done = cli("flat", "--json", "--format", "parquet", "-o", "flat.parquet")

    written = tmp_path / "flat.parquet"
    assert done.json == {
        "as_of": 3,
        "file": "flat.parquet",
        "format": "parquet",
        "size_bytes": written.stat().st_size,
    }
    assert pq.read_table(written).column("location").to_pylist() == ["/d/a", "/d/b", "/d/c"]


def test_a_name_that_ends_with_gz_is_compressed(cli: Cli, chain: Lineage, tmp_path: Path) -> None:
    cli("flat", "-o", "flat.csv.gz")

    assert gzip.decompress((tmp_path / "flat.csv.gz").read_bytes()).count(b"\r\n") == 4


def test_since_a_change_only_what_it_touched_is_told(cli: Cli, chain: Lineage) -> None:
    statuses(chain.database, message("/e/x"), message("/e/y", "/e/x"))

    done = cli("flat", "--since", "3", "--jsonl")

    assert [line["location"] for line in done.jsonl] == ["/e/x", "/e/y"]


def test_an_investigation_that_is_not_there_leaves_no_file(cli: Cli, chain: Lineage, tmp_path: Path) -> None:
    done = cli("flat", "--investigation", "hg9", "-o", "flat.csv")

    assert done.code == Ending.NOT_FOUND
    assert "There is no investigation 'hg9'" in done.err
    assert not (tmp_path / "flat.csv").exists()


def test_a_place_that_cannot_be_written_to_is_said(cli: Cli) -> None:
    done = cli("flat", "-o", "absent/flat.csv")

    assert done.code == Ending.USAGE
    assert "The file 'absent/flat.csv' cannot be written: No such file or directory." in done.err
