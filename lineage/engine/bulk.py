"""The import of a whole graph into the store, from the files that Neo4j's importer reads.

The store is marked from the first byte on: nobody but the load opens it before it is told that the graph is whole.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from lineage.engine import half_loaded
from lineage.engine.admin import run_admin
from lineage.engine.home import home_of, plain_errors
from lineage.settings import Settings


def import_graph(settings: Settings, words: Iterable[tuple[str, Sequence[str]]], folder: Path) -> None:
    """Replace the graph of a stopped engine by the one in files.

    `words` are those of the importer, each with the names of the files in `folder` that it is about.
    Raises StoreInUse while the engine runs, EngineError with the importer's last words when it fails.
    """
    home = home_of(settings)
    home.make_folders()
    half_loaded.begin_load(home)
    # a comma in the path of the folder would divide it
    with plain_errors(), TemporaryDirectory(prefix="lineage-load-") as name:
        files = Path(name) / "files"
        files.symlink_to(folder.resolve())
        arguments = [
            "=".join([word, ",".join(f"{files}/{file}" for file in about)] if about else [word])
            for word, about in words
        ]
        own = ["--overwrite-destination=true", f"--report-file={name}/report"]
        run_admin(settings, ["database", "import", "full", settings.neo4j_database, *own, *arguments])


def finish_import(settings: Settings) -> None:
    """Say that the graph is whole; from now on anybody may open the store."""
    half_loaded.finish_load(home_of(settings))


def is_half_imported(settings: Settings) -> bool:
    """Say whether an import was begun and not finished."""
    return half_loaded.is_half_loaded(home_of(settings))


def has_graph(settings: Settings) -> bool:
    """Say whether an engine has ever opened a graph of this store; it may be an empty one."""
    return (home_of(settings).store / "databases" / settings.neo4j_database).exists()


def work_folder(settings: Settings) -> Path:
    """Return the folder for what an import is prepared in, beside the engine's."""
    return home_of(settings).root.parent / "load"
