"""``export``: files of the formats of the world outside."""

import json
from pathlib import Path

from lineage.cli.endings import Ending
from lineage.model.location import public_id
from lineage.report import EXPORTS
from lineage.service import Lineage
from tests.cli.conftest import Cli


def test_every_format_of_a_dataset_is_a_file_in_its_folder(cli: Cli, chain: Lineage, tmp_path: Path) -> None:
    done = cli("export", "/d/c", "--format", ",".join(EXPORTS), "-o", "out")

    folder = tmp_path / "out" / public_id("/d/c")
    assert done.code == Ending.FINE, done.err
    assert {path.name for path in folder.iterdir()} == {export.file for export in EXPORTS.values()}
    assert done.lines == [str(Path("out") / public_id("/d/c") / export.file) for export in EXPORTS.values()]
    found = chain.provenance(["/d/c"])
    for export in EXPORTS.values():
        assert (folder / export.file).read_bytes() == export.write(found)


def test_a_cut_is_told_in_the_file_and_by_the_exit_code(cli: Cli, chain: Lineage, tmp_path: Path) -> None:
    done = cli("export", "/d/c", "--limit", "3", "-o", "out")

    written = json.loads((tmp_path / "out" / public_id("/d/c") / "lineage.prov.json").read_text())
    assert done.code == Ending.PARTIAL
    assert "3 of 5 datasets and jobs" in done.err
    assert written["entity"]["lineage:snapshot"]["lineage:is_truncated"] == "true"


def test_a_format_that_is_none_and_a_name_of_nothing_are_told(cli: Cli, chain: Lineage, tmp_path: Path) -> None:
    assert cli("export", "/d/c", "--format", "word").code == Ending.USAGE
    assert cli("export", "/none").code == Ending.NOT_FOUND
    assert list(tmp_path.iterdir()) == []
