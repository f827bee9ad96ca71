"""The position of an import: never ahead of what is written."""

from pathlib import Path

import pytest

from lineage.errors import FileUnwritable
from lineage.importing.position import FILE, Kept, Position


def kept(folder: Path, url: str = "http://icat", facility: str = "ESRF") -> Kept:
    return Kept(folder, url, facility)


def test_a_page_counts_when_its_last_message_is_written(tmp_path: Path) -> None:
    positions = kept(tmp_path / "new")
    for last in (10, 20):
        for _ in range(2):
            positions.made()
        positions.reached(Position("datasets", last))

    seen = []
    for _ in range(4):
        positions.written()
        seen.append(kept(tmp_path / "new").read())

    assert seen == [Position(), Position("datasets", 10), Position("datasets", 10), Position("datasets", 20)]


def test_the_position_of_another_icat_counts_for_nothing(tmp_path: Path) -> None:
    positions = kept(tmp_path)
    positions.made()
    positions.reached(Position("datafiles", 7))
    positions.written()

    assert kept(tmp_path).read() == Position("datafiles", 7)
    assert kept(tmp_path, url="http://other").read() == Position()
    assert kept(tmp_path, facility="ISIS").read() == Position()
    positions.forget()
    assert kept(tmp_path).read() == Position()
    positions.forget()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"icat": "http://icat", "facility": "ESRF", "stage": "x", "after": 1}']
)
def test_a_file_that_is_damaged_counts_for_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)

    assert kept(tmp_path).read() == Position()


def test_a_folder_that_cannot_be_written_to_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    positions = kept(tmp_path / "file")
    positions.made()
    positions.reached(Position("datasets", 1))

    with pytest.raises(FileUnwritable, match="cannot be written"):
        positions.written()
