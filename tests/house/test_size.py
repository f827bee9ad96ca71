"""Nothing grows until nobody reads it whole."""

import ast

from tests.house.tree import ROOT, modules

MODULE_LINES_MAX = 300
FUNCTION_LINES_MAX = 60
LISTS = {"lineage/errors.py"}  # one flat list of small classes, read as a page; splitting it would hide the tree


def test_no_module_is_longer_than_300_lines() -> None:
    sizes = {module: len((ROOT / module).read_text().splitlines()) for module in modules() if module not in LISTS}

    assert {module: lines for module, lines in sizes.items() if lines > MODULE_LINES_MAX} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    sizes = {
        f"{module}:{node.lineno} {node.name}": int(node.end_lineno or 0) - node.lineno + 1
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {function: lines for function, lines in sizes.items() if lines > FUNCTION_LINES_MAX} == {}


def test_every_room_says_what_it_owns() -> None:
    assert [module for module, tree in modules().items() if not ast.get_docstring(tree)] == []
