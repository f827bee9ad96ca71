"""The desk of refused messages in the shell."""

import pytest

from lineage.cli.endings import Ending
from lineage.service import Lineage
from tests.cli.conftest import UNREADABLE, Cli, dataset_json

CYCLE = dataset_json("/d/a", "/d/c")


@pytest.mark.only_database
def test_refused_messages_are_listed_by_reason(cli: Cli, chain: Lineage) -> None:
    cli("ingest", "-", stdin=f"{UNREADABLE}\n{CYCLE}\n")

    listed = cli("rejected").lines
    (cycle,) = cli("rejected", "--code", "cycle").lines

    assert {line.split()[1] for line in listed} == {"missing_field", "cycle"}
    assert cycle.split()[3] == "stdin"
    assert "/d/b" in cycle


def test_a_refused_message_has_a_card_and_its_bytes(cli: Cli) -> None:
    cli("ingest", "-", stdin=UNREADABLE)
    key = cli("rejected", "--jsonl").jsonl[0]["key"]

    card = cli("rejected", key[:12])

    assert f"key           {key}" in card.lines
    assert "reason        missing_field" in card.lines
    assert cli("rejected", "-", "--body", stdin=f"{key}\n").out == UNREADABLE


def test_options_that_say_nothing_about_one_message_are_a_usage_error(bare: Cli) -> None:
    assert bare("rejected", "--body").code == Ending.USAGE
    assert bare("rejected", "abc", "--limit", "3").code == Ending.USAGE


def test_a_key_that_is_not_there_is_not_found(cli: Cli) -> None:
    assert cli("rejected", "0" * 12).code == Ending.NOT_FOUND
    assert cli("replay", "0" * 16).code == Ending.NOT_FOUND
    assert cli("rejected", "-", stdin="").code == Ending.NOT_FOUND


@pytest.mark.only_database
def test_a_message_that_is_accepted_now_leaves_the_desk(cli: Cli, service: Lineage) -> None:
    large = dataset_json("/d/a", comment="x" * 2000)
    cli("ingest", "-", stdin=large, env={"LINEAGE_MESSAGE_BYTES_MAX": "1024"})
    listed = cli("rejected", "--jsonl").out

    forecast = cli("replay", "--dry-run", "-", stdin=listed)
    still_there = service.stats().rejected
    done = cli("replay", "-", stdin=listed)

    assert (forecast.code, forecast.out, still_there) == (Ending.FINE, "readable  /d/a\n", 1)
    assert (done.code, done.out) == (Ending.FINE, "created  /d/a\n")
    assert "1 message; 1 created" in done.err
    assert service.stats().rejected == 0


def test_only_one_reason_can_be_tried_again(cli: Cli, chain: Lineage) -> None:
    cli("ingest", "-", stdin=f"{UNREADABLE}\n{CYCLE}\n")

    done = cli("replay", "--code", "missing_field", "--json")

    assert done.code == Ending.FINDING
    assert (done.json["messages"], done.json["rejected"]) == (1, 1)


def test_replay_has_to_be_told_what(bare: Cli) -> None:
    assert bare("replay").code == Ending.USAGE
    assert bare("replay", "abc", "--all").code == Ending.USAGE
