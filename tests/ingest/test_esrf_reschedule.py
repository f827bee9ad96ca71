"""An investigation that only an id names is a new schedule."""

import pytest

from lineage.ingest import Context, read
from lineage.model.event import Event
from lineage.model.message import InvestigationMessage

START = "<startDate>2023-04-25T10:00:00+02:00</startDate><investigationId> 5 </investigationId>"
SCHEDULE = Event("schedule", "icat:investigation/5", {"start_time": "2023-04-25T08:00:00.000000Z"})


@pytest.mark.parametrize("names", ["<experiment/><instrument/>", "<experiment> </experiment>", ""])
def test_an_id_and_a_start_without_names_are_a_new_schedule(names: str) -> None:
    body = f'<investigation xmlns="http://www.esrf.fr/icat">{names}{START}</investigation>'

    assert read(body.encode(), Context()) == (SCHEDULE,)


def test_an_investigation_with_names_is_a_session() -> None:
    body = f"<investigation><experiment>a</experiment><instrument>b</instrument>{START}</investigation>"

    (found,) = read(body.encode(), Context())

    assert isinstance(found, InvestigationMessage)
    assert found.icat_id == 5
