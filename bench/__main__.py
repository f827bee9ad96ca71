"""Measure on a real Neo4j: ``python -m bench [walks|peers|talk|flat|icat|pages|readers|writes|feed|all] --datasets N``.

Starts an embedded engine of its own; without ``--store`` in a temporary folder. Prints Markdown tables.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench import feed, flat, icat, machine, pages, peers, readers, report, stores, talk, walks, writes
from bench.report import Table
from bench.shapes import SHAPES
from bench.stores import Store

WHAT = ("walks", "peers", "talk", "flat", "icat", "pages", "readers", "writes", "feed")
"""In this order when all are asked for: the last three add datasets."""


def main(arguments: list[str] | None = None) -> None:
    """Measure what is asked for."""
    asked = _parser().parse_args(arguments)
    tables: list[Table] = []
    try:
        with stores.opened(asked.shape, asked.datasets, asked.store) as store:
            tables.append(machine.table(store.service.settings, store.service.database.ping()))
            report.show(tables)
            print(f"store: {asked.shape}, {asked.datasets:,} datasets and the plants beside them; made: {store.made}\n")
            if store.load:
                tables.append(store.load)
                report.show([store.load])
            for name in WHAT if asked.what == "all" else [asked.what]:
                found = measured(name, store, asked.seconds)
                report.show(found)
                tables += found
    except ValueError as error:
        sys.exit(f"bench: {error}")
    if asked.json:
        report.keep(tables, asked.json)


def measured(name: str, store: Store, seconds: float) -> list[Table]:
    """Return the tables of one part, each with how busy the machine was at its end."""
    parts: dict[str, Callable[[], list[Table]]] = {
        "walks": lambda: walks.measure(store),
        "peers": lambda: peers.measure(store),
        "talk": lambda: talk.measure(store),
        "flat": lambda: flat.measure(store),
        "icat": lambda: icat.measure(store),
        "pages": lambda: pages.measure(store),
        "readers": lambda: readers.measure(store, seconds),
        "writes": lambda: writes.measure(store),
        "feed": lambda: feed.measure(store),
    }
    tables, now = parts[name](), machine.now()
    return [replace(table, note=f"{table.note} {now}".strip()) for table in tables]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure on a real Neo4j.")
    parser.add_argument("what", nargs="?", choices=(*WHAT, "all"), default="all")
    parser.add_argument("--datasets", type=int, default=10_000, help="datasets of the shape; 10000 when not given")
    parser.add_argument("--shape", choices=SHAPES, default="facility", help="facility when not given")
    parser.add_argument("--store", type=Path, help="keep the store here for later runs")
    parser.add_argument("--seconds", type=float, default=15, help="how long each number of readers reads; 15")
    parser.add_argument("--json", type=Path, help="write the tables here too")
    return parser


if __name__ == "__main__":
    main()
