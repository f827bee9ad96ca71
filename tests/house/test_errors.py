"""The tree of errors as it is drawn is the tree as it is."""

import re

from lineage import errors
from lineage.errors import LineageError

TREE = re.compile(r"^    (?P<lines>[│ ]*)[├└]── (?P<name>\w+) +(?P<meaning>\S.*)$", re.MULTILINE)
STEP_CHARS = 4


def every(base: type[LineageError]) -> list[type[LineageError]]:
    return [base, *(error for child in base.__subclasses__() for error in every(child))]


def drawn() -> dict[str, str]:
    """Return each error of the drawing with the one above it."""
    above = {0: "LineageError"}
    found = {}
    for match in TREE.finditer(str(errors.__doc__)):
        depth = len(match["lines"]) // STEP_CHARS + 1
        found[match["name"]] = above[depth - 1]
        above[depth] = match["name"]
    return found


def test_the_drawing_is_the_tree_of_classes() -> None:
    classes = {error.__name__: error.__bases__[0].__name__ for error in every(LineageError)[1:]}

    assert drawn() == classes


def test_every_error_is_in_the_module_of_errors() -> None:
    assert {error.__module__ for error in every(LineageError)} == {"lineage.errors"}


def test_every_code_is_one_error() -> None:
    codes = [error.code for error in every(LineageError)]

    assert len(set(codes)) == len(codes)


def test_every_error_says_what_is_the_matter() -> None:
    assert [error.__name__ for error in every(LineageError) if not error.__doc__] == []
