"""A batch of news is written by one statement and looked at for cycles without the database, where that is enough."""

import pytest

from lineage.errors import GraphRefused, GraphUnavailable
from lineage.graph.database import Database
from lineage.graph.queries import Piece
from lineage.model.location import public_id
from lineage.model.message import Run
from tests.graph_sets import links, message, outcomes, run, statuses


def test_a_cycle_within_one_batch_of_news_is_refused_and_the_others_go_through(database: Database) -> None:
    ring = [message("/d/a", "/d/c"), message("/d/b", "/d/a"), message("/d/c", "/d/b")]

    became = outcomes(database, message("/d/x", "/d/raw"), *ring, message("/d/y", "/d/x"))

    assert sorted(outcome.status for outcome in became) == ["created"] * 4 + ["rejected"]
    (refused,) = [outcome.error for outcome in became if outcome.error]
    assert refused.code == "cycle"
    assert refused.facts["path"][0] == refused.facts["path"][-1]
    assert len(links(database)) == 4


def test_a_cycle_over_news_and_a_dataset_that_was_expected_is_refused(database: Database) -> None:
    statuses(database, message("/d/b", "/d/a"))

    became = outcomes(database, message("/d/c", "/d/b"), message("/d/a", "/d/c"))

    assert sorted(outcome.status for outcome in became) == ["created", "rejected"]


def test_a_cycle_over_news_and_a_shared_job_is_refused(database: Database) -> None:
    shared = Run("p", "1")
    statuses(database, message("/d/x", "/d/a", run=shared))

    became = outcomes(database, message("/d/n", "/d/x"), message("/d/y", "/d/n", run=shared))

    assert sorted(outcome.status for outcome in became) == ["created", "rejected"]


def test_a_database_that_refuses_the_work_is_told_of_in_our_words_and_no_message_is_refused(database: Database) -> None:
    run(database, "CREATE (:Dataset {location: '/d/other', id: $id})", id=public_id("/d/a"))

    with pytest.raises(GraphRefused, match="refuses the work ingest") as caught:
        statuses(database, message("/d/a"))

    run(database, "MATCH (d:Dataset {location: '/d/other'}) DELETE d")
    assert isinstance(caught.value, GraphUnavailable)
    assert "ConstraintValidationFailed" in caught.value.message
    assert statuses(database, message("/d/a")) == ["created"]


@pytest.mark.faults
def test_too_little_memory_is_told_of_with_the_way_out(database: Database) -> None:
    with pytest.raises(GraphRefused, match="raise LINEAGE_ENGINE_HEAP_MB"):
        database.ask_piece("large", Piece("UNWIND range(1, 60000000) AS n RETURN collect(n) AS all", {}))


def test_a_question_that_may_not_write_is_refused_in_our_words(database: Database) -> None:
    with pytest.raises(GraphRefused, match="refuses the work write/lock"):
        database.ask("write/lock", token="t")


def test_the_plan_of_the_first_statement_takes_the_lock_before_it_looks(database: Database) -> None:
    plan = str(database.explain("write/begin"))

    assert "SetProperty" in plan
    assert "CartesianProduct" not in plan  # which may be run from either side; Apply goes from the lock to the look
