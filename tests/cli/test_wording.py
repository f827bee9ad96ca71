import pytest

from lineage.cli.wording import cells, masked, moment, sized, visible


def test_control_characters_are_spelled_out() -> None:
    assert visible("a\tb\x1b[2Jc\nd\u202ee\udc80") == r"a\tb\x1b[2Jc\nd\u202ee\udc80"


def test_other_letters_stay_as_they_are() -> None:
    assert visible("Größe µm 試料 a, b") == "Größe µm 試料 a, b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("bolt://neo4j:secret@host:7687", "bolt://***@host:7687"),
        ("at https://me:pw@mirror/jars does not", "at https://***@mirror/jars does not"),
        ("bolt://host:7687/a@b", "bolt://host:7687/a@b"),
        ("no address, me@home", "no address, me@home"),
        ("has value 'mq1:1,me:secret@mq2:61613'", "has value 'mq1:1,***@mq2:61613'"),
    ],
)
def test_a_secret_in_an_address_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_empty_cells_leave_no_gap() -> None:
    assert cells("a", "", ("b", "red"), ("", "red"), "c").plain == "a  b  c"


def test_a_time_is_shown_to_the_second() -> None:
    assert moment("2024-01-01T00:00:00.123456Z") == "2024-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2_000_000_000, "2 GB"), (3e15, "3 PB")]
)
def test_a_size_is_told_in_its_unit(size: float, words: str) -> None:
    assert sized(size) == words
