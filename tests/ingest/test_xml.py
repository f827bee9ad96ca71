import socket
from pathlib import Path

import pytest

from lineage.errors import UnreadableMessage
from lineage.ingest.xml import is_xml, line_of, parse


def test_comments_and_instructions_are_left_out() -> None:
    root = parse(b"<?xml version='1.0'?><!-- a --><?go?><a>one<!-- b --><?go?>two<b/></a>")

    assert root.text == "onetwo"
    assert [child.tag for child in root] == ["b"]


def test_elements_have_line_numbers() -> None:
    root = parse(b"<a>\n\n<b/>\n</a>")

    assert (line_of(root), line_of(root[0])) == (1, 3)


@pytest.mark.parametrize(
    ("prolog", "line"),
    [
        (b"<!DOCTYPE a>", 1),
        (b"<?xml version='1.0'?>\n<!DOCTYPE a>", 2),
        (b"<!-- a -->\n<?go on?>\n\n<!DOCTYPE a [<!ENTITY b 'c'>]>", 4),
        (b"\xef\xbb\xbf<!DOCTYPE a>", 1),
    ],
)
def test_a_document_type_is_refused_with_its_line(prolog: bytes, line: int) -> None:
    with pytest.raises(UnreadableMessage, match="DOCTYPE") as refused:
        parse(prolog + b"<a/>")

    assert refused.value.facts["line"] == line


def test_the_word_doctype_in_a_text_is_no_document_type() -> None:
    root = parse(b"<!-- <!DOCTYPE a> --><a>&lt;!DOCTYPE<![CDATA[<!DOCTYPE a>]]></a>")

    assert root.text == "<!DOCTYPE<!DOCTYPE a>"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_document_type_in_another_encoding_is_refused(encoding: str) -> None:
    text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"

    with pytest.raises(UnreadableMessage):
        parse(text.encode(encoding))


def test_no_file_and_no_address_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    monkeypatch.setattr(socket, "socket", None)

    for address in (secret.as_uri(), "http://127.0.0.1:1/a.dtd"):
        with pytest.raises(UnreadableMessage) as refused:
            parse(f"<!DOCTYPE a [<!ENTITY b SYSTEM '{address}'>]><a>&b;</a>".encode())
        assert "secret" not in refused.value.message


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<a>" + b"x" * 10_100_000 + b"</a>", "it holds a text of more than 10,000,000 bytes"),
        (b"<a b='" + b"x" * 10_100_000 + b"'/>", "it is beyond the limits of the XML reader"),
        (b"<a>" * 300 + b"</a>" * 300, "it has more than 256 levels of elements"),
    ],
    ids=["text", "attribute", "depth"],
)
def test_what_is_beyond_the_limits_is_one_clear_refusal(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableMessage) as refused:
        parse(data)

    assert refused.value.facts["reason"] == reason


@pytest.mark.parametrize("data", [b"", b"a", b"<a", b"<a><b></a>", b"<a/><a/>", b"<a>&b;</a>", b"<a>\xff</a>"])
def test_what_is_not_well_formed_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableMessage, match="it is not well-formed XML"):
        parse(data)


@pytest.mark.parametrize(
    ("data", "answer"),
    [(b"<a/>", True), (b" \n<a/>", True), (b"\xef\xbb\xbf<a/>", True), (b"\xff\xfe<\x00", True), (b"{}", False)],
)
def test_xml_is_told_by_its_beginning(data: bytes, answer: bool) -> None:
    assert is_xml(data) is answer
