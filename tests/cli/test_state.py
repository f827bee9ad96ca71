"""Running, ready, up to date: `status` and `migrate`, over a given server and over none."""

import pytest

from lineage.cli.endings import Ending
from lineage.graph.schema import migrate
from lineage.service import Lineage
from tests.cli.conftest import Cli, Environment
from tests.graph_sets import run

LAST = "MATCH (m:Migration) WITH m ORDER BY m.file DESC LIMIT 1 DETACH DELETE m"


@pytest.fixture
def behind(service: Lineage) -> Lineage:
    """A database that has not seen the last schema file."""
    run(service.database, LAST)
    return service


def test_status_of_a_given_server_tells_address_readiness_and_counts(
    cli: Cli, chain: Lineage, environment: Environment
) -> None:
    plain, answer = cli("status"), cli("status", "--json").json

    assert plain.code == Ending.FINE
    assert plain.lines[:4] == [
        "state      running",
        f"address    {environment['LINEAGE_NEO4J_URI']}",
        "database   ok",
        "schema     ok",
    ]
    assert (answer["state"], answer["engine"], answer["readiness"]["is_ready"]) == ("running", None, True)
    assert answer["stats"]["datasets"] == 3


def test_status_of_a_server_that_is_down_is_an_answer_and_ends_with_1(bare: Cli) -> None:
    done = bare("status", "--jsonl")

    (answer,) = done.jsonl
    assert done.code == Ending.FINDING
    assert (answer["state"], answer["stats"]) == ("unavailable", None)
    assert answer["readiness"]["checks"]["database"].startswith("The graph database at bolt://127.0.0.1:1 ")


def test_status_of_a_stopped_engine_starts_nothing(bare: Cli) -> None:
    done = bare("status", "--json", env={"LINEAGE_NEO4J_URI": ""})

    assert done.code == Ending.FINDING
    assert (done.json["state"], done.json["engine"]["pid"], done.json["stats"]) == ("stopped", None, None)


def test_status_tells_of_a_pending_schema_and_changes_nothing(cli: Cli, behind: Lineage) -> None:
    assert cli("status").code == Ending.FINDING
    assert migrate(behind.database, only_check=True).pending != ()
    migrate(behind.database)


def test_a_pending_schema_is_a_finding_until_it_is_applied(cli: Cli, behind: Lineage) -> None:
    (pending,) = migrate(behind.database, only_check=True).pending

    check = cli("migrate", "--check")
    apply = cli("migrate")
    again = cli("migrate", "--check", "--json")

    assert (check.code, check.out) == (Ending.FINDING, f"pending  {pending}\n")
    assert (apply.code, apply.out) == (Ending.FINE, f"applied  {pending}\n")
    assert (again.code, again.json["pending"]) == (Ending.FINE, [])
    assert pending in again.json["applied"]


def test_up_and_down_leave_a_given_server_alone(cli: Cli, environment: Environment) -> None:
    up, down = cli("up", "--json"), cli("down")

    assert up.json == {"uri": environment["LINEAGE_NEO4J_URI"], "is_started": False}
    assert "LINEAGE_NEO4J_URI is set" in up.err
    assert (down.code, down.out) == (Ending.FINE, "")
    assert "is not ours to stop" in down.err
    assert cli("status").code == Ending.FINE


def test_a_wrong_password_is_one_sentence_without_it(cli: Cli) -> None:
    done = cli("stats", "--json", env={"LINEAGE_NEO4J_PASSWORD": "no-such-password"})

    assert done.code == Ending.UNAVAILABLE
    assert done.err.count("\n") == 1
    assert "refuses the user or the password" in done.err
    assert "no-such-password" not in done.out + done.err


def test_a_folder_without_jars_is_one_sentence(bare: Cli, tmp_path: str) -> None:
    environment = {"LINEAGE_NEO4J_URI": "", "LINEAGE_ENGINE_JARS_DIR": f"{tmp_path}/jars"}

    done = bare("up", "--from-folder", tmp_path, env=environment)

    assert done.code == Ending.UNAVAILABLE
    assert f"in {tmp_path}" in done.err
    assert bare("up", "--from-folder", "/none", env=environment).code == Ending.USAGE
