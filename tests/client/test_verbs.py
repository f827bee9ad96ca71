"""Every verb of either client answers what the service answers, and raises what the service raises."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lineage.cli.verbs import Verbs
from lineage.client import Client
from lineage.errors import InvalidField, LineageError, NotFound, QueryTimeout, ServerUnavailable, StillUsed
from lineage.model.location import public_id
from lineage.service import Lineage
from tests.client.conftest import awaited, collected
from tests.graph_sets import message, statuses
from tests.serving import serving

VISIT = "/data/visitor/mx2485/cm01/20230503"
RAW = f"{VISIT}/RAW_DATA/Import/job001"
SELECT = f"{VISIT}/PROCESSED_DATA/Select/job009"
JOB = f"job-of:{SELECT}"

QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "dataset by location": lambda at: at.dataset(SELECT),
    "dataset by another spelling": lambda at: at.dataset(f"{SELECT}/../job009//"),
    "dataset by id": lambda at: at.dataset(public_id(SELECT)),
    "job by key": lambda at: at.job(JOB),
    "job by id": lambda at: at.job(public_id(JOB)),
    "application": lambda at: at.application("relion Select/"),
    "ancestors": lambda at: at.ancestors(SELECT),
    "a page of ancestors": lambda at: at.ancestors(public_id(SELECT), steps=3, limit=4),
    "descendants": lambda at: at.descendants(RAW, limit=10),
    "many descendants": lambda at: at.descendants(RAW, limit=10_000),
    "graph": lambda at: at.graph(SELECT),
    "graph down": lambda at: at.graph(RAW, "descendants", steps=2, limit=10_000),
    "report of a dataset": lambda at: at.report(SELECT, limit=5),
    "path": lambda at: at.path(SELECT, public_id(RAW)),
    "what lies around": lambda at: at.neighbourhood(SELECT, up=2, down=1, nodes_max=50),
    "what lies around, one by one": lambda at: at.neighbourhood(RAW, down=3, is_grouped=False, opened=["x", "y"]),
    "common": lambda at: at.common([SELECT, f"{VISIT}/PROCESSED_DATA/CtfFind/job003"], steps=9, limit=10_000),
    "roots": lambda at: at.roots(SELECT, limit=10_000),
    "products": lambda at: at.products(public_id(RAW), limit=2),
    "differences": lambda at: at.differences(SELECT, f"{VISIT}/PROCESSED_DATA/Select/job014"),
    "many datasets": lambda at: at.many_datasets([SELECT, public_id(RAW), "/d/none", "doi:10.1234/none"]),
    "provenance": lambda at: at.provenance([SELECT, RAW], steps=2, limit=5),
    "provenance down": lambda at: at.provenance([public_id(RAW)], "descendants"),
    "closures": lambda at: at.closures([SELECT, RAW], "descendants", limit=7),
    "produced": lambda at: at.produced("relion Select/", since="2023-05-01", status="completed", limit=2),
    "produced, by name": lambda at: at.produced("relion Select", until="2030-01-01"),
    "impact": lambda at: at.impact(public_id("relion CtfFind/"), limit=10_000),
    "jobs of an application": lambda at: at.jobs(application="relion Select"),
    "counts of jobs": lambda at: at.job_counts(),
    "counts of jobs of an application": lambda at: at.job_counts("relion Select/"),
    "datasets": lambda at: at.datasets(prefix=f"{VISIT}/PROCESSED_DATA/Select", kind="processed", state="present"),
    "a page of datasets": lambda at: at.datasets(limit=3),
    "jobs": lambda at: at.jobs(status="completed", limit=5),
    "applications": lambda at: at.applications(name="relion Select"),
    "expected": lambda at: at.expected(),
    "rejected": lambda at: at.rejected(code="cycle"),
    "stats": lambda at: at.stats(),
    "audit": lambda at: at.audit(),
    "readiness": lambda at: at.readiness(),
    "what a retirement would do": lambda at: at.retire(RAW, "disk freed", only_show=True),
}
MISTAKES: dict[str, Callable[[Any], Any]] = {
    "no dataset of that location": lambda at: at.dataset("/d/none"),
    "no dataset of that id": lambda at: at.dataset(public_id("/d/none")),
    "no id at all": lambda at: at.dataset("none"),
    "no ancestors of nothing": lambda at: at.ancestors("/d/none"),
    "no graph of nothing": lambda at: at.graph("/d/none"),
    "no path from nothing": lambda at: at.path(RAW, "/d/none"),
    "nothing in common with nothing": lambda at: at.common([RAW, "/d/none", "/d/not"]),
    "no difference from nothing": lambda at: at.differences(RAW, "/d/none"),
    "no closure of nothing": lambda at: at.closures([RAW, "/d/none"]),
    "no roots of nothing": lambda at: at.roots("/d/none"),
    "nothing around nothing": lambda at: at.neighbourhood("/d/none"),
    "nothing produced": lambda at: at.produced("none 1"),
    "no impact": lambda at: at.impact("none/1"),
    "no moment": lambda at: at.produced("relion Select/", since="yesterday"),
    "no jobs of nothing": lambda at: at.jobs(application="none"),
    "no job": lambda at: at.job("job-of:/d/none"),
    "no application": lambda at: at.application("none/1"),
    "no refused message": lambda at: at.rejected_message("0" * 12),
    "nothing to replay": lambda at: at.replay("0" * 64),
    "no key at all": lambda at: at.replay("none!"),
    "a relative path": lambda at: at.ancestors("relative/path"),
    "a cursor of somebody else": lambda at: at.datasets(cursor="bogus"),
    "what is still used": lambda at: at.retire(RAW, "x"),
    "nothing to retire": lambda at: at.retire("/d/none", "x"),
    "nothing to restore": lambda at: at.restore("/d/none"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_the_answer_of_the_service(relion: Lineage, client: Client, url: str, question: str) -> None:
    ask = QUESTIONS[question]

    assert ask(client) == awaited(url, ask) == ask(relion)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_raises_the_error_of_the_service(relion: Lineage, client: Client, url: str, mistake: str) -> None:
    ask = MISTAKES[mistake]
    with pytest.raises(LineageError) as of_service:
        ask(relion)

    for is_awaited in (False, True):
        with pytest.raises(LineageError) as caught:
            awaited(url, ask) if is_awaited else ask(client)
        assert type(caught.value) is type(of_service.value)
        assert (caught.value.message, caught.value.facts) == (of_service.value.message, of_service.value.facts)


def test_changes_by_hand_are_made(relion: Lineage, client: Client, url: str) -> None:
    with pytest.raises(StillUsed):
        client.retire(RAW, "disk freed")

    assert client.retire(RAW, "disk freed", retire_used=True).is_done
    assert relion.dataset(RAW).retired_reason == "disk freed"
    assert client.restore(RAW).state == "present"
    assert awaited(url, lambda at: at.retire(RAW, "again", retire_used=True)).state == "retired"
    assert awaited(url, lambda at: at.restore(public_id(RAW))).state == "present"


def test_a_publication_is_put_and_asked_for(relion: Lineage, client: Client, url: str) -> None:
    said = {"title": "T", "members": [SELECT], "creators": [{"name": "Carberry, Josiah"}]}

    assert client.put_publication("10.1234/A(b)", said).status == "created"
    assert awaited(url, lambda at: at.put_publication("10.1234/a(b)", said)).status == "replaced"
    asks: list[Callable[[Any], Any]] = [
        lambda at: at.publication("doi:10.1234/A(b)"),
        lambda at: at.report("10.1234/a(b)"),
    ]
    for ask in asks:
        assert ask(client) == awaited(url, ask) == ask(relion)
    for service in (client, relion):
        with pytest.raises(NotFound, match="There is no publication"):
            service.publication("10.1234/none")
        with pytest.raises(InvalidField, match="a DOI"):
            service.publication("none")


def test_the_flat_view_comes_as_a_file(relion: Lineage, client: Client, url: str) -> None:
    whole = b"".join(relion.flat_file())

    assert whole.count(b"\r\n") == 33
    assert b"".join(client.flat_file()) == whole
    lines = b"".join(client.flat_file("jsonl", investigation="mx-2485", since=0))
    assert lines == b"".join(relion.flat_file("jsonl", investigation="mx-2485", since=0))
    assert b"".join(awaited(url, lambda at: collected(at.flat_file("jsonl", investigation="mx-2485")))) == lines
    assert b"".join(client.flat_file("jsonl", where="investigation = mx-2485")) == lines
    with pytest.raises(NotFound, match="There is no investigation 'none'"):
        next(client.flat_file(investigation="none"))


def test_a_file_that_breaks_off_is_no_file(relion: Lineage, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> Iterator[bytes]:
        yield b"location\r\n"
        raise QueryTimeout("read/flat_rows", 30)

    monkeypatch.setattr(Lineage, "flat_file", failing)

    with Client(url) as client:
        pieces = client.flat_file()
        assert next(pieces) == b"location\r\n"
        with pytest.raises(ServerUnavailable):
            next(pieces)


def test_a_list_is_followed_to_its_end(relion: Lineage, client: Client, url: str) -> None:
    whole = [item.location for item in relion.datasets(limit=1000).items]

    assert [item.location for item in client.items(client.datasets, limit=5)] == whole
    assert [len(page.items) for page in client.pages(client.datasets, limit=10)] == [10, 10, 10, 2]
    assert [item.location for item in awaited(url, lambda at: collected(at.items(at.datasets, limit=5)))] == whole
    assert [node.id for node in client.items(client.descendants, RAW, limit=7)] == [
        node.id for node in relion.descendants(RAW).items
    ]


def test_a_walk_comes_as_a_stream(relion: Lineage, client: Client, url: str) -> None:
    down, up = relion.descendants(RAW).items, relion.ancestors(SELECT, steps=2).items

    assert list(client.descendants_stream(RAW)) == down
    assert list(client.ancestors_stream(public_id(SELECT), steps=2)) == up
    assert awaited(url, lambda at: collected(at.descendants_stream(RAW))) == down


def test_an_impact_comes_as_a_stream(relion: Lineage, client: Client, url: str) -> None:
    affected = relion.impact("relion CtfFind/", limit=1000).items

    assert len(affected) > 20
    assert list(client.impact_stream("relion CtfFind")) == affected
    assert awaited(url, lambda at: collected(at.impact_stream("relion CtfFind/", since="2023-05-03"))) == affected
    with pytest.raises(NotFound, match="There is no application 'none'"):
        next(client.impact_stream("none"))


def test_a_stream_of_nothing_raises_before_it_begins(client: Client, url: str) -> None:
    with pytest.raises(NotFound, match="There is no dataset '/d/none'"):
        next(client.ancestors_stream("/d/none"))
    with pytest.raises(InvalidField):
        awaited(url, lambda at: collected(at.descendants_stream("relative/path")))


def test_a_location_below_a_mount_that_only_the_server_knows_is_found(service: Lineage) -> None:
    statuses(service.database, message("/d/a"), message("/d/b", "/d/a"))
    mounted = Lineage(service.settings.model_copy(update={"mount_prefixes": ("/mnt/pool",)}), service.database)

    with serving(mounted) as url, Client(url) as client:
        assert client.dataset("/mnt/pool/d/b").location == "/d/b"
        assert [node.location for node in client.ancestors("/mnt/pool/d/b").items if node.location] == ["/d/a"]
        assert len(list(client.ancestors_stream("/mnt/pool/d/b"))) == 2
        with pytest.raises(NotFound, match="/mnt/pool/d/none"):
            client.ancestors("/mnt/pool/d/none")


def test_the_service_and_the_client_have_the_verbs_of_the_shell(service: Lineage, client: Client) -> None:
    found: list[Verbs] = [service, client]

    verbs = {name for name in vars(Verbs) if not name.startswith("_")}
    assert [verb for verb in verbs for one in found if not callable(getattr(one, verb))] == []
