"""The log of an unexpected error: the traceback is kept for whoever looks into it, and not shown to a user."""

import os
import platform
import re
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from lineage import __version__
from lineage.cli.settings import read_settings
from lineage.cli.wording import MASK, masked

SECRET = re.compile(r"LINEAGE_\w*PASSWORD")
"""Variables whose values are in no file of ours: of the database, the brokers and ICAT."""


def keep(error: BaseException) -> Path:
    """Write the traceback into a file of its own, for the owner alone, and return where it is."""
    name = f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.log"
    text = _without_secrets("".join([*_circumstances(), *traceback.format_exception(error)]))
    try:
        return _written(read_settings().data_dir.expanduser() / "logs" / name, text)
    except Exception:
        return _written(Path(tempfile.mkdtemp(prefix="lineage-")) / name, text)


def _circumstances() -> list[str]:
    return [
        f"lineage {__version__}, Python {platform.python_version()}, {platform.platform()}\n",
        f"{datetime.now(UTC).isoformat(timespec='seconds')} {' '.join(sys.argv)}\n",
    ]


def _without_secrets(text: str) -> str:
    for name, value in os.environ.items():
        if value and SECRET.fullmatch(name):
            text = text.replace(value, MASK)
    return masked(text)


def _written(path: Path, text: str) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8", errors="backslashreplace")
    return path
