"""What the numbers were measured on: processor, memory, load, versions, and a fixed loop to compare runs by."""

import os
import platform
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from bench.report import Cell, Table, timed_ms
from lineage.engine.home import home_of
from lineage.engine.java import find_java
from lineage.settings import Settings

LOOP = 2_000_000
DEBIAN = Path("/usr/lib/postgresql")


def table(settings: Settings, neo4j: str) -> Table:
    """Return the machine; `neo4j` is what the server calls itself."""
    rows: list[tuple[str, Cell]] = [
        ("processor", _of_file("/proc/cpuinfo", "model name") or platform.processor()),
        ("cores", os.cpu_count() or 0),
        ("memory", _of_file("/proc/meminfo", "MemTotal")),
        ("load of the last minute", round(os.getloadavg()[0], 2)),
        (f"a loop of {LOOP:,} additions, ms", loop_ms()),
        ("Python", platform.python_version()),
        ("Neo4j", neo4j),
        ("Neo4j's heap and page cache, MiB", f"{settings.engine_heap_mb}, {settings.engine_page_cache_mb}"),
        ("Java", java(settings)),
        ("driver", f"neo4j {version('neo4j')}, neo4j-rust-ext {version('neo4j-rust-ext')}"),
        ("HTTP", f"uvicorn {version('uvicorn')}, fastapi {version('fastapi')}, pydantic {version('pydantic')}"),
        ("PostgreSQL", postgres()),
    ]
    return Table("Machine", ("what", "value"), rows)


def now() -> str:
    """Return how busy the machine is, in one sentence to stand by a table."""
    return f"Load {os.getloadavg()[0]:.1f}, the loop of {LOOP:,} additions takes {loop_ms():.0f} ms."


def loop_ms() -> float:
    """Return the best of three runs of a fixed loop, in ms: how fast a core is just now."""
    return min(timed_ms(_loop) for _ in range(3))


def java(settings: Settings) -> str:
    """Return the version of the engine's Java."""
    path = find_java(home_of(settings).lock).path
    said = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
    return said.splitlines()[0] if said else "unknown"


def postgres() -> str:
    """Return the version of the PostgreSQL server that is installed."""
    program = postgres_program("postgres")
    if program is None:
        return "not installed"
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()


def postgres_program(name: str) -> str | None:
    """Return the path of one of the server's programs: on PATH, or where Debian has the newest."""
    debian = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return shutil.which(name) or (str(debian[-1]) if debian else None)


def _loop() -> None:
    total = 0
    for number in range(LOOP):
        total += number


def _of_file(path: str, name: str) -> str:
    file = Path(path)
    lines = file.read_text().splitlines() if file.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
