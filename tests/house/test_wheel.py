"""The wheel holds all that a run needs, and nothing else."""

import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.house.tree import PACKAGE, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

PROBE = """
import sys
sys.path.insert(0, sys.argv[1])
from lineage.graph.queries import folder, load
from lineage.engine.lock import lock_names
from lineage.ingest.definitions import shipped
print(folder(), len(load()), len(lock_names()), len(shipped()) > 100, sep="|")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_is_pure_and_carries_the_version(wheel: Path) -> None:
    assert wheel.name == f"{PROJECT['name']}-{PROJECT['version']}-py3-none-any.whl"


def test_every_cypher_file_is_in_the_wheel(names: set[str]) -> None:
    expected = {f"lineage/{path.relative_to(ROOT)}" for path in (ROOT / "cypher").rglob("*.cypher")}

    assert {name for name in names if name.endswith(".cypher")} == expected


def test_every_file_of_the_package_is_in_the_wheel(names: set[str]) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert expected - names == set()


def test_locks_definitions_types_and_licence_are_in_the_wheel(names: set[str]) -> None:
    needed = {
        "lineage/engine/locks/activemq-6.3.1.json",
        "lineage/engine/locks/neo4j-2026.08.1.json",
        "lineage/engine/locks/neo4j-5.26.30.json",
        "lineage/ingest/data/esrf/hdf5_cfg.xml",
        "lineage/ingest/data/esrf/LICENSE.md",
        "lineage/py.typed",
        f"lineage-{PROJECT['version']}.dist-info/licenses/LICENSE",
    }

    assert needed - names == set()


def test_nothing_else_is_in_the_wheel(names: set[str]) -> None:
    strange = {name for name in names if not name.startswith(("lineage/", f"lineage-{PROJECT['version']}.dist-info/"))}

    assert strange == set()
    assert {name for name in names if name.endswith((".jar", ".pyc")) or "/tests/" in name} == set()


def test_the_package_runs_out_of_the_wheel(wheel: Path, tmp_path: Path) -> None:
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path)

    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    folder, queries, locks, has_definitions = done.stdout.strip().split("|")
    assert Path(folder) == tmp_path / "lineage" / "cypher"
    assert int(queries) == len(list((ROOT / "cypher").rglob("*.cypher"))) - len(list(ROOT.glob("cypher/schema/*")))
    assert (locks, has_definitions) == ("2", "True")
