"""Standard output: data in one of three forms, coloured only for a terminal that wants it."""

import json
import os
from typing import Any, Literal, TextIO

from pydantic import BaseModel
from rich.console import Console
from rich.text import Text

Form = Literal["text", "json", "jsonl"]


class Output:
    """Where data goes. Lines are never cut or wrapped; a pipe gets the same words as a terminal, without colours."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.is_terminal = stream.isatty()
        self.is_unicode = (stream.encoding or "").lower().replace("-", "") == "utf8"
        self._console = Console(file=stream, force_terminal=True) if self._is_coloured() else None

    def _is_coloured(self) -> bool:
        return self.is_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"

    @property
    def columns(self) -> int | None:
        """Width of the terminal; None when nobody looks, and lines may be as long as they are."""
        return os.get_terminal_size(self.stream.fileno()).columns if self.is_terminal else None

    def line(self, text: Text) -> None:
        """Print a line for a person."""
        if self._console:
            self._console.print(text, soft_wrap=True)
        else:
            self.stream.write(f"{text.plain}\n")

    def json(self, value: object) -> None:
        """Print a whole answer as one JSON document."""
        self._dump(value, indent=2)

    def jsonl(self, value: object) -> None:
        """Print one object as one line."""
        self._dump(value, indent=None)

    def _dump(self, value: object, indent: int | None) -> None:
        text = json.dumps(value, default=_plain, ensure_ascii=not self.is_unicode, indent=indent)
        self.stream.write(f"{text}\n")

    def bytes(self, data: bytes) -> None:
        """Write bytes as they are."""
        self.stream.flush()
        self.stream.buffer.write(data)
        self.stream.buffer.flush()

    def finish(self) -> None:
        """Write what is still held back; what cannot be written is dropped, or Python would fail at it again."""
        try:
            self.stream.flush()
        except OSError:
            self.mute()

    def mute(self) -> None:
        """Send the rest nowhere: whoever read us has gone away."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.stream.fileno())
        os.close(nowhere)


def _plain(value: object) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return str(value)
