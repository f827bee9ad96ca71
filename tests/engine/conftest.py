"""Data folders of their own for engines of their own, over the one folder of jars that all tests share."""

import socket
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lineage import engine
from lineage.settings import Settings
from tests.jars import jars_dir

LTS = "neo4j-5.26.30"
LISTEN = "0A"
"""The state of a listening socket, as the kernel writes it."""

FAKE_JAVA = """#!{python}
import signal, sys, time
if "-version" in sys.argv:
    print('openjdk version "{version}.0.1"', file=sys.stderr)
    raise SystemExit
{body}
"""


def settings_in(folder: Path, **given: object) -> Settings:
    """Settings of a small engine in a folder of its own."""
    small = {"engine_heap_mb": 256, "engine_page_cache_mb": 64, "engine_jars_dir": jars_dir()}
    return Settings(**{"data_dir": folder / "data", **small, **given})  # type: ignore[arg-type]


def listening(pid: int) -> set[tuple[str, int]]:
    """Hosts and ports that a process listens on; an IPv6 address is told by its last four bytes."""
    ours = {str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir() if path.is_symlink()}
    lines = [
        line.split()
        for family in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{family}").read_text().splitlines()[1:]
    ]
    found = [line[1][-13:].split(":") for line in lines if line[3] == LISTEN and f"socket:[{line[9]}]" in ours]
    return {(socket.inet_ntoa(bytes.fromhex(host)[::-1]), int(port, 16)) for host, port in found}


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """Settings of an engine that is stopped after the test."""
    settings = settings_in(tmp_path)
    yield settings
    engine.stop(settings, timeout_s=10)


@pytest.fixture(scope="package", autouse=True)
def _java_warms_up_less() -> Iterator[None]:
    """Spare the engines of these tests the slow half of compiling: they live for seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
        yield


MakeJava = Callable[[str, int, str], Path]


@pytest.fixture
def make_java(tmp_path: Path) -> MakeJava:
    """Make a program that says it is a Java, and does something else."""

    def make(name: str, version: int, body: str = "") -> Path:
        java = tmp_path / name / "bin" / "java"
        java.parent.mkdir(parents=True)
        java.write_text(FAKE_JAVA.format(python=sys.executable, version=version, body=body))
        java.chmod(stat.S_IRWXU)
        return java

    return make
