"""One rule for the words that are stored and those that are asked for."""

import pytest

from lineage.model.words import GAP, indexed, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MotionCorr_job002", ("motioncorr", "job002")),
        ("/data/visitor/hg1/id00/scan0001.h5", ("data", "visitor", "hg1", "id00", "scan0001", "h5")),
        ("Été_β-gal", ("ete", "β", "gal")),
        ("relion v3.1-beta", ("relion", "v3", "1", "beta")),
        ("the", ("the",)),
        ("STRASSE Straße", ("strasse", "strasse")),
        ("-- __ //", ()),
        ("", ()),
    ],
)
def test_letters_and_digits_make_words(text: str, found: tuple[str, ...]) -> None:
    assert words(text) == found


def test_words_are_the_words_of_their_words() -> None:
    for text in ("MotionCorr_job002", "Été_β-gal", "Straße ǅ İ ﬁ x́ \U0001d434 ŉ ﬃ ς"):
        assert words(" ".join(words(text))) == words(text)


def test_texts_are_kept_apart_and_empty_ones_are_left_out() -> None:
    assert indexed("a_b", "", "/c") == f"a b {GAP} c"
    assert words(GAP) == ()
