"""A version for each run: one producer for each, and nothing derived from itself, whatever runs read and write."""

from hypothesis import given
from hypothesis import strategies as st

from lineage.ingest.versions import Use, groups, versions

NAMES = st.frozensets(st.sampled_from("wxyz"), max_size=3)
TIMES = st.sampled_from(["", "2024-01", "2024-02", "2024-03"])


def use(id: str, inputs: str, outputs: str, start: str = "", end: str = "") -> Use:
    return Use(id, frozenset(inputs), frozenset(outputs), start, end)


@st.composite
def runs(draw: st.DrawFn) -> list[Use]:
    made = []
    for number in range(draw(st.integers(1, 6))):
        start, end = sorted((draw(TIMES), draw(TIMES)))
        made.append(Use(str(number), draw(NAMES), draw(NAMES), start, end))
    return made


@given(runs())
def test_every_version_has_one_writer_and_no_run_comes_before_itself(uses: list[Use]) -> None:
    found = versions(uses)

    written = [location for _, outputs in found for location in outputs.values()]
    assert len(set(written)) == len(written)
    writer = {location: number for number, (_, outputs) in enumerate(found) for location in outputs.values()}
    after = {
        number: {writer[location] for location in inputs if location in writer}
        for number, (inputs, _) in enumerate(found)
    }
    assert len(set(groups(after).values())) == len(after)
    assert [number for number, before in after.items() if number in before] == []


@given(runs())
def test_nothing_that_was_read_or_written_is_lost(uses: list[Use]) -> None:
    for one, (inputs, outputs) in zip(uses, versions(uses), strict=True):
        assert {location.partition("#")[0] for location in inputs} == one.inputs
        assert outputs.keys() == one.outputs


def test_plain_runs_keep_their_names() -> None:
    assert versions([use("a", "x", "y"), use("b", "y", "z")]) == [({"x"}, {"y": "y"}), ({"y"}, {"z": "z"})]


def test_a_reader_takes_the_last_version_that_was_whole_when_it_began() -> None:
    first = use("1", "", "x", "2024-01", "2024-02")
    reader = use("2", "x", "y", "2024-02", "2024-03")
    last = use("3", "", "x", "2024-03", "2024-04")

    assert versions([first, reader, last])[1][0] == {"x#run=1"}


def test_without_times_a_reader_takes_all_versions() -> None:
    assert versions([use("1", "", "x"), use("2", "", "x"), use("3", "x", "y")])[2][0] == {"x#run=1", "x"}


def test_a_cycle_of_names_is_read_as_it_was_before() -> None:
    assert versions([use("1", "x", "y"), use("2", "y", "x")]) == [
        ({"x#before"}, {"y": "y"}),
        ({"y#before"}, {"x": "x"}),
    ]
