"""How far an import is, kept in a file of the data folder, so that the next one goes on there."""

import json
from collections import deque
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from lineage.errors import FileUnwritable

STAGES = ("investigations", "datasets", "datafiles")
FILE = "icat-import.json"


@dataclass(frozen=True, slots=True)
class Position:
    """Everything up to this id of this stage is in the graph, or on the desk."""

    stage: str = STAGES[0]
    after: int = 0


class Kept:
    """The position of an import from one facility of one ICAT; a file about another one counts for nothing."""

    def __init__(self, folder: Path, url: str, facility: str) -> None:
        self._file = folder / FILE
        self._of = {"icat": url, "facility": facility}
        self._reached: deque[tuple[int, Position]] = deque()
        self._made = self._written = 0

    def read(self) -> Position:
        """Return where the last import ended; the beginning when it was whole."""
        try:
            said = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return Position()
        is_ours = isinstance(said, dict) and {name: said.get(name) for name in self._of} == self._of
        if not is_ours or said.get("stage") not in STAGES or not isinstance(said.get("after"), int):
            return Position()
        return Position(said["stage"], said["after"])

    def made(self) -> None:
        """Count a message that was made."""
        self._made += 1

    def reached(self, position: Position) -> None:
        """Note a position that counts as soon as all messages made so far are written."""
        self._reached.append((self._made, position))

    def written(self) -> None:
        """Count a message that has its receipt; its page may be whole now."""
        self._written += 1
        whole = None
        while self._reached and self._reached[0][0] <= self._written:
            whole = self._reached.popleft()[1]
        if whole:
            self._write(whole)

    def forget(self) -> None:
        """Take the position away: the import is whole, or begins anew."""
        with suppress(FileNotFoundError):
            self._file.unlink()

    def _write(self, position: Position) -> None:
        new = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps({**self._of, **asdict(position)}))
            new.replace(self._file)
        except OSError as error:
            raise FileUnwritable(str(self._file), f"cannot be written: {error.strerror or error}") from error
