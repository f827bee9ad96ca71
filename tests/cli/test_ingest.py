"""Messages from files, folders and pipes: what is told, what is written, and how it ends."""

import os
import signal
import subprocess
from pathlib import Path

from lineage.cli.endings import Ending
from lineage.service import Lineage
from tests.cli.conftest import RELION, UNREADABLE, Cli, Environment, dataset_json, spawn

FIRST = RELION / "0001__Import_job001.xml"


def test_the_summary_is_data_with_json(cli: Cli) -> None:
    done = cli("ingest", "--json", "--quiet", RELION)

    assert (done.code, done.err) == (Ending.FINE, "")
    assert {name: value for name, value in done.json.items() if "second" not in name} == {
        "messages": 31,
        "created": 31,
        "replaced": 0,
        "superseded": 0,
        "unchanged": 0,
        "rejected": 0,
        "unreadable_files": 0,
    }
    assert done.json["seconds"] > 0
    assert done.json["messages_per_second"] > 0


def test_sent_again_everything_is_unchanged(cli: Cli, relion: Lineage) -> None:
    before = relion.fingerprint()

    assert cli("ingest", "--json", RELION).json["unchanged"] == 31
    assert relion.fingerprint() == before


def test_xml_json_and_lines_come_through_one_door(cli: Cli, service: Lineage) -> None:
    Path("a.xml").write_bytes(FIRST.read_bytes())
    Path("b.json").write_text(f"[{dataset_json('/d/a')},\n{dataset_json('/d/b', '/d/a')}]")
    Path("c.txt").write_text(f"{dataset_json('/d/c', '/d/b')}\n{dataset_json('/d/d', '/d/c')}\n")

    done = cli("ingest", "--jsonl", "a.xml", "b.json", "c.txt")

    assert [(line["file"], line["status"]) for line in done.jsonl] == [
        ("a.xml", "created"),
        ("b.json (message 1)", "created"),
        ("b.json (message 2)", "created"),
        ("c.txt (message 1)", "created"),
        ("c.txt (message 2)", "created"),
    ]
    assert service.stats().datasets == 5


def test_an_xml_document_on_standard_input_is_one_message(cli: Cli, service: Lineage) -> None:
    done = cli("ingest", "-", stdin=FIRST.read_bytes())

    assert done.code == Ending.FINE
    assert service.stats().datasets == 1


def test_a_folder_without_messages_is_fine(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")

    done = cli("ingest", tmp_path)

    assert done.code == Ending.FINE
    assert done.err.startswith("lineage: 0 messages; ")


def test_a_file_that_cannot_be_read_is_one_sentence_and_the_rest_goes_on(cli: Cli, service: Lineage) -> None:
    Path("a.json").write_text(dataset_json("/d/a"))

    done = cli("ingest", "absent.xml", "a.json")

    assert done.code == Ending.FINDING
    assert done.err.splitlines()[0] == "lineage: absent.xml cannot be read: No such file or directory"
    assert "files that could not be read: 1" in done.err
    assert service.dataset("/d/a").state == "present"


def test_a_refused_message_is_traced_to_its_file_whatever_bytes_are_in_its_name(cli: Cli, service: Lineage) -> None:
    name = os.fsdecode(b"\xff\n.json")
    Path(name).write_text(UNREADABLE)

    done = cli("ingest", name)

    assert done.code == Ending.FINDING
    assert done.err.splitlines()[0].startswith(r"\udcff .json: The ")
    assert [item.sender for item in service.rejected().items] == [r"file:\udcff\n.json"]


def test_a_message_that_is_too_large_is_refused_and_the_next_is_not(cli: Cli, service: Lineage) -> None:
    lines = f"{dataset_json('/d/large', comment='x' * 3000)}\n{dataset_json('/d/a')}\n"

    done = cli("ingest", "-", stdin=lines, env={"LINEAGE_MESSAGE_BYTES_MAX": "1024"})

    assert done.code == Ending.FINDING
    assert "(message 1): " in done.err
    assert "LINEAGE_MESSAGE_BYTES_MAX" in done.err
    assert service.stats().datasets == 1


def test_a_dry_run_gives_a_forecast_for_each_message_and_touches_nothing(cli: Cli, service: Lineage) -> None:
    lines = f"{dataset_json('/d/a')}\n{UNREADABLE}\n"

    done = cli("ingest", "--dry-run", "--jsonl", "-", stdin=lines)
    summary = cli("ingest", "--dry-run", "--json", "-", stdin=lines).json

    assert done.code == Ending.FINDING
    assert [(line["status"], line["location"], line["code"]) for line in done.jsonl] == [
        ("readable", "/d/a", None),
        ("rejected", None, "missing_field"),
    ]
    assert (summary["readable"], summary["rejected"]) == (1, 1)
    assert (service.stats().datasets, service.stats().rejected) == (0, 0)


def test_definitions_that_cannot_be_used_are_a_usage_error(bare: Cli) -> None:
    done = bare("ingest", "--dry-run", RELION, env={"LINEAGE_DEFINITIONS": "/none.xml"})

    assert done.code == Ending.USAGE
    assert "/none.xml" in done.err


def test_ctrl_c_keeps_what_is_written_and_says_how_much_that_is(service: Lineage, environment: Environment) -> None:
    ingest = spawn(["ingest", "--jsonl", "-"], {**environment, "LINEAGE_BATCH_SIZE": "1"}, stdin=subprocess.PIPE)
    assert ingest.stdin is not None
    assert ingest.stdout is not None
    ingest.stdin.write(dataset_json("/d/a") + "\n" + dataset_json("/d/b", "/d/a") + "\n")
    ingest.stdin.flush()
    first = ingest.stdout.readline()

    ingest.send_signal(signal.SIGINT)
    _, said = ingest.communicate(timeout=60)

    assert '"created"' in first
    assert ingest.returncode == Ending.INTERRUPTED
    assert "created, 0 replaced" in said
    assert said.splitlines()[-1] == "lineage: interrupted"
    assert "Traceback" not in said
    assert service.dataset("/d/a").state == "present"


def test_an_ingest_goes_on_when_nobody_reads_its_receipts(service: Lineage, environment: Environment) -> None:
    ingest = spawn(["ingest", "--jsonl", RELION], {**environment, "LINEAGE_BATCH_SIZE": "1"})
    assert ingest.stdout is not None
    assert ingest.stderr is not None
    with ingest.stdout, ingest.stderr:
        ingest.stdout.readline()
        ingest.stdout.close()
        said = ingest.stderr.read()

    assert ingest.wait(timeout=60) == Ending.FINE
    assert "31 messages; 31 created" in said
    assert service.stats().datasets == 32
