"""The double answers as the real server did: every exchange that it claims, one after the other."""

import re
from collections import defaultdict
from collections.abc import Callable

import pytest

from tests.flat.icat.double import Fault
from tests.flat.icat.double.claims import ANY_IDS, ANY_ORDER, BYSTANDERS, CODE_ALONE, NOT_CLAIMED, Place
from tests.flat.icat.double.entities import ENTITIES
from tests.flat.icat.recorded import FOLDER, SERVER_TIME, Exchange, Player, comparable, played, recorded

EXISTS = re.compile(r"(\w+) exists with ")
Setup = Callable[[Player], None]


def created(player: Player, *elements: dict[str, object]) -> None:
    player.double.root("POST", entities=list(elements))


def dataset(name: str, kind: int = 1) -> dict[str, object]:
    return {"Dataset": {"investigation": {"id": 1}, "type": {"id": kind}, "name": name}}


def collection(*ids: int) -> dict[str, object]:
    return {"DataCollection": {"dataCollectionDatasets": [{"dataset": {"id": id}} for id in ids]}}


def job(application: int, source: int, target: int) -> dict[str, object]:
    ends = {"inputDataCollection": {"id": source}, "outputDataCollection": {"id": target}}
    return {"Job": {"application": {"id": application}, **ends}}


def value(dataset: int, kind: int) -> dict[str, object]:
    return {"DatasetParameter": {"dataset": {"id": dataset}, "type": {"id": kind}, "stringValue": "x"}}


def parameter_type(name: str) -> dict[str, object]:
    body = {"facility": {"id": 1}, "name": name, "units": "NA", "valueType": "STRING", "applicableToDataset": True}
    return {"ParameterType": body}


def expire_the_last(player: Player) -> None:
    player.double.service.expire(player.sessions["<SESSION-4>"])


def a_job_with_two_inputs(player: Player) -> None:
    created(player, dataset("in 1"), dataset("in 2"), dataset("out"))
    created(player, collection(26, 27), collection(28))
    created(player, job(1, 6, 7), value(26, 1))


def another_job(player: Player) -> None:
    created(player, dataset("in 3"), dataset("out 3"))
    created(player, collection(29), collection(30), job(1, 8, 9))


def a_job_of_another_application(player: Player) -> None:
    created(player, {"Application": {"facility": {"id": 1}, "name": "other", "version": "1"}})
    created(player, collection(29), job(4, 10, 9))


def after_the_ports(player: Player) -> None:
    player.sessions |= {f"<SESSION-{user.upper()}>": player.login(user) for user in ("nobody", "reader")}
    player.double.store.last_ids["DatasetParameter"] = 26


def a_large_catalogue(player: Player) -> None:
    ids = [1, 2, 3, *range(263, 26926)]
    a_catalogue(player, {id: "chain0003_raw" if id == 6962 else f"d{id}" for id in ids}, 3, range(67, 71))
    player.double.store.last_ids["DatasetParameter"] = 72171


def a_catalogue_of_two_writers(player: Player) -> None:
    a_catalogue(player, {id: f"b{id - 246:07}" for id in range(246, 546)}, 2, range(76, 80))
    player.sessions |= {"<SESSION-1>": player.login("root"), "<SESSION-2>": player.login("root")}
    refuse_at(140)(player)


def a_catalogue(player: Player, names: dict[int, str], investigation: int, types: range) -> None:
    """Fill the tables past all checks."""
    sql = player.double.store.sql
    created(player, {"Facility": {"name": "LIVE"}})
    created(player, {"InvestigationType": {"facility": {"id": 1}, "name": "t"}})
    created(player, {"DatasetType": {"facility": {"id": 1}, "name": "raw"}})
    sql.execute(
        "INSERT INTO Investigation (id, facility, type, name, visitId, title) VALUES (?, 1, 1, 'i', 'v', 't')",
        (investigation,),
    )
    sql.executemany(
        "INSERT INTO Dataset (id, name, investigation, type, complete) VALUES (?, ?, ?, 1, 0)",
        [(id, name, investigation) for id, name in names.items()],
    )
    for id in types:
        player.double.store.last_ids["ParameterType"] = id - 1
        created(player, parameter_type(f"p{id}"))


def refuse_at(offset: int) -> Setup:
    def setup(player: Player) -> None:
        player.double.service.stop_at = offset

    return setup


def stop_the_database(player: Player) -> None:
    player.double.plan("GET", Fault.AWAY, times=2)
    player.double.plan("POST", Fault.AWAY)
    player.double.plan("POST session", Fault.AWAY)


def counter(entity: str, last: int) -> Setup:
    def setup(player: Player) -> None:
        player.double.store.last_ids[entity] = last

    return setup


def four_more_datasets(player: Player) -> None:
    created(player, *(dataset(f"port {number}") for number in range(4)))


SETUPS: dict[Place, Setup] = {
    ("01", 33): expire_the_last,
    ("08", 0): a_job_with_two_inputs,
    ("08", 20): another_job,
    ("08", 27): a_job_of_another_application,
    ("08", 34): lambda player: created(player, parameter_type("gone soon"), value(29, 10)),
    ("08", 36): lambda player: created(
        player, {"DatasetType": {"facility": {"id": 1}, "name": "gone soon"}}, dataset("gone soon", 4)
    ),
    ("09", 0): lambda player: created(player, dataset("touched 1"), dataset("touched 2")),
    ("11", 0): after_the_ports,
    ("12", 0): four_more_datasets,
    ("14", 0): a_large_catalogue,
    ("15", 0): a_catalogue_of_two_writers,
    ("15", 4): refuse_at(140),
    ("16", 0): refuse_at(0),
    ("16", 4): stop_the_database,
    ("16", 13): counter("DataCollection", 49039723),
}
"""What was done between exchanges and not recorded."""


@pytest.fixture(scope="module")
def exchanges() -> dict[Place, Exchange]:
    return played(SETUPS)


@pytest.mark.parametrize(
    "place", [exchange.place for exchange in recorded()], ids=lambda place: f"{place[0]}-{place[1]}"
)
def test_an_exchange_is_as_it_was_recorded(place: Place, exchanges: dict[Place, Exchange]) -> None:
    exchange = exchanges[place]
    real, ours = exchange.real, exchange.ours

    assert ours is not None
    assert (ours.status, ours.media) == (real.status, real.media)
    assert shown(exchange, ours.body) == shown(exchange, real.body)


def shown(exchange: Exchange, body: object) -> object:
    """What of a body is compared."""
    place = exchange.place
    if place in CODE_ALONE:
        assert isinstance(body, dict)
        return {name: one for name, one in body.items() if name != "message"}
    if place in BYSTANDERS:
        assert isinstance(body, dict)
        (named,) = EXISTS.findall(body["message"])
        referred = {name.lower() for name in re.findall(r'"(\w+)": \{"id"', str(exchange.request).replace("'", '"'))}
        assert named in ENTITIES
        assert any(named.lower().endswith(name) for name in referred)
        return {**body, "message": "a bystander"}
    if place in ANY_ORDER or place in ANY_IDS:
        assert isinstance(body, list)
        return whole_length(body)
    question = str(exchange.request.get("query", {}).get("query", ""))
    if isinstance(body, list) and any("…" in str(one) for one in body):
        return [*body[:2], body[-1], whole_length(body)]
    if isinstance(body, list) and exchange.place[0] == "14" and len(body) > 100:
        return [*body[:2], body[-1], len(body)]
    return comparable(
        body,
        is_asked_for_times="modTime" in question or "createTime" in question,
        is_ordered="ORDER BY" in question or exchange.request["method"] != "GET",
    )


def whole_length(body: list[object]) -> int:
    cut = [int(number) for one in body for number in re.findall(r"…\[(\d+) elements in all\]…", str(one))]
    return cut[0] if cut else len(body)


def test_rows_are_touched_when_those_of_the_real_server_were(exchanges: dict[Place, Exchange]) -> None:
    sides = [touched(exchanges, side) for side in (real_body, our_body)]

    assert sides[0] == sides[1]
    assert [True, False, True, True, False] in [changes[1:] for changes in sides[0].values()]


def real_body(exchange: Exchange) -> object:
    return exchange.real.body


def our_body(exchange: Exchange) -> object:
    assert exchange.ours is not None
    return exchange.ours.body


def touched(exchanges: dict[Place, Exchange], body: Callable[[Exchange], object]) -> dict[str, list[bool]]:
    """Return for each question about times whether its answer was another one than the time before."""
    last: dict[str, list[str]] = {}
    changes: dict[str, list[bool]] = defaultdict(list)
    for place, exchange in exchanges.items():
        if place[0] == "09" and exchange.request["method"] == "GET":
            question = exchange.request["query"]["query"]
            times = SERVER_TIME.findall(str(body(exchange)))
            changes[question].append(times != last.get(question, times))
            changes[question] += [times[0] != times[-1]] if len(times) > 1 else []
            last[question] = times
    return changes


def test_what_is_not_claimed_was_recorded() -> None:
    files = {path.name[:2] for path in FOLDER.glob("*.json")}

    assert {place if isinstance(place, str) else place[0] for place in NOT_CLAIMED} <= files
    assert {*CODE_ALONE, *BYSTANDERS, *ANY_ORDER, *ANY_IDS} <= {exchange.place for exchange in recorded()}
