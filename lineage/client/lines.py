"""JSON Lines as they come in: bytes of any size in, whole lines out."""

from collections.abc import Iterator


class Lines:
    """Cuts what comes into lines, at line feeds alone; JSON may hold the other ends of lines that Unicode knows."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def cut(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the lines that are whole with this chunk."""
        *whole, rest = chunk.split(b"\n")
        for line in whole:
            yield b"".join([*self._parts, line])
            self._parts = []
        if rest:
            self._parts.append(rest)

    @property
    def is_whole(self) -> bool:
        """False when the last line has no end: the stream broke off."""
        return not self._parts
