import io
from pathlib import Path

import pytest

from lineage.cli.intake import Intake, bodies, files_in

XML = b"<?xml version='1.0'?>\n<a>\n</a>"


def unread(path: str, error: OSError) -> None:
    raise AssertionError(path) from error


def cut(data: bytes, bytes_max: int = 1000) -> tuple[bool, list[bytes]]:
    is_alone, found = bodies(io.BytesIO(data), bytes_max)
    return is_alone, list(found)


@pytest.mark.parametrize(
    ("data", "pieces"),
    [
        (XML, [XML]),
        (b"\n \n" + XML, [b"\n \n" + XML]),
        (b'{"a": 1}\n{"b": 2}\n\n{"c": 3}', [b'{"a": 1}', b'{"b": 2}', b'{"c": 3}']),
        (b'{"a": 1}\nbroken\n', [b'{"a": 1}', b"broken"]),
        (b'broken\n{"a": 1}\n', [b"broken", b'{"a": 1}']),
        (b'{"a":\n1}\n', [b'{"a":\n1}\n']),
        (b'[{"a": 1},\n {"b": 2}]', [b'{"a": 1}', b'{"b": 2}']),
        (b"[]", []),
        (b"", [b""]),
        (b"anything", [b"anything"]),
    ],
    ids=[
        "xml",
        "xml after blanks",
        "lines",
        "broken line",
        "broken first line",
        "one value",
        "array",
        "empty array",
        "nothing",
        "other",
    ],
)
def test_a_stream_is_cut_into_messages(data: bytes, pieces: list[bytes]) -> None:
    assert cut(data) == (len(pieces) == 1, pieces)


def test_a_line_that_is_too_long_is_read_whole_to_be_kept_so() -> None:
    assert cut(b'{"a": 1}\n' + b"x" * 100_000 + b"\n", bytes_max=1000)[1] == [b'{"a": 1}', b"x" * 100_000]


def test_json_lines_are_read_as_they_are_asked_for() -> None:
    stream = io.BytesIO(b'{"a": 1}\n' * 1000)

    _, found = bodies(stream, 1000)
    next(found)

    assert stream.tell() < 100


def test_a_large_xml_is_read_no_further_than_is_needed_to_refuse_it() -> None:
    _, pieces = cut(b"<a>" + b"x" * 100_000, bytes_max=1000)

    assert [len(piece) for piece in pieces] == [1001]


def test_a_folder_gives_its_files_in_name_order_at_any_depth(tmp_path: Path) -> None:
    names = ["b/2.xml", "b/10.xml", "b/__icat__/x.XML", "a.jsonl", "c.json", "b.xml"]
    others = ["notes.txt", ".hidden.xml", ".snapshot/a.xml", "b/a.h5"]
    for name in names + others:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    found = [str(Path(path).relative_to(tmp_path)) for path in files_in([str(tmp_path)], unread)]

    assert found == ["a.jsonl", "b/10.xml", "b/2.xml", "b/__icat__/x.XML", "b.xml", "c.json"]


def test_a_link_to_a_folder_above_does_not_go_round(tmp_path: Path) -> None:
    (tmp_path / "a.xml").touch()
    (tmp_path / "again").symlink_to(tmp_path)

    assert len(list(files_in([str(tmp_path)], unread))) == 1


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    assert list(files_in([str(tmp_path / "x.txt"), "-"], unread)) == [str(tmp_path / "x.txt"), "-"]


def test_every_message_has_a_label_and_a_sender(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(XML)
    (tmp_path / "b.jsonl").write_bytes(b'{"a": 1}\n{"b": 2}\n')
    intake = Intake([str(tmp_path)], 1000, unread)

    told = [(piece.sender, intake.next_label()) for piece in intake.pieces()]

    a, b = tmp_path / "a.xml", tmp_path / "b.jsonl"
    assert told == [
        (f"file:{a}", f"{a}"),
        (f"file:{b}", f"{b} (message 1)"),
        (f"file:{b}", f"{b} (message 2)"),
    ]


def test_a_file_that_cannot_be_read_is_told_of_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / "b.xml").write_bytes(XML)
    told: list[tuple[str, str | None]] = []
    missing = str(tmp_path / "a.xml")
    intake = Intake([missing, str(tmp_path / "b.xml")], 1000, lambda path, error: told.append((path, error.strerror)))

    assert [piece.body for piece in intake.pieces()] == [XML]
    assert told == [(missing, "No such file or directory")]


def test_a_name_that_no_file_can_have_is_told_of_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / "b.xml").write_bytes(XML)
    told: list[str | None] = []
    intake = Intake(["x" * 300, str(tmp_path / "b.xml")], 1000, lambda _path, error: told.append(error.strerror))

    assert [piece.body for piece in intake.pieces()] == [XML]
    assert told == ["File name too long"]
