"""The words that a text is found by: one rule for what is stored and for what is asked.

Letters and digits make words; everything else (slashes, underscores, dots, dashes) stands between them. Case and
accents do not count. Nothing is left out: ``the`` is a word as well.
"""

import re
import unicodedata

WORD_CHARS_MAX = 200
"""The full-text index cuts words of more than 255 characters; ours are cut before that, on both sides."""

GAP = "|"
"""Stands between texts; it is no word, so that no phrase reaches from one text into the next."""

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, in their order."""
    folded = _folded(_folded(text))  # what folding makes of a sign may have parts or another case of its own
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return tuple(word[:WORD_CHARS_MAX] for word in _WORD.findall(plain))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()


def indexed(*texts: str) -> str:
    """Return what the full-text index holds of some texts: their words, parted by blanks."""
    return f" {GAP} ".join(" ".join(words(text)) for text in texts if text)
