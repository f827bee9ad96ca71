"""Jobs that several datasets share: made from what all their live outputs say, at the cost of what is new."""

from lineage.graph.database import Database
from lineage.model.message import Application, DatasetMessage, Run
from tests.graph_sets import edges, message, run, statuses


def ranks(database: Database) -> dict[str, tuple[str, str]]:
    """Return of each shared job the rank that it keeps, and the greatest of its live outputs."""
    found = run(
        database,
        "MATCH (j:Job {is_declared: true})-[:OUTPUT]->(d) RETURN j.key AS job, j.rank AS kept, max(d.rank) AS greatest",
    )
    return {row["job"]: (row["kept"], row["greatest"]) for row in found}


def facts_of(database: Database, job: str) -> tuple[str, str]:
    (row,) = run(
        database,
        "MATCH (j:Job {key: $job})-[:RAN]->(a) RETURN j.arguments AS arguments, a.version AS version",
        job=job,
    )
    return row["arguments"], row["version"]


def test_outputs_on_top_give_a_shared_job_their_inputs_and_its_facts_only_by_their_rank(database: Database) -> None:
    shared, job = Run("p", "1"), "run:p/1"

    def output(name: str, index: int) -> DatasetMessage:
        return message(
            f"/d/{name}",
            f"/d/in_{name}",
            run=shared,
            arguments=name,
            application=Application("prog", name),
            sequence_index=index,
        )

    for name, index, expected in [("a", 1, "a"), ("b", 0, "a"), ("c", 2, "c"), ("d", 1, "c")]:
        statuses(database, output(name, index))
        assert facts_of(database, job) == (expected, expected)
        assert all(kept == greatest for kept, greatest in ranks(database).values())

    assert {edge[0] for edge in edges(database) if edge[2] == job} == {f"/d/in_{name}" for name in "abcd"}


def test_a_shared_job_that_keeps_no_rank_is_made_from_all_its_outputs(database: Database) -> None:
    shared = Run("p", "1")
    statuses(database, message("/d/x", "/d/a", run=shared, arguments="greatest", sequence_index=5))
    run(database, "MATCH (j:Job) REMOVE j.rank")

    statuses(database, message("/d/y", "/d/b", run=shared, arguments="small"))

    assert run(database, "MATCH (j:Job) RETURN j.arguments AS arguments") == [{"arguments": "greatest"}]
    assert all(kept == greatest for kept, greatest in ranks(database).values())
