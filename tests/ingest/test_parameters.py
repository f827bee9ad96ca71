import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.errors import InvalidField, MissingField
from lineage.ingest import Context
from lineage.ingest.definitions import Definition
from lineage.ingest.facts import Said
from lineage.ingest.parameters import boolean, once, typed
from tests.ingest.patience import patient

TYPES = ("NX_CHAR", "NX_INT", "NX_FLOAT", "NX_NUMBER", "NX_BOOLEAN", "NX_DATE_TIME", "NX_OTHER")
CONTEXT = Context(definitions={name: Definition(name, name) for name in TYPES})


def test_a_parameter_that_stands_twice_with_one_value_counts_once() -> None:
    assert once([(Said("a"), Said("1", 3)), (Said(" a "), Said(" 1 ", 4))]) == {"a": Said("1", 3)}


def test_a_parameter_with_two_values_is_refused_with_both() -> None:
    with pytest.raises(InvalidField) as refused:
        once([(Said("a"), Said("1", 3)), (Said("a"), Said("2", 4))])

    assert refused.value.facts["field"] == "a"
    assert refused.value.facts["value"] == "'1' and '2'"
    assert refused.value.facts["line"] == 4


def test_a_parameter_without_a_name_is_refused() -> None:
    with pytest.raises(MissingField):
        once([(Said(" ", 3), Said("1"))])


@pytest.mark.parametrize(
    ("nexus_type", "text", "value"),
    [
        ("NX_CHAR", " a\nb ", "a\nb"),
        ("NX_CHAR", "", ""),
        ("NX_INT", "12", 12),
        ("NX_INT", "-9223372036854775808", -(2**63)),
        ("NX_FLOAT", "1", 1.0),
        ("NX_FLOAT", "-.5e-3", -0.0005),
        ("NX_NUMBER", "1.", 1.0),
        ("NX_BOOLEAN", "True", True),
        ("NX_BOOLEAN", "0", False),
        ("NX_DATE_TIME", "2023-04-25T10:06:00+02:00", "2023-04-25T08:06:00.000000Z"),
        ("NX_OTHER", "a", "a"),
    ],
)
def test_a_known_parameter_is_typed(nexus_type: str, text: str, value: object) -> None:
    known, others = typed({nexus_type: Said(text)}, CONTEXT)

    assert (known, others) == ({nexus_type: value}, {})
    assert type(known[nexus_type]) is type(value)


@pytest.mark.parametrize(
    ("nexus_type", "text"),
    [
        ("NX_INT", "1.0"),
        ("NX_INT", "1_000"),
        ("NX_INT", "9223372036854775808"),
        ("NX_INT", ""),
        ("NX_FLOAT", "nan"),
        ("NX_FLOAT", "inf"),
        ("NX_FLOAT", "1e999"),
        ("NX_FLOAT", "1_0"),
        ("NX_NUMBER", "1 2 3"),
        ("NX_NUMBER", "٣"),
        ("NX_BOOLEAN", "yes"),
        ("NX_DATE_TIME", "2023-04-25T10:06:00"),
    ],
)
def test_a_value_that_is_not_of_its_type_is_kept_as_text(nexus_type: str, text: str) -> None:
    assert typed({nexus_type: Said(text)}, CONTEXT) == ({}, {nexus_type: text})


def test_an_unknown_parameter_is_kept_as_text() -> None:
    assert typed({"mine": Said(" 12 ")}, CONTEXT) == ({}, {"mine": "12"})


@patient
@given(st.dictionaries(st.sampled_from([*TYPES, "mine"]), st.text()))
def test_no_parameter_is_lost(values: dict[str, str]) -> None:
    known, others = typed({name: Said(text) for name, text in values.items()}, CONTEXT)

    assert known.keys() | others.keys() == values.keys()
    assert not known.keys() & others.keys()


@patient
@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**63), 2**63 - 1))
def test_numbers_survive(number: float, whole: int) -> None:
    known, _ = typed({"NX_FLOAT": Said(repr(number)), "NX_INT": Said(str(whole))}, CONTEXT)

    assert known == {"NX_FLOAT": number, "NX_INT": whole}


@pytest.mark.parametrize(("text", "said"), [("TRUE", True), (" 1 ", True), ("False", False), ("", None)])
def test_a_truth_value_has_four_words(text: str, said: object) -> None:
    assert boolean(text) is said
