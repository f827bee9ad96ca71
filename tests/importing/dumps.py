"""Small dumps, written as icatdump writes them."""

import json
from collections.abc import Mapping
from pathlib import Path

INVESTIGATION = "Investigation_facility-(name-ESRF)_name-hg1_visitId-id00"


def dataset_key(name: str) -> str:
    return f"Dataset_investigation-({INVESTIGATION.partition('_')[2]})_name-{name}"


def dataset(name: str, **said: object) -> dict[str, object]:
    """Return a dataset below /data, as its table has it."""
    whole: dict[str, object] = {
        "name": name,
        "location": f"/data/{name}",
        "complete": "true",
        "startDate": "2024-01-01T00:00:00+00:00",
        "endDate": "2024-01-01T01:00:00+00:00",
        "investigation": INVESTIGATION,
    }
    return {key: value for key, value in {**whole, **said}.items() if value is not None}


def parameter(name: str, value: str, units: str = "NA", kind: str = "stringValue") -> dict[str, str]:
    return {kind: value, "type": f"ParameterType_facility-(name-ESRF)_name-{_encoded(name)}_units-{units}"}


def _encoded(name: str) -> str:
    return "".join(sign if sign.isalnum() else "".join(f"={byte:02X}" for byte in sign.encode()) for sign in name)


def collection(*names: str, **more: object) -> dict[str, object]:
    return {"dataCollectionDatasets": [{"dataset": dataset_key(name)} for name in names], **more}


def job(inputs: str | None, outputs: str | None, application: str = "prog", **more: object) -> dict[str, object]:
    """Return a Job of two collections, by their numbers."""
    sides = {"inputDataCollection": inputs, "outputDataCollection": outputs}
    return {
        "application": f"Application_facility-(name-ESRF)_name-{application}_version-1",
        **{side: f"DataCollection_{number}" for side, number in sides.items() if number},
        **more,
    }


def dump(path: Path, *datasets: dict[str, object], **tables: Mapping[str, object]) -> Path:
    """Write a dump; JSON is YAML. Collections and jobs are named by their numbers."""
    investigation = {
        "name": "hg1",
        "visitId": "id00",
        "facility": "Facility_name-ESRF",
        "startDate": "2024-01-01T00:00:00+00:00",
        "investigationInstruments": [{"instrument": "Instrument_facility-(name-ESRF)_name-ID00"}],
    }
    whole: dict[str, object] = {
        "investigation": {INVESTIGATION: investigation},
        "dataset": {dataset_key(str(one["name"])): one for one in datasets},
    }
    for name, entity in (("dataCollection", "DataCollection"), ("job", "Job")):
        whole[name] = {f"{entity}_{number}": said for number, said in tables.pop(name, {}).items()}
    path.write_text(json.dumps({**whole, **tables}, indent=1))
    return path
