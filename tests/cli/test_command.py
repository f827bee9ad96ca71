"""What all commands share: their options, and the one door for errors."""

from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from lineage.cli.command import command
from lineage.cli.endings import Ending
from lineage.cli.shell import Shell
from lineage.errors import GraphUnavailable, StillUsed
from tests.cli.conftest import Done

URI = "bolt://someone:secret-word@host:7687"
Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a function as the one command of an app."""
    monkeypatch.chdir(tmp_path)
    environment = {"LINEAGE_DATA_DIR": str(tmp_path / "data"), "LINEAGE_NEO4J_PASSWORD": "secret-word"}
    environment |= {"LINEAGE_ICAT_PASSWORD": "icat-word", "LINEAGE_BROKER_PASSWORD": "broker-word"}

    def run(function: Callable[..., Ending], *words: str) -> Done:
        app = typer.Typer()
        app.command()(command(function))
        done = CliRunner().invoke(app, words, env=environment)
        return Done(done.exit_code, done.stdout, done.stderr)

    return run


def test_a_command_ends_with_the_code_that_its_function_returns(run: Run) -> None:
    def cut(shell: Shell) -> Ending:
        return Ending.PARTIAL

    assert run(cut).code == 6


def test_json_and_jsonl_exclude_each_other(run: Run) -> None:
    def fine(shell: Shell) -> Ending:
        return Ending.FINE

    done = run(fine, "--json", "--jsonl")

    assert done.code == 2
    assert "exclude each other" in done.err


def test_an_error_is_one_sentence_and_with_json_an_object_too(run: Run) -> None:
    def used(shell: Shell) -> Ending:
        raise StillUsed("/d/a", 2, ["/d/b", "/d/c"])

    plain, as_json = run(used), run(used, "--json")

    assert plain.code == as_json.code == 4
    assert plain.out == ""
    assert plain.err == as_json.err
    assert plain.err.startswith("lineage: The dataset '/d/a' is still used")
    assert plain.err.count("\n") == 1
    assert as_json.json["code"] == "still_used"
    assert as_json.json["facts"] == {"location": "/d/a", "used_count": 2, "used_by": ["/d/b", "/d/c"]}


def test_an_error_of_several_lines_is_told_on_one_and_without_its_secret(run: Run) -> None:
    def down(shell: Shell) -> Ending:
        raise GraphUnavailable(URI, "first\nsecond")

    for words in ([], ["--json"]):
        done = run(down, *words)
        assert done.code == 5
        assert done.err == "lineage: The graph database at bolt://***@host:7687 does not answer: first second\n"
        assert "secret-word" not in done.out


def test_an_unexpected_error_is_one_sentence_and_a_log_that_holds_no_secret(run: Run, tmp_path: Path) -> None:
    def fall(shell: Shell) -> Ending:
        raise KeyError(f"secret-word, icat-word and broker-word at {URI}")

    done = run(fall)

    (log,) = (tmp_path / "data" / "logs").iterdir()
    assert done.code == 70
    assert done.err == f"lineage: an unexpected error (KeyError) ended the command; its traceback is in {log}\n"
    assert log.name.startswith("crash-")
    assert log.stat().st_mode & 0o077 == 0
    assert "Traceback (most recent call last)" in log.read_text()
    assert not [word for word in ("secret-word", "icat-word", "broker-word") if word in log.read_text()]


def test_a_log_has_a_place_even_when_the_data_folder_cannot_be_used(run: Run, tmp_path: Path) -> None:
    def fall(shell: Shell) -> Ending:
        raise RecursionError

    (tmp_path / "data").write_text("a file")

    done = run(fall)

    log = Path(done.err.rsplit(" in ", 1)[1].strip())
    assert done.code == 70
    assert "RecursionError" in log.read_text()
    log.unlink()
    log.parent.rmdir()


def test_an_interrupt_ends_with_130(run: Run) -> None:
    def wait(shell: Shell) -> Ending:
        raise KeyboardInterrupt

    done = run(wait)

    assert (done.code, done.err) == (130, "lineage: interrupted\n")


@pytest.mark.parametrize("error", [ValueError("protocol"), GraphUnavailable(URI, "protocol")])
def test_an_interrupt_counts_when_the_clean_up_after_it_fails(run: Run, error: Exception) -> None:
    def wait(shell: Shell) -> Ending:
        try:
            raise KeyboardInterrupt
        finally:
            raise error from OSError()

    done = run(wait)

    assert (done.code, done.err) == (130, "lineage: interrupted\n")


def test_a_word_that_is_no_text_is_refused(run: Run) -> None:
    def show(shell: Shell, name: str) -> Ending:
        raise AssertionError(name)

    done = run(show, "/d/\udcff")

    assert done.code == 2
    assert r"'/d/\udcff'" in done.err


def test_quiet_leaves_out_notes_and_keeps_complaints(run: Run) -> None:
    def talk(shell: Shell) -> Ending:
        shell.note("good to know")
        shell.complain("has to be said")
        return Ending.FINE

    assert run(talk).err == "lineage: good to know\nlineage: has to be said\n"
    assert run(talk, "--quiet").err == "lineage: has to be said\n"


def test_an_answer_has_the_form_that_was_asked_for(run: Run) -> None:
    def answer(shell: Shell) -> Ending:
        shell.answer({"a": [1, 2]}, list)
        return Ending.FINE

    assert run(answer).out == ""
    assert run(answer, "--jsonl").out == '{"a": [1, 2]}\n'
    assert run(answer, "--json").json == {"a": [1, 2]}
    assert len(run(answer, "--json").lines) > 1
