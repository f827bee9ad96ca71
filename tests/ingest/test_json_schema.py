import pytest

from lineage.errors import InvalidField, MissingField
from lineage.ingest.json_schema import DatasetObject, InvestigationObject, checked


def test_every_key_of_a_dataset_may_be_absent() -> None:
    found = checked(DatasetObject, {}, within="dataset")

    assert (found.location, found.sample_name(), list(found.parameter_pairs())) == (None, None, [])


def test_duplicate_parameters_are_left_to_the_rules() -> None:
    pairs = [{"name": "a", "value": 1}, {"name": "a", "value": 2}]

    found = checked(DatasetObject, {"parameters": pairs}, within="dataset")

    assert list(found.parameter_pairs()) == [("a", "1"), ("a", "2")]


@pytest.mark.parametrize("key", ["start_date", "startDate"])
def test_a_key_has_two_spellings(key: str) -> None:
    assert checked(InvestigationObject, {key: "now"}, within="investigation").start_date == "now"


def test_the_first_complaint_is_made_in_our_words() -> None:
    with pytest.raises(MissingField) as absent:
        checked(DatasetObject, {"job": {}}, within="dataset")
    with pytest.raises(InvalidField) as wrong:
        checked(DatasetObject, {"datafiles": [{"location": []}]}, within="dataset")

    assert absent.value.facts == {"field": "job.run_id", "within": "dataset"}
    assert wrong.value.facts == {
        "field": "datafiles[0].location",
        "value": "a list",
        "expected": "a valid string",
    }
