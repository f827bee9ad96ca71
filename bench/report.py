"""Tables of what was measured: as Markdown to paste, as JSON to keep."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """One table; `note` says what a reader must know to trust it."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""

    def markdown(self) -> str:
        """Return the table as Markdown."""
        lines = [f"### {self.name}", ""]
        lines += [f"{self.note}", ""] if self.note else []
        lines += [_row(self.heads), _row(["---"] * len(self.heads)), *map(_row, self.rows)]
        return "\n".join(lines)


def show(tables: Sequence[Table]) -> None:
    """Print tables as Markdown."""
    for table in tables:
        print(f"{table.markdown()}\n", flush=True)


def tell(row: Sequence[Cell]) -> Sequence[Cell]:
    """Return a row, and print it on standard error: a long measurement can be watched, and loses nothing when ended."""
    print(_row(row), file=sys.stderr, flush=True)
    return row


def keep(tables: Sequence[Table], path: Path) -> None:
    """Write tables into a JSON file, a list of rows by head each."""
    said: list[dict[str, Any]] = [
        {
            "name": table.name,
            "note": table.note,
            "rows": [dict(zip(table.heads, row, strict=True)) for row in table.rows],
        }
        for table in tables
    ]
    path.write_text(json.dumps(said, indent=1) + "\n")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def spread(values_ms: Sequence[float]) -> str:
    """Return least / median / 95th percentile in ms; the least says what a machine does that does nothing else."""
    if not values_ms:
        return "-"
    return " / ".join(f"{value:.2f}" for value in (min(values_ms), *(percentile(values_ms, n) for n in (0.5, 0.95))))


def timed_ms(work: Callable[[], object]) -> float:
    """Return how long `work` took, in ms."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _row(cells: Sequence[Cell]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(value: Cell) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str("" if value is None else value)
