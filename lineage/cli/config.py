"""``config show`` and ``config path``: what is set, and where that comes from."""

from collections.abc import Iterator
from dataclasses import asdict

from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.settings import FILE, Setting, origins
from lineage.cli.shell import Shell
from lineage.cli.wording import cells


def show(shell: Shell) -> Ending:
    """Show each setting, its value, and where it came from.

    Option, environment, lineage.toml or default.
    Passwords are masked. --jsonl prints one object a setting.

    Example: lineage config show --json
    """
    found = origins(shell.settings, shell.given)
    if shell.form == "jsonl":
        for setting in found:
            shell.out.jsonl(asdict(setting))
    else:
        shell.answer([asdict(setting) for setting in found], lambda: _lines(found))
    return Ending.FINE


def _lines(found: list[Setting]) -> Iterator[Text]:
    names = max(len(setting.variable) for setting in found)
    sources = max(len(setting.origin) for setting in found)
    for setting in found:
        value = ",".join(setting.value) if isinstance(setting.value, list) else setting.value
        shown: tuple[str, str] = ("unset", "dim") if value in {None, ""} else (str(value), "")
        colour = "dim" if setting.origin == "default" else "cyan"
        yield cells(setting.variable.ljust(names), (setting.origin.ljust(sources), colour), shown)


def path(shell: Shell) -> Ending:
    """Print where lineage.toml is read from: the working folder. It need not exist.

    Example: lineage config path
    """
    file = FILE.absolute()
    shell.answer({"path": str(file), "exists": file.is_file()}, lambda: [cells(str(file))])
    if not file.is_file():
        shell.note("there is no such file; environment and defaults count")
    return Ending.FINE
