"""The client of ICAT against the double, over real HTTP: what it asks, what it bears, what it never says."""

import logging
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from lineage.errors import (
    IcatForbidden,
    IcatLoginFailed,
    IcatRefused,
    IcatTooLong,
    IcatUnanswered,
    IcatUnavailable,
    IcatUnseen,
    IcatVersionUnknown,
)
from lineage.flat.icat.client import Client
from lineage.flat.icat.jpql import listed, literal
from lineage.flat.icat.replies import URL_BYTES_MAX
from tests.flat.icat.catalogue import FACILITY, allow, client, furnish
from tests.flat.icat.double import Double, Fault

NAMES = "SELECT d.name FROM Dataset d ORDER BY d.id"
HOSTILE = ("it's", "''", "' OR '1'='1", "a\\", "a\\' OR 1=1", 'q"uote', "{ts 2020}", "%", "é𝔸", "a;b", "d.name")


@pytest.fixture
def double() -> Iterator[Double]:
    with Double() as double:
        yield double


def test_a_question_is_answered_and_the_session_is_kept(double: Double) -> None:
    furnish(double, ["a", "b"])
    with client(double) as icat:
        assert (icat.query(NAMES), icat.query(NAMES)) == (["a", "b"], ["a", "b"])
        assert icat.version == "6.2.0"
        assert icat.user == "simple/root"
        assert icat.properties["maxEntities"] == 10_000
    logins = [request for request in double.requests if request == ("POST", "/icat/session")]
    assert len(logins) == 1
    assert double.requests[-1][0] == "DELETE"


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_session_that_ended_is_followed_by_another(double: Double, method: str) -> None:
    ids = furnish(double, ["a"])
    with client(double) as icat:
        icat.query(NAMES)
        double.plan(method, Fault.EXPIRED)
        match method:
            case "GET":
                assert icat.query(NAMES) == ["a"]
            case "POST":
                assert icat.write([{"Application": {"facility": {"id": 1}, "name": "x", "version": "1"}}]) == [1]
            case _:
                icat.delete("Dataset", ids.values())
                assert icat.query(NAMES) == []


def test_a_session_that_ends_at_once_is_told_of(double: Double) -> None:
    with client(double) as icat:
        double.plan("GET", Fault.EXPIRED, times=9)
        with pytest.raises(IcatLoginFailed):
            icat.query(NAMES)


def test_a_wrong_password_is_told_of_and_not_told(double: Double, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with client(double, password="s3cret word") as icat, pytest.raises(IcatLoginFailed) as caught:
        icat.query(NAMES)

    assert caught.value.facts["reason"] == "The username and password do not match"
    assert "s3cret" not in caplog.text + str(caught.value) + repr(icat)


def test_no_log_has_the_id_of_a_session(double: Double, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with client(double) as icat:
        icat.query(NAMES)
        (session,) = double.service.sessions
        assert icat.user
        double.service.expire(session)
        icat.query(NAMES)
        sessions = list(double.service.sessions)

    assert "entityManager" in caplog.text
    assert len(sessions) == 2
    assert not any(one in caplog.text for one in sessions)


def test_no_error_has_the_id_of_a_session(double: Double) -> None:
    with client(double) as icat:
        double.plan("GET", Fault.EXPIRED, times=9)
        with pytest.raises(IcatLoginFailed) as caught:
            icat.query(NAMES)

    assert "has expired" in str(caught.value)
    assert not any(one in str(caught.value) for one in double.service.sessions)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_finds_itself_alone(double: Double, name: str) -> None:
    furnish(double, ["plain", name])
    with client(double) as icat:
        assert icat.query(f"SELECT d.name FROM Dataset d WHERE d.name = {literal(name)}") == [name]
        assert icat.lookup(lambda them: f"SELECT d.name FROM Dataset d WHERE d.name IN {them}", [name, "no"]) == [name]


def test_a_control_character_is_asked_for_nowhere() -> None:
    with pytest.raises(IcatRefused):
        literal("a\nb")
    assert listed([1, "a", 2]) == "(1,'a',2)"


def test_many_values_are_asked_for_in_addresses_that_fit(double: Double) -> None:
    furnish(double, [f"name {number:040}" for number in range(400)])
    with client(double) as icat:
        names = [f"name {number:040}" for number in range(400)]
        found = icat.lookup(lambda them: f"SELECT d.name FROM Dataset d WHERE d.name IN {them}", names)
        with pytest.raises(IcatTooLong):
            icat.query(f"SELECT d.name FROM Dataset d WHERE d.name IN {listed(names)}")

    assert sorted(found) == names
    assert sum(method == "GET" for method, _ in double.requests) > 1


def test_an_address_that_the_server_finds_too_long_is_halved(double: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"name {number:040}" for number in range(400)]
    furnish(double, names)
    monkeypatch.setattr("lineage.flat.icat.replies.URL_BYTES_MAX", 10 * URL_BYTES_MAX)
    with client(double) as icat:
        found = icat.lookup(lambda them: f"SELECT d.name FROM Dataset d WHERE d.name IN {them}", names)

    assert sorted(found) == names


def test_more_than_the_server_gives_at_once_is_asked_for_in_parts() -> None:
    with Double(entities_max=30) as double:
        ids = furnish(double, [f"{number}" for number in range(100)])
        with client(double) as icat:
            found = icat.lookup(lambda them: f"SELECT d.name FROM Dataset d WHERE d.id IN {them}", ids.values())
            pages = list(icat.pages("d.name", "Dataset d", "d.id > 10", by="d.id"))

    assert len(found) == 100
    assert [len(page) for page in pages] == [30, 30, 30]
    assert [row[0] for page in pages for row in page] == list(range(11, 101))


def test_a_page_is_not_shifted_by_what_goes_meanwhile(double: Double) -> None:
    furnish(double, [f"{number}" for number in range(10)])
    with client(double) as icat:
        double.meanwhile("GET", lambda store: store.delete("Dataset", 1), skip=1)
        pages = [row[1] for page in icat.pages("d.name", "Dataset d", by="d.id", size=5) for row in page]

    assert pages == [f"{number}" for number in range(10)]


@pytest.mark.parametrize("fault", [Fault.STALE, Fault.LOST, Fault.HALF, Fault.AWAY, Fault.STARTING])
def test_a_question_is_asked_again(double: Double, fault: Fault) -> None:
    furnish(double, ["a"])
    with client(double) as icat:
        double.plan("GET", fault, times=2)
        assert icat.query(NAMES) == ["a"]


def test_a_question_is_not_asked_for_ever(double: Double) -> None:
    with client(double) as icat:
        double.plan("GET", Fault.AWAY, times=3)
        with pytest.raises(IcatRefused):
            icat.query(NAMES)
        double.plan("GET", Fault.STALE, times=3)
        with pytest.raises(IcatUnavailable):
            icat.query(NAMES)
        double.plan("GET", Fault.STARTING, times=99)
        with pytest.raises(IcatUnavailable):
            icat.query(NAMES)


@pytest.mark.parametrize(("fault", "count"), [(Fault.STALE, 0), (Fault.LOST, 1), (Fault.HALF, 1), (Fault.RESTART, 0)])
def test_a_write_without_an_answer_is_told_of_and_not_sent_again(double: Double, fault: Fault, count: int) -> None:
    with client(double) as icat:
        double.plan("POST", fault)
        with pytest.raises(IcatUnanswered):
            icat.write([{"Facility": {"name": "a"}}])

        assert icat.query("SELECT COUNT(f) FROM Facility f") == [count]
    assert double.requests.count(("POST", "/icat/entityManager")) == 1


def test_a_write_waits_for_a_server_that_starts(double: Double) -> None:
    with client(double) as icat:
        double.plan("POST", Fault.STARTING, times=3)

        assert icat.write([{"Facility": {"name": "a"}}]) == [1]


def test_a_write_that_failed_is_told_of_at_once(double: Double) -> None:
    with client(double) as icat:
        double.plan("POST", Fault.AWAY)
        with pytest.raises(IcatRefused) as caught:
            icat.write([{"Facility": {"name": "a"}}])

    assert caught.value.facts["reply"] == "INTERNAL"


def test_a_refusal_has_its_place(double: Double) -> None:
    with client(double) as icat, pytest.raises(IcatRefused) as caught:
        icat.write([{"Facility": {"name": "a"}}, {"Facility": {"name": "b" * 256}}])

    assert (caught.value.facts["offset"], caught.value.facts["reply"]) == (1, "VALIDATION")


def test_a_right_that_is_lacking_is_named(double: Double) -> None:
    furnish(double)
    allow(double, rules={"R": ("Facility",)})
    with client(double, "lineage") as icat, pytest.raises(IcatForbidden) as caught:
        icat.write([{"Application": {"facility": {"id": icat.facility_id}, "name": "a", "version": "1"}}])

    assert caught.value.facts == {"right": "CREATE", "entity": "Application"}


def test_no_right_to_read_is_not_taken_for_nothing(double: Double) -> None:
    furnish(double)
    with client(double, "nobody") as icat, pytest.raises(IcatUnseen):
        _ = icat.facility_id
    with client(double, facility="ALBA") as icat, pytest.raises(IcatUnseen):
        _ = icat.facility_id
    with client(double) as icat:
        assert icat.facility_id == 1
        assert icat.facility == FACILITY


def test_many_rows_are_deleted_in_parts_and_what_is_gone_is_passed_over(double: Double) -> None:
    ids = furnish(double, [f"{number}" for number in range(250)])
    with client(double) as icat:
        double.meanwhile("DELETE", lambda store: store.delete("Dataset", 7))
        double.plan("DELETE", Fault.LOST, skip=1)
        icat.delete("Dataset", list(ids.values())[:240])

        assert icat.query("SELECT COUNT(d) FROM Dataset d") == [10]


@pytest.mark.parametrize(("version", "chars"), [("5.0.0", 255), ("6.1.0", 255), ("6.2.1-SNAPSHOT", 511)])
def test_what_a_version_takes_is_known(version: str, chars: int) -> None:
    with Double(version=version) as double, client(double) as icat:
        assert icat.traits.location_chars_max == chars


@pytest.mark.parametrize("version", ["4.11.1", "7.0.0", "?"])
def test_a_version_that_was_never_looked_at_is_refused(version: str) -> None:
    with Double(version=version) as double, client(double) as icat, pytest.raises(IcatVersionUnknown):
        _ = icat.traits


def test_a_wait_for_a_lock_is_outlasted() -> None:
    icat = Client("http://h/icat", user="u", password=SecretStr("p"), authenticator="a", facility="f")

    assert icat._http.timeout.read is not None
    assert icat._http.timeout.read > 60
    icat.close()
