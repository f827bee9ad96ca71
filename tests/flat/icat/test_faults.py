"""What goes wrong in the double goes wrong as it does for a real client: on the wire, and once."""

import http.client
import json
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest

from tests.flat.icat.double import Double, Fault
from tests.flat.icat.double.faults import STARTING_COUNT
from tests.flat.icat.recorded import Player

COUNT = {"query": "SELECT COUNT(f) FROM Facility f"}
FACILITIES = {"entities": [{"Facility": {"name": "a"}}, {"Facility": {"name": "b"}}]}


@pytest.fixture
def player() -> Iterator[Player]:
    with Double(slow_s=0) as double:
        player = Player(double)
        player.sessions["root"] = player.login("root")
        yield player


def ask(player: Player) -> tuple[int, object]:
    answer = player.send({"method": "GET", "path": "/icat/entityManager", "query": signed(player, COUNT)})
    return answer.status, answer.body


def write(player: Player) -> tuple[int, object]:
    answer = player.send({"method": "POST", "path": "/icat/entityManager", "form": signed(player, FACILITIES)})
    return answer.status, answer.body


def signed(player: Player, fields: Mapping[str, object]) -> dict[str, object]:
    return {"sessionId": player.sessions["root"], **fields}


@pytest.mark.parametrize(("fault", "count"), [(Fault.STALE, 0), (Fault.RESTART, 0), (Fault.LOST, 2)])
def test_a_write_without_an_answer_is_done_or_not(player: Player, fault: Fault, count: int) -> None:
    player.double.plan("POST", fault)

    with pytest.raises(http.client.RemoteDisconnected):
        write(player)

    assert player.double.root("GET", **COUNT) == [count]


def test_half_an_answer_says_how_long_it_would_have_been(player: Player) -> None:
    player.double.plan("POST", Fault.HALF)

    with pytest.raises(http.client.IncompleteRead):
        write(player)

    assert player.double.root("GET", **COUNT) == [2]


def test_a_server_that_starts_answers_with_a_page(player: Player) -> None:
    player.double.plan("POST", Fault.RESTART)
    with pytest.raises(http.client.RemoteDisconnected):
        write(player)

    for _ in range(STARTING_COUNT):
        with pytest.raises(json.JSONDecodeError):
            ask(player)

    assert ask(player)[0] == 403
    player.sessions["root"] = player.login("root")
    assert ask(player) == (200, [0])


def test_a_deadlock_is_misnamed_and_keeps_nothing(player: Player) -> None:
    write(player)
    ids = [{"Instrument": {"facility": {"id": 1}, "name": name}} for name in ("x", "y", "z")]
    player.double.plan("POST", Fault.DEADLOCK)

    form = signed(player, {"entities": ids})
    answer = player.send({"method": "POST", "path": "/icat/entityManager", "form": form})

    message = "Facility exists with name = 'a'"
    assert answer.status == 412
    assert answer.body == {"code": "OBJECT_ALREADY_EXISTS", "message": message, "offset": 1}
    assert player.double.root("GET", query="SELECT COUNT(i) FROM Instrument i") == [0]


def test_an_expired_session_is_told_of(player: Player) -> None:
    player.double.plan("GET", Fault.EXPIRED)

    assert ask(player)[0] == 403


def test_a_slow_answer_is_whole(player: Player) -> None:
    player.double.plan("POST", Fault.SLOW)

    assert write(player) == (200, [1, 2])


def test_somebody_else_may_edit_just_before_a_request(player: Player) -> None:
    player.double.meanwhile("GET", lambda store: store.delete("Facility", 1), skip=1)
    write(player)

    assert [ask(player), ask(player)] == [(200, [2]), (200, [1])]


def test_a_connection_is_closed_after_so_many_requests(player: Player) -> None:
    connection = http.client.HTTPConnection(player.double.url.split("/")[2], timeout=60)
    target = "/icat/entityManager?" + urlencode(signed(player, COUNT))
    closed = []
    for _ in range(250):
        connection.request("GET", target)
        response = connection.getresponse()
        response.read()
        closed.append(response.headers.get("connection"))
    connection.close()

    assert closed[-2:] == [None, "close"]
