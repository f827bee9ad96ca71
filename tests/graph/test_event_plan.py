"""What a plan makes of one dataset and its events depends on the set of them alone; no database is asked."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lineage.graph.events import Events
from lineage.graph.plan import Known, Planner
from lineage.graph.rows import dataset_properties
from lineage.model.event import Event
from lineage.model.message import Message
from tests.graph_sets import archived, files_added, message, update

X = "/data/x"
MESSAGES = st.one_of(
    st.builds(
        lambda index, parameters, others: message(
            X, sequence_index=index, parameters=parameters, other_parameters=others, icat_id=7
        ),
        st.integers(0, 2),
        st.sampled_from([{}, {"scanNumber": 1}, {"scanNumber": 2, "scanType": "x" * 3_000}]),
        st.sampled_from([{}, {"own": "a"}, {"Sample_name": "other"}]),
    ),
    st.builds(
        lambda name, value, day: update(X, name, value, day=day),
        st.sampled_from(["scanNumber", "scanType"]),
        st.sampled_from([3, 4.5]),
        st.integers(1, 3),
    ),
    st.builds(
        lambda name, text, day: update(X, name, None, text=text, day=day),
        st.sampled_from(["scanNumber", "scanType", "own", "Sample_name"]),
        st.sampled_from(["s", "t", "y" * 3_000]),
        st.integers(1, 3),
    ),
    st.builds(lambda said, day: archived(7, said, day=day), st.sampled_from(["", "on tape"]), st.integers(1, 3)),
    st.builds(lambda day: files_added(7, day=day), st.integers(1, 3)),
)


def known_of(properties: dict[str, Any]) -> Known:
    """Return what the graph says of a dataset that has these properties."""
    return Known(
        X,
        properties.get("rank"),
        properties.get("digest"),
        7 if properties.get("rank") else None,
        updated=properties if properties.get("updates") else None,
    )


def write(properties: dict[str, Any], events: set[str], batch: Sequence[Message]) -> dict[str, Any]:
    """Return the properties of the dataset after a batch; what events have made stays when it is announced."""
    told = Events([properties] if properties else [], events)
    planner = Planner([known_of(properties)] if properties else [], {7: X}, 0, told)
    plan = planner.take(batch)
    events.update(item.key for item in batch if isinstance(item, Event))
    for said, _ in plan.live.values():
        of_events = {key: properties[key] for key in properties if key.startswith(("archive_", "files_added"))}
        properties = {**dataset_properties(said, is_retired=False, icat_id=7), **of_events}
        properties["updates"] = plan.updates.get(X)
    live = {location: change for location, (_, change) in plan.live.items()}
    for row in told.dataset_rows(live):
        properties = {"location": X, **properties, **row["properties"]}
    for row in told.sample_rows(live):
        properties["words"] = row["words"]
    return {key: value for key, value in properties.items() if value is not None}


def delivered(messages: Sequence[Message], batch_size: int) -> dict[str, Any]:
    """Return the properties of the dataset when all has come."""
    properties: dict[str, Any] = {}
    events: set[str] = set()
    pending = iter(messages)
    while batch := list(islice(pending, batch_size)):
        properties = write(properties, events, batch)
    return properties


@given(said=st.lists(MESSAGES, min_size=1, max_size=7), data=st.data())
def test_a_dataset_is_a_function_of_the_set_of_messages_and_events(said: list[Message], data: st.DataObject) -> None:
    expected = delivered(said, 1)
    again = said + data.draw(st.lists(st.sampled_from(said), max_size=3))

    assert delivered(data.draw(st.permutations(again)), data.draw(st.integers(1, 10))) == expected
