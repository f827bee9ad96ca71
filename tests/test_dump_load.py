"""A dump and its load: the same graph in another store, with its history, desk and number of changes."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lineage import engine
from lineage.errors import SettingsError, StoreInUse, StoreNotEmpty
from lineage.graph import write
from lineage.graph.database import Database
from lineage.graph.read import fingerprint
from lineage.intake import Piece
from lineage.model.location import public_id
from lineage.model.message import Application, InvestigationMessage, Message, Run
from lineage.service import Lineage
from lineage.service.dump import dump
from lineage.service.load import load
from lineage.settings import Settings
from tests.engine.conftest import settings_in
from tests.graph_sets import archived, files_added, message, publication, rescheduled, run, update

WORLDS = 60
OF_THE_STORE = {"Migration"}
OF_THE_MOMENT = {"lock", "store"}
AWKWARD = ('say "this"', "two\nlines", "a;b,c|d", "\\n \\ ", "", "é λ 日本", "x" * 3_000, " ", "'", "\t")


def world(number: int, dice: random.Random) -> Iterator[Message]:
    """Yield messages that announce, replace, share runs, quarrel, and name by ICAT id, under a root of their own."""
    root, size = f"/data/w{number}", dice.randint(2, 8)
    runs = [dice.choice(["", "", f"run-{number}-a", f"run/{number} b"]) for _ in range(size)]
    for place in dice.choices(range(size), k=dice.randint(2, 14)):
        inputs = {
            dice.choice([f"{root}/d{n}", f"icat:dataset/{1 + number * 100 + n}"])
            for n in dice.sample(range(size), k=min(size, dice.randint(0, 3)))
            if n != place
        }
        named = dice.choice([None, Run("hg1@id00", runs[place])]) if runs[place] else None
        yield message(
            f"{root}/d{place}",
            *inputs,
            run=named,
            icat_id=dice.choice([None, 1 + number * 100 + place]),
            sequence_index=dice.randint(-1, 2),
            sample=dice.choice(["s", "t / u"]),
            investigation=f"hg{number % 7}",
            techniques=dice.choice([(), ("ESRFET:1",), ("ESRFET:1", "ESRFET:2")]),
            application=dice.choice([None, Application("a b", "1/2"), Application("a", "", "10.1/x", "http://x")]),
            arguments=dice.choice(AWKWARD),
            environment=dice.choice([{}, {"HOST": 'a "b"', "é": "1"}]),
            status=dice.choice(["unknown", "completed"]),
            comment=dice.choice(AWKWARD),
            is_complete=dice.choice([True, False]),
            file_count=dice.choice([None, 0, 12]),
            volume_bytes=dice.choice([None, 2**62]),
            parameters=dice.choice(
                [
                    {},
                    {"scanNumber": 3, "scanType": dice.choice(AWKWARD).strip()},
                    {"InstrumentMonochromator_energy": 0.1},
                ]
            ),
            other_parameters=dice.choice([{}, {"own": "1", "ü": "two\nlines"}]),
        )
    if number % 3 == 0:
        yield publication(
            f"{root}/d0",
            f"icat:dataset/{1 + number * 100}",
            doi=f"10.1234/w{number}",
            investigations=dice.choice([(), (("hg1", "id00"), ("new", "id99"))]),
            title=dice.choice(AWKWARD),
            creators=[{"name": dice.choice(AWKWARD)}],
        )
    for _ in range(dice.randint(0, 4)):
        place, day = dice.randrange(size), dice.randint(1, 3)
        icat_id = 1 + number * 100 + place
        yield dice.choice(
            [
                update(f"{root}/d{place}", "scanNumber", dice.choice([1, 2]), day=day),
                update(f"{root}/d{place}", "own", None, text=dice.choice(AWKWARD).strip(), day=day),
                update(f"{root}/d{place}", "Sample_name", "another / sample", day=day),
                archived(icat_id, dice.choice(AWKWARD), day=day),
                files_added(icat_id, day=day),
                rescheduled(number % 9 + 1, "2024-03-01T00:00:00.000000Z", day=day),
            ]
        )
    if dice.random() < 0.5:
        title = dice.choice(["", 'A "title"; with all'])
        yield InvestigationMessage(
            f"hg{number % 7}", "id00", dice.choice(["2024-01", "2024-02"]), title=title, icat_id=number % 7 + 1
        )


def everything(database: Database) -> tuple[Counter[str], Counter[str]]:
    """Return all nodes and all edges as texts, but for what is the store's own."""
    nodes = {
        row["id"]: json.dumps([sorted(row["labels"]), without(row["properties"])], sort_keys=True, default=repr)
        for row in run(
            database, "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties"
        )
        if not set(row["labels"]) & OF_THE_STORE
    }
    edges = run(
        database,
        "MATCH (a)-[e]->(b) RETURN elementId(a) AS a, type(e) AS type, properties(e) AS properties, elementId(b) AS b",
    )
    return Counter(nodes.values()), Counter(
        json.dumps([nodes[row["a"]], row["type"], row["properties"], nodes[row["b"]]], sort_keys=True) for row in edges
    )


def without(properties: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key not in OF_THE_MOMENT}


def fill(service: Lineage) -> None:
    """Write many small worlds, retire some of their datasets, and have messages refused."""
    dice = random.Random(11)
    for number in range(WORLDS):
        said = list(world(number, dice))
        while said:
            count = dice.randint(1, 5)
            write.write(service.database, said[:count])
            said = said[count:]
    for row in run(service.database, "MATCH (d:Dataset) RETURN d.id AS id ORDER BY d.location"):
        if dice.random() < 0.15:
            write.retire(service.database, row["id"], dice.choice(AWKWARD))
    bodies = [b"no message", b'{"type": "dataset", "location": "relative"}', b"<dataset>\xff\x00", b"no message"]
    assert {receipt.status for receipt in service.ingest(Piece(body, "test") for body in bodies)} == {"rejected"}


def counted(database: Database, *labels: str) -> list[int]:
    return [run(database, f"MATCH (n:{label}) RETURN count(n) AS n")[0]["n"] for label in labels]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Settings]:
    """Settings of an engine whose store is empty, in a folder whose name has signs of all kinds."""
    settings = settings_in(tmp_path / "a, b +é")
    yield settings
    engine.stop(settings)


def silent(_stage: str, _done: int, _total: int | None) -> None:
    return None


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_a_loaded_dump_is_the_same_graph(service: Lineage, tmp_path: Path, other: Settings) -> None:
    fill(service)
    assert min(counted(service.database, "Version", "ClosedJob", "ClosedDataset", "Rejected", "Job", "Event")) > 2
    file = str(tmp_path / "graph.jsonl.gz")
    dumped = dump(service.database, file, silent, is_held=True)

    found = load(other, file, silent, lambda _text: None)

    assert found.audit.is_clean
    assert (found.as_of, found.datasets) == (dumped.as_of, dumped.counts["datasets"])
    with Lineage.open(other) as loaded:
        nodes, edges = everything(service.database)
        loaded_nodes, loaded_edges = everything(loaded.database)
        assert loaded_nodes - nodes == nodes - loaded_nodes == Counter()
        assert loaded_edges - edges == edges - loaded_edges == Counter()
        assert loaded.fingerprint() == service.fingerprint()
        later: list[Message] = [message("/data/later", "/data/w0/d0")]
        assert [outcome.change for outcome in write.write(loaded.database, later)] == [dumped.as_of + 1]
    with pytest.raises(StoreNotEmpty, match="holds a graph of"):
        load(other, file, silent, lambda _text: None)


def lines(*said: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(line)}\n" for line in ({"type": "dump", "format": 1}, *said, {"type": "end"}))


def by_hand(location: str, **more: Any) -> dict[str, Any]:
    night = {"start_time": "2024-01-01T00:00:00+00:00", "end_time": "2024-01-01T01:00:00Z"}
    facts = {"name": location.rstrip("/")[-1], "investigation": "hg1", "instrument": "id00", "sample": "s"}
    return {"type": "dataset", "location": location, **facts, **night, **more}


BY_HAND = (
    {"type": "job", "inputs": ["/data/x", "icat:dataset/7"], "outputs": ["/data/y"], "application": {"name": "relion"}},
    by_hand("/data/x"),
    by_hand("/data//y/", parameters={"scanNumber": 4, "own": True}),
    by_hand("/data/z", icat_id=7),
    by_hand("/data/v"),
    by_hand("/data/w"),
    {
        "type": "job",
        "run": {"namespace": "hg1@id00", "id": "r"},
        "inputs": ["/data/q"],
        "outputs": ["/data/v", "/data/w"],
    },
)

SAID: list[Message] = [
    message("/data/x"),
    message(
        "/data/y",
        "/data/x",
        "icat:dataset/7",
        application=Application("relion"),
        parameters={"scanNumber": 4},
        other_parameters={"own": "true"},
    ),
    message("/data/z", icat_id=7),
    message("/data/v", "/data/q", run=Run("hg1@id00", "r")),
    message("/data/w", "/data/q", run=Run("hg1@id00", "r")),
]


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_a_dump_by_hand_is_the_graph_that_messages_make(service: Lineage, tmp_path: Path, other: Settings) -> None:
    file = tmp_path / "hand.jsonl"
    file.write_text(lines(*BY_HAND))
    write.write(service.database, SAID)

    found = load(other, str(file), silent, lambda _text: None)

    assert (found.datasets, found.expected, found.jobs, found.edges) == (5, 1, 2, 6)
    assert found.audit.is_clean
    with Lineage.open(other) as loaded:
        assert fingerprint(loaded.database) == service.fingerprint()
        assert [outcome.status for outcome in write.write(loaded.database, SAID)] == ["unchanged"] * 5
        later = [message("/data/w", run=Run("hg1@id00", "r"), sequence_index=1)]
        write.write(loaded.database, later)
        write.write(service.database, later)
        assert fingerprint(loaded.database) == service.fingerprint()


def test_a_given_server_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="LINEAGE_NEO4J_URI names a server"):
        load(settings, str(tmp_path / "any"), silent, lambda _text: None)


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_half_a_graph_is_opened_by_nobody_until_the_load_is_done_again(
    tmp_path: Path, other: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "hand.jsonl"
    file.write_text(lines(*BY_HAND))
    with monkeypatch.context() as patch:
        patch.setattr("lineage.service.load.schema.migrate", _killed)
        with pytest.raises(KeyboardInterrupt):
            load(other, str(file), silent, lambda _text: None)
    engine.stop(other)

    with pytest.raises(StoreInUse, match="a load into it was cut short"):
        Lineage.open(other)
    said: list[str] = []
    found = load(other, str(file), silent, said.append)

    assert found.audit.is_clean
    assert said == ["the preparation goes on where it was"]
    with Lineage.open(other) as loaded:
        assert loaded.dataset(public_id("/data/y")).kind == "processed"


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_graph_that_changes_under_a_dump_is_told(service: Lineage, tmp_path: Path) -> None:
    said: list[Message] = [message(f"/data/d{n}") for n in range(3)]
    write.write(service.database, said)

    def meanwhile(_stage: str, done: int, _total: int | None) -> None:
        if done == 0:
            write.write(service.database, [message("/data/new")])

    found = dump(service.database, str(tmp_path / "torn.jsonl"), meanwhile)

    assert (found.as_of, found.changed_to) == (3, 4)
    assert json.loads((tmp_path / "torn.jsonl").read_text().splitlines()[-1])["changed_to"] == 4
