"""Every command over a real graph: what it prints, and how it ends."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from lineage.cli.endings import Ending
from lineage.service import Lineage
from tests.cli.conftest import PROCESSED, RAW, RELION, UNREADABLE, Cli, Environment, dataset_json, spawn
from tests.graph_sets import message, run, statuses

CTF = f"{PROCESSED}/CtfFind/job003"


def test_files_of_a_folder_are_written_in_name_order_and_the_sum_is_told(cli: Cli) -> None:
    done = cli("ingest", RELION)

    assert done.code == Ending.FINE
    assert "31 messages; 31 created, 0 replaced, 0 superseded, 0 unchanged, 0 rejected" in done.err
    assert done.out == ""


def test_receipts_are_printed_a_line_each(cli: Cli) -> None:
    done = cli("ingest", "--jsonl", "-", stdin=dataset_json("/d/a") + "\n" + dataset_json("/d/b", "/d/a") + "\n")

    assert [(line["status"], line["location"]) for line in done.jsonl] == [("created", "/d/a"), ("created", "/d/b")]


def test_a_refused_message_is_named_with_file_and_reason_and_the_others_go_through(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(dataset_json("/d/a"))
    (tmp_path / "b.json").write_text(UNREADABLE)

    done = cli("ingest", tmp_path / "b.json", tmp_path / "a.json")

    assert done.code == Ending.FINDING
    assert "b.json: The " in done.err
    assert "1 created" in done.err
    assert "1 rejected" in done.err
    assert cli("rejected", "--json").json["items"][0]["attempts"] == 1


def test_a_dry_run_writes_nothing_and_needs_no_database(bare: Cli) -> None:
    done = bare("ingest", "--dry-run", "-", stdin=dataset_json("/d/a") + "\n" + UNREADABLE + "\n")

    assert done.code == Ending.FINDING
    assert "Traceback" not in done.err


def test_a_walk_gives_nodes_with_location_or_key_steps_and_state(cli: Cli, relion: Lineage) -> None:
    found = cli("ancestors", "--jsonl", CTF).jsonl

    assert [(node["node"], node.get("location") or node["key"], node["steps"]) for node in found] == [
        ("dataset", f"{PROCESSED}/MotionCorr/job002", 1),
        ("job", f"job-of:{CTF}", 1),
        ("dataset", RAW, 2),
        ("job", f"job-of:{PROCESSED}/MotionCorr/job002", 2),
    ]
    assert {node["state"] for node in found if node["node"] == "dataset"} == {"present"}
    assert len(cli("ancestors", "--steps", "1", "--jsonl", CTF).jsonl) == 2
    assert len(cli("descendants", "--jsonl", RAW).jsonl) == 60


def test_an_answer_that_is_cut_says_so_and_ends_with_6(cli: Cli, relion: Lineage) -> None:
    for words in (["descendants", RAW], ["jobs"], ["datasets"]):
        done = cli(*words, "--limit", "2")
        assert done.code == Ending.PARTIAL, words
        assert len(done.lines) == 2
        assert "--limit" in done.err


def test_ids_pipe_into_each_other(cli: Cli, relion: Lineage) -> None:
    id = cli("ancestors", "--steps", "1", "--jsonl", CTF).jsonl[0]["id"]

    assert cli("show", "--json", "-", stdin=f"{id}\n").json["location"] == f"{PROCESSED}/MotionCorr/job002"


def test_a_path_is_found_and_its_absence_is_a_finding(cli: Cli, chain: Lineage) -> None:
    statuses(chain.database, message("/d/z"))

    assert [node.get("location") for node in cli("path", "--jsonl", "/d/a", "/d/c").jsonl][::2] == [
        "/d/a",
        "/d/b",
        "/d/c",
    ]
    assert cli("path", "/d/a", "/d/z").code == Ending.FINDING


def test_a_tree_of_a_thousand_steps_is_drawn(cli: Cli, service: Lineage) -> None:
    statuses(service.database, *[message(f"/t/{n}", *([f"/t/{n - 1}"] if n else [])) for n in range(1001)])

    done = cli("tree", "/t/1000")

    assert done.code == Ending.FINE
    assert len(done.lines) == 1001
    assert done.lines[-1].endswith("/t/0")


@pytest.mark.only_database
def test_lists_and_counts_answer(cli: Cli, relion: Lineage) -> None:
    assert cli("expected", "--json").json["items"][0]["location"] == f"{PROCESSED}/Extract/job008"
    assert len(cli("applications", "--jsonl").jsonl) == 15
    assert len(cli("datasets", "--kind", "raw", "--jsonl").jsonl) == 1
    assert cli("stats", "--json").json["jobs"] == 30
    assert cli("fingerprint").out.strip() == relion.fingerprint()
    assert cli("migrate", "--check").code == Ending.FINE
    assert cli("show", "--job", f"job-of:{CTF}").code == Ending.FINE
    assert cli("rules").out.count("\n") > 20


def test_a_refused_message_is_shown_given_back_and_tried_again(cli: Cli) -> None:
    cli("ingest", "-", stdin=UNREADABLE)
    key = cli("rejected", "--json").json["items"][0]["key"]

    assert cli("rejected", key[:10], "--body").out.strip() == UNREADABLE
    assert cli("replay", key).code == Ending.FINDING
    assert cli("rejected", "--json").json["items"][0]["attempts"] == 2
    assert cli("replay", "--all").code == Ending.FINDING


def test_what_is_used_is_not_retired_unless_it_is_asked_for(cli: Cli, chain: Lineage) -> None:
    shown = cli("retire", "/d/a", "--reason", "x", "--dry-run")
    refused = cli("retire", "/d/a", "--reason", "x")

    assert "(nothing was written)" in shown.out
    assert "/d/b" in shown.out
    assert shown.code == refused.code == Ending.NOT_ALLOWED
    assert cli("show", "--json", "/d/a").json["state"] == "present"
    assert cli("retire", "/d/a", "--reason", "x", "--retire-used").code == Ending.FINE
    assert cli("show", "--json", "/d/a").json["state"] == "retired"
    assert cli("restore", "/d/a").code == Ending.FINE


@pytest.mark.breaks_rules
def test_an_audit_that_is_not_clean_is_a_finding_and_says_what_broke(cli: Cli, chain: Lineage) -> None:
    assert cli("audit").code == Ending.FINE

    run(chain.database, "MATCH (d:Dataset {location: '/d/c'}) SET d.state = 'gone'")

    done = cli("audit")
    assert done.code == Ending.FINDING
    assert "/d/c" in done.out


@pytest.mark.parametrize("words", [["show", "/d/none"], ["ancestors", "/d/none"], ["path", "/d/a", "/d/b"]])
def test_what_is_not_there_ends_with_3(cli: Cli, words: list[str]) -> None:
    done = cli(*words)

    assert done.code == Ending.NOT_FOUND
    assert done.err.startswith("lineage: There is no ")


@pytest.mark.parametrize("words", [["stats"], ["ingest", "-"]])
def test_a_database_that_is_down_ends_with_5_and_one_sentence(bare: Cli, words: list[str]) -> None:
    done = bare(*words, stdin=dataset_json("/d/a"))

    assert done.code == Ending.UNAVAILABLE
    assert len(done.err.strip().splitlines()) <= 2
    assert "127.0.0.1:1" in done.err


@pytest.mark.only_database
def test_usage_ends_with_2(cli: Cli) -> None:
    assert cli("ancestors", "relative/path").code == Ending.USAGE
    assert cli("no-such-command").code == Ending.USAGE
    assert cli("stats", env={"LINEAGE_BATCH_SIZE": "none"}).code == Ending.USAGE


@pytest.mark.only_database
def test_settings_are_shown_with_their_origin_and_secrets_are_not(cli: Cli, environment: Environment) -> None:
    done = cli("config", "show")

    assert environment["LINEAGE_NEO4J_PASSWORD"] not in done.out + done.err
    assert "environment" in done.out
    assert cli("config", "show", "--json").code == Ending.FINE


def test_a_reader_that_goes_away_ends_the_command_in_silence(relion: Lineage, environment: Environment) -> None:
    listing = spawn(["datasets", "--jsonl"], environment)
    assert listing.stdout is not None
    assert listing.stderr is not None
    with listing.stdout, listing.stderr:
        json.loads(listing.stdout.readline())
        listing.stdout.close()
        assert "Traceback" not in listing.stderr.read()
    listing.wait(timeout=30)


def test_the_server_starts_answers_and_ends_at_ctrl_c(service: Lineage, environment: Environment) -> None:
    server = spawn(["serve", "--port", "0"], environment)
    assert server.stdout is not None
    assert server.stderr is not None
    with server.stdout, server.stderr:
        url = server.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        assert answer(f"{url}/readyz") == 200
        os.kill(server.pid, signal.SIGINT)
        assert server.wait(timeout=30) in {Ending.FINE, Ending.INTERRUPTED}
        assert "Traceback" not in server.stderr.read()


def answer(url: str) -> int:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url) as response:  # noqa: S310 - an address on this machine
                return int(response.status)
        except urllib.error.URLError:
            time.sleep(0.1)
    return 0


def test_a_closed_standard_output_is_no_traceback(chain: Lineage, environment: Environment) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", "exec lineage stats >&-"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Traceback" not in done.stderr
