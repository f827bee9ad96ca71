"""The write path, rule by rule, on a real Neo4j."""

import pytest

from lineage.errors import NotFound
from lineage.graph import read, write
from lineage.graph.database import Database
from lineage.model.location import public_id
from lineage.model.message import Application, InvestigationMessage, Run
from tests.graph_sets import edges, links, message, outcomes, run, states, statuses


def test_an_input_that_nobody_announced_is_expected_until_its_message_comes(database: Database) -> None:
    statuses(database, message("/d/proc", "/d/raw"))
    before = states(database)

    became = statuses(database, message("/d/raw"))

    assert before["/d/raw"] == ("unknown", "expected")
    assert became == ["created"]
    assert states(database) == {"/d/raw": ("raw", "present"), "/d/proc": ("processed", "present")}
    assert edges(database) == {("/d/raw", "INPUT", "job-of:/d/proc"), ("job-of:/d/proc", "OUTPUT", "/d/proc")}


def test_a_message_that_comes_three_times_counts_once(database: Database) -> None:
    said = message("/d/proc", "/d/raw")

    assert statuses(database, said, said) == ["created", "unchanged"]
    assert statuses(database, said) == ["unchanged"]
    assert len(edges(database)) == 2
    assert read.change(database) == 1


def test_a_later_announcement_replaces_edges_and_the_old_ones_are_kept_as_history(database: Database) -> None:
    statuses(database, message("/d/proc", "/d/a", "/d/b"))

    became = statuses(database, message("/d/proc", "/d/b", "/d/c", sequence_index=1))

    assert became == ["replaced"]
    assert links(database) == {("/d/b", "/d/proc"), ("/d/c", "/d/proc")}
    assert "/d/a" not in states(database)
    closed = run(database, "MATCH (x)-[w:WAS_INPUT]->(j) RETURN x.location AS x, w.since AS since, w.until AS until")
    assert closed == [{"x": "/d/a", "since": 1, "until": 2}]
    versions = run(database, "MATCH (v:Version)-[:VERSION_OF]->(d) RETURN v.inputs AS inputs, v.until AS until")
    assert versions == [{"inputs": ["/d/a", "/d/b"], "until": 2}]


def test_a_message_that_loses_is_kept_as_history_and_changes_nothing(database: Database) -> None:
    winner = message("/d/proc", "/d/b", sequence_index=1)
    statuses(database, winner)
    before = read.fingerprint(database)

    (became,) = outcomes(database, message("/d/proc", "/d/a"))

    assert (became.status, became.change) == ("superseded", None)
    assert read.fingerprint(database) == before
    assert run(database, "MATCH (v:Version) RETURN v.inputs AS inputs") == [{"inputs": ["/d/a"]}]


def test_an_expected_dataset_named_again_after_it_was_dropped_is_expected_again(database: Database) -> None:
    statuses(database, message("/d/proc", "/d/a"), message("/d/proc", "/d/b", sequence_index=1))

    statuses(database, message("/d/other", "/d/a"))

    assert states(database)["/d/a"] == ("unknown", "expected")


def test_processed_data_announced_as_raw_later_lose_their_job(database: Database) -> None:
    statuses(database, message("/d/x", "/d/a", application=Application("prog", "1")))

    statuses(database, message("/d/x", sequence_index=1))

    assert states(database) == {"/d/x": ("raw", "present")}
    assert edges(database) == set()
    assert read.stats(database).jobs == read.stats(database).applications == 0


def test_datasets_of_one_run_share_one_job_with_the_inputs_of_all(database: Database) -> None:
    run_1 = Run("hg1@id00", "scan0001")

    statuses(database, message("/d/x", "/d/a", run=run_1), message("/d/y", "/d/b", run=run_1))

    job = "run:hg1@id00/scan0001"
    assert edges(database) == {
        ("/d/a", "INPUT", job),
        ("/d/b", "INPUT", job),
        (job, "OUTPUT", "/d/x"),
        (job, "OUTPUT", "/d/y"),
    }


def test_a_shared_job_forgets_only_what_no_output_names_any_more(database: Database) -> None:
    run_1 = Run("hg1@id00", "1")
    statuses(database, message("/d/x", "/d/a", "/d/b", run=run_1), message("/d/y", "/d/b", run=run_1))

    statuses(database, message("/d/x", "/d/c", run=run_1, sequence_index=1))

    job = "run:hg1@id00/1"
    assert {edge for edge in edges(database) if edge[1] == "INPUT"} == {("/d/b", "INPUT", job), ("/d/c", "INPUT", job)}


def test_equal_run_ids_of_two_places_never_merge(database: Database) -> None:
    statuses(
        database,
        message("/d/x", "/d/a", run=Run("hg1@id00", "scan0001")),
        message("/d/y", "/d/b", run=Run("hg2@id01", "scan0001")),
        message("/d/z", "/d/c", run=Run("a/b", "c")),
        message("/d/u", "/d/d", run=Run("a", "b/c")),
    )

    assert read.stats(database).jobs == 4
    assert links(database) == {("/d/a", "/d/x"), ("/d/b", "/d/y"), ("/d/c", "/d/z"), ("/d/d", "/d/u")}


def test_a_second_producer_is_refused_with_both_names(database: Database) -> None:
    statuses(database, message("/d/x", "/d/a", run=Run("p", "1")))
    before = read.fingerprint(database)

    (became,) = outcomes(database, message("/d/x", "/d/b", run=Run("p", "2"), sequence_index=9))

    assert became.error is not None
    assert became.error.code == "second_producer"
    assert became.error.facts["producer"] == "run:p/1"
    assert became.error.facts["claimed_by"] == "run:p/2"
    assert read.fingerprint(database) == before


def test_the_database_itself_refuses_a_second_producer_and_a_double_input(database: Database) -> None:
    from neo4j.exceptions import ConstraintError

    statuses(database, message("/d/x", "/d/a"))

    with pytest.raises(ConstraintError):
        run(
            database,
            "MATCH (d:Dataset {location: '/d/x'}) CREATE (:Job {key: 'k'})-[:OUTPUT {dataset: d.id}]->(d)",
        )
    with pytest.raises(ConstraintError):
        run(
            database,
            "MATCH (a)-[i:INPUT]->(j) CREATE (a)-[:INPUT {dataset: i.dataset, job: i.job}]->(j)",
        )


@pytest.mark.parametrize("length", [2, 3, 7, 40])
def test_a_cycle_of_any_length_is_refused_and_the_reason_names_the_way(database: Database, length: int) -> None:
    chain = [message(f"/d/{n}", f"/d/{n - 1}") for n in range(1, length)]
    statuses(database, *chain)
    before = read.fingerprint(database)

    (became,) = outcomes(database, message("/d/0", f"/d/{length - 1}"))

    assert became.error is not None
    assert became.error.code == "cycle"
    assert became.error.facts["path"] == [f"/d/{n}" for n in [*range(length), 0]]
    assert read.fingerprint(database) == before


def test_a_run_that_reads_what_another_of_its_outputs_is_is_refused(database: Database) -> None:
    run_1 = Run("p", "1")
    statuses(database, message("/d/x", "/d/a", run=run_1))

    (became,) = outcomes(database, message("/d/y", "/d/x", run=run_1))

    assert became.error is not None
    assert became.error.code == "cycle"


def test_an_icat_id_stands_for_its_dataset_whichever_message_comes_first(database: Database) -> None:
    by_id = message("/d/proc", "icat:dataset/7", "/d/b")

    statuses(database, by_id)
    named_only = links(database)
    statuses(database, message("/d/raw", icat_id=7))
    statuses(database, message("/d/late", "icat:dataset/7"))

    assert named_only == {("icat:dataset/7", "/d/proc"), ("/d/b", "/d/proc")}
    assert links(database) == {("/d/raw", "/d/proc"), ("/d/b", "/d/proc"), ("/d/raw", "/d/late")}
    assert "icat:dataset/7" not in states(database)


def test_an_icat_id_of_another_dataset_is_refused(database: Database) -> None:
    statuses(database, message("/d/a", icat_id=7))

    became = outcomes(database, message("/d/b", icat_id=7), message("/d/a", icat_id=8, sequence_index=1))

    assert [outcome.error and outcome.error.code for outcome in became] == ["id_taken", "id_taken"]


def test_an_id_that_would_close_a_cycle_is_refused(database: Database) -> None:
    statuses(database, message("/d/b", "icat:dataset/7"), message("/d/c", "/d/b"))

    (became,) = outcomes(database, message("/d/a", "/d/c", icat_id=7))

    assert became.error is not None
    assert became.error.code == "cycle"


def test_constant_names_are_no_identity(database: Database) -> None:
    statuses(
        database,
        message("/d/1/integrate", "/d/1", name="integrate"),
        message("/d/2/integrate", "/d/2", name="integrate"),
    )

    assert links(database) == {("/d/1", "/d/1/integrate"), ("/d/2", "/d/2/integrate")}


def test_many_runs_of_one_application_keep_all_their_lineage(database: Database) -> None:
    program = Application("reduce", "1.0")

    statuses(database, *[message(f"/d/out{n}", f"/d/in{n}", application=program) for n in range(30)])

    assert links(database) == {(f"/d/in{n}", f"/d/out{n}") for n in range(30)}
    stats = read.stats(database)
    assert (stats.jobs, stats.applications) == (30, 1)


def test_a_retired_dataset_stays_in_the_chain_with_its_mark_and_a_message_does_not_undo_it(database: Database) -> None:
    statuses(database, message("/d/b", "/d/a"), message("/d/c", "/d/b"))

    state, _ = write.retire(database, public_id("/d/b"), "disk full")
    statuses(database, message("/d/b", "/d/a"), message("/d/b", "/d/z", sequence_index=1))

    assert state == "retired"
    assert states(database)["/d/b"] == ("processed", "retired")
    assert links(database) == {("/d/z", "/d/b"), ("/d/b", "/d/c")}
    assert write.retire(database, public_id("/d/b"), None)[0] == "present"


def test_retiring_what_is_not_there_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        write.retire(database, public_id("/d/none"), "why")


def test_sessions_of_an_investigation_add_up_in_any_order(database: Database) -> None:
    sessions = [
        InvestigationMessage("mx-2485", "id30a-3", "2023-05-01T00:00:00.000000Z", title="two"),
        InvestigationMessage("mx-2485", "id30a-3", "2023-04-01T00:00:00.000000Z", icat_id=5),
    ]

    assert statuses(database, *sessions) == ["created", "created"]
    assert statuses(database, *reversed(sessions)) == ["unchanged", "unchanged"]
    (found,) = run(database, "MATCH (i:Investigation) RETURN i.sessions AS sessions, i.icat_ids AS ids")
    assert found == {
        "sessions": ["2023-04-01T00:00:00.000000Z/..", "2023-05-01T00:00:00.000000Z/.."],
        "ids": [5],
    }
    assert read.change(database) == 2


def test_no_caller_can_create_a_property_key(database: Database) -> None:
    statuses(database, message("/d/a", other_parameters={"evil_key_of_a_caller": "1"}))

    keys = {row["propertyKey"] for row in run(database, "CALL db.propertyKeys()")}
    assert "evil_key_of_a_caller" not in keys
    assert "parameter_evil_key_of_a_caller" not in keys
