import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.errors import AmbiguousInputs, InvalidField, MissingField
from lineage.ingest import Context
from lineage.ingest.facts import Said
from lineage.ingest.inputs import exact, ids, read
from tests.ingest.patience import patient

CONTEXT = Context()

letters = st.sampled_from("abé")
inner = st.text(st.sampled_from("ab, :.-"), max_size=4)
parts = st.builds(lambda first, middle, last: first + middle + last, letters, inner, letters)
paths = st.lists(parts, min_size=2, max_size=4).map(lambda found: "/" + "/".join(found))


@pytest.mark.parametrize(
    ("value", "locations"),
    [
        ("/data/a", {"/data/a"}),
        ("/data/a,/data/b", {"/data/a", "/data/b"}),
        ("/data/a,/data/b,/data/a/", {"/data/a", "/data/b"}),
        ("/data/a,b/x,/data/y z", {"/data/a,b/x", "/data/y z"}),
        ("/data/a,data/b", {"/data/a,data/b"}),
        ("/data/a, b", {"/data/a, b"}),
        ("/data/a b,/data/c  d", {"/data/a b", "/data/c  d"}),
        ("s3://bucket/a,/data/b", {"s3://bucket/a", "/data/b"}),
        ("/data/a,s3://bucket/b", {"/data/a", "s3://bucket/b"}),
        ("/data/x/../a,/data//b", {"/data/a", "/data/b"}),
        ("  /data/a", {"/data/a"}),
        ("\n  /data/a,/data/b\n  ", {"/data/a", "/data/b"}),
        ("12", {"icat:dataset/12"}),
        ("12,13", {"icat:dataset/12", "icat:dataset/13"}),
        ("12 13,  14", {"icat:dataset/12", "icat:dataset/13", "icat:dataset/14"}),
        ("/data/a,12", {"/data/a,12"}),
        ("", set()),
        (" \n", set()),
    ],
)
def test_a_text_names_its_inputs(value: str, locations: set[str]) -> None:
    assert read(Said(value), CONTEXT) == locations


@pytest.mark.parametrize(
    ("value", "readings"),
    [
        ("/data/a, /data/b", [["/data/a", "/data/b"], ["/data/a, /data/b"]]),
        ("/data/a,/data/b, /data/c", [["/data/a", "/data/b", "/data/c"], ["/data/a", "/data/b, /data/c"]]),
        ("/data/a ,/data/b", [["/data/a", "/data/b"], ["/data/a ", "/data/b"]]),
        ("/data/a ", [["/data/a"], ["/data/a "]]),
        ("/data/a,,/data/b", [["/data/a", "/data/b"], ["/data/a,", "/data/b"]]),
        ("/data/a,", [["/data/a"], ["/data/a,"]]),
        (",/data/a", [["/data/a"], ["", "/data/a"]]),
        ("/data/a,/b", [["/data/a", "/b"], ["/data/a,/b"]]),
        ("/data/a,/b,/data/c", [["/data/a", "/b", "/data/c"], ["/data/a,/b", "/data/c"]]),
        ("/data/a, s3://bucket/b", [["/data/a", "s3://bucket/b"], ["/data/a, s3://bucket/b"]]),
    ],
)
def test_what_can_be_read_in_two_ways_is_a_question(value: str, readings: list[list[str]]) -> None:
    with pytest.raises(AmbiguousInputs) as question:
        read(Said(value, 10), CONTEXT)

    assert question.value.facts["readings"] == readings
    assert question.value.facts["line"] == 10


@pytest.mark.parametrize("value", ["data/a", "a", "data/a,/data/b", "12,/data/b", ",data/a", "./a", "12 x", "-1"])
def test_a_relative_path_is_refused(value: str) -> None:
    with pytest.raises(InvalidField) as refused:
        read(Said(value), CONTEXT)

    assert refused.value.facts["field"] == "input_datasets"


def test_a_part_outside_the_roots_is_a_question() -> None:
    context = Context(location_roots=("/data/", "s3://bucket"))

    assert read(Said("/tmp/a,/data/b,s3://bucket/c"), context) == {"/tmp/a", "/data/b", "s3://bucket/c"}  # noqa: S108
    with pytest.raises(AmbiguousInputs, match="under none of the location roots"):
        read(Said("/data/a,/database/b"), context)


def test_a_path_of_one_part_under_a_root_is_an_input() -> None:
    assert read(Said("/data/a,/b"), Context(location_roots=("/",))) == {"/data/a", "/b"}


def test_mount_prefixes_are_cut_before_the_roots_count() -> None:
    context = Context(mount_prefixes=("/mnt/multipath-shares",), location_roots=("/data",))

    found = read(Said("/data/a,/mnt/multipath-shares/data/b"), context)

    assert found == {"/data/a", "/data/b"}


def test_ids_are_separated_by_blanks() -> None:
    assert ids(Said(" 12 13\n14 ")) == {"icat:dataset/12", "icat:dataset/13", "icat:dataset/14"}


@pytest.mark.parametrize("value", ["0", "12 x", "12.5", "9223372036854775808"])
def test_an_id_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(InvalidField) as refused:
        ids(Said(value, 3))

    assert (refused.value.facts["field"], refused.value.facts["line"]) == ("input_datasetIds", 3)


def test_an_id_has_one_spelling_as_a_location() -> None:
    assert exact(["icat:dataset/007", "icat:dataset/7"], CONTEXT, "inputs") == {"icat:dataset/7"}
    with pytest.raises(InvalidField):
        exact(["icat:dataset/9223372036854775808"], CONTEXT, "inputs")


def test_exact_inputs_keep_their_commas_and_blanks() -> None:
    given_texts = ["/data/a, /data/b", "/data/a,,/b ", "s3://bucket/a,b"]

    assert exact(given_texts, CONTEXT, "inputs") == set(given_texts)


@pytest.mark.parametrize(("text", "error"), [("", MissingField), (" ", MissingField), ("a", InvalidField)])
def test_an_exact_input_that_is_no_location_is_refused_by_its_index(text: str, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"inputs\[1\]"):
        exact(["/data/a", text], CONTEXT, "inputs")


@patient
@given(st.lists(paths, min_size=1, max_size=5, unique=True))
def test_joined_paths_are_read_back(given_paths: list[str]) -> None:
    assert read(Said(",".join(given_paths)), CONTEXT) == set(given_paths)


@patient
@given(st.lists(st.text(st.sampled_from("/ab, :"), min_size=1, max_size=8), min_size=1, max_size=4))
def test_joined_texts_are_never_read_as_other_locations_in_silence(texts: list[str]) -> None:
    value = ",".join(texts)
    try:
        found = read(Said(value), CONTEXT)
    except (AmbiguousInputs, InvalidField, MissingField):
        return

    assert found == exact(_split_by_hand(value.lstrip()), CONTEXT, "inputs")


def _split_by_hand(value: str) -> list[str]:
    pieces = [""]
    for index, character in enumerate(value):
        rest = value[index + 1 :]
        scheme = rest.partition(":/")[0]
        follows = rest.startswith("/") or (":/" in rest and scheme.isalpha())
        if character == "," and follows:
            pieces.append("")
        else:
            pieces[-1] += character
    return [piece for piece in pieces if piece.strip()]


def test_the_time_grows_with_the_inputs_and_not_faster() -> None:
    value = ",".join(f"/data/visitor/a, b/{index:032}" for index in range(100_000))
    begin = time.perf_counter()

    found = read(Said(value), CONTEXT)

    assert len(found) == 100_000
    assert time.perf_counter() - begin < 20


@pytest.mark.parametrize("hostile", [" ", ",", " ,", "a,", ":", "/,", "1 ", "1,", "\n"])
def test_no_text_takes_long(hostile: str) -> None:
    begin = time.perf_counter()
    for value in (hostile * 100_000, "/" + hostile * 100_000 + "/data", hostile * 100_000 + "x"):
        with suppress(AmbiguousInputs, InvalidField, MissingField):
            read(Said(value), CONTEXT)

    assert time.perf_counter() - begin < 20
