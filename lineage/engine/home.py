"""Where everything of the embedded engine and of the broker lies in the data folder, and which lock each runs by.

Names places and makes the folders; what is in the files is for the modules that write them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lineage.engine.lock import Lock, broker_lock, read_lock
from lineage.errors import EngineError
from lineage.settings import Settings


@dataclass(frozen=True)
class Home:
    """The folder of the engine, or of the broker, in one data folder.

    ``amounts`` are the sizes that the lock leaves to the settings, under its names for them.
    """

    root: Path
    jars: Path
    lock: Lock
    amounts: Mapping[str, int]

    @property
    def what(self) -> str:
        """The word for what runs here: engine or broker."""
        return self.root.name

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
        return self.logs / f"{self.what}.log"

    @property
    def conf(self) -> Path:
        """The folder of the configuration file, written anew before each start."""
        return self.root / "conf"

    @property
    def launch_file(self) -> Path:
        """The command line of the running engine, and its mark in the list of processes."""
        return self.root / f"{self.what}.launch"

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
    def store_lock(self) -> Path:
        """What the running engine itself locks, whoever started it."""
        return self.store / self.lock.store_lock

    @property
    def lock_file(self) -> Path:
        """Held by whoever starts, stops or works on the store."""
        return self.root / "lock"

    def make_folders(self) -> None:
        """Make the folders, closed to everybody but the owner."""
        with plain_errors(self.what):
            self.root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.root, self.store, self.logs, *([self.conf] if self.lock.conf else [])):
                folder.mkdir(mode=0o700, exist_ok=True)


def home_of(settings: Settings) -> Home:
    """The engine's places for these settings; EngineError when they name no lock."""
    amounts = {"heap_mb": settings.engine_heap_mb, "page_cache_mb": settings.engine_page_cache_mb}
    return _home("engine", read_lock(settings.engine), amounts, settings)


def broker_home(settings: Settings) -> Home:
    """The broker's places for these settings.

    It takes messages of twice the size that we accept: one that is too large for us is then refused by us, where
    the sender's word is kept, and not by the broker, which tells nobody.
    """
    return _home("broker", broker_lock(), {"frame_bytes_max": 2 * settings.message_bytes_max}, settings)


def _home(what: str, lock: Lock, amounts: Mapping[str, int], settings: Settings) -> Home:
    root = settings.data_dir.expanduser().resolve() / what
    jars = settings.engine_jars_dir.expanduser().resolve() if settings.engine_jars_dir else root / "jars"
    return Home(root, jars, lock, amounts)


@contextmanager
def plain_errors(what: str = "engine") -> Iterator[None]:
    """Say in one sentence what the operating system refused to engine or broker: no room, no right, no such place."""
    try:
        yield
    except OSError as error:
        raise EngineError(
            f"The {what} cannot use {error.filename or 'a file'}: {error.strerror or error}; "
            "look after that place, or set LINEAGE_DATA_DIR to another folder.",
            path=error.filename,
        ) from error
