import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.errors import TooManyMessages
from lineage.ingest import lines, split
from tests.ingest.patience import patient

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("data", "pieces"),
    [
        (b"<a>\n<b/>\n</a>", [b"<a>\n<b/>\n</a>"]),
        (b'{"a": 1}', [b'{"a": 1}']),
        (b'{\n "a": [\n{"b": 1}\n]\n}\n', [b'{\n "a": [\n{"b": 1}\n]\n}\n']),
        (b'[{"a": 1}, {"b": [2]} ]', [b'{"a": 1}', b'{"b": [2]}']),
        (b"[]", []),
        (b" [ ] ", []),
        (b'{"a": 1}\n{"b": 2}\n', [b'{"a": 1}', b'{"b": 2}']),
        (b'{"a": 1}\r\n\r\n{"b": 2}', [b'{"a": 1}', b'{"b": 2}']),
        (b"", [b""]),
        (b"17", [b"17"]),
    ],
)
def test_bytes_are_split_into_messages(data: bytes, pieces: list[bytes]) -> None:
    assert split(data) == pieces


@pytest.mark.parametrize("broken", [b'{"a": ', b"no json", b"\xff\xfe", b'{"a": 1} {"b": 2}', b"]", b"{" * 5_000])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_broken_line_is_a_piece_of_its_own(broken: bytes, place: int) -> None:
    good = [b'{"good": 1}', b'{"good": 2}']
    said = [*good[:place], broken, *good[place:]]
    if said[0] == b"\xff\xfe":
        said.insert(0, b'{"good": 0}')

    assert split(b"\n".join(said)) == said


@pytest.mark.parametrize("data", [b'[{"a": 1}, {"b": ', b'[{"a": 1},\n{"b": 2}\n', b'[{"a": 1}] x', b'[{"a": 1} 2]'])
def test_a_broken_array_is_one_piece(data: bytes) -> None:
    assert split(data) == [data]


def test_a_broken_object_over_several_lines_is_one_piece() -> None:
    data = b'{\n "files": [\n  {"location": "a"},\n  {"location": "b"}\n ],\n "name":\n}'

    assert split(data) == [data]


def test_a_unicode_line_separator_does_not_end_a_line() -> None:
    data = '{"a": "\u2028"}\n{"a": "\x85"}'.encode()

    assert [json.loads(piece) for piece in split(data)] == [{"a": "\u2028"}, {"a": "\x85"}]


@patient
@given(st.lists(values, max_size=5))
def test_an_array_gives_its_elements(elements: list[object]) -> None:
    assert [json.loads(piece) for piece in split(json.dumps(elements).encode())] == elements


@patient
@given(st.lists(st.dictionaries(st.text(), values, max_size=3), min_size=2, max_size=5))
def test_json_lines_give_their_objects(objects: list[object]) -> None:
    data = "\n".join(json.dumps(item) for item in objects).encode()

    assert [json.loads(piece) for piece in split(data)] == objects


@patient
@given(st.binary())
def test_any_bytes_are_split(data: bytes) -> None:
    assert isinstance(split(data), list)


def test_a_stream_gives_its_non_empty_lines_without_their_ends() -> None:
    stream = io.BytesIO(b'{"a": 1}\n\n  \n{"b": 2}\r\n' + b"x" * 100_000)

    assert list(lines(stream)) == [b'{"a": 1}', b'{"b": 2}', b"x" * 100_000]


@pytest.mark.parametrize("data", [b"[" + b"1," * 99 + b"1]", b"{}\n" * 100])
def test_more_pieces_than_are_wanted_are_an_error(data: bytes) -> None:
    assert len(split(data, 100)) == 100
    with pytest.raises(TooManyMessages) as caught:
        split(data.replace(b"[", b"[1,").replace(b"{}", b"{}\n{}", 1), 100)

    assert caught.value.facts == {"count_max": 100}


def test_an_array_of_very_many_elements_costs_no_more_than_those_that_are_taken() -> None:
    data = b"[" + b"1," * 2_000_000 + b"1]"

    tracemalloc.start()
    with pytest.raises(TooManyMessages):
        split(data, 1000)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak_bytes < 4 * len(data)


def test_a_stream_is_read_in_flat_memory(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    with file.open("wb") as stream:
        for _ in range(20_000):
            stream.write(b"{" + b" " * 1_000 + b"}\n")

    tracemalloc.start()
    with file.open("rb") as stream:
        count = len([None for _ in lines(stream)])
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 20_000
    assert peak_bytes < 2_000_000
