"""How two lineages are aligned and compared, without a database."""

from typing import Any

from lineage.model.answers import ApplicationRef, DatasetRef, Divergence, JobFacts
from lineage.model.comparison import LISTED_MAX, Comparison, Made, compare


def ref(location: str, name: str | None = None) -> DatasetRef:
    return DatasetRef(id=location, location=location, name=name or location, kind="processed", state="present")


def made(location: str, *inputs: str, by: str = "x", names: dict[str, str] | None = None, **facts: Any) -> Made:
    """Return a dataset; one without inputs was produced by nothing."""
    application = ApplicationRef(id=by, key=by, name=by, version="")
    job = JobFacts(
        id=f"job-of:{location}",
        key=f"job-of:{location}",
        status="completed",
        is_declared=False,
        start_time="",
        end_time="",
        arguments="",
        environment={},
        application=application,
    )
    refs = tuple(ref(one, (names or {}).get(one)) for one in inputs)
    said = {"parameters": {}, "inputs_count": len(refs), **facts}
    return Made(dataset=ref(location), job=job if inputs else None, inputs=refs, **said)


def compared(*known: Made, left: str = "/a", right: str = "/b", steps_max: int = 100) -> Comparison:
    return compare(left, right, {one.dataset.id: one for one in known}, steps_max=steps_max, units={})


def only(found: Comparison) -> Divergence:
    (divergence,) = found.divergences
    return divergence


def test_inputs_of_one_application_are_paired_by_name_before_the_order_of_locations() -> None:
    names = {"/a/1": "dark", "/a/2": "flat", "/b/1": "flat", "/b/2": "dark"}
    found = compared(
        made("/a", "/a/1", "/a/2", names=names),
        made("/b", "/b/1", "/b/2", names=names),
        made("/a/1", "/r", parameters={"n": 1}),
        made("/a/2", "/r", parameters={"n": 2}),
        made("/b/1", "/r", parameters={"n": 2}),
        made("/b/2", "/r", parameters={"n": 1}),
    )

    assert found.divergences == []
    assert found.compared_count == 3


def test_another_application_under_the_same_name_is_the_next_choice() -> None:
    names = {"/a/1": "mask", "/b/1": "mask"}
    found = compared(
        made("/a", "/a/1", names=names),
        made("/b", "/b/1", names=names),
        made("/a/1", "/r", by="threshold"),
        made("/b/1", "/r", by="network"),
    )

    assert (only(found).steps, only(found).what) == (1, ["application"])


def test_what_stands_for_another_is_compared_once_however_often_it_is_read() -> None:
    found = compared(
        made("/a", "/a/1", "/a/2"),
        made("/b", "/b/1", "/b/2"),
        made("/a/1", "/a/2", by="y"),
        made("/b/1", "/b/2", by="y"),
        made("/a/2", "/r", by="z", parameters={"n": 1}),
        made("/b/2", "/r", by="z", parameters={"n": 2}),
    )

    assert (only(found).left.dataset.location, only(found).what) == ("/a/2", ["parameters"])
    assert found.compared_count == 3


def test_one_job_that_made_both_is_not_compared_with_itself() -> None:
    one, two = made("/a", "/r", parameters={"n": 1}), made("/b", "/r", parameters={"n": 2})
    found = compared(one, Made(two.dataset, two.parameters, one.job, two.inputs, 1))

    assert (only(found).what, only(found).inputs) == (["parameters"], None)


def test_lists_of_a_divergence_are_cut_and_its_counts_are_not() -> None:
    many = LISTED_MAX + 5
    found = compared(
        made("/a", *[f"/left/{n}" for n in range(many)], parameters={f"p{n}": n for n in range(many)}),
        made("/b", "/r"),
    )

    inputs = only(found).inputs
    assert inputs is not None
    assert (len(only(found).parameters), only(found).parameters_count) == (LISTED_MAX, many)
    assert (len(inputs.only_left), inputs.only_left_count, inputs.only_right_count) == (LISTED_MAX, many, 1)


def test_what_is_not_known_is_left_out_and_counted() -> None:
    names = {"/a/1": "same", "/b/1": "same"}
    found = compared(made("/a", "/a/1", names=names, inputs_count=4), made("/b", "/b/1", names=names))

    assert (found.divergences, found.compared_count, found.left_out_count) == ([], 1, 4)


def test_inputs_with_neither_application_nor_name_in_common_stand_for_nothing() -> None:
    found = compared(
        made("/a", "/a/1"), made("/b", "/b/1"), made("/a/1", "/r", by="select"), made("/b/1", "/r", by="find")
    )

    assert (only(found).steps, only(found).what) == (0, ["inputs"])


def test_steps_bound_the_comparison() -> None:
    names = {"/a/1": "mask", "/b/1": "mask"}
    known = [made(f"/{side}", f"/{side}/1", names=names) for side in "ab"]
    known += [made(f"/{side}/1", "/r", by=side) for side in "ab"]

    assert compared(*known, steps_max=1).divergences == []
    assert only(compared(*known)).what == ["application"]
