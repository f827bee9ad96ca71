"""``journal`` and ``rebuild``: the record of everything that came in, as a shell sees it."""

from pathlib import Path

import pytest

from lineage.cli.endings import Ending
from lineage.journal import Fate, Refusal, Segment, segments
from lineage.service import Lineage
from tests.cli.conftest import UNREADABLE, Cli, dataset_json
from tests.graph_sets import wipe
from tests.journal.written import entry, fill, journal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a command without a setting has its journal."""
    return tmp_path / "data" / "journal"


def damaged(segment: Segment) -> int:
    """Spoil a byte of the first batch; return where it begins."""
    at = segment.outline().batches[1]
    content = bytearray(segment.path.read_bytes())
    content[at + 40] ^= 1
    segment.path.write_bytes(content)
    return at


def test_a_journal_that_is_not_there_is_empty_and_sound(bare: Cli) -> None:
    assert (bare("journal", "list").code, bare("journal", "list").out) == (Ending.FINE, "")
    assert bare("journal", "list", "--json").json == []
    assert bare("journal", "verify").code == Ending.FINE


def test_segments_are_listed_with_their_entries_and_what_waits(bare: Cli, folder: Path) -> None:
    fill(folder, [[entry("a"), entry("b")]])
    fill(folder, [[entry("c")]], is_committed=False)
    writer = journal(folder)
    writer.append([entry("d")])

    found = {one["entries"]: one for one in bare("journal", "list", "--jsonl").jsonl if one["state"] != "written to"}
    states = sorted(one["state"] for one in bare("journal", "list", "--json").json)

    assert states == ["closed", "left behind", "written to"]
    assert (found[2]["waiting_batches"], found[2]["first_change"], found[2]["last_change"]) == (0, 1, 2)
    assert (found[1]["waiting_batches"], found[1]["first_change"]) == (1, None)
    assert len(bare("journal", "list").lines) == 3
    writer.close()


def test_damage_is_told_with_its_place_and_ends_with_1(bare: Cli, folder: Path) -> None:
    fill(folder, [[entry("a"), entry("b")], [entry("c")]])
    (segment,) = segments(folder)
    assert bare("journal", "verify").code == Ending.FINE
    at = damaged(segment)

    done = bare("journal", "verify")

    assert done.code == Ending.FINDING
    assert f"{segment.path}, byte {at}, after entry 0" in done.out
    assert "1 entries in 1 segments; damaged places: 1" in done.err
    assert bare("journal", "verify", "--json").json["damages"][0]["offset"] == at


def test_the_end_of_a_segment_that_is_written_to_is_no_damage(bare: Cli, folder: Path) -> None:
    writer = journal(folder)
    writer.append([entry("a")])
    (segment,) = segments(folder)
    with segment.path.open("ab") as stream:
        stream.write(b"\xf1LJ\nDATA")

    assert bare("journal", "verify").code == Ending.FINE

    writer.close()
    assert bare("journal", "verify").code == Ending.FINDING


def test_an_entry_is_shown_with_what_became_of_it_and_its_bytes(bare: Cli, folder: Path) -> None:
    writer = journal(folder)
    refusal = Refusal("unreadable", "The message cannot be read: no format.", {})
    writer.committed(writer.append([entry("<a/>"), entry("<b/>")]), 1, [Fate(1), Fate(None, refusal)])
    writer.close()
    good, bad = entry("<a/>").key, entry("<b/>").key

    assert "change 1" in bare("journal", "show", good[:12]).out
    assert "refused: unreadable" in bare("journal", "show", bad).out
    assert bare("journal", "show", bad, "--body").out == "<b/>"
    assert bare("journal", "show", bad, "--json").json[0]["code"] == "unreadable"
    assert bare("journal", "show", "0" * 64).code == Ending.NOT_FOUND


def test_a_segment_is_shown_entry_by_entry(bare: Cli, folder: Path) -> None:
    fill(folder, [[entry("a"), entry("b")], [entry("c", "retire")]])
    (segment,) = segments(folder)

    assert len(bare("journal", "show", "--segment", segment.name).lines) == 3
    assert [one["kind"] for one in bare("journal", "show", "--segment", segment.name[:8], "--jsonl").jsonl] == [
        "message",
        "message",
        "retire",
    ]
    assert bare("journal", "show", "--segment", "x").code == Ending.USAGE
    assert bare("journal", "show").code == Ending.USAGE
    assert bare("journal", "show", "--segment", segment.name, "--body").code == Ending.USAGE


def test_compaction_tells_what_it_did(bare: Cli, folder: Path) -> None:
    fill(folder, [[entry("a"), entry("a")]])
    fill(folder, [[entry("b")]])

    found = bare("journal", "compact", "--json").json

    assert (found["segments_before"], found["segments_after"]) == (2, 1)
    assert (found["entries_before"], found["entries_after"]) == (3, 2)
    assert "segments" in bare("journal", "compact").out


def test_what_was_ingested_and_retired_is_built_again(cli: Cli, service: Lineage) -> None:
    lines = "\n".join([dataset_json("/d/a"), dataset_json("/d/b", "/d/a"), UNREADABLE])
    assert cli("ingest", "-", stdin=lines).code == Ending.FINDING
    assert cli("retire", "/d/b", "--reason", "gone").code == Ending.FINE
    before = service.fingerprint()
    assert cli("rebuild").code == Ending.NOT_ALLOWED
    wipe(service.database)

    done = cli("rebuild", "--json")

    assert done.code == Ending.FINE, done.err
    assert {name: done.json[name] for name in ("messages", "refused", "marks", "otherwise")} == {
        "messages": 2,
        "refused": 1,
        "marks": 1,
        "otherwise": 0,
    }
    assert service.fingerprint() == before
    assert len(service.rejected().items) == 1
    assert cli("rebuild", "--since", "3", "--json").json["messages"] == 0
    assert cli("rebuild", "--onto").code == Ending.FINE


def test_a_rebuild_from_nothing_is_told(cli: Cli) -> None:
    done = cli("rebuild")

    assert done.code == Ending.USAGE
    assert "no segment" in done.err


def test_a_rebuild_works_on_the_database_itself(bare: Cli) -> None:
    done = bare("rebuild", "--server", "http://127.0.0.1:1")

    assert done.code == Ending.USAGE
    assert "LINEAGE_SERVER" in done.err
