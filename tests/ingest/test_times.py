from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.errors import InvalidField
from lineage.ingest.facts import Said
from lineage.ingest.times import utc
from tests.ingest.patience import patient

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-04-25T10:06:00+02:00", "2023-04-25T08:06:00.000000Z"),
        ("2023-04-25T10:06:00Z", "2023-04-25T10:06:00.000000Z"),
        ("2023-04-25T10:06:00.1234567Z", "2023-04-25T10:06:00.123456Z"),
        (" 2023-04-25 10:06Z\n", "2023-04-25T10:06:00.000000Z"),
        ("0999-01-01T00:00:00Z", "0999-01-01T00:00:00.000000Z"),
    ],
)
def test_a_time_with_a_zone_is_spelled_in_utc(text: str, moment: str) -> None:
    assert utc(Said(text), "startDate", PARIS) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-04-25T10:06:00", "2023-04-25T08:06:00.000000Z"),
        ("2023-01-25T10:06:00", "2023-01-25T09:06:00.000000Z"),
        ("2023-10-29T02:30:00", "2023-10-29T00:30:00.000000Z"),
    ],
    ids=["summer", "winter", "the first of two"],
)
def test_a_time_without_a_zone_is_taken_in_the_zone_of_the_settings(text: str, moment: str) -> None:
    assert utc(Said(text), "startDate", PARIS) == moment


@pytest.mark.parametrize(
    "text", ["2023-04-25T10:06:00", "", "now", "2023-13-01T00:00:00Z", "9999-12-31T23:59:59-10:00", "\ud800"]
)
def test_what_is_no_time_with_a_zone_is_refused(text: str) -> None:
    with pytest.raises(InvalidField) as refused:
        utc(Said(text, 7), "startDate", None)

    assert (refused.value.facts["field"], refused.value.facts["line"]) == ("startDate", 7)


@patient
@given(
    st.datetimes(min_value=datetime(1900, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
)
def test_a_moment_has_one_spelling_whatever_its_zone(moment: datetime, offset_minutes: int) -> None:
    at = moment.replace(year=min(moment.year, 9990), tzinfo=UTC)
    elsewhere = at.astimezone(timezone(timedelta(minutes=offset_minutes)))

    assert utc(Said(elsewhere.isoformat()), "startDate", None) == utc(Said(at.isoformat()), "startDate", None)
