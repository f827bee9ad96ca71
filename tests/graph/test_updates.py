"""Updates stand above announcements, and what was announced can be had back."""

import json
from typing import Any

from lineage.graph.rows import dataset_properties
from lineage.graph.updates import Parameters, Updates, as_announced, parameters_of
from lineage.model.event import Event
from tests.graph_sets import message, update


def taken(*events: Event) -> Updates:
    updates = Updates()
    for event in events:
        updates.take(event)
    return updates


def properties(updates: Updates, **facts: Any) -> dict[str, Any]:
    """Return what an announced dataset holds that updates are about."""
    said, text = updates.update(message("/data/x", **facts))
    return dataset_properties(said, is_retired=False, icat_id=None) | {"updates": text}


def test_the_later_of_two_updates_counts_whichever_comes_first() -> None:
    early, late = update("/data/x", "scanNumber", 1, day=1), update("/data/x", "scanNumber", 2, day=2)

    for order in ([early, late], [late, early]):
        assert properties(taken(*order))["parameter_scanNumber"] == 2


def test_of_two_updates_at_once_the_same_counts_always() -> None:
    one, other = (update("/data/x", "scanNumber", value, day=1) for value in (1, 2))

    assert properties(taken(one, other)) == properties(taken(other, one))


def test_a_text_takes_the_place_of_a_typed_value_and_back() -> None:
    text = taken(update("/data/x", "scanNumber", None, text="n/a"))
    typed = taken(update("/data/x", "own", 3))

    found = properties(text, parameters={"scanNumber": 1})
    other = properties(typed, other_parameters={"own": "1"})

    assert "parameter_scanNumber" not in found
    assert json.loads(found["other_parameters"]) == {"scanNumber": "n/a"}
    assert (other["parameter_own"], other["other_parameters"]) == (3, "{}")


def test_what_was_announced_can_be_had_back() -> None:
    events = [
        update("/data/x", "scanNumber", 5),
        update("/data/x", "scanType", "x" * 3_000),
        update("/data/x", "own", None, text="b"),
        update("/data/x", "new", None, text="c"),
    ]
    facts: dict[str, Any] = {
        "parameters": {"scanNumber": 1, "scanType": "y" * 3_000},
        "other_parameters": {"own": "a", "rest": "r"},
    }
    announced = dataset_properties(message("/data/x", **facts), is_retired=False, icat_id=None)

    found = properties(taken(*events), **facts)
    back = {**found, **as_announced(found)}

    assert found["parameter_scanNumber"] == 5
    assert {key: value for key, value in back.items() if value is not None} == {
        key: value for key, value in announced.items() if value is not None
    }


def test_a_dataset_that_was_announced_before_gets_what_one_gets_that_is_announced_later() -> None:
    event = update("/data/x", "scanNumber", 5)
    facts: dict[str, Any] = {"parameters": {"scanNumber": 1}, "other_parameters": {"own": "a"}}
    before = dataset_properties(message("/data/x", **facts), is_retired=False, icat_id=None)

    after = before | taken(event).properties(Updates(before).announced(before), parameters_of(before))

    assert after == properties(taken(event), **facts)


def test_the_sample_is_no_parameter() -> None:
    updates = taken(update("/data/x", "Sample_name", "lysozyme"))

    said, _ = updates.update(message("/data/x", other_parameters={"Sample_name": "another"}))

    assert (said.sample, said.other_parameters) == ("lysozyme", {})


def test_an_updated_announcement_keeps_its_rank_and_digest() -> None:
    said = message("/data/x", parameters={"scanNumber": 1})

    updated, _ = taken(update("/data/x", "scanNumber", 2)).update(said)

    assert (updated.rank, updated.digest) == (said.rank, said.digest)
    assert updated.parameters == {"scanNumber": 2}


def test_a_dataset_without_updates_keeps_none() -> None:
    assert not Updates()
    assert Updates().to_text(Parameters({}, {})) is None
    assert as_announced(None) == {}
