"""Where everything of the embedded engine lies in the data folder, and which lock it runs by.

Names places and makes the folders; what is in the files is for the modules that write them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lineage.engine.lock import Lock, read_lock
from lineage.errors import EngineError
from lineage.settings import Settings


@dataclass(frozen=True)
class Home:
    """The engine's folder in one data folder."""

    root: Path
    jars: Path
    lock: Lock
    heap_mb: int
    page_cache_mb: int

    @property
    def store(self) -> Path:
        """The graph itself."""
        return self.root / "store"

    @property
    def logs(self) -> Path:
        """What the engine writes about itself."""
        return self.root / "logs"

    @property
    def log(self) -> Path:
        """What the engine says while it starts and stops."""
        return self.logs / "engine.log"

    @property
    def conf(self) -> Path:
        """The folder of the configuration file, written anew before each start."""
        return self.root / "conf"

    @property
    def launch_file(self) -> Path:
        """The command line of the running engine, and its mark in the list of processes."""
        return self.root / "engine.launch"

    @property
    def password_file(self) -> Path:
        """The password of the store, for the owner alone."""
        return self.root / "password"

    @property
    def version_file(self) -> Path:
        """The name of the engine that made the store; goes where the store goes."""
        return self.store / "made-by"

    @property
    def state_file(self) -> Path:
        """The process that was started last."""
        return self.root / "state.json"

    @property
    def lock_file(self) -> Path:
        """Held by whoever starts, stops or works on the store."""
        return self.root / "lock"

    def make_folders(self) -> None:
        """Make the folders, closed to everybody but the owner."""
        with plain_errors():
            self.root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.root, self.store, self.logs, self.conf):
                folder.mkdir(mode=0o700, exist_ok=True)


def home_of(settings: Settings) -> Home:
    """The engine's places for these settings; EngineError when they name no lock."""
    root = settings.data_dir.expanduser().resolve() / "engine"
    return Home(
        root=root,
        jars=settings.engine_jars_dir.expanduser().resolve() if settings.engine_jars_dir else root / "jars",
        lock=read_lock(settings.engine),
        heap_mb=settings.engine_heap_mb,
        page_cache_mb=settings.engine_page_cache_mb,
    )


@contextmanager
def plain_errors() -> Iterator[None]:
    """Say in one sentence what the operating system refused: no room, no right, no such place."""
    try:
        yield
    except OSError as error:
        raise EngineError(
            f"The engine cannot use {error.filename or 'a file'}: {error.strerror or error}; "
            "look after that place, or set LINEAGE_DATA_DIR to another folder.",
            path=error.filename,
        ) from error
