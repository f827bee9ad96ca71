import pytest

from lineage.errors import InvalidField, MissingField
from lineage.ingest.facts import Said, integer, name, positive_id, required, without_layout


def test_a_missing_field_has_the_line_of_its_element_or_of_what_lacks_it() -> None:
    with pytest.raises(MissingField) as empty:
        required({"name": Said(" ", 5)}, "name", within="dataset", line=2)
    with pytest.raises(MissingField) as absent:
        required({}, "name", within="dataset", line=2)

    assert (empty.value.facts["line"], absent.value.facts["line"]) == (5, 2)


@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "a\x7fb", "a\x85b", "é" * 257])
def test_a_name_without_sense_is_refused(text: str) -> None:
    with pytest.raises(InvalidField):
        name(Said(text), "name")


def test_a_name_loses_its_outer_white_space() -> None:
    assert name(Said("\n a b\t"), "name") == "a b"


@pytest.mark.parametrize("text", ["0", "-1", "1.0", "9223372036854775808", "", "x", "٣"])
def test_an_id_that_is_no_positive_integer_is_refused(text: str) -> None:
    with pytest.raises(InvalidField):
        positive_id(Said(text), "datasetId")


@pytest.mark.parametrize(
    ("text", "number"),
    [(" 12 ", 12), ("-3", -3), ("+3", 3), ("1_000", None), ("1.0", None), ("", None), ("9" * 4_001, None)],
)
def test_an_integer_is_digits_alone(text: str, number: int | None) -> None:
    assert integer(text) == number


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("\n  /data/a\n  ", "/data/a"),
        ("/data/a ", "/data/a "),
        (" /data/a", " /data/a"),
        (" \n/data/a ", "/data/a "),
        ("\n", ""),
        ("", ""),
    ],
)
def test_white_space_with_a_line_break_is_layout(text: str, content: str) -> None:
    assert without_layout(text) == content
