"""Words of an expression as the full-text index asks for them.

Words are letters and digits alone (`model.words`), so no sign of the index's own language can be among them. The
index gives candidates for words that have to be there; all other words are looked for in what a dataset is found by.
"""

from collections.abc import Sequence

from lineage.model.search.tree import Any, Expression, Words


def is_searchable(item: Expression) -> bool:
    """Say whether the full-text index can find what fits: words, or one of several."""
    match item:
        case Words():
            return True
        case Any(items):
            return all(map(is_searchable, items))
        case _:
            return False


def query(items: Sequence[Expression]) -> str:
    """Return the question for datasets that fit every one of some searchable items."""
    return " ".join(f"+{_asked(item)}" for item in items)


def _asked(item: Expression) -> str:
    match item:
        case Words(words, is_prefix):
            return f"{words[0]}*" if is_prefix else f'"{" ".join(words)}"'
        case Any(items):
            return f"({' '.join(map(_asked, items))})"
        case _:
            raise TypeError("only what is searchable is asked of the full-text index")
