"""What consumers of this machine tell of themselves: one small file each, of no account once its process is gone."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from lineage.model.answers import Consumer
from lineage.settings import Settings

SUFFIX = ".json"
SILENT_S = 60.0
"""A consumer tells twice a second; of one that has not for so long, the process may be another one with its number."""


def folder_of(settings: Settings) -> Path:
    """Return the folder of the files."""
    return settings.data_dir / "consumers"


def tell(folder: Path, consumer: Consumer) -> None:
    """Write the file of a consumer, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{consumer.pid}{SUFFIX}"
    draft = path.with_name(f".{path.name}")
    draft.write_text(consumer.model_dump_json(), encoding="utf-8")
    draft.replace(path)


def forget(folder: Path, pid: int) -> None:
    """Remove the file of a consumer."""
    (folder / f"{pid}{SUFFIX}").unlink(missing_ok=True)


def consumers(settings: Settings) -> list[Consumer]:
    """Return the consumers that run on this machine with this data folder, the oldest first."""
    return sorted(_alive(folder_of(settings)), key=lambda consumer: (consumer.started_at, consumer.pid))


def _alive(folder: Path) -> Iterator[Consumer]:
    for path in folder.glob(f"[0-9]*{SUFFIX}"):
        try:
            if time.time() - path.stat().st_mtime > SILENT_S:
                continue
            found = Consumer.model_validate_json(path.read_bytes())
            os.kill(found.pid, 0)
        except PermissionError:
            yield found
        except ProcessLookupError:
            path.unlink(missing_ok=True)
        except (FileNotFoundError, ValidationError):
            continue
        else:
            yield found
