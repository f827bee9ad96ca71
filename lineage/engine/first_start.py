"""The first start of a store, which has to be finished or undone.

A Neo4j that is killed while it makes its databases leaves some that it cannot open again. Until the first start
has been finished nobody has been told the way in, so that what it made holds nothing, and goes.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from lineage.engine.home import Home
from lineage.engine.state import write_private

MADE = ("databases", "transactions")
SYSTEM = "system"


def begin_first_start(home: Home) -> None:
    """Write down what a new store holds already, such as an imported graph; not for one that has been started."""
    if not (home.store / "databases" / SYSTEM).exists():
        kept = sorted({folder.name for folder in _databases(home)})
        write_private(_mark(home), "".join(f"{name}\n" for name in kept))


def finish_first_start(home: Home) -> None:
    """Nothing of the store is to be undone from now on."""
    _mark(home).unlink(missing_ok=True)


def undo_first_start(home: Home) -> None:
    """Remove what a first start made that was cut short; the store must be in nobody's hands."""
    try:
        kept = _mark(home).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    for folder in _databases(home):
        if folder.name not in kept:
            shutil.rmtree(folder)
    finish_first_start(home)


def _mark(home: Home) -> Path:
    return home.store / "first-start"


def _databases(home: Home) -> Iterator[Path]:
    for part in MADE:
        if (home.store / part).is_dir():
            yield from (path for path in (home.store / part).iterdir() if path.is_dir())
