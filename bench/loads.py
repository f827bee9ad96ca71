"""The offline load of a store: the graph as a dump, and ``lineage load`` of it, stage by stage."""

import sys
import time
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from bench.forms import dump_lines
from bench.report import Cell, Table
from lineage.model.answers import Loaded
from lineage.service.load import load
from lineage.settings import Settings

DUMP = "bench.jsonl"


def fill(settings: Settings, shape: str, count: int) -> Table:
    """Fill the empty store of an engine; return what each stage took. The dump is removed afterwards.

    Raises ValueError when the audit is not clean.
    """
    path = settings.data_dir / DUMP
    with path.open("wb") as file:
        file.writelines(dump_lines(shape, count))
    size_bytes = path.stat().st_size
    start, cpu = time.perf_counter(), _cpu_s()
    found = load(settings, str(path), lambda *_: None, lambda words: print(words, file=sys.stderr, flush=True))
    took, spent = time.perf_counter() - start, _cpu_s() - cpu
    path.unlink()
    if not found.audit.is_clean:
        raise ValueError("the audit after the load is not clean")
    return _table(found, size_bytes, took, spent)


def _table(found: Loaded, size_bytes: int, took: float, spent: float) -> Table:
    rows: list[tuple[Cell, ...]] = [(stage, round(seconds)) for stage, seconds in found.seconds.items()]
    rows.append(("all told", round(took)))
    size = f"{found.datasets:,} datasets, {found.jobs:,} jobs, {found.edges:,} edges; dump {size_bytes / 1e9:.2f} GB"
    note = f"{size}; {spent:.0f} s of CPU in Python and the importer."
    return Table("Load", ("stage", "s"), rows, note)


def _cpu_s() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))
