"""Merkle roots, against the definition of RFC 6962 word by word and its published values."""

from hashlib import sha256

import pytest

from lineage.flat.icat.merkle import Tree

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
"""Of the test vectors of Certificate Transparency."""


def defined(leaves: list[bytes]) -> bytes:
    """Return the hash as the RFC defines it."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + defined(leaves[:split]) + defined(leaves[split:])).digest()


def grown(leaves: list[bytes]) -> Tree:
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree


@pytest.mark.parametrize("count", range(40))
def test_a_tree_of_any_size_is_the_one_that_is_defined(count: int) -> None:
    leaves = [str(number).encode() for number in range(count)]

    assert grown(leaves).root == defined(leaves).hex()
    assert grown(leaves).leaf_count == count


@pytest.mark.parametrize("count", ROOTS)
def test_the_published_values_come_out(count: int) -> None:
    assert grown(LEAVES[:count]).root == ROOTS[count]
