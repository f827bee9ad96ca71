from zoneinfo import ZoneInfo

import pytest

from lineage.errors import InvalidField, MissingField
from lineage.ingest import Context
from lineage.ingest.facts import Said
from lineage.ingest.investigation import investigation_message
from lineage.model.message import InvestigationMessage

ROOT = {"experiment": Said(" MX-1 "), "instrument": Said("ID1"), "startDate": Said("2023-04-25T10:00:00", 4)}


def test_names_are_lower_case_and_times_in_utc() -> None:
    context = Context(time_zone=ZoneInfo("Europe/Paris"))

    found = investigation_message({**ROOT, "endDate": Said(" ")}, 1, context)

    assert found == InvestigationMessage("mx-1", "id1", "2023-04-25T08:00:00.000000Z")


def test_a_time_without_a_zone_is_refused_without_one_in_the_settings() -> None:
    with pytest.raises(InvalidField) as refused:
        investigation_message(ROOT, 1, Context())

    assert refused.value.facts["line"] == 4


@pytest.mark.parametrize("field", ["experiment", "instrument", "startDate"])
def test_what_is_absent_is_missing(field: str) -> None:
    said = {**ROOT, "startDate": Said("2023-04-25T10:00:00Z")}
    del said[field]

    with pytest.raises(MissingField) as refused:
        investigation_message(said, 1, Context())

    assert refused.value.facts == {"field": field, "within": "investigation", "line": 1}
