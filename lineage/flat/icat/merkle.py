"""Merkle tree hashes as in RFC 6962, section 2.1, with SHA-256, taken leaf by leaf in flat memory."""

from hashlib import sha256

EMPTY = sha256(b"").hexdigest()


class Tree:
    """A tree that grows; of all that came it keeps one hash for each power of two."""

    def __init__(self) -> None:
        self.leaf_count = 0
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        """Take the next leaf."""
        self.leaf_count += 1
        size, digest = 1, sha256(b"\x00" + leaf).digest()
        while self._peaks and self._peaks[-1][0] == size:
            _, left = self._peaks.pop()
            size, digest = 2 * size, _joined(left, digest)
        self._peaks.append((size, digest))

    @property
    def root(self) -> str:
        """The hash of the tree as it is now, in hex."""
        if not self._peaks:
            return EMPTY
        *rest, (_, digest) = self._peaks
        for _, left in reversed(rest):
            digest = _joined(left, digest)
        return digest.hex()


def _joined(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
