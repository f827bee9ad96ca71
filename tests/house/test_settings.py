"""No setting is a promise that nothing keeps."""

import ast

from lineage.settings import Settings
from tests.house.tree import ROOT, modules


def test_every_setting_is_read_by_a_module() -> None:
    read = {
        node.attr
        for module, tree in modules().items()
        if module != "lineage/settings.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
    }

    assert Settings.model_fields.keys() - read == set()


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_setting_has_its_row() -> None:
    pages = (ROOT / "README.md").read_text() + (ROOT / "docs" / "operations.md").read_text()

    assert [name for name in Settings.model_fields if f"| `LINEAGE_{name.upper()}` |" not in pages] == []
