"""Shows how far a fetch of jars is: a bar on a terminal, two sentences elsewhere."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from lineage.cli.wording import sized


class FetchBar:
    """Called after each jar; nothing is shown when nothing has to be fetched."""

    def __init__(self, console: Console, note: Callable[[str], None], *, is_shown: bool, what: str = "engine") -> None:
        self._console = console
        self._note = note
        self._is_shown = is_shown
        self._what = what
        self._bar: Progress | None = None
        self._task = TaskID(0)
        self._fetched = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()
        if self._fetched and error is None:
            self._note(f"fetched the {self._what}: {self._fetched}")

    def __call__(self, done: int, total: int, size_bytes: int) -> None:
        """Show that ``done`` of ``total`` jars are there."""
        if not self._fetched:
            self._begin(total)
        self._fetched = f"{done} jars, {sized(size_bytes)}"
        if self._bar:
            self._bar.update(self._task, completed=done, size=sized(size_bytes))

    def _begin(self, total: int) -> None:
        if not self._is_shown:
            self._note(f"fetching the {self._what}: {total} jars, this once")
            return
        self._bar = Progress(
            TextColumn(f"fetching the {self._what}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total} jars  {task.fields[size]}"),
            console=self._console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._bar.add_task("", total=total, size="")
        self._bar.start()
