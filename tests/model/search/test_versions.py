"""Versions compare as versions."""

from itertools import pairwise

import pytest

from lineage.model.search.versions import version_key

ASCENDING = ("latest", "1.2-beta", "1.2-rc1", "1.2-rc2", "1.2", "1.2.0.1", "1.10", "2", "2.0.1", "10.1", "20230503")


def test_versions_are_in_order() -> None:
    assert [(a, b) for a, b in pairwise(ASCENDING) if not version_key(a) < version_key(b)] == []


@pytest.mark.parametrize(("one", "other"), [("2", "2.0"), ("v2.1", "2.1"), ("2.0-RC1", "2.0rc1"), ("1_2", "1.2")])
def test_what_says_the_same_is_at_the_same_place(one: str, other: str) -> None:
    assert version_key(one) == version_key(other)
