"""Every mistake that senders make, as one small file and one row; a bug in the field becomes one more of both.

``cases.tsv``: the file, the code of the error, the field and the line it must name (empty for none), and the
settings that differ from the default.
"""

import csv
from pathlib import Path

import pytest

from lineage.errors import MessageError
from lineage.ingest import Context, read, split
from lineage.settings import Settings

MALFORMED = Path(__file__).parents[1] / "data" / "malformed"


def _cases() -> list[dict[str, str]]:
    with (MALFORMED / "cases.tsv").open(newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def _context(settings: str) -> Context:
    pairs = [pair.split("=", 1) for pair in settings.split(";") if pair]
    return Context.of(Settings.model_validate(dict(pairs)))


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["file"])
def test_each_mistake_is_refused_with_its_field_and_line(case: dict[str, str]) -> None:
    (piece,) = split((MALFORMED / case["file"]).read_bytes())

    with pytest.raises(MessageError) as refused:
        read(piece, _context(case["settings"]))

    facts = refused.value.facts
    said = (refused.value.code, facts.get("field", ""), str(facts.get("line", "")))
    assert said == (case["code"], case["field"], case["line"])


def test_each_file_has_a_row() -> None:
    files = {file.name for file in MALFORMED.iterdir()} - {"cases.tsv"}

    assert files == {case["file"] for case in _cases()}
