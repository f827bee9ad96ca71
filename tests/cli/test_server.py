"""The shell over a lineage server: by a setting or an option, without a database of its own."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from lineage.cli.endings import Ending
from lineage.service import Lineage
from tests.cli.conftest import RELION, UNREADABLE, Cli, dataset_json

NOWHERE = "bolt://127.0.0.1:1"


@pytest.fixture
def closed_url() -> Iterator[str]:
    """The address of a server that is down, and that nobody else can be meanwhile."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{line.getsockname()[1]}"


@pytest.mark.parametrize("words", [["up"], ["down"], ["migrate"], ["fingerprint"], ["serve", "--port", "0"]])
def test_what_needs_the_database_itself_says_so(bare: Cli, closed_url: str, words: list[str]) -> None:
    done = bare(*words, env={"LINEAGE_SERVER": closed_url})

    assert done.code == Ending.USAGE
    assert done.err == (
        f"lineage: The setting LINEAGE_SERVER names the server {closed_url}; "
        "this command works on the database itself, so unset it.\n"
    )


def test_an_option_names_the_server_for_one_command(bare: Cli, chain: Lineage, server_url: str) -> None:
    assert bare("show", "/d/c", "--json", "--server", server_url).json["location"] == "/d/c"
    assert bare("show", "/d/c").code == Ending.UNAVAILABLE


def test_an_empty_option_asks_the_database_after_all(cli: Cli, chain: Lineage, closed_url: str) -> None:
    done = cli("stats", "--json", "--server", "", env={"LINEAGE_SERVER": closed_url})

    assert done.json["datasets"] == 3


@pytest.mark.parametrize(
    "words", [["stats"], ["show", "/d/a"], ["ingest", "-"], ["replay", "--all"], ["audit", "--json"]]
)
def test_a_server_that_is_down_ends_with_5_and_one_sentence(bare: Cli, closed_url: str, words: list[str]) -> None:
    done = bare(*words, "--quiet", "--server", closed_url, stdin=dataset_json("/d/a"))

    assert done.code == Ending.UNAVAILABLE
    assert done.err.startswith(f"lineage: The lineage server at {closed_url} does not answer: ")
    assert done.err.count("\n") == 1
    if "--json" in words:
        assert done.json["code"] == "server_unavailable"


def test_status_of_a_server_tells_its_address_and_counts(bare: Cli, chain: Lineage, server_url: str) -> None:
    done = bare("status", "--server", server_url)

    assert done.code == Ending.FINE
    assert done.lines[:4] == ["state      running", f"address    {server_url}", "database   ok", "schema     ok"]
    assert "datasets        3" in done.out


def test_status_of_a_server_that_is_down_is_an_answer_and_ends_with_1(bare: Cli, closed_url: str) -> None:
    done = bare("status", "--json", "--server", closed_url)

    assert done.code == Ending.FINDING
    assert (done.json["state"], done.json["uri"], done.json["stats"]) == ("unavailable", closed_url, None)
    assert "does not answer" in done.json["readiness"]["checks"]["server"]


@pytest.mark.parametrize("url", ["lineage.example", "http://me:secret@host", "bolt://host:7687"])
def test_an_address_that_cannot_be_is_a_usage_error(bare: Cli, url: str) -> None:
    done = bare("stats", "--server", url)

    assert done.code == Ending.USAGE
    assert "expected an address such as http://host:8000" in done.err
    assert "secret" not in done.err


def test_where_the_server_was_named_is_shown(bare: Cli, closed_url: str) -> None:
    def told(*words: str, **env: str) -> tuple[str | None, str]:
        shown = bare("config", "show", "--json", *words, env=env).json
        return next((one["value"], one["origin"]) for one in shown if one["name"] == "server")

    assert told("--server", closed_url, LINEAGE_SERVER="http://other") == (closed_url, "option")
    assert told(LINEAGE_SERVER=closed_url) == (closed_url, "environment")
    assert told() == (None, "default")


def test_a_folder_of_messages_goes_through_a_server(
    bare: Cli, service: Lineage, server_url: str, tmp_path: Path
) -> None:
    (tmp_path / "wrong.json").write_text(UNREADABLE)

    done = bare("ingest", "--json", RELION, tmp_path / "wrong.json", "--server", server_url)

    assert done.code == Ending.FINDING
    assert (done.json["messages"], done.json["created"], done.json["rejected"]) == (32, 31, 1)
    assert "wrong.json: The dataset has no investigation" in done.err
    assert service.stats().datasets == 32
