"""The tasks of a preparation and the processes that do them.

A task leaves one file; one whose file is there is done. Workers end with the process that started them, however it
ends, and leave Ctrl-C to it.
"""

import gc
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Self

from lineage.dump import Block
from lineage.errors import WorkerLost
from lineage.graph.bulk import Files
from lineage.ingest import Context
from lineage.loading.joining import DatasetJoin, JobJoin, join_icat_ids
from lineage.loading.nouns import Terms
from lineage.loading.ordering import refuse_cycles
from lineage.loading.reading import read_block
from lineage.loading.values import csv_types
from lineage.settings import Settings

PARENT_POLL_S = 1.0
WAITING_PER_WORKER = 2


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """Reads a block."""

    path: Path
    block: Block
    terms: Terms

    def do(self, context: Context) -> None:
        """Do it."""
        read_block(self.block, self.path, context, self.terms)


@dataclass(frozen=True, slots=True)
class JoinIcatIds:
    """Finds the datasets of one part of the ICAT ids."""

    path: Path
    part: int
    paths: Sequence[Path]

    def do(self, context: Context) -> None:  # noqa: ARG002
        """Do it."""
        join_icat_ids(self.part, self.paths, self.path)


@dataclass(frozen=True, slots=True)
class JoinDatasets:
    """Joins one part of the datasets; numbers above `numbers_from` are free."""

    path: Path
    part: int
    paths: Sequence[Path]
    terms: Terms
    numbers_from: int

    def do(self, context: Context) -> None:
        """Do it."""
        with Files(self.path.parent, self.path.stem, csv_types(context)) as files:
            DatasetJoin(self.part, self.paths, self.terms, self.numbers_from, files).run(self.path)


@dataclass(frozen=True, slots=True)
class JoinJobs:
    """Joins one part of the jobs."""

    path: Path
    part: int
    paths: Sequence[Path]

    def do(self, context: Context) -> None:
        """Do it."""
        with Files(self.path.parent, self.path.stem, csv_types(context)) as files:
            JobJoin(self.part, self.paths, files).run(self.path)


@dataclass(frozen=True, slots=True)
class FindCycles:
    """Looks for a cycle over all jobs."""

    path: Path
    paths: Sequence[Path]
    line_count: int

    def do(self, context: Context) -> None:  # noqa: ARG002
        """Do it."""
        refuse_cycles(self.paths, self.line_count, self.path)


Task = ReadBlock | JoinIcatIds | JoinDatasets | JoinJobs | FindCycles


class Workers:
    """One process for each core; none for little work, which is done here before others would have begun."""

    def __init__(self, settings: Settings, *, is_little: bool) -> None:
        self._context = Context.of(settings)
        self._count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._pool = None if is_little else self._begun(settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def run(self, tasks: Iterable[Task]) -> Iterator[Path]:
        """Do the tasks that are not done and yield the files of all, in no order.

        Few tasks wait at a time, so that `tasks` may be as many as they are.
        Raises WorkerLost when a process is ended from outside.
        """
        running: dict[Future[None], Path] = {}
        try:
            for task in tasks:
                if task.path.exists():
                    yield task.path
                elif self._pool is None:
                    task.do(self._context)
                    yield task.path
                else:
                    running[self._pool.submit(_do, task)] = task.path
                    if len(running) > WAITING_PER_WORKER * self._count:
                        yield from _finished(running)
            while running:
                yield from _finished(running)
        except BrokenProcessPool as error:
            raise WorkerLost from error

    def _begun(self, settings: Settings) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._count, mp_context=get_context("spawn"), initializer=_begin, initargs=(os.getpid(), settings)
        )


def _finished(running: dict[Future[None], Path]) -> Iterator[Path]:
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        path = running.pop(future)
        future.result()
        yield path


_context: Context | None = None


def _begin(parent: int, settings: Settings) -> None:
    global _context  # noqa: PLW0603
    _context = Context.of(settings)
    gc.disable()  # a task makes no rings, and millions of objects that would be looked at again and again
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_POLL_S)
    os._exit(1)


def _do(task: Task) -> None:
    if _context is None:
        raise RuntimeError("the worker was not begun")
    task.do(_context)
