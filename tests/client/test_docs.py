"""What the pages of the client and of the API show is run as it stands, against a real server with the examples."""

import doctest
import re
import subprocess
from pathlib import Path

import pytest

from lineage.service import Lineage

ROOT = Path(__file__).parents[2]
ADDRESS = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^( *)```(sh|python)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
THINGS = (ROOT / "docs" / "api.md").read_text().partition("## Ten things people do\n")[2].partition("\n## ")[0]


def blocks(text: str, language: str) -> list[str]:
    """Return the blocks of a language without their indentation."""
    return [
        "".join(line.removeprefix(indent) for line in body.splitlines(keepends=True))
        for indent, kind, body in BLOCK.findall(text)
        if kind == language
    ]


@pytest.fixture(autouse=True)
def _folder(relion: Lineage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder where the examples are, over a graph that knows them."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)


def run_python(text: str, url: str, name: str) -> None:
    lines = "\n".join(blocks(text, "python")).replace(ADDRESS, url)
    found = doctest.DocTestParser().get_doctest(lines, {}, name, name, 0)
    said: list[str] = []
    failed, tried = doctest.DocTestRunner().run(found, out=said.append)
    assert tried > 5
    assert failed == 0, "".join(said)


def test_the_page_of_the_client_is_true(url: str) -> None:
    run_python((ROOT / "docs" / "client.md").read_text(), url, "client.md")


def test_ten_things_are_done_by_curl_and_by_the_client(url: str) -> None:
    for block in blocks(THINGS, "sh"):
        command = block.replace(ADDRESS, url)
        done = subprocess.run(["/bin/sh", "-ec", command], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), command
        assert done.stdout.startswith("{"), command

    run_python(THINGS, url, "api.md")
    assert re.findall(r"^(\d+)\. ", THINGS, re.MULTILINE) == [str(number) for number in range(1, 11)]
    assert len(blocks(THINGS, "sh")) == 10
