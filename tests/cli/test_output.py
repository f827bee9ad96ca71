import io
import json

import pytest
from rich.text import Text

from lineage.cli.output import Output
from lineage.model.answers import DatasetRef


def stream(encoding: str = "utf-8") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)


def written(to: io.TextIOWrapper) -> bytes:
    assert isinstance(to.buffer, io.BytesIO)
    return to.buffer.getvalue()


def test_a_line_for_a_pipe_is_whole_and_has_no_colours() -> None:
    to = stream()

    Output(to).line(Text.assemble(("/data/" + "x" * 5000, "red"), " end"))

    assert written(to) == b"/data/" + b"x" * 5000 + b" end\n"


def test_one_object_is_one_line() -> None:
    to = stream()
    item = DatasetRef(id="1", location="/a\nb", kind="raw", state="present")

    Output(to).jsonl(item)

    assert written(to).count(b"\n") == 1
    assert json.loads(written(to)) == {
        "id": "1",
        "location": "/a\nb",
        "name": None,
        "kind": "raw",
        "state": "present",
    }


def test_nouns_inside_an_answer_become_json_too() -> None:
    to = stream()

    Output(to).json({"item": DatasetRef(id="1", location="/ä", kind="raw", state="present")})

    assert json.loads(written(to))["item"]["location"] == "/ä"
    assert "/ä".encode() in written(to)


@pytest.mark.parametrize(("encoding", "is_unicode"), [("utf-8", True), ("latin-1", False), ("ascii", False)])
def test_json_is_ascii_where_the_terminal_is_not_utf_8(encoding: str, is_unicode: bool) -> None:
    to = stream(encoding)
    output = Output(to)

    output.jsonl({"name": "試"})

    assert output.is_unicode is is_unicode
    assert json.loads(written(to)) == {"name": "試"}


def test_bytes_pass_unchanged_and_in_order() -> None:
    to = stream()
    output = Output(to)

    output.line(Text("first"))
    output.bytes(b"\xff\x00")

    assert written(to) == b"first\n\xff\x00"
