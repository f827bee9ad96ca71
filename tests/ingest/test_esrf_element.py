import pytest

from lineage.errors import InvalidField
from lineage.ingest.esrf_element import children, is_named, local_name, text, texts
from lineage.ingest.facts import Said
from lineage.ingest.xml import parse


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<dataset/>", "dataset"),
        (b'<dataset xmlns="http://www.esrf.fr/icat"/>', "dataset"),
        (b'<x:dataset xmlns:x="http://www.esrf.fr/icat"/>', "dataset"),
        (b'<dataset xmlns="http://www.esrf.fr/icat/"/>', "{http://www.esrf.fr/icat/}dataset"),
    ],
)
def test_a_name_is_local_in_the_name_space_of_the_facility(data: bytes, name: str) -> None:
    assert local_name(parse(data)) == name
    assert is_named(parse(data), "dataset") is (name == "dataset")


def test_no_element_has_no_name() -> None:
    assert not is_named(None, "dataset")


def test_children_are_found_by_name_in_any_order() -> None:
    root = parse(b'<a><c>1</c><b>2</b><c xmlns="http://www.esrf.fr/icat">3</c></a>')

    found = children(root, once=("b",), many=("c",))

    assert {name: [item.text for item in items] for name, items in found.items()} == {"b": ["2"], "c": ["1", "3"]}
    assert texts(found, ["b", "d"]) == {"b": Said("2", 1)}


@pytest.mark.parametrize(("data", "field"), [(b"<a>\n<b/>\n<b/></a>", "b"), (b"<a>\n<b/>\n<d>1</d></a>", "d")])
def test_a_second_and_an_unknown_child_are_refused(data: bytes, field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        children(parse(data), once=("b",), many=("c",))

    assert (refused.value.facts["field"], refused.value.facts["line"]) == (field, 3)


def test_an_element_inside_a_text_is_refused() -> None:
    with pytest.raises(InvalidField, match="text, not the element b"):
        text(parse(b"<a>one<b/>two</a>"))
