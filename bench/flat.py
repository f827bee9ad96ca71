"""The flat view: rows a second from the graph, and what each form of a file costs beside."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from bench.report import Cell, Table
from bench.shapes import place
from bench.stores import Store
from lineage.flat import FORMATS, project
from lineage.flat.columns import LIST_ENTRIES_MAX
from lineage.graph.flat import PAGE, facts
from lineage.model.flat import FlatFacts

ROWS_MAX = 20_000
ROUNDS = 3

HEADS = ("part", "rows", "rows/s, each round")
NOTE = (
    f"The first {ROWS_MAX:,} datasets of the shape at most, without the plants. from the graph: pages of {PAGE:,}, one "
    "question each. projection and forms: in this process alone, from what came out of the graph."
)


def measure(store: Store) -> list[Table]:
    """Read rows, project them, and make files of them."""
    count = min(store.datasets, ROWS_MAX)
    locations = sorted(place(store.shape, number) for number in range(count))
    pages = [locations[start : start + PAGE] for start in range(0, count, PAGE)]

    def read() -> Iterator[FlatFacts]:
        return chain.from_iterable(facts(store.service.database, pages, LIST_ENTRIES_MAX))

    found = list(read())
    made = [project(one) for one in found]
    works: dict[str, Callable[[], Iterable[object]]] = {
        "from the graph": read,
        "projection": lambda: map(project, found),
        **{name: lambda form=form: form.write(made) for name, form in FORMATS.items()},  # type: ignore[misc]
    }
    rows: list[tuple[Cell, ...]] = [(name, len(found), _rates(work, len(found))) for name, work in works.items()]
    return [Table(f"The flat view of a store of {store.datasets:,} datasets", HEADS, rows, NOTE)]


def _rates(work: Callable[[], Iterable[object]], count: int) -> str:
    rates: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _one in work():
            pass
        rates.append(count / (time.perf_counter() - start))
    return " / ".join(f"{rate:,.0f}" for rate in rates)
