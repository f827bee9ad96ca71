"""Brings every jar of a lock into a folder, and believes none before its SHA-256 is right.

Owns the folder of jars: Maven's layout, shared by all locks and, if wanted, by several data folders. What is
there and good is not fetched again; a file appears whole or not at all. Where a jar comes from is for
``sources``; what is done with it is for others.
"""

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from lineage.engine.lock import Jar, Lock
from lineage.engine.sources import Source
from lineage.engine.state import held
from lineage.errors import EngineError, FetchFailed

THREADS = 8
STAGING = ".fetch-"
SPACE_LEFT_BYTES = 16 * 2**20


class Progress(Protocol):
    """Is told how far the fetch is, after each jar, from the thread that called it."""

    def __call__(self, done: int, total: int, size_bytes: int) -> None:
        """``done`` of ``total`` jars are good; they hold ``size_bytes``."""


def fetch(lock: Lock, jars: Path, source: Source, progress: Progress | None = None) -> tuple[Path, ...]:
    """Make every jar of the lock present and good; returns them in the order of the class path.

    FetchFailed for a jar that cannot be had or is another one, EngineError when the disk is too small.
    """
    jars.mkdir(parents=True, exist_ok=True)
    missing = missing_jars(lock, jars)
    if missing:
        with held(jars / ".lock"):
            _clean(jars)
            missing = missing_jars(lock, jars)
            _check_space(missing, jars)
            _fetch_all(lock, missing, jars, source, progress)
    return tuple(jars / jar.path for jar in lock.jars)


def missing_jars(lock: Lock, jars: Path) -> list[Jar]:
    """The jars of the lock that are not in the folder, or are not what the lock says."""
    with ThreadPoolExecutor(THREADS) as pool:
        good = pool.map(lambda jar: _is_good(jar, jars / jar.path), lock.jars)
        return [jar for jar, is_good in zip(lock.jars, good, strict=True) if not is_good]


def _is_good(jar: Jar, path: Path) -> bool:
    return path.is_file() and path.stat().st_size == jar.size_bytes and _sha256(path) == jar.sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _clean(jars: Path) -> None:
    """Remove what a killed fetch left behind; the lock on the folder is held, so nobody works in there."""
    for leftover in jars.glob(f"{STAGING}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _check_space(missing: Iterable[Jar], jars: Path) -> None:
    needed = sum(jar.size_bytes for jar in missing) + SPACE_LEFT_BYTES
    free = shutil.disk_usage(jars).free
    if free < needed:
        raise EngineError(
            f"The jars need {needed / 2**20:.0f} MiB in {jars}, {free / 2**20:.0f} MiB are free; "
            "make room, or set LINEAGE_ENGINE_JARS_DIR to a folder on a larger disk.",
            needed_bytes=needed,
            free_bytes=free,
        )


def _fetch_all(lock: Lock, missing: Sequence[Jar], jars: Path, source: Source, progress: Progress | None) -> None:
    done = len(lock.jars) - len(missing)
    size_bytes = lock.size_bytes - sum(jar.size_bytes for jar in missing)
    pool = ThreadPoolExecutor(THREADS)
    try:
        waiting = {pool.submit(_fetch_one, jar, jars, source): jar for jar in missing}
        for finished in as_completed(waiting):
            finished.result()
            done, size_bytes = done + 1, size_bytes + waiting[finished].size_bytes
            if progress is not None:
                progress(done, len(lock.jars), size_bytes)
    finally:
        pool.shutdown(cancel_futures=True)


def _fetch_one(jar: Jar, jars: Path, source: Source) -> None:
    with TemporaryDirectory(dir=jars, prefix=STAGING) as name:
        staging = Path(name)
        copy = staging / "copy"
        shutil.copyfile(source(jar, staging / "source"), copy)
        found = _sha256(copy)
        if found != jar.sha256:
            raise FetchFailed(
                jar.coordinate,
                f"its SHA-256 is {found}, and {jar.sha256} is expected",
                "The file was changed or cut on its way; remove it there, or fetch from another place.",
            )
        target = jars / jar.path
        target.parent.mkdir(parents=True, exist_ok=True)
        copy.replace(target)
