import pytest

from lineage.errors import UnreadableMessage
from lineage.ingest.document import Document


def test_xml_has_a_root_and_no_object() -> None:
    document = Document(b"<a/>")

    assert document.root is not None
    assert document.object is None


def test_json_has_an_object_and_no_root() -> None:
    document = Document(b'{"a": 1}')

    assert (document.root, document.object) == (None, {"a": 1})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"[1]", "it is a list; expected an object"),
        (b"true", "it is a truth value; expected an object"),
        (b'{"a": 1, "b": 2, "a": 1}', "the key 'a' stands twice in one object"),
        (b'{"a": Infinity}', "Infinity is no JSON number"),
        (b'{"a": -1e999}', "the number '-1e999' is beyond 64 bit floats"),
        (b'{"a": "\\udfff"}', "it holds half of a surrogate pair, which is no character"),
        (b'{"a": ' + b"1" * 5_000 + b"}", "it holds an integer with too many digits"),
        (b'{"a": "\xff"}', "it is not UTF-8 at byte 7"),
        (b'{"a": 1} 2', "it is neither XML nor JSON: Extra data"),
    ],
)
def test_what_is_no_json_object_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableMessage) as refused:
        _ = Document(data).object

    assert refused.value.facts["reason"] == reason


def test_a_whole_surrogate_pair_is_a_character() -> None:
    assert Document(b'{"a": "\\ud83d\\ude00"}').object == {"a": "\U0001f600"}


def test_broken_json_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableMessage) as refused:
        _ = Document(b'{"a": 1,\n "b": }').object

    assert refused.value.facts["line"] == 2
