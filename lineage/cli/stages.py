"""Shows how far a long work of several stages is: a bar on a terminal, a sentence a stage elsewhere."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn


class Stages:
    """Called with a stage, how much of it is done, and of how much; None where nobody knows."""

    def __init__(self, console: Console, note: Callable[[str], None], *, is_shown: bool) -> None:
        self._note = note
        self.is_shown = is_shown
        self._stage = ""
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        self._bar = (
            Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
            if is_shown
            else None
        )
        self._task = self._bar.add_task("", total=None) if self._bar else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show it."""
        if self._bar and self._task is not None:
            if stage != self._stage:
                self._bar.reset(self._task, description=stage, total=None)
            self._bar.update(self._task, completed=done, total=total)
        elif stage != self._stage:
            self._note(f"{stage} …")
        self._stage = stage
