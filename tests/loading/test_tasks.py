"""Several processes do what one does, end with the one that began them, and a killed preparation goes on."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.forms import dump_lines
from bench.shapes import whole
from lineage.dump import Source
from lineage.loading import Prepared, prepare
from lineage.settings import Settings
from tests.house.tree import ROOT

FACILITY = 2_000
DATASETS = sum(1 for _ in whole("facility", FACILITY))
PATIENCE_S = 120


@pytest.fixture(scope="module")
def facility(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("facility") / "facility.jsonl"
    file.write_bytes(b"".join(dump_lines("facility", FACILITY)))
    return file


def content(folder: Path, found: Prepared) -> Counter[tuple[str, str]]:
    """Return the rows of all files, each with the word that tells of it; the moment of the load is left out."""
    return Counter(
        (word, row.replace(found.terms.at, ""))
        for word, files in found.words
        for name in files
        for row in (folder / name).read_text().splitlines()
    )


@pytest.fixture(scope="module")
def alone(facility: Path, tmp_path_factory: pytest.TempPathFactory) -> Counter[tuple[str, str]]:
    """What one process makes of it."""
    folder = tmp_path_factory.mktemp("alone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lineage.loading.preparing.LITTLE_BYTES", 2**30)
        return content(folder, prepare(Source(str(facility)), folder, Settings(), lambda *_: None, lambda _: None))


def test_a_killed_preparation_leaves_no_process_and_goes_on(
    facility: Path, tmp_path: Path, alone: Counter[tuple[str, str]]
) -> None:
    command = [sys.executable, "-m", "tests.loading.prepare_until_killed", str(facility), str(tmp_path / "work")]
    process = subprocess.Popen(command, cwd=ROOT)
    wait_for((tmp_path / "work" / "datasets-000003.seg").exists)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.kill()
    process.wait()
    wait_for(lambda: not any(is_running(child) for child in children))
    done = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "work").glob("*.seg")}
    said: list[str] = []

    found = prepare(Source(str(facility)), tmp_path / "work", Settings(), lambda *_: None, said.append)

    assert children
    assert said == ["the preparation goes on where it was"]
    assert {name: (tmp_path / "work" / name).stat().st_mtime_ns for name in done} == done
    assert (found.counts["dataset"], found.expected_count) == (DATASETS, 0)
    assert content(tmp_path / "work", found) == alone


def is_running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except FileNotFoundError:
        return False


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
