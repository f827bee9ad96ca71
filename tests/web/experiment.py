"""Some experiments to look at: the RELION tutorial, a tilt series with many siblings, and what wants to do harm."""

import json
from pathlib import Path
from typing import Any

from lineage.intake import Piece
from lineage.service import Lineage
from tests.api.wire import VISIT, message, relion_messages

EXAMPLES = Path(__file__).parents[2] / "examples"
TECHNIQUES = ("biosaxs", "cryoet", "mx", "tomography")

TILT = "/data/visitor/em555/cm01/20240611/RAW_DATA/tilt_series"
MOTION = TILT.replace("RAW_DATA/tilt_series", "PROCESSED_DATA/motion")
TOMOGRAM = TILT.replace("RAW_DATA/tilt_series", "PROCESSED_DATA/tomogram")
SIBLINGS = 122
FAILED = (17, 80)

EVIL = '<script>document.title="owned"</script>'
EVIL_PLACE = f"/data/visitor/hg1/id00/{EVIL}\"' onmouseover=alert(1) x='"
EVIL_FORMULA = "=HYPERLINK(1)"

LATE = f"{VISIT}/PROCESSED_DATA/late/result"
"""A message is refused because this dataset comes from what it announces; see `fill`."""

PATHS = (
    "/",
    "/distribution",
    "/search",
    "/search?q=kind+%3D+raw&facets=true",
    "/applications",
    "/jobs",
    "/expected",
    "/rejected",
    "/audit",
    "/investigation?name=hg1",
    "/sample?name=s",
    "/instrument?name=id00",
    "/investigation/viewer?name=hg1",
)
"""Pages that are there whatever is in the graph."""


def tilt_series() -> list[dict[str, Any]]:
    """Return one raw tilt series, a motion correction of each of its images, and the tomogram made from these."""
    common = {"investigation": "em-555", "instrument": "cm01", "sample": "mitochondrion"}
    raw = message(
        TILT,
        **common,
        name="tilt_series",
        start_date="2024-06-11T08:00:00Z",
        end_date="2024-06-11T09:30:00Z",
        parameters={"EM_voltage": "300", "EM_magnification": "81000", "scanNumber": "61"},
        datafiles=[{"location": f"{TILT}/{number:03}.tiff", "size": 61_000_000} for number in range(61)],
    )
    corrected = [
        message(
            f"{MOTION}/{number:03}",
            TILT,
            **common,
            name=f"motion_{number:03}",
            application={"name": "MotionCor", "version": "3.1.0"},
            job={"run_id": f"motion-{number:03}", "status": "failed" if number in FAILED else "completed"},
        )
        for number in range(SIBLINGS)
    ]
    tomogram = message(
        TOMOGRAM,
        *(f"{MOTION}/{number:03}" for number in range(SIBLINGS) if number not in FAILED),
        **common,
        name="tomogram",
        application={"name": "AreTomo", "version": "2.1"},
        job={"run_id": "tomogram", "status": "completed", "arguments": "-OutBin 4 -VolZ 1200 -AlignZ 800"},
    )
    return [raw, *corrected, tomogram]


def technique_messages() -> list[bytes]:
    """Return the examples of techniques, as ESRF's client wrote them."""
    folders = (EXAMPLES / name / "messages" for name in TECHNIQUES)
    return [path.read_bytes() for folder in folders for path in sorted(folder.iterdir())]


def hostile() -> list[dict[str, Any]]:
    """Return datasets whose every text would like to be a script or a formula."""
    raw = message(
        EVIL_PLACE, name=EVIL, sample=EVIL, investigation=f"{EVIL}'\"", comment=EVIL, parameters={"scanNumber": EVIL}
    )
    made = message(
        "/data/visitor/hg1/id00/made",
        EVIL_PLACE,
        name=EVIL_FORMULA,
        application={"name": EVIL, "version": "{{ 7 * 7 }}"},
        job={"run_id": "evil", "status": "completed", "arguments": EVIL, "environment": {EVIL: EVIL}},
    )
    return [raw, made]


def fill(service: Lineage) -> None:
    """Write all of it, and have two messages refused: a cycle, and one that is no message at all."""
    refused = message(f"{LATE}/begin", LATE, application={"name": "late"})
    said = [
        *relion_messages(),
        *technique_messages(),
        *(json.dumps(one).encode() for one in (*tilt_series(), *hostile())),
        json.dumps(message(LATE, f"{LATE}/begin", application={"name": "late"})).encode(),
        json.dumps(refused).encode(),
        f"<broken>{EVIL}".encode(),
    ]
    statuses = [receipt.status for receipt in service.ingest(Piece(body, "test") for body in said)]
    assert statuses[:-2] == ["created"] * (len(said) - 2)
    assert statuses[-2:] == ["rejected"] * 2
