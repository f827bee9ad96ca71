"""The grammar: what an expression means, where a fault is, and that its spelling means the same."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage.errors import InvalidExpression
from lineage.model.search import Expression, parse, spelled
from lineage.model.search.parser import CHARS_MAX, CONDITIONS_MAX, DEPTH_MAX
from tests.search_sets import NAMES, random_expression


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("", ""),
        ("kind=raw", "kind = raw"),
        (
            "kind = raw or kind = processed and not state = retired",
            "kind = raw or kind = processed and not state = retired",
        ),
        ("(kind = raw or kind = processed) AND x", '(kind = raw or kind = processed) and "x"'),
        ("((kind = raw))", "kind = raw"),
        ("a and (b and (c and d))", '"a" and "b" and "c" and "d"'),
        ("motion correction", '"motion" and "correction"'),
        ('"Motion_Correction"', '"motion correction"'),
        ("text: foo*", '"foo*"'),
        ("text = 'a b'", '"a b"'),
        ("EM_voltage >= 200000 V", "EM_voltage >= 200"),
        ("EM_voltage in (0.2MV, 300)", "EM_voltage in (200, 300)"),
        ("volume > 1.5 TB", "volume > 1500000000000"),
        ("isFine = Yes", "isFine = true"),
        ("state not in (expected, retired)", "not state in (expected, retired)"),
        ("sample: beta", "sample = beta"),
        ("sample: *be ta*", None),
        ("sample: '*be ta*'", 'sample: "*be ta*"'),
        (r'name = "a\"b\\c"', r'name = "a\"b\\c"'),
        ("name = 'and'", 'name = "and"'),
        ("under /data//a/../b/", "under /data/b"),
        ("location = /data/b/", "location = /data/b"),
        ("under icat:dataset/7", "under icat:dataset/7"),
        ("technique = http://x.y/T3", "technique = http://x.y/T3"),
        ("start = 2024-05-31T10:00:00+02:00", "start = 2024-05-31T10:00:00+02:00"),
        ("exists EM_voltage", "exists EM_voltage"),
        ("version < 2.0-rc1", "version < 2.0-rc1"),
        ("kind: raw", None),
    ],
)
def test_an_expression_is_understood(text: str, spelling: str | None) -> None:
    if spelling is None:
        with pytest.raises(InvalidExpression):
            parse(text, NAMES)
    else:
        assert spelled(parse(text, NAMES)) == spelling


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("kind = rawr", 7, "unknown, raw or processed"),
        ("kind", 4, "= != in after kind, or kind in quotes"),
        ("kind raw", 5, "= != in after kind"),
        ("kind < raw", 5, "= != in after kind"),
        ("sampel = x", 0, "(sample, name?)"),
        ("zzzz = x", 0, "a field word or the name of a known parameter"),
        ("em_voltage > 1", 0, "(EM_voltage?)"),
        ("exists x", 7, "a field word"),
        ("exists", 6, "the name of a field"),
        ("not", 3, "a condition"),
        ("a and", 5, "a condition"),
        ("a and and b", 6, "a condition"),
        ("(a", 2, "and, or, or )"),
        ("a)", 1, "and, or, or the end"),
        ("kind = raw state = present", 11, "and, or, or the end"),
        ("state in present", 9, "( and values"),
        ("state in (present", 17, "a comma or )"),
        ("state in ()", 10, "a value of state"),
        ("EM_voltage > x", 13, "a number in kV"),
        ("EM_voltage > 2 keV", 15, "a unit that fits kV"),
        ("EM_voltage > 2keV", 14, "a unit that fits kV"),
        ("scanNumber = 5 m", 15, "no unit"),
        ("scanNumber = 1e999", 13, "a number below"),
        ("isFine = maybe", 9, "true or false"),
        ("start = yesterday", 8, "an ISO 8601 date"),
        ("start = 2024-02-30", 8, "an ISO 8601 date"),
        ("start = 9999", 8, "an ISO 8601 date"),
        ("under data", 6, "an absolute POSIX path or a URI"),
        ("sample: a*b", 8, "a text with a *"),
        ("sample: *", 8, "a text with a *"),
        ('name = "x', 9, 'a closing "'),
        ("---", 0, "a letter or a digit"),
        ('"two words*"', 0, "one word before the *"),
        ("name = \ud800", 7, "Unicode text"),
    ],
)
def test_a_fault_points_at_its_place(text: str, position: int, expected: str) -> None:
    with pytest.raises(InvalidExpression) as caught:
        parse(text, NAMES)

    assert caught.value.facts["position"] == position
    assert expected in caught.value.facts["expected"]
    assert f"character {position + 1};" in caught.value.message


def test_length_depth_and_number_of_conditions_are_bounded_and_the_bound_is_told() -> None:
    fine = ("(" * DEPTH_MAX + "a" + ")" * DEPTH_MAX, " and ".join(["a"] * CONDITIONS_MAX), "a" * CHARS_MAX)
    beyond = ("(" * (DEPTH_MAX + 1) + "a", " or ".join(["a"] * (CONDITIONS_MAX + 1)), "a" * (CHARS_MAX + 1))

    for text, bound in zip(beyond, (DEPTH_MAX, CONDITIONS_MAX, CHARS_MAX), strict=True):
        with pytest.raises(InvalidExpression, match=f"at most {bound} "):
            parse(text, NAMES)
    for text in (*fine, "not " * DEPTH_MAX + "a", "a " * CONDITIONS_MAX):
        parse(text, NAMES)


def test_the_spelling_of_a_tree_is_read_as_the_same_tree() -> None:
    dice = random.Random(4)
    for _ in range(500):
        tree = random_expression(dice, depth=2)
        assert parse(spelled(tree), NAMES) == tree


PARTS = [
    *("kind", "name", "start", "EM_voltage", "version", "text", "under", "exists", "and", "or", "not", "in", "("),
    *(")", ",", "=", "!=", "<", ">=", ":", "raw", "200", "kV", "2024", "/d/a", '"', "'", "*", "\\", " ", "x", "%"),
]


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PARTS), max_size=14).map(" ".join)))
def test_whatever_is_written_is_read_or_refused_at_a_place(text: str) -> None:
    tree: Expression | None = None
    facts: dict[str, Any] = {"position": 0, "expected": "nothing"}
    try:
        tree = parse(text, NAMES)
    except InvalidExpression as error:
        facts = dict(error.facts)

    assert 0 <= facts["position"] <= len(text)
    assert facts["expected"]
    assert tree is None or parse(spelled(tree), NAMES) == tree
