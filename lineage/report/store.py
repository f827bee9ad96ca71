"""Reports as static files: a folder for each, which nobody needs a database to read."""

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from lineage.errors import FileUnwritable
from lineage.model.doi import doi_of
from lineage.model.location import public_id

NAME_BYTES_MAX = 200
KEPT = "lineage.json"
"""The copy that a report before is known by."""


def folder(root: Path, subject: str) -> Path:
    """Return the folder of a report: ``PREFIX/SUFFIX`` of a DOI, else the public id of what it is about."""
    doi = doi_of(subject)
    if doi is None:
        return root / public_id(subject)
    prefix, _, suffix = doi.partition("/")
    name = quote(suffix, safe="").replace(".", "%2E", suffix.startswith("."))
    if len(name) > NAME_BYTES_MAX:
        name = sha256(suffix.encode()).hexdigest()
    return root / prefix / name


def read(root: Path, subject: str, name: str) -> bytes | None:
    """Return a file of a report; None where it was not written."""
    try:
        return (folder(root, subject) / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def write(root: Path, subject: str, files: Mapping[str, bytes]) -> list[Path]:
    """Write the files of a report, each whole or not at all, and return their paths; raises FileUnwritable."""
    place = folder(root, subject)
    paths = [place / name for name in files]
    # what the next report is compared with comes last, when all others are there
    for path in sorted(paths, key=lambda path: path.name == KEPT):
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(files[path.name])
            draft.replace(path)
        except OSError as error:
            raise FileUnwritable(str(path), f"cannot be written: {error.strerror or error}") from error
    return paths
