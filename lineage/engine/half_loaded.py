"""A load that has begun to fill the store, and has to be finished before anybody else opens it."""

from pathlib import Path

from lineage.engine.home import Home
from lineage.engine.state import write_private
from lineage.errors import StoreInUse


def begin_load(home: Home) -> None:
    """Write down that what is in the store is half a graph from now on."""
    write_private(_mark(home), "a load has begun\n")


def finish_load(home: Home) -> None:
    """The graph is whole."""
    _mark(home).unlink(missing_ok=True)


def is_half_loaded(home: Home) -> bool:
    """Say whether a load was begun and not finished."""
    return _mark(home).exists()


def refuse_half_loaded(home: Home) -> None:
    """Refuse a store that holds half a graph."""
    if is_half_loaded(home):
        raise StoreInUse(
            str(home.store),
            "a load into it was cut short",
            "Load the same dump again (lineage load), which goes on where it was; or take another LINEAGE_DATA_DIR.",
        )


def _mark(home: Home) -> Path:
    return home.store / "half-loaded"
