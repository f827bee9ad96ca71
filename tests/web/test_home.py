"""What the first page takes for late."""

import pytest

from lineage.model.answers import Stats
from lineage.web.home import _lately


@pytest.mark.parametrize(
    ("datasets", "as_of", "expression"),
    [
        (0, 0, "since > 0"),
        (4, 1, "since > 0"),
        (31, 31, "since > 0"),
        (200, 200, "since > 140"),
        (1_000_000, 1, "since > 1"),
        (1_000_040, 41, "since > 1"),
        (1_000_900, 901, "since > 841"),
    ],
)
def test_what_came_in_by_a_load_is_not_late(datasets: int, as_of: int, expression: str) -> None:
    counts = dict.fromkeys(Stats.model_fields, 0)

    assert _lately(Stats(**{**counts, "changed_at": None, "datasets": datasets, "as_of": as_of})) == expression
