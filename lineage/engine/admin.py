"""Work on a store that no server holds: backup, restore, import, and whatever else Neo4j's admin tool does.

A running engine is refused, not stopped; nobody can start one while the work is going on.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from lineage.engine.first_start import undo_first_start
from lineage.engine.home import home_of, plain_errors
from lineage.engine.install import install
from lineage.engine.password import settled_password
from lineage.engine.single import running_process
from lineage.engine.state import held
from lineage.engine.store import check_free, check_version, mark_version
from lineage.engine.tool import call_tool
from lineage.errors import EngineError, StoreInUse
from lineage.settings import Settings

DUMP = ".dump"


def run_admin(settings: Settings, arguments: Sequence[str], timeout_s: float | None = None) -> str:
    """Run one command of Neo4j's admin tool on the store and return what it prints.

    ``arguments`` are those of the tool, such as ``["database", "import", "full", "neo4j", ...]``; without
    ``timeout_s`` it may take as long as it takes. StoreInUse when the engine runs or another version made the
    store; EngineError with the tool's last words when it fails.
    """
    home = home_of(settings)
    home.make_folders()
    with plain_errors(), held(home.lock_file):
        check_version(home)
        running = running_process(home)
        if running is not None:
            raise StoreInUse(
                str(home.store), f"the engine runs (process {running.pid})", "Stop it first.", pid=running.pid
            )
        check_free(home)
        undo_first_start(home)
        installed = install(home, settings)
        mark_version(home)
        settled_password(installed)
        return call_tool(installed, arguments, timeout_s)


def dump(settings: Settings, to: Path) -> None:
    """Write the graph of a stopped engine into one file, which replaces one that is there."""
    if not to.parent.is_dir():
        raise EngineError(f"There is no folder {to.parent} to write the dump to.", path=str(to))
    with plain_errors(), TemporaryDirectory(dir=to.parent, prefix=".dump-") as name:
        run_admin(settings, ["database", "dump", settings.neo4j_database, f"--to-path={name}"])
        (Path(name) / f"{settings.neo4j_database}{DUMP}").replace(to)


def load(settings: Settings, source: Path) -> None:
    """Replace the graph of a stopped engine by the one in a file that ``dump`` wrote."""
    if not source.is_file():
        raise EngineError(f"There is no dump {source}.", path=str(source))
    with plain_errors(), TemporaryDirectory(prefix="lineage-load-") as name:
        (Path(name) / f"{settings.neo4j_database}{DUMP}").symlink_to(source.resolve())
        run_admin(
            settings,
            [
                "database",
                "load",
                settings.neo4j_database,
                f"--from-path={name}",
                "--overwrite-destination=true",
            ],
        )
