"""``report``: files of a lineage report, and what changed since the one before."""

import json
from pathlib import Path

from lineage.cli.endings import Ending
from lineage.model.location import public_id
from lineage.report.kinds import FILES, FORMATS
from lineage.service import Lineage
from tests.cli.conftest import Cli

DOI = "10.1234/a/b"


def put(service: Lineage, *members: str) -> None:
    said = {"members": list(members), "title": "T", "creators": [{"name": "Carberry, Josiah"}]}
    assert service.put_publication(DOI, said).status in {"created", "replaced"}


def test_all_files_of_a_doi_are_in_a_folder_of_its_name(cli: Cli, chain: Lineage, tmp_path: Path) -> None:
    put(chain, "/d/c")

    done = cli("report", f"https://doi.org/{DOI}", "--format", ",".join(FORMATS), "-o", "out")

    folder = tmp_path / "out" / "10.1234" / "a%2Fb"
    assert done.code == Ending.FINE, done.err
    assert {path.name for path in folder.iterdir()} == FILES.keys()
    assert {Path(line).name for line in done.lines} == FILES.keys()
    told = json.loads((folder / "lineage.json").read_text())
    assert [item["location"] for item in told["graph"]["datasets"]] == ["/d/a", "/d/b", "/d/c"]


def test_made_again_it_is_the_same_and_after_a_change_it_tells_of_it(cli: Cli, chain: Lineage, tmp_path: Path) -> None:
    put(chain, "/d/c")
    path = tmp_path / "10.1234" / "a%2Fb" / "lineage.json"
    cli("report", DOI, "--format", "json,pdf")
    first = {one.name: one.read_bytes() for one in path.parent.iterdir()}

    chain.retire("/d/a", "elsewhere", retire_used=True)
    chain.restore("/d/a")  # the graph has moved on, and what the report tells is as it was
    cli("report", DOI, "--format", "json,pdf")
    assert {one.name: one.read_bytes() for one in path.parent.iterdir()} == first

    put(chain, "/d/b", "/d/c")
    cli("report", DOI, "--format", "json,pdf")
    assert json.loads(path.read_text())["previous"]["hash"] == json.loads(first["lineage.json"])["hash"]


def test_a_dataset_and_an_investigation_have_reports_too(cli: Cli, chain: Lineage, tmp_path: Path) -> None:
    done = cli("report", "/d/c", "hg1@id00", "--format", "html,datacite")

    assert done.code == Ending.FINE, done.err
    for subject in ("/d/c", "hg1@id00"):
        assert "Lineage of the" in (tmp_path / public_id(subject) / "lineage.html").read_text()


def test_a_cut_is_told_by_the_exit_code(cli: Cli, chain: Lineage) -> None:
    done = cli("report", "/d/c", "--limit", "3", "--format", "json")

    assert done.code == Ending.PARTIAL
    assert "raise --limit" in done.err


def test_what_is_nothing_is_told_and_leaves_nothing(cli: Cli, chain: Lineage, tmp_path: Path) -> None:
    assert cli("report", "10.1234/none").code == Ending.NOT_FOUND
    assert cli("report", "none@id00").code == Ending.NOT_FOUND
    assert cli("report", "/d/c", "--format", "docx").code == Ending.USAGE
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_told(cli: Cli, chain: Lineage, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    done = cli("report", "/d/c", "--format", "svg", "-o", "file")

    assert done.code not in {Ending.FINE, Ending.PARTIAL}
    assert "cannot be written" in done.err
