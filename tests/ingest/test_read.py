"""The door of the room: which format reads what, and that nothing but refusals comes out of it."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lineage.errors import MessageError, UnreadableMessage
from lineage.ingest import FORMATS, Context, read, split
from lineage.ingest.document import Document
from tests.ingest.messages import dataset_json, dataset_xml, the_dataset
from tests.ingest.patience import patient

CONTEXT = Context(location_roots=("/data",), run_parameter="Workflow_id")
PLAIN = (
    dataset_xml([("input_datasets", "/data/a,/data/b"), ("Workflow_id", "7"), ("EM_dose", "1")]),
    dataset_json(
        [{"name": "EM_dose", "value": 1.5}],
        inputs=["/data/a, b", 5],
        job={"run_id": "7", "environment": {"a": "b"}},
        application={"name": "x"},
        datafiles=[{"location": "a", "size": 3}],
    ),
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = [*json.loads(PLAIN[1]), "type", "icat_id", "techniques", "comment", "title", "start_date"]


def _read_all(data: bytes) -> None:
    for piece in split(data):
        try:
            for message in read(piece, CONTEXT):
                repr(message).encode()
        except MessageError as refused:
            json.dumps([refused.message, dict(refused.facts)], ensure_ascii=False).encode()


@patient
@given(st.binary())
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b"<a>" * 100_000)
@example(b'{"inputs":' + b"[" * 900 + b"]" * 900 + b"}")
@example(b'{"icat_id":' + b"1" * 5_000 + b"}")
@example(b'{"\\ud800":"\\ud800"}')
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
def test_any_bytes_give_messages_or_a_refusal(data: bytes) -> None:
    _read_all(data)


@patient
@given(
    st.sampled_from(PLAIN),
    st.lists(
        st.tuples(
            st.integers(0, 2_000),
            st.integers(0, 30),
            st.sampled_from([b"", b"<", b">", b"&#0;", b"\\ud800", b"\\u0000", b"\xff", b"null", b",", b" ", b"["]),
        ),
        max_size=4,
    ),
)
def test_any_damage_to_a_message_gives_messages_or_a_refusal(
    message: bytes, damage: list[tuple[int, int, bytes]]
) -> None:
    data = message
    for start, length, new in damage:
        data = data[:start] + new + data[start + length :]

    _read_all(data)


@patient
@given(st.dictionaries(st.sampled_from(KEYS), json_values, max_size=4))
def test_any_json_value_in_any_place_gives_messages_or_a_refusal(wrong: dict[str, object]) -> None:
    _read_all(json.dumps({**json.loads(PLAIN[1]), **wrong}).encode())


@patient
@given(
    st.dictionaries(
        st.sampled_from(["name", "location", "startDate", "endDate", "instrument", "comment", "datasetId"]),
        st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")),
    ),
    st.lists(
        st.tuples(
            st.sampled_from(["input_datasets", "input_datasetIds", "Process_sequence_index", "technique_pid"]),
            st.text(st.sampled_from("/a,: 1-"), max_size=20),
        )
    ),
)
def test_any_text_in_any_element_gives_messages_or_a_refusal(
    facts: dict[str, str], parameters: list[tuple[str, str]]
) -> None:
    _read_all(dataset_xml(parameters, facts=facts))


@pytest.mark.parametrize("message", PLAIN, ids=["xml", "json"])
def test_one_format_takes_a_message(message: bytes) -> None:
    takers = [format_ for format_ in FORMATS if format_.is_mine(Document(message))]

    assert len(takers) == 1


def test_a_byte_order_mark_is_no_part_of_a_message() -> None:
    marked = [the_dataset(b"\xef\xbb\xbf" + message).digest for message in PLAIN]

    assert marked == [the_dataset(message).digest for message in PLAIN]


def test_xml_may_be_in_the_encoding_that_it_declares() -> None:
    text = dataset_xml(facts={"name": "Straße"}).decode().replace("UTF-8", "ISO-8859-1")

    assert the_dataset(text.encode("latin-1")).name == "Straße"


def test_xml_that_no_format_knows_is_refused_by_its_root() -> None:
    with pytest.raises(UnreadableMessage, match="no format knows it; its root element is 'html'"):
        read(b"<html/>", CONTEXT)
