import io

import pytest

from lineage.cli.names import names_from
from lineage.errors import InvalidField

ID = "371eaf24-3e19-5ace-9a2d-6d268230da31"


def read(monkeypatch: pytest.MonkeyPatch, text: str, *words: str, wanted: tuple[str, ...] | None = None) -> list[str]:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return list(names_from(words or ["-"], wanted) if wanted else names_from(words or ["-"]))


def test_names_on_the_command_line_are_taken_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, "", "/d/a, b", ID) == ["/d/a, b", ID]


def test_a_dash_stands_for_the_names_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, "/d/b\n\n/d/c d\n", "/d/a", "-", "/d/e") == ["/d/a", "/d/b", "/d/c d", "/d/e"]


def test_of_a_line_that_begins_with_an_id_the_id_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, f"{ID}  raw  present  /d/a\n1f3870be274f6c49  cycle  x\n") == [ID, "1f3870be274f6c49"]


def test_of_a_json_object_the_first_wanted_member_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = f'{{"location": "/d/a", "id": "{ID}"}}\n{{"id": null, "location": "/d/b"}}\n{{"key": "run:x/1"}}\n'

    assert read(monkeypatch, lines) == [ID, "/d/b", "run:x/1"]


def test_what_is_wanted_can_be_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, f'{{"id": "{ID}", "key": "abc"}}', wanted=("key",)) == ["abc"]


@pytest.mark.parametrize("line", ['{"name": "x"}', "{", '{"id": 7}'])
def test_an_object_without_a_name_is_refused(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    with pytest.raises(InvalidField, match="id or location or key"):
        read(monkeypatch, line)
