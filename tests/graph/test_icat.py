"""What is asked of the graph for ICAT: datasets without an id, jobs with the ids of theirs, and the place."""

from lineage.graph import icat
from lineage.graph.database import Database
from lineage.graph.write import retire
from lineage.model.location import public_id
from lineage.model.message import Application, IdentityMessage
from tests.graph.test_flat import operators
from tests.graph_sets import message, statuses


def test_questions_start_from_indexes(database: Database) -> None:
    for name in ("read/icat_unknown", "read/icat_jobs", "read/published", "write/published", "write/owners"):
        plan = operators(database.explain(name))
        assert not {"AllNodesScan", "NodeByLabelScan"} & set(plan), (name, plan)


def test_announced_datasets_without_an_id_come_in_pages(database: Database) -> None:
    said = [message(f"/d/{n}", f"/e/{n}", "icat:dataset/99", icat_id=n or None) for n in range(3)]
    statuses(database, *said, message("/d/3"), message("/d/4", investigation="hg2"))
    retire(database, public_id("/d/3"), "gone")

    def unknown(investigation: str | None = None) -> list[str]:
        return [one["location"] for page in icat.unknown(database, investigation) for one in page]

    assert unknown() == ["/d/0", "/d/3", "/d/4"]
    assert unknown("hg1") == unknown("hg1@id00") == ["/d/0", "/d/3"]
    statuses(database, IdentityMessage("/d/0", 10))
    assert unknown("hg1") == ["/d/3"]


def test_a_job_has_the_ids_of_all_its_datasets(database: Database) -> None:
    facts = {"application": Application("prog", "1"), "arguments": "-v"}
    statuses(database, message("/raw", icat_id=1), message("/done", "/raw", "/nobody", "icat:dataset/9", **facts))
    id = public_id("job-of:/done")

    found = icat.jobs(database, [id, "another"])

    assert list(found) == [id]
    assert (found[id]["program"], found[id]["version"], found[id]["arguments"]) == ("prog", "1", "-v")
    assert sorted(found[id]["inputs"], key=str) == [1, 9, None]
    assert found[id]["outputs"] == [None]
    assert icat.owners(database, [1, 2]) == {1: "/raw"}


def test_the_place_is_that_of_each_name(database: Database) -> None:
    assert icat.position(database, "a") == (None, [])

    icat.keep_position(database, ["a", "b"], 7, {"/y", "/x"})
    icat.keep_position(database, ["a"], 9)

    assert icat.position(database, "a") == (9, [])
    assert icat.position(database, "b") == (7, ["/x", "/y"])
