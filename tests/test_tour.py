"""The tour of the README, walked: its commands give the lines that it shows."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lineage.cli import app
from lineage.intake import Piece
from lineage.service import Lineage
from tests.conftest import Server

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
PROCESSED = "/data/visitor/mx2485/cm01/20230503/PROCESSED_DATA"
UNSTABLE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|file:\S+")


def shown() -> list[tuple[str, list[str]]]:
    """Return the lineage commands of the tour, each with the lines shown under it."""
    steps: list[tuple[str, list[str]]] = []
    text = "\n".join(BLOCK.findall((ROOT / "README.md").read_text()))
    for line in re.sub(r"<<'END'\n.*?\nEND\n", "\n", text, flags=re.DOTALL).splitlines():
        if line.startswith("$ "):
            steps.append((line[2:].replace("$P", PROCESSED), []))
        elif line.strip():
            steps[-1][1].append(line)
    return steps


def run(command: str, server: Server, data_dir: Path) -> list[str]:
    words = shlex.split(command.partition(" |")[0].partition(";")[0])[1:]
    done = CliRunner().invoke(app, words, env=server.environment(data_dir))
    lines = done.stdout.splitlines()
    if "; echo" in command:
        lines.append(f"exit {done.exit_code}")
    return lines


def stable(lines: list[str]) -> list[str]:
    return [UNSTABLE.sub("", line)[:34] if "cycle" in line else UNSTABLE.sub("", line) for line in lines]


def test_the_tour_gives_what_the_readme_shows(
    service: Lineage, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = sorted((ROOT / "examples").rglob("*.xml"))
    list(service.ingest(Piece(path.read_bytes(), path.name) for path in messages))
    monkeypatch.chdir(tmp_path)
    wrong = re.findall(r"<<'END'\n(.*?)\nEND\n", (ROOT / "README.md").read_text(), re.DOTALL)[0] + "\n"
    Path("wrong.json").write_text(wrong)

    walked = 0
    for command, lines in shown():
        if command.startswith("lineage "):
            assert stable(run(command, server, tmp_path / "data")) == stable(lines), command
            walked += 1
        elif command.startswith("curl"):
            right = wrong.replace("PostProcess/job030", "AutoPick/job006").encode()
            (receipt,) = service.ingest(Piece(said, "test") for said in [right])
            assert receipt.model_dump_json() == lines[0]

    assert walked == 6, walked
