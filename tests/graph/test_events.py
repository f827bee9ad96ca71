"""Events: facts at a time, kept as history, and live where they are the latest."""

import json
from typing import Any

import pytest

from lineage.graph.audit import audit
from lineage.graph.batch import Batch
from lineage.graph.database import Answer, Database, Transaction
from lineage.graph.read import dataset, fingerprint
from lineage.graph.write import retire, write
from lineage.model import answers
from lineage.model.clock import now
from lineage.model.location import public_id
from lineage.model.message import InvestigationMessage, Message
from lineage.model.outcome import Outcome
from tests.graph_sets import archived, files_added, message, outcomes, rescheduled, run, states, statuses, update

X = "/data/x"


def card(database: Database, location: str = X) -> answers.Dataset:
    return dataset(database, public_id(location), {})


def parameters(database: Database, location: str = X) -> dict[str, Any]:
    return {item.name: item.value for item in card(database, location).parameters}


def test_an_update_gives_an_announced_dataset_another_value(database: Database) -> None:
    said = message(X, parameters={"scanNumber": 1}, other_parameters={"own": "a"})

    became = outcomes(database, said, update(X, "scanNumber", 2), update(X, "new", None, text="n"))

    assert [(outcome.status, outcome.location, outcome.change) for outcome in became] == [
        ("created", X, 1),
        ("created", X, 2),
        ("created", X, 3),
    ]
    assert parameters(database) == {"scanNumber": 2, "own": "a", "new": "n"}
    assert card(database).change == 3
    assert audit(database).is_clean


def test_a_dataset_that_an_update_names_first_is_expected_and_gets_the_value_when_it_is_announced(
    database: Database,
) -> None:
    statuses(database, update(X, "scanNumber", 2))
    assert states(database) == {X: ("unknown", "expected")}
    assert audit(database).is_clean

    statuses(database, message(X, parameters={"scanNumber": 1}))

    assert parameters(database) == {"scanNumber": 2}
    assert states(database) == {X: ("raw", "present")}
    assert audit(database).is_clean


def test_an_expected_dataset_that_events_are_about_is_not_swept_away(database: Database) -> None:
    statuses(database, message("/data/y", X), update(X, "scanNumber", 2))

    statuses(database, message("/data/y", "/data/z", sequence_index=1))

    assert states(database)[X] == ("unknown", "expected")
    assert audit(database).is_clean


def test_the_same_event_again_changes_nothing_and_an_older_one_is_history(database: Database) -> None:
    latest = update(X, "scanNumber", 2, day=2)
    statuses(database, message(X), latest)
    before = fingerprint(database)

    assert statuses(database, latest, latest) == ["unchanged", "unchanged"]
    assert fingerprint(database) == before
    assert statuses(database, update(X, "scanNumber", 1, day=1)) == ["superseded"]
    assert parameters(database) == {"scanNumber": 2}
    assert [event.value for event in card(database).events] == ["2", "1"]


def test_an_announcement_that_replaces_another_stays_below_the_update(database: Database) -> None:
    statuses(database, message(X, parameters={"scanNumber": 1}, other_parameters={"own": "a"}))
    statuses(database, update(X, "scanNumber", 2), update(X, "own", None, text="b"), archived(7))

    statuses(database, message(X, parameters={"scanNumber": 3}, icat_id=7, sequence_index=1))

    assert parameters(database) == {"scanNumber": 2, "own": "b"}
    assert card(database).archive_status == "archiving"
    (version,) = run(database, "MATCH (v:Version) RETURN properties(v) AS v")
    assert version["v"]["parameter_scanNumber"] == 1
    assert json.loads(version["v"]["other_parameters"]) == {"own": "a"}
    assert {"updates", "archive_status", "files_added_at"}.isdisjoint(version["v"])
    assert audit(database).is_clean


def test_an_announcement_keeps_what_the_archive_said(database: Database) -> None:
    statuses(database, message(X, icat_id=7), archived(7, "on tape"), files_added(7))

    statuses(database, message(X, sequence_index=1))

    found = card(database)
    assert (found.archive_status, found.archive_message) == ("archiving", "on tape")
    assert found.files_added_at == "2024-02-01T00:00:00.000000Z"
    assert audit(database).is_clean


def test_an_update_moves_a_dataset_to_another_sample(database: Database) -> None:
    statuses(database, message(X, comment="c"))

    statuses(database, update(X, "Sample_name", "lysozyme"))

    assert card(database).sample == "lysozyme"
    assert [row["name"] for row in run(database, "MATCH (s:Sample) RETURN s.name AS name")] == ["lysozyme"]
    words = run(database, "MATCH (d:Dataset) RETURN d.words AS words")[0]["words"]
    statuses(database, message(X, comment="c", sequence_index=1))
    assert card(database).sample == "lysozyme"
    assert run(database, "MATCH (d:Dataset) RETURN d.words AS words")[0]["words"] == words
    assert audit(database).is_clean


@pytest.mark.parametrize("is_one_batch", [True, False])
def test_the_latest_archive_status_counts_in_any_order(database: Database, is_one_batch: bool) -> None:
    said: list[Message] = [archived(7, "back", day=3, type_="restoration"), message(X, icat_id=7), archived(7, day=2)]

    for batch in [said] if is_one_batch else [[one] for one in said]:
        write(database, batch)

    found = card(database)
    assert (found.archive_status, found.archive_message) == ("restoration", "back")
    assert found.archive_at == "2024-02-03T00:00:00.000000Z"
    assert [event.status for event in found.events] == ["restoration", "archiving"]
    assert found.events_count == 2


def test_events_about_an_icat_id_move_to_the_dataset_that_tells_it(database: Database) -> None:
    statuses(database, archived(7, "early", day=1), files_added(7, day=5))
    assert states(database) == {"icat:dataset/7": ("unknown", "expected")}
    statuses(database, message(X))

    statuses(database, message(X, icat_id=7))

    assert states(database) == {X: ("raw", "present")}
    found = card(database)
    assert (found.archive_message, found.files_added_at) == ("early", "2024-02-05T00:00:00.000000Z")
    assert found.events_count == 2
    assert statuses(database, archived(7, "early", day=1)) == ["unchanged"]
    assert audit(database).is_clean


def test_an_event_about_a_retired_dataset_leaves_it_retired(database: Database) -> None:
    statuses(database, message(X, icat_id=7))
    retire(database, public_id(X), "gone")

    statuses(database, archived(7), update(X, "scanNumber", 2))

    assert (card(database).state, card(database).archive_level) == ("retired", "info")
    assert parameters(database) == {"scanNumber": 2}
    assert audit(database).is_clean


def schedules(database: Database) -> dict[str, list[str] | None]:
    found = run(database, "MATCH (i:Investigation) RETURN i.key AS key, i.schedules AS schedules")
    return {row["key"]: row["schedules"] for row in found}


@pytest.mark.parametrize("is_known_first", [True, False])
def test_a_session_gets_its_latest_start_when_its_id_is_known(database: Database, is_known_first: bool) -> None:
    session = InvestigationMessage("hg1", "id00", "2024-01", icat_id=5)
    starts: list[Message] = [
        rescheduled(5, "2024-03", day=2),
        rescheduled(5, "2024-04", day=1),
        rescheduled(6, "2024-05"),
    ]

    statuses(database, *([session, *starts] if is_known_first else [*starts, session]))

    assert schedules(database) == {"hg1@id00": ["5 2024-03"]}
    assert statuses(database, *starts) == ["unchanged"] * 3
    statuses(database, InvestigationMessage("hg1", "id00", "2024-01", icat_id=6))
    assert schedules(database) == {"hg1@id00": ["5 2024-03", "6 2024-05"]}
    assert audit(database).is_clean


def test_a_list_of_events_is_cut_and_counted(database: Database) -> None:
    write(database, [message(X, icat_id=7), *(archived(7, f"{n}", day=n % 28 + 1) for n in range(120))])

    found = card(database)

    assert (len(found.events), found.events_count) == (100, 120)
    assert found.events[0].sent_at == "2024-02-28T00:00:00.000000Z"


def broken(database: Database) -> dict[str, int]:
    return {finding.rule: finding.count for finding in audit(database).findings if finding.count}


@pytest.mark.breaks_rules
@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        ("MATCH (d:Dataset) SET d.archive_level = 'error'", "event_latest"),
        ("MATCH (d:Dataset) SET d.files_added_at = null", "event_latest"),
        ("MATCH (d:Dataset) SET d.updates = null", "event_latest"),
        ("MATCH (i:Investigation) SET i.schedules = null", "event_latest"),
        ("MATCH (:Event {kind: 'files'})-[a:ABOUT]->() DELETE a", "event_subject"),
        ("MATCH (e:Event {kind: 'files'}) SET e.subject = 'icat:dataset/8'", "event_subject"),
        ("MATCH (e:Event {kind: 'schedule'})-[a:ABOUT]->() DELETE a", "event_subject"),
        ("MATCH (e:Event {kind: 'files'}) SET e.since = 1000", "change_numbers"),
    ],
)
def test_the_audit_sees_what_is_not_what_events_tell(database: Database, damage: str, rule: str) -> None:
    session = InvestigationMessage("hg1", "id00", "2024-01", icat_id=5)
    about_x = [archived(7), files_added(7), update(X, "scanNumber", 1)]
    statuses(database, message(X, icat_id=7), *about_x, session, rescheduled(5, "2024-03"))
    assert broken(database) == {}

    run(database, damage)

    assert rule in broken(database)


@pytest.mark.parametrize("has_events", [False, True])
def test_a_batch_of_announcements_asks_nothing_more_for_the_sake_of_events(
    database: Database, has_events: bool
) -> None:
    statuses(database, update(X if has_events else "/data/other", "scanNumber", 1))
    asked: list[str] = []

    def apply(transaction: Transaction) -> list[Outcome]:
        def ask(name: str, /, **given: Any) -> Answer:
            asked.append(name)
            return transaction.run(name, **given)

        return Batch(ask, now()).apply([message(X), message("/data/z", "/data/y")], [])

    database.write("ingest", apply)

    assert asked == ["write/begin", "write/catalogue", "write/announce", "write/finish"]


def test_what_a_batch_looks_up_is_found_by_indexes(database: Database) -> None:
    plan = str(database.explain("write/begin"))

    assert "NodeByLabelScan" not in plan
    assert "AllNodesScan" not in plan
