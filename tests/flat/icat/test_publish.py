"""Publishing into the double: what is written is what is wanted, whatever happens on the way."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from lineage.errors import IcatForbidden, IcatRefused, IcatUnavailable, IcatUnseen, IcatVersionUnknown, LineageError
from lineage.flat import parameters, project
from lineage.flat.icat.publish import publish
from lineage.flat.icat.wanted import MODES, Change, Mode, Options, Report, WantedDataset
from lineage.model.flat import FlatFacts, Related
from tests.flat.icat import catalogue
from tests.flat.icat.catalogue import RULES, allow, client, furnish, rights, writer
from tests.flat.icat.double import Double, Fault
from tests.flat.icat.double.store import Store
from tests.flat.icat.published import NAMES, ROOT, Killed, killed, state, wanted, without, writes


@pytest.fixture
def double() -> Iterator[Double]:
    with Double() as double:
        yield double


def run(double: Double, datasets: list[WantedDataset], user: str = "root", **options: Any) -> Report:
    with client(double, user) as icat:
        return publish(icat, datasets, Options(**options))


def undisturbed() -> dict[str, Any]:
    with Double() as double:
        ids = furnish(double, NAMES)
        run(double, wanted(ids))
        return state(double)


def test_everything_is_written_and_the_second_time_nothing(double: Double) -> None:
    ids = furnish(double, NAMES)

    first = run(double, wanted(ids))
    count = len(writes(double))
    again = run(double, wanted(ids))

    assert first.counts["Job created"] == 3
    assert first.counts["DatasetParameter created"] == sum(len(one.parameters) for one in wanted(ids))
    assert (first.refused, first.waiting_datasets, first.waiting_jobs) == ([], 0, 0)
    assert len(writes(double)) == count
    assert again.written == 0
    assert again.counts["Job unchanged"] == 3


def test_portals_read_what_they_read_today(double: Double) -> None:
    ids = furnish(double, NAMES)
    run(double, wanted(ids))

    (entity,) = double.root(
        "GET", query="SELECT d FROM Dataset d WHERE d.name = 'merged' INCLUDE d.parameters p, p.type"
    )
    values = {one["type"]["name"]: one.get("stringValue") for one in entity["Dataset"]["parameters"]}

    assert values["input_datasetIds"].split(" ") == [str(ids[name]) for name in ("raw1", "integrated", "raw2")]
    assert values["output_datasetIds"].split(" ") == [str(ids[name]) for name in ("left", "right")]
    assert values["input_datasets"].split(",") == [f"{ROOT}/{name}" for name in ("raw1", "integrated", "raw2")]


def test_jobs_have_their_application_and_both_collections(double: Double) -> None:
    ids = furnish(double, NAMES)
    run(double, wanted(ids), modes=["jobs"])

    found = state(double)
    assert found["parameters"] == []
    assert found["jobs"] == [
        "('pyFAI', '--fast', ['integrated', 'raw1', 'raw2'], ['merged'])",
        "('pyFAI', '--fast', ['merged'], ['left', 'right'])",
        "('pyFAI', '--fast', ['raw1'], ['integrated'])",
    ]


def test_soft_links_alone_make_no_job(double: Double) -> None:
    ids = furnish(double, NAMES)
    run(double, wanted(ids), modes=["soft-links"])

    assert state(double)["jobs"] == []
    assert state(double)["parameters"] == undisturbed()["parameters"]


@pytest.mark.parametrize("is_sent", [False, True], ids=["not sent", "sent"])
def test_killed_at_any_request_it_is_made_good_the_next_time(*, is_sent: bool) -> None:
    expected = undisturbed()
    for at in range(10_000):
        with Double() as double:
            ids = furnish(double, NAMES)
            with killed(double, at, is_sent=is_sent) as icat:
                try:
                    publish(icat, wanted(ids), Options())
                    break
                except Killed:
                    pass
                finally:
                    icat._session = None
            run(double, wanted(ids))
            assert state(double) == expected, at
    assert at > 20


FAULTS = (Fault.EXPIRED, Fault.DEADLOCK, Fault.HALF, Fault.LOST, Fault.STALE, Fault.RESTART, Fault.STARTING, Fault.AWAY)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_goes_wrong_at_any_write_is_made_good_at_once(fault: Fault) -> None:
    expected = undisturbed()
    for skip in range(10_000):
        with Double() as double:
            ids = furnish(double, NAMES)
            double.plan("POST", fault, skip=skip)
            report = run(double, wanted(ids))
            assert report.refused == []
            assert state(double) == expected, skip
            if double.planned[-1].times:
                break
    assert skip > 3


def test_an_array_that_deadlocks_again_and_again_is_taken_apart(double: Double) -> None:
    ids = furnish(double, NAMES)
    double.plan("POST", Fault.DEADLOCK, skip=1, times=6)

    assert run(double, wanted(ids)).refused == []
    assert state(double) == undisturbed()


def test_a_database_that_stays_away_ends_it(double: Double) -> None:
    ids = furnish(double, NAMES)
    double.plan("POST", Fault.AWAY, skip=1, times=99)
    double.plan("GET", Fault.AWAY, skip=3, times=99)

    with pytest.raises((IcatRefused, IcatUnavailable)):
        run(double, wanted(ids))
    double.planned.clear()
    run(double, wanted(ids))
    assert state(double) == undisturbed()


EDITS: dict[str, Callable[[Store], object]] = {
    "another value": lambda store: store.sql.execute("UPDATE DatasetParameter SET stringValue = 'x', modId = 'y'"),
    "no parameters": lambda store: store.sql.execute("DELETE FROM DatasetParameter"),
    "no jobs": lambda store: store.sql.execute("DELETE FROM Job"),
    "no collections": lambda store: store.sql.execute("DELETE FROM DataCollection"),
    "no members": lambda store: store.sql.execute("DELETE FROM DataCollectionDataset"),
    "other arguments": lambda store: store.sql.execute("UPDATE Job SET arguments = 'z', inputDataCollection = NULL"),
    "a foreign member": lambda store: store.insert("DataCollectionDataset", {"dataCollection": 1, "dataset": 6}),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_by_somebody_else_is_found_and_mended(double: Double, name: str) -> None:
    ids = furnish(double, NAMES)
    run(double, wanted(ids))
    EDITS[name](double.store)
    assert state(double) != undisturbed()

    report = run(double, wanted(ids))

    assert report.written > 0
    assert state(double) == undisturbed()


def test_somebody_who_writes_the_same_at_the_same_time_is_no_trouble(double: Double) -> None:
    ids = furnish(double, NAMES)

    def other(store: Store) -> None:
        kind = store.sql.execute("SELECT id FROM ParameterType WHERE name = 'lineage_id'").fetchone()[0]
        store.insert("DatasetParameter", {"dataset": ids["raw1"], "type": kind, "stringValue": "theirs"})

    double.meanwhile("POST", other, skip=1)

    assert run(double, wanted(ids)).refused == []
    assert state(double) == undisturbed()


def test_a_dataset_that_goes_meanwhile_is_refused_alone(double: Double) -> None:
    ids = furnish(double, NAMES)
    double.meanwhile("POST", lambda store: store.delete("Dataset", ids["right"]), skip=1)

    report = run(double, wanted(ids), modes=["soft-links"])

    assert {one.location for one in report.refused} == {f"{ROOT}/right"}
    assert "not found" in report.refused[0].reason
    assert report.counts["DatasetParameter created"] == sum(
        len(one.parameters) for one in wanted(ids) if one.name != "right"
    )


def test_a_value_that_the_type_does_not_allow_is_refused_alone(double: Double) -> None:
    ids = furnish(double, NAMES)
    (kind,) = writer(double)(
        [
            {
                "ParameterType": {
                    "facility": {"id": 1},
                    "name": "lineage_is_whole",
                    "units": "NA",
                    "valueType": "STRING",
                    "applicableToDataset": True,
                    "enforced": True,
                    "permissibleStringValues": [{"value": "true"}],
                }
            }
        ]
    )
    assert kind
    them = wanted(ids)
    them[2] = replace(them[2], parameters={**them[2].parameters, "lineage_is_whole": "false"})

    report = run(double, them)

    assert [(one.location, one.what) for one in report.refused] == [(them[2].location, "lineage_is_whole")]
    assert report.counts["DatasetParameter created"] == sum(len(one.parameters) for one in them) - 1


def test_values_that_do_not_fit_are_never_sent(double: Double) -> None:
    ids = furnish(double, NAMES)
    bad: dict[str, str | float] = {
        "lineage_id": "x" * 4001,
        "lineage_depth": "deep",
        "lineage_kind": 3,
        "lineage_url": "",
    }
    (dataset, *_) = wanted(ids)

    report = run(double, [replace(dataset, parameters={**bad, "lineage_state": "present"})])

    assert {one.what for one in report.refused} == {"lineage_id", "lineage_depth", "lineage_kind"}
    assert state(double)["parameters"] == ["['raw1', 'lineage_state', 'present', None]"]


def test_a_job_whose_words_do_not_fit_is_told_of(double: Double) -> None:
    ids = furnish(double, NAMES)
    them = wanted(ids, arguments="a" * 256)
    job = them[2].job
    assert job
    them[2] = replace(them[2], job=replace(job, application=("p" * 256, "1")))

    report = run(double, them, modes=["jobs"])

    assert sorted(one.what for one in report.refused) == ["Job", "Job arguments", "Job arguments"]
    assert state(double)["jobs"] == [
        "('pyFAI', None, ['integrated', 'raw1', 'raw2'], ['merged'])",
        "('pyFAI', None, ['merged'], ['left', 'right'])",
    ]


def test_only_what_differs_is_written_and_by_its_id_alone(double: Double) -> None:
    ids = furnish(double, NAMES)
    run(double, wanted(ids))
    touched = dict(double.root("GET", query="SELECT d.id, d.modTime FROM Dataset d"))
    them = wanted(ids)
    them[0] = replace(them[0], parameters={**them[0].parameters, "lineage_id": "another"})
    count = len(writes(double))

    report = run(double, them)

    (body,) = [body for body in double.bodies if "another" in body]
    ((element,),) = [list(json.loads(body))]
    assert set(element["DatasetParameter"]) == {"id", "stringValue"}
    assert len(writes(double)) == count + 1
    assert report.written == 1
    assert dict(double.root("GET", query="SELECT d.id, d.modTime FROM Dataset d")) == touched


def test_what_is_no_longer_wanted_goes_if_it_is_ours(double: Double) -> None:
    ids = furnish(double, NAMES)
    allow(double)
    run(double, wanted(ids), "lineage")
    theirs = "UPDATE DatasetParameter SET modId = 'simple/other' WHERE dataset = ? AND stringValue LIKE '/data%'"
    double.store.sql.execute(theirs, (ids["merged"],))
    them = wanted(ids)
    them[3] = without(them[3], "input_datasets", "output_datasets", "output_datasetIds")

    report = run(double, them, "lineage")

    assert (report.counts["DatasetParameter deleted"], report.kept) == (1, 2)


def test_a_dataset_that_is_no_more_loses_what_was_written_of_it(double: Double) -> None:
    ids = furnish(double, NAMES)
    run(double, wanted(ids))
    gone = WantedDataset(f"{ROOT}/integrated", ids["integrated"], None, None, None, is_gone=True)

    run(double, [gone])

    found = state(double)
    assert not [one for one in found["parameters"] if "'integrated'" in one]
    assert len(found["jobs"]) == 2
    assert found["collection_count"] == [4]


def test_a_dataset_that_another_job_made_leaves_the_first_one(double: Double) -> None:
    ids = furnish(double, NAMES)
    run(double, wanted(ids))
    them = wanted(ids)
    job = them[5].job
    assert job
    them[4] = replace(them[4], job=replace(job, outputs=[ids["left"]]))
    them[5] = replace(them[5], job=replace(job, key="job-4", outputs=[ids["right"]]))

    run(double, them)

    assert [one for one in state(double)["jobs"] if "['merged'], " in one] == [
        "('pyFAI', '--fast', ['merged'], ['left'])",
        "('pyFAI', '--fast', ['merged'], ['right'])",
    ]


def test_datasets_are_found_by_investigation_and_name_and_never_at_another_location(double: Double) -> None:
    ids = furnish(double, NAMES[:4])
    catalogue.add(double, ["right"], "/elsewhere")
    them = [replace(one, icat_id=None) for one in wanted(ids)]

    report = run(double, them, modes=["soft-links"])

    assert report.waiting_datasets == 2
    assert {json.loads(one.replace("'", '"').replace("None", "null"))[0] for one in state(double)["parameters"]} == set(
        NAMES[:4]
    )


def test_a_location_that_the_graph_cannot_have_is_no_trouble(double: Double) -> None:
    ids = furnish(double, NAMES)
    writer(double)([{"Dataset": {"id": ids["right"], "location": "relative/right"}}])

    report = run(double, [replace(one, icat_id=None) for one in wanted(ids)], modes=["soft-links"])

    assert (report.waiting_datasets, report.refused_count) == (1, 0)


def test_an_investigation_in_large_letters_is_the_same(double: Double) -> None:
    ids = furnish(double, NAMES)
    writer(double)([{"Investigation": {"id": 1, "name": "HG1"}}])

    report = run(double, wanted({}), modes=["soft-links"])

    assert (report.waiting_datasets, report.refused_count) == (0, 0)
    assert report.counts["DatasetParameter created"] >= len(ids)


def test_an_id_that_is_another_datasets_is_refused(double: Double) -> None:
    ids = furnish(double, NAMES)
    (dataset, *_) = wanted(ids)

    report = run(double, [replace(dataset, icat_id=ids["right"])], create_datasets=True)

    assert (report.refused_count, report.written) == (1, 0) or report.counts["Dataset created"] == 0
    assert f"{ROOT}/right" in report.refused[0].reason
    assert state(double)["parameters"] == []


def test_jobs_wait_until_all_their_datasets_are_known(double: Double) -> None:
    ids = furnish(double, NAMES[:-1])

    first = run(double, wanted(ids))
    ids |= catalogue.add(double, NAMES[-1:])
    run(double, wanted(ids))

    assert (first.waiting_datasets, first.waiting_jobs) == (1, 1)
    assert state(double) == undisturbed()


def test_datasets_are_created_when_that_is_wanted_with_names_of_their_own(double: Double) -> None:
    furnish(double, ["raw1"])
    several = [WantedDataset(f"/data/{place}/raw1", None, "hg1", "id00", "raw1", {}, None, True) for place in "ab"]

    first = run(double, several, create_datasets=True)
    again = run(double, several, create_datasets=True)

    assert (first.counts["Dataset created"], again.written, again.waiting_datasets) == (2, 0, 0)
    names = sorted(double.root("GET", query="SELECT d.name FROM Dataset d"))
    assert names[0] == "raw1"
    assert all(name.startswith("raw1_") and len(name) == len("raw1_") + 8 for name in names[1:])
    assert double.root("GET", query="SELECT COUNT(d) FROM Dataset d WHERE d.type.name = 'processed'") == [2]


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.STALE, Fault.DEADLOCK])
def test_a_dataset_is_created_once_whatever_happens(double: Double, fault: Fault) -> None:
    furnish(double)
    double.plan("POST", fault, skip=1)

    report = run(double, [replace(one, job=None) for one in wanted({})], create_datasets=True)

    assert report.counts["Dataset created"] == len(NAMES)
    assert double.root("GET", query="SELECT COUNT(d) FROM Dataset d") == [len(NAMES)]


def test_a_dataset_of_an_investigation_that_is_not_there_is_not_created(double: Double) -> None:
    furnish(double)
    (dataset, *_) = wanted({})

    report = run(double, [replace(dataset, investigation="hg'2")], create_datasets=True)

    assert "hg'2" in report.refused[0].reason
    assert report.waiting_datasets == 1


def test_a_dry_run_tells_all_and_writes_nothing(double: Double) -> None:
    ids = furnish(double, NAMES)
    changes: list[Change] = []

    report = run(double, wanted(ids), is_dry_run=True, tell=changes.append)

    assert writes(double) == []
    assert "lineage_input_count (NUMERIC, datasets)" in report.new_types
    assert report.counts["DatasetParameter created"] == sum(len(one.parameters) for one in wanted(ids))
    assert report.counts["Job created"] == 3
    assert Change(f"{ROOT}/raw1", "lineage_id", None, "id of raw1") in changes


def test_a_type_of_another_unit_or_kind_is_told_of_and_left_alone(double: Double) -> None:
    ids = furnish(double, NAMES)
    kinds = [
        ("lineage_input_count", "files", "NUMERIC"),
        ("lineage_id", "", "NUMERIC"),
        ("input_datasets", "NA", "STRING"),
    ]
    writer(double)(
        [
            {
                "ParameterType": {
                    "facility": {"id": 1},
                    "name": name,
                    "units": units,
                    "valueType": kind,
                    "applicableToDataset": True,
                }
            }
            for name, units, kind in kinds
        ]
    )

    report = run(double, wanted(ids))

    assert set(report.differing_types) == {"lineage_input_count", "lineage_id"}
    found = double.root("GET", query="SELECT DISTINCT p.type.name FROM DatasetParameter p")
    assert "input_datasets" in found
    assert not {"lineage_input_count", "lineage_id"} & set(found)


def test_types_are_made_with_unit_and_description(double: Double) -> None:
    furnish(double)
    run(double, [])

    rows = double.root("GET", query="SELECT t.name, t.units, t.valueType, t.description FROM ParameterType t")
    assert ["lineage_input_count", "datasets", "NUMERIC"] in [row[:3] for row in rows]
    assert all(row[3] for row in rows)


@pytest.mark.parametrize(
    ("modes", "what", "right"),
    [
        (["soft-links"], "DatasetParameter", "CREATE"),
        (["jobs"], "Application", "CREATE"),
        (["jobs"], "Job", "CREATE"),
        (["soft-links"], "ParameterType", "CREATE"),
    ],
)
def test_a_right_that_is_lacking_ends_it(double: Double, modes: list[Mode], what: str, right: str) -> None:
    ids = furnish(double, NAMES)
    allow(double, rules=_without(what, "C"))

    with pytest.raises(IcatForbidden) as caught:
        run(double, wanted(ids), "lineage", modes=modes)

    assert caught.value.facts == {"right": right, "entity": what}


@pytest.mark.parametrize("mode", MODES)
def test_the_rights_of_the_page_are_enough_for_a_mode(double: Double, mode: Mode) -> None:
    ids = furnish(double, NAMES)
    allow(double, rules=rights(f"--mode {mode}"))

    report = run(double, wanted(ids), "lineage", modes=[mode])

    assert (report.refused, report.waiting_datasets, report.written > 0) == ([], 0, True)
    gone = [replace(one, parameters={}, job=None, is_gone=True) for one in wanted(ids)]
    run(double, gone, "lineage", modes=[mode])
    assert (state(double)["parameters"], state(double)["jobs"]) == ([], [])


def test_the_rights_of_the_page_are_enough_to_create_datasets(double: Double) -> None:
    furnish(double)
    allow(double, rules=rights("--create-datasets", "--mode soft-links"))

    report = run(double, wanted({}), "lineage", modes=["soft-links"], create_datasets=True)

    assert (report.refused, report.counts["Dataset created"]) == ([], len(NAMES))


def test_types_that_may_not_be_read_are_not_taken_for_missing(double: Double) -> None:
    ids = furnish(double, NAMES)
    run(double, wanted(ids))
    allow(double, rules={**_without("ParameterType", "CR"), "C": ("ParameterType",)})

    with pytest.raises(IcatUnseen):
        run(double, wanted(ids), "lineage")


@pytest.mark.parametrize(
    ("version", "user", "error"), [("7.0.0", "root", IcatVersionUnknown), ("6.2.0", "nobody", IcatUnseen)]
)
def test_what_lets_nothing_be_written_is_told_before_anything_is(
    version: str, user: str, error: type[LineageError]
) -> None:
    with Double(version=version) as double:
        ids = furnish(double, NAMES)
        with pytest.raises(error):
            run(double, wanted(ids), user)

        assert writes(double) == []


def test_360_inputs_are_told_in_4000_characters_and_by_a_count(double: Double) -> None:
    ids = furnish(double, [f"image {number:03}" for number in range(360)] + ["sum"])
    names = [name for name in ids if name != "sum"]
    inputs = Related([ids[name] for name in names], names, [f"{ROOT}/{name}" for name in names], 360)
    facts = FlatFacts({"location": f"{ROOT}/sum", "id": "u", "kind": "processed", "state": "present"}, inputs=inputs)
    row = project(facts, "https://lineage.example.org")
    dataset = WantedDataset(f"{ROOT}/sum", ids["sum"], "hg1", "id00", "sum", parameters(row))

    report = run(double, [dataset])

    assert report.refused == []
    values = {
        name: text if text is not None else number
        for name, text, number in double.root(
            "GET", query="SELECT p.type.name, p.stringValue, p.numericValue FROM DatasetParameter p"
        )
    }
    assert values["lineage_input_count"] == 360
    assert values["input_datasetIds"].split(" ") == [str(ids[name]) for name in names]
    assert len(values["input_datasets"]) <= 4000
    assert "input_datasets" in values["lineage_cut"].split(" ")
    assert values["lineage_url"].startswith("https://lineage.example.org/")


def test_a_job_of_1649_inputs_is_written_in_parts(double: Double) -> None:
    ids = furnish(double, [f"image {number}" for number in range(1649)] + ["integrated"])
    (job,) = [one.job for one in wanted(ids) if one.name == "integrated"]
    assert job
    inputs = [id for name, id in ids.items() if name != "integrated"]
    dataset = WantedDataset(
        f"{ROOT}/integrated", ids["integrated"], "hg1", "id00", "integrated", {}, replace(job, inputs=inputs)
    )

    run(double, [dataset], modes=["jobs"])
    again = run(double, [dataset], modes=["jobs"])

    query = "SELECT COUNT(m) FROM DataCollectionDataset m"
    assert double.root("GET", query=query) == [1650]
    assert again.written == 0
    assert max(body.count('"dataset"') for body in double.bodies) <= 500


def test_arrays_are_of_100_and_in_the_order_of_datasets(double: Double) -> None:
    ids = furnish(double, [f"image {number}" for number in range(250)])
    several = [
        WantedDataset(f"{ROOT}/{name}", id, "hg1", "id00", name, {"lineage_id": name, "lineage_depth": 1})
        for name, id in reversed(ids.items())
    ]

    run(double, several)

    arrays = [json.loads(body) for body in double.bodies if '"DatasetParameter"' in body]
    order = [[element["DatasetParameter"]["dataset"]["id"] for element in array] for array in arrays]
    assert max(map(len, order)) == 100
    assert all(array == sorted(array) for array in order)
    assert sum(map(len, order)) == 500


def _without(what: str, flags: str) -> dict[str, tuple[str, ...]]:
    """Return the rules, with some rights on an entity left out."""
    rules: dict[str, tuple[str, ...]] = {}
    for given, entities in RULES.items():
        for entity in entities:
            left = "".join(flag for flag in given if entity != what or flag not in flags)
            rules[left] = (*rules.get(left, ()), entity)
    return {given: entities for given, entities in rules.items() if given}
