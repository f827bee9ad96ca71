import pytest

from lineage.cli.endings import Ending
from lineage.graph import production
from lineage.model.location import public_id
from lineage.model.message import Application
from lineage.service import Lineage
from tests.cli.conftest import Cli
from tests.graph_sets import message, statuses

PROG = Application("my prog", "1.0")


@pytest.fixture
def made(service: Lineage) -> Lineage:
    """Two datasets by one application on two days, and one that was derived from the first."""
    for day in (1, 2):
        end = f"2024-01-0{day}T10:00:00.000000Z"
        statuses(service.database, message(f"/d/{day}", "/raw", application=PROG, end_time=end, status="completed"))
    statuses(service.database, message("/e/1", "/d/1"))
    return service


@pytest.mark.parametrize("name", ["my prog 1.0", "my prog/1.0", public_id(PROG.key)], ids=["words", "key", "id"])
def test_an_application_is_named_in_three_ways(cli: Cli, made: Lineage, name: str) -> None:
    assert [line.split()[-1] for line in cli("produced", name).lines] == ["/d/1", "/d/2"]


def test_what_was_produced_can_be_bound_by_days_and_is_counted(cli: Cli, made: Lineage) -> None:
    done = cli("produced", "my prog 1.0", "--since", "2024-01-02", "--until", "2024-01-02", "--status", "completed")

    assert [line.split()[1:] for line in done.lines] == [
        ["2024-01-02T10:00:00Z", "completed", "processed", "present", "/d/2"]
    ]
    assert "1 datasets: 1 processed; 1 present; 1 completed" in done.err
    assert cli("produced", "--json", "my prog 1.0", "--limit", "1").json["count"] == 2


def test_an_impact_is_counted_and_listed(cli: Cli, made: Lineage) -> None:
    done = cli("impact", "my prog 1.0", "--until", "2024-01-01")

    assert [line.split()[1:] for line in done.lines] == [
        ["0", "processed", "present", "/d/1"],
        ["1", "processed", "present", "/e/1"],
    ]
    assert "1 datasets produced, 1 derived from them: 2 processed; 2 present" in done.err
    assert "2 in the investigation hg1@id00" in done.err
    assert cli("impact", "my prog 1.0", "--limit", "2").code == Ending.PARTIAL


def test_an_impact_beyond_what_is_walked_is_partial(cli: Cli, made: Lineage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(production, "MEMBERS_MAX", 2)

    done = cli("impact", "my prog 1.0")

    assert done.code == Ending.PARTIAL
    assert "at least 2 datasets produced" in done.err


def test_jobs_of_an_application_are_listed_and_counted(cli: Cli, made: Lineage) -> None:
    assert [one["key"] for one in cli("jobs", "--jsonl", "--application", "my prog 1.0").jsonl] == [
        "job-of:/d/1",
        "job-of:/d/2",
    ]
    assert [line.split() for line in cli("jobs", "--count").lines] == [
        ["1", "unknown"],
        ["0", "running"],
        ["2", "completed"],
        ["0", "failed"],
        ["0", "aborted"],
    ]
    assert cli("jobs", "--count", "--json", "--status", "failed").json["counts"] == {"failed": 0}


@pytest.mark.parametrize("words", [["produced", "none 1"], ["impact", "none 1"], ["jobs", "--application", "none 1"]])
def test_an_application_that_is_not_there_is_named_as_it_was_asked_for(
    cli: Cli, service: Lineage, words: list[str]
) -> None:
    done = cli(*words)

    assert done.code == Ending.NOT_FOUND
    assert "There is no application 'none 1'." in done.err


@pytest.mark.parametrize("moment", ["yesterday", "2024-01-01T10:00:00", "2024-02-30"])
def test_a_bound_that_is_no_day_and_no_time_is_a_mistake_of_usage(cli: Cli, moment: str) -> None:
    assert cli("produced", "prog 1", "--since", moment).code == Ending.USAGE
