"""Whether a preparation that lies there is that of the same dump, and what it was begun with."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from lineage import __version__
from lineage.dump import FORMAT, Source
from lineage.errors import DumpError
from lineage.ingest.definitions import SHIPPED
from lineage.settings import Settings

FILE = "begun.json"
OF_SETTINGS = {"mount_prefixes", "time_zone"}
"""Settings that decide what a line means, beside the definitions."""


def begin(source: Source, folder: Path, settings: Settings, say: Callable[[str], None]) -> dict[str, Any]:
    """Return what a preparation of this dump was begun with; one of anything else that lies there is removed."""
    try:
        mark = source.mark()
    except OSError as error:
        raise DumpError(source.name, f"cannot be read: {error.strerror}") from error
    now = {
        "format": FORMAT,
        "release": __version__,
        "source": mark,
        "settings": settings.model_dump(mode="json", include=OF_SETTINGS),
        "definitions": sha256((settings.definitions or SHIPPED).read_bytes()).hexdigest(),
    }
    found = _known(folder / FILE)
    if found and {name: found.get(name) for name in now} == now:
        say("the preparation goes on where it was")
        return found
    if found:
        say("the preparation starts again: the dump, the settings or the release are not those of the one before")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    begun = {**now, "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    draft = folder / f"{FILE}.draft"
    draft.write_text(json.dumps(begun))
    draft.replace(folder / FILE)
    return begun


def _known(path: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads(path.read_text()))
    except (FileNotFoundError, ValueError):
        return None
