"""Makes a command of a function that takes a Shell: adds the options all commands share, and ends it by the table.

The one place of the shell where errors are caught: a user sees a sentence, never a traceback.
"""

import inspect
from collections.abc import Callable
from functools import partial, wraps
from typing import Annotated, Any

import typer

from lineage.cli import crash
from lineage.cli.endings import Ending, ending_of
from lineage.cli.names import checked
from lineage.cli.output import Form
from lineage.cli.shell import Shell
from lineage.errors import LineageError

Json = Annotated[
    bool, typer.Option("--json", help="Print the whole answer as one JSON document: --json | jq .", show_default=False)
]
JsonLines = Annotated[
    bool, typer.Option("--jsonl", help="Print one JSON object a line: --jsonl | grep retired", show_default=False)
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Print no notes and no progress, only data and errors.", show_default=False),
]
Server = Annotated[
    str | None,
    typer.Option(
        help="Ask this lineage server in place of a database, such as --server http://host:8000",
        show_default="LINEAGE_SERVER",
    ),
]
SHARED: dict[str, tuple[Any, object]] = {
    "as_json": (Json, False),
    "as_jsonl": (JsonLines, False),
    "is_quiet": (Quiet, False),
    "server": (Server, None),
}
"""The options that all commands have, with what they are when they are not given."""


def command(function: Callable[..., Ending]) -> Callable[..., None]:
    """Return the function that Typer calls; its signature has the shared options in the place of the shell."""

    @wraps(function)
    def run(*, as_json: bool, as_jsonl: bool, is_quiet: bool, server: str | None, **given: Any) -> None:
        shell = Shell(_form(as_json=as_json, as_jsonl=as_jsonl), is_quiet=is_quiet, server=server)
        raise typer.Exit(_ended(shell, partial(_called, function, shell, given)))

    _, *own = inspect.signature(function, eval_str=True).parameters.values()
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in SHARED.items()
    ]
    run.__signature__ = inspect.Signature([*own, *shared])  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in (*own, *shared)}
    return run


def _called(function: Callable[..., Ending], shell: Shell, given: dict[str, Any]) -> Ending:
    """Call the function, after every word on its own was found to be text; lists are for their readers to check."""
    for value in given.values():
        if isinstance(value, str):
            checked(value)
    return function(shell, **given)


def _form(*, as_json: bool, as_jsonl: bool) -> Form:
    if as_json and as_jsonl:
        raise typer.BadParameter("--json and --jsonl exclude each other.")
    return "json" if as_json else "jsonl" if as_jsonl else "text"


def _ended(shell: Shell, work: Callable[[], Ending]) -> Ending:
    try:
        try:
            ending = work()
        except LineageError as error:
            if is_interrupted(error):
                return _interrupted(shell)
            shell.fail(error)
            ending = ending_of(error)
        shell.out.stream.flush()
    except BrokenPipeError:
        shell.out.mute()
        return Ending.FINE
    except KeyboardInterrupt:
        return _interrupted(shell)
    except typer.BadParameter:
        raise
    except Exception as error:
        return _interrupted(shell) if is_interrupted(error) else _crashed(shell, error)
    return ending


def is_interrupted(error: BaseException) -> bool:
    """Return whether Ctrl-C is behind an error: the driver, cut off in the middle of a word, fails at its clean-up."""
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, KeyboardInterrupt):
            return True
        if id(one) not in seen:
            seen.add(id(one))
            waiting += [other for other in (one.__cause__, one.__context__) if other is not None]
    return False


def _interrupted(shell: Shell) -> Ending:
    shell.out.finish()
    shell.complain("interrupted")
    return Ending.INTERRUPTED


def _crashed(shell: Shell, error: Exception) -> Ending:
    log = crash.keep(error)
    shell.out.finish()
    shell.complain(f"an unexpected error ({type(error).__name__}) ended the command; its traceback is in {log}")
    return Ending.CRASHED
