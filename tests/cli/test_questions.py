"""Lists, walks, trees and cards: their filters, their forms, their limits."""

import json
import re

import pytest

from lineage.cli.endings import Ending
from lineage.service import Lineage
from tests.cli.conftest import PROCESSED, RAW, Cli, dataset_json
from tests.graph_sets import message, statuses

UPDATE = {"proposal": "hg1", "beamline": "id00"}
SELECT = f"{PROCESSED}/Select/job009"
AUTOPROC = {"name": "autoPROC", "version": "1.1"}


def test_datasets_are_filtered_and_begin_with_their_id(cli: Cli, relion: Lineage) -> None:
    raw = cli("datasets", "--kind", "raw")
    prefix = cli("datasets", "--prefix", f"{PROCESSED}/Select/")
    expected = cli("datasets", "--state", "expected", "--json")

    assert raw.out == f"{relion.id_of(RAW)}  raw        present   {RAW}\n"
    assert [line.split()[-1][-6:] for line in prefix.lines] == ["job005", "job009", "job014", "job017"]
    assert [item["location"] for item in expected.json["items"]] == [f"{PROCESSED}/Extract/job008"]
    assert expected.json["next"] is None


def test_jobs_are_filtered_by_status(cli: Cli, relion: Lineage) -> None:
    none = cli("jobs", "--status", "failed")

    assert len(cli("jobs", "--status", "completed").lines) == 30
    assert (none.code, none.out, none.err) == (Ending.FINE, "", "lineage: there are none\n")


def test_applications_are_filtered_by_name_and_count_their_jobs(cli: Cli, relion: Lineage) -> None:
    (found,) = cli("applications", "--name", "relion Select", "--jsonl").jsonl

    assert (found["name"], found["version"], found["jobs_count"]) == ("relion Select", "", 4)


def test_an_unknown_word_of_a_closed_set_is_a_usage_error(cli: Cli) -> None:
    done = cli("datasets", "--kind", "cooked")

    assert done.code == Ending.USAGE
    assert "'raw'" in done.err


def test_expected_datasets_wait_with_their_readers(cli: Cli, service: Lineage) -> None:
    statuses(service.database, message("/d/b", "/d/a"), message("/d/c", "/d/a"))

    (line,) = cli("expected").lines

    id_shown, _, readers_count, location = line.split()
    assert (id_shown, readers_count, location) == (service.id_of("/d/a"), "2", "/d/a")


def test_a_walk_starts_at_each_name_it_is_given(cli: Cli, chain: Lineage) -> None:
    done = cli("ancestors", "--jsonl", "/d/b", "-", stdin="/d/c\n")

    assert {(line["start"], line["location"]) for line in done.jsonl if line["node"] == "dataset"} == {
        ("/d/b", "/d/a"),
        ("/d/c", "/d/b"),
        ("/d/c", "/d/a"),
    }


def test_a_walk_as_one_document_tells_how_much_there_is(cli: Cli, relion: Lineage) -> None:
    whole = cli("ancestors", "--json", SELECT)
    cut = cli("ancestors", "--json", "--limit", "5", SELECT)

    count = whole.json["count"]
    assert (whole.code, len(whole.json["items"]), whole.json["remaining"], whole.json["next"]) == (0, count, 0, None)
    assert (cut.code, len(cut.json["items"]), cut.json["remaining"]) == (6, 5, count - 5)
    assert cut.json["items"] == whole.json["items"][:5]
    assert f"5 shown, {count - 5} more left out by --limit" in cut.err


@pytest.mark.parametrize("word", ["--steps", "--limit"])
def test_a_bound_of_nothing_is_a_usage_error(bare: Cli, word: str) -> None:
    assert bare("ancestors", word, "0", RAW).code == Ending.USAGE


def test_a_list_of_another_command_is_read(cli: Cli, relion: Lineage) -> None:
    for form in ([], ["--jsonl"]):
        raw = cli("datasets", "--kind", "raw", *form)
        assert len(cli("descendants", "--jsonl", "-", stdin=raw.out).jsonl) == 60


def test_a_path_reads_both_ends_from_standard_input(cli: Cli, chain: Lineage) -> None:
    done = cli("path", "-", "-", stdin="/d/c\n/d/a\n")

    assert done.code == Ending.FINE
    assert [line.split()[-1] for line in done.lines][::2] == ["/d/a", "/d/b", "/d/c"]
    assert cli("path", "-", "-", stdin="/d/c\n").code == Ending.USAGE


def test_no_path_is_an_empty_answer(cli: Cli, chain: Lineage) -> None:
    statuses(chain.database, message("/d/z"))

    done = cli("path", "--json", "/d/a", "/d/z")

    assert (done.code, done.json["nodes"], done.json["steps"]) == (Ending.FINDING, [], None)
    assert "neither of the two was derived from the other" in done.err


def test_a_tree_is_drawn_with_ids_or_locations_up_and_down(cli: Cli, chain: Lineage) -> None:
    up = cli("tree", chain.id_of("/d/c"))
    down = cli("tree", "--down", "/d/a")

    assert [line.split()[-1] for line in up.lines] == ["/d/c", "/d/b", "/d/a"]
    assert [line.split()[-1] for line in down.lines] == ["/d/a", "/d/b", "/d/c"]
    assert [line.split()[-1] for line in cli("tree", "--steps", "1", "/d/c").lines] == ["/d/c", "/d/b"]


def test_a_dataset_that_is_met_again_is_drawn_once(cli: Cli, relion: Lineage) -> None:
    lines = cli("tree", SELECT).lines

    assert sum(line.endswith("/CtfFind/job003") for line in lines) == 1
    assert sum("CtfFind_job003" in line and line.endswith("↑ shown above") for line in lines) == 1


def test_the_objects_of_a_tree_hold_its_start_too(cli: Cli, chain: Lineage) -> None:
    done = cli("tree", "--jsonl", "/d/b")

    assert {(line["node"], line.get("location") or line["key"], line["steps"]) for line in done.jsonl} == {
        ("dataset", "/d/b", 0),
        ("job", "job-of:/d/b", 1),
        ("dataset", "/d/a", 1),
    }
    assert {line["state"] for line in done.jsonl if line["node"] == "dataset"} == {"present"}


def test_a_tree_that_is_cut_says_so_and_ends_with_6(cli: Cli, relion: Lineage) -> None:
    done = cli("tree", "--limit", "3", SELECT)

    assert done.code == Ending.PARTIAL
    assert len(done.lines) == 2
    assert "--limit" in done.err


def test_a_card_tells_facts_producer_and_neighbours_and_obeys_no_control_character(cli: Cli) -> None:
    raw = dataset_json("/d/a", parameters={"scanNumber": "7", "EXX_made_up": "x\ty"}, comment="two\nlines")
    run = {"run_id": "4711", "namespace": "ewoks", "status": "failed", "environment": {"HOST": "slurm-1"}}
    made = dataset_json("/d/b", "/d/a", job=run, application=AUTOPROC)
    assert cli("ingest", "-", stdin=f"{raw}\n{made}\n").code == Ending.FINE

    raw_card, made_card = cli("show", "/d/a").out, cli("show", "/d/b").out

    assert r"comment         two\nlines" in raw_card
    assert r"EXX_made_up  x\ty" in raw_card
    assert "outputs (1)\n  processed  present   /d/b\n" in raw_card
    assert "application     autoPROC 1.1" in made_card
    assert "env HOST        slurm-1" in made_card
    assert "status          failed" in made_card


def test_a_card_tells_what_happened_to_a_dataset(cli: Cli) -> None:
    said = [
        dataset_json("/d/a", icat_id=17),
        '{"datasetId": 17, "type": "archiving", "level": "info", "message": "on tape"}',
        '{"datasetId": 17}',
        json.dumps({**UPDATE, "datasetPaths": ["/d/a"], "metadataName": "own", "metadataValue": "x"}),
    ]
    assert cli("ingest", "-", stdin="\n".join(said)).code == Ending.FINE

    card = cli("show", "/d/a").out

    assert re.search(r"\n  archive         archiving, info, 20\S+: on tape\n", card)
    assert re.search(r"\n  files added     20\S+, the size may be of before\n", card)
    assert "events (3)\n" in card
    assert re.search(r"\n  20\S+  metadata  own = x\n", card)
    assert re.search(r"\n  20\S+  archive   archiving: info: on tape\n", card)


def test_a_thing_is_found_by_its_id_or_key_whatever_it_is(cli: Cli) -> None:
    run = {"run_id": "1", "namespace": "n"}
    cli("ingest", "-", stdin=dataset_json("/d/b", "/d/a", job=run, application=AUTOPROC))
    job = cli("jobs", "--jsonl").jsonl[0]

    assert cli("show", job["id"]).out.startswith(f"job  {job['key']}\n")
    assert cli("show", "--job", job["key"]).out == cli("show", job["key"]).out
    assert cli("show", "autoPROC/1.1").out.startswith("application  autoPROC/1.1\n")
    assert cli("show", "--application", "autoPROC/1.1", "--json").json["jobs_count"] == 1


def test_a_thing_of_another_kind_is_not_found(cli: Cli, chain: Lineage) -> None:
    done = cli("show", "--job", "/d/a")

    assert (done.code, done.err) == (Ending.NOT_FOUND, "lineage: There is no job '/d/a'.\n")
    assert cli("show", "--job", "--application", "/d/a").code == Ending.USAGE


def test_a_card_says_what_its_lists_leave_out(cli: Cli, service: Lineage) -> None:
    statuses(service.database, message("/d/sum", *[f"/d/{n:03}" for n in range(120)]))

    out = cli("show", "/d/sum").out

    assert f"inputs (120)  100 of 120 are shown  all: lineage ancestors --steps 1 {service.id_of('/d/sum')}" in out


@pytest.mark.only_database
def test_rules_fingerprint_and_audit_have_all_forms(cli: Cli) -> None:
    assert set(cli("rules", "--json").json) == {"nodes", "edges", "rules"}
    assert {line["table"] for line in cli("rules", "--jsonl").jsonl} == {"nodes", "edges", "rules"}
    assert len(cli("fingerprint", "--json").json["fingerprint"]) == 64
    assert {line["count"] for line in cli("audit", "--jsonl").jsonl} == {0}
