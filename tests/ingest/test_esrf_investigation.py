import pytest

from lineage.errors import InvalidField, MissingField
from lineage.ingest import Context, read
from lineage.model.message import InvestigationMessage, Message

START = (
    "<experiment>MX-2485</experiment><instrument>ID30A-3</instrument><startDate>2023-04-25T10:00:00+02:00</startDate>"
)


def _read(inside: str, name_space: str = ' xmlns="http://www.esrf.fr/icat"') -> tuple[Message, ...]:
    return read(f"<investigation{name_space}>{inside}</investigation>".encode(), Context())


def test_an_investigation_starts_a_session() -> None:
    assert _read(START) == (InvestigationMessage("mx-2485", "id30a-3", "2023-04-25T08:00:00.000000Z"),)


def test_the_name_space_says_nothing() -> None:
    assert _read(START, "") == _read(START)


def test_end_title_and_id_are_read_when_they_are_there() -> None:
    rest = "<endDate>2023-04-26T10:00:00Z</endDate><title> A title </title><investigationId>5</investigationId>"

    assert _read(START + rest) == (
        InvestigationMessage(
            "mx-2485",
            "id30a-3",
            "2023-04-25T08:00:00.000000Z",
            end_time="2023-04-26T10:00:00.000000Z",
            title="A title",
            icat_id=5,
        ),
    )


def test_a_rescheduled_investigation_that_names_nothing_is_refused() -> None:
    with pytest.raises(MissingField, match="The investigation has no experiment"):
        _read("<experiment/><instrument/><startDate>2023-04-25T10:00:00Z</startDate>")


@pytest.mark.parametrize(
    "rest", ["<endDate>2023-04-24T10:00:00Z</endDate>", "<investigationId>-5</investigationId>", "<name>a</name>"]
)
def test_a_field_without_sense_is_refused(rest: str) -> None:
    with pytest.raises(InvalidField):
        _read(START + rest)
