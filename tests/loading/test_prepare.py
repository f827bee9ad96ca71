"""What a dump may say: what is wrong with one is told with its line, and what is right becomes the same facts."""

import csv
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from lineage.dump import Source
from lineage.errors import DumpError, DumpRefused
from lineage.loading import Prepared, prepare
from lineage.model.message import Application, DatasetMessage, Run
from lineage.settings import Settings
from tests.graph_sets import message

DUMP = {"type": "dump", "format": 1}
END = {"type": "end"}


def dataset(location: str, **more: Any) -> dict[str, Any]:
    times = {"start_time": "2024-01-01T00:00:00.000000Z", "end_time": "2024-01-01T01:00:00.000000Z"}
    facts = {"name": location.rsplit("/", 1)[-1], "investigation": "hg1", "instrument": "id00", "sample": "s"}
    return {"type": "dataset", "location": location, **facts, **times, **more}


def job(output: str, *inputs: str, **more: Any) -> dict[str, Any]:
    return {"type": "job", "inputs": list(inputs), "outputs": [output], **more}


def written(folder: Path, *lines: dict[str, Any]) -> Source:
    file = folder / "dump.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return Source(str(file))


def prepared(folder: Path, source: Source, said: list[str] | None = None) -> Prepared:
    heard = [] if said is None else said
    return prepare(source, folder / "work", Settings(), lambda *_: None, heard.append)


def refused(folder: Path, *lines: dict[str, Any]) -> list[str]:
    with pytest.raises(DumpRefused) as caught:
        prepared(folder, written(folder, DUMP, *lines, END))
    problems: list[str] = caught.value.facts["problems"]
    assert caught.value.facts["count"] == len(problems)
    return problems


def rows(folder: Path, found: Prepared, label: str) -> list[dict[str, str]]:
    """Return the rows of all nodes of a label, or edges of a type."""
    told = []
    for word, files in found.words:
        if word in {f"--nodes={label}", f"--relationships={label}"}:
            head = [cell.split(":")[0] or cell for cell in (folder / "work" / files[0]).read_text().strip().split(",")]
            for name in files[1:]:
                with (folder / "work" / name).open(newline="") as stream:
                    told += [dict(zip(head, row, strict=True)) for row in csv.reader(stream)]
    return told


WRONG: dict[str, tuple[list[dict[str, Any]], str]] = {
    "unknown member": ([dataset("/d/a", colour="red")], "line 2: .*colour.*no such member in a line of type dataset"),
    "unknown type": ([{"type": "run"}], "line 2: The field type has value 'run'; expected one of dump, investigation"),
    "missing member": ([{"type": "dataset", "location": "/d/a"}], "line 2: The dataset has no end_time"),
    "wrong kind": ([dataset("/d/a", file_count="12")], "line 2: The field file_count has value '12'; expected an int"),
    "truth for a number": ([dataset("/d/a", file_count=True)], "line 2: The field file_count has value True"),
    "relative location": ([dataset("d/a")], "line 2: The field location has value 'd/a'; expected an absolute POSIX"),
    "no time": ([dataset("/d/a", end_time="now")], "line 2: The field end_time has value 'now'"),
    "end before start": ([dataset("/d/a", end_time="2023-01-01T00:00:00Z")], "line 2: The field end_time has value"),
    "half a sign": ([dataset("/d/a", comment="\ud800")], "line 2: .*half a sign"),
    "change of the future": ([dataset("/d/a", since=2)], "line 2: The field since has value 2; expected at most"),
    "two lines": ([dataset("/d/a"), dataset("/d//a")], "line 3: The field location has value '/d/a', which line 2 has"),
    "two producers": (
        [
            *map(dataset, ("/d/a", "/d/b")),
            job("/d/b", "/d/a"),
            {"type": "job", "run": {"id": "r"}, "outputs": ["/d/b"]},
        ],
        "line 5: The dataset '/d/b' was produced by the job 'job-of:/d/b'; the job 'run:/r' cannot",
    ),
    "own input": ([dataset("/d/a"), job("/d/a", "/d/a")], "line 3: The dataset '/d/a' names itself as an input"),
    "cycle": (
        [*map(dataset, ("/d/a", "/d/b")), job("/d/b", "/d/a"), job("/d/a", "/d/b")],
        "line 4: .*would be derived from itself: the job of line 4 → the job of line 5 → the job of line 4|"
        "line 5: .*: the job of line 5 → the job of line 4 → the job of line 5",
    ),
    "cycle by ICAT id": ([dataset("/d/a", icat_id=5), job("/d/a", "icat:dataset/5")], "line 3: .*from itself"),
    "ICAT id twice": ([dataset("/d/a", icat_id=5), dataset("/d/b", icat_id=5)], "line 3: The ICAT id 5 of .*'/d/b'"),
    "raw with producer": ([dataset("/d/a", kind="raw"), job("/d/a", "/d/x")], "line 2: The field kind has value 'raw'"),
    "no producer": ([dataset("/d/a", kind="processed")], "line 2: The field kind has value 'processed'; expected raw"),
    "output of nowhere": ([job("/d/a", "/d/x")], "line 2: The output '/d/a' is named here alone"),
    "several outputs": ([{"type": "job", "inputs": ["/d/x"], "outputs": ["/d/a", "/d/b"]}], "line 2: The field key"),
    "key of another": ([dataset("/d/a"), job("/d/a", "/d/x", key="job-of:/d/b")], "line 3: The field key has value"),
    "no inputs": (
        [dataset("/d/a"), {"type": "job", "outputs": ["/d/a"]}],
        "line 3: The job that no run names has no i",
    ),
    "expected of nobody": ([{"type": "dataset", "location": "/d/a", "state": "expected"}], "line 2: The expected dat"),
    "expected with facts": (
        [{"type": "dataset", "location": "/d/a", "state": "expected", "comment": "x"}],
        "line 2: The field comment has value 'x'; expected no such member",
    ),
    "history of nothing": (
        [{"type": "was_input", "dataset": "/d/a", "job": "job-of:/d/b", "since": 1, "until": 1}],
        "line 2: The dataset '/d/a' is named here alone",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    lines, sentence = WRONG[name]

    (problem,) = refused(tmp_path, *lines)

    assert re.match(sentence, problem), problem


def test_all_that_is_wrong_is_told_the_first_hundred_by_their_lines(tmp_path: Path) -> None:
    lines = [dataset(f"d{number}") for number in range(150)]

    with pytest.raises(DumpRefused, match=r"breaks the rules in 150 place\(s\)") as caught:
        prepared(tmp_path, written(tmp_path, DUMP, *lines, END))

    problems = caught.value.facts["problems"]
    assert [problem.partition(":")[0] for problem in problems] == [f"line {number}" for number in range(2, 102)]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "does not begin as a dump"),
        ([dataset("/d/a")], "begins with a line of type dataset"),
        ([{**DUMP, "format": 2}], "is of format 2; this release reads format 1"),
        ([DUMP, dataset("/d/a")], "is cut: it does not end with a line of type end"),
        ([DUMP, END, dataset("/d/a")], "goes on after the line of type end"),
        ([DUMP, dataset("/d/a"), {**END, "datasets": 2}], "ends with datasets 2, and 1 are there"),
        ([DUMP, {**END, "changed_to": 2}], "was written while the graph went from change 1 to 2"),
    ],
)
def test_a_file_that_is_no_whole_dump_is_refused(lines: list[dict[str, Any]], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(DumpError, match=sentence):
        prepared(tmp_path, written(tmp_path, *lines))


def test_a_cut_compressed_file_and_an_absent_one_are_said(tmp_path: Path) -> None:
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(json.dumps(DUMP).encode())[:-4])

    with pytest.raises(DumpError, match="cannot be read"):
        prepared(tmp_path, Source(str(cut)))
    with pytest.raises(DumpError, match="No such file"):
        prepared(tmp_path, Source(str(tmp_path / "absent")))


FACTS: dict[str, Any] = {"sequence_index": 3, "comment": "é", "file_count": 2, "is_complete": False, "icat_id": 9}
RUN = Run("hg1@id00", "a/b c")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([dataset("/d/a", **FACTS)], message("/d/a", **FACTS)),
        (
            [dataset("/d/a", techniques=["b", "a"], parameters={"scanNumber": 7, "own": 1.5, "complete": "true"})],
            message(
                "/d/a",
                techniques=("a", "b"),
                parameters={"scanNumber": 7, "complete": True},
                other_parameters={"own": "1.5"},
            ),
        ),
        (
            [
                dataset("/d/a"),
                job("/d/a", "/d/y", "/d/x", status="failed", environment={"HOST": "h"}, application={"name": "p"}),
            ],
            message("/d/a", "/d/x", "/d/y", status="failed", environment={"HOST": "h"}, application=Application("p")),
        ),
        (
            [dataset("/d/a"), job("/d/a", run={"namespace": RUN.namespace, "id": RUN.run_id}, arguments="-x")],
            message("/d/a", run=RUN, arguments="-x"),
        ),
        ([dataset("/d/a", parameters={"scanType": "x" * 3000})], message("/d/a", parameters={"scanType": "x" * 3000})),
    ],
)
def test_a_line_by_hand_has_the_rank_of_the_message_that_says_the_same(
    lines: list[dict[str, Any]], said: DatasetMessage, tmp_path: Path
) -> None:
    found = prepared(tmp_path, written(tmp_path, DUMP, *lines, END))

    (row,) = [row for row in rows(tmp_path, found, "Dataset") if row["location"] == "/d/a"]
    assert (row["digest"], row["rank"]) == (said.digest, said.rank)


def test_a_prepared_dump_is_not_prepared_again_but_a_changed_one_is(tmp_path: Path) -> None:
    said: list[str] = []
    source = written(tmp_path, DUMP, dataset("/d/a"), END)
    prepared(tmp_path, source, said)
    first = (tmp_path / "work" / "read-000000.seg").stat().st_mtime_ns
    (tmp_path / "work" / "datasets-000000.seg").unlink()

    prepared(tmp_path, source, said)
    kept = (tmp_path / "work" / "read-000000.seg").stat().st_mtime_ns
    found = prepared(tmp_path, written(tmp_path, DUMP, dataset("/d/b"), END), said)

    assert kept == first
    assert [row["location"] for row in rows(tmp_path, found, "Dataset")] == ["/d/b"]
    assert said[0] == "the preparation goes on where it was"
    assert said[1].startswith("the preparation starts again: the dump")
