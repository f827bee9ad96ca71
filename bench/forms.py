"""A step said in the forms that go in: a JSON message, and the lines of a dump for the offline load."""

import json
from collections.abc import Iterator
from posixpath import basename
from typing import Any

from bench.shapes import Step, whole
from lineage.intake import Piece

START, END = "2024-01-01T00:00:00.000000Z", "2024-01-01T01:00:00.000000Z"
APPLICATIONS = ("bench align", "bench reconstruct", "bench segment", "bench refine")
VERSION = "1.0"
INSTRUMENTS, ANIMALS, TECHNIQUES = 30, 200, 7


def piece(step: Step) -> Piece:
    """Return the JSON message that announces the dataset of a step."""
    said = {
        **place(step.location),
        "location": step.location,
        "start_date": START,
        "end_date": END,
        "inputs": step.inputs,
        "parameters": {**parameters(step.location), **other_parameters(step.location)},
    }
    if step.inputs:
        said["application"] = {"name": application(step.location), "version": VERSION}
    return Piece(json.dumps(said).encode(), "bench")


def dump_lines(shape: str, count: int) -> Iterator[bytes]:
    """Yield the lines of a store's graph as a dump: its head, the datasets, the jobs, its end."""
    datasets_count = jobs_count = 0
    yield _line({"type": "dump", "format": 1})
    for step in whole(shape, count):
        datasets_count += 1
        yield _line(
            {
                "type": "dataset",
                **place(step.location),
                "location": step.location,
                "start_time": START,
                "end_time": END,
                "parameters": parameters(step.location),
                "other_parameters": other_parameters(step.location),
            }
        )
    for step in whole(shape, count):
        if step.inputs:
            jobs_count += 1
            program = {"name": application(step.location), "version": VERSION}
            yield _line({"type": "job", "outputs": [step.location], "inputs": step.inputs, "application": program})
    yield _line({"type": "end", "datasets": datasets_count, "jobs": jobs_count})


def parameters(location: str) -> dict[str, str | int | float]:
    """Return eight parameters that ESRF's definitions know, each dataset its own values."""
    number = int(location[-8:])
    return {
        "scanNumber": number % 1000,
        "scanType": "continuous",
        "InstrumentDetector01_acquisition_mode": "triggered",
        "InstrumentMonochromator_energy": 10 + number % 200 / 10,
        "InstrumentMonochromator_wavelength": 1.0 + number % 50 / 100,
        "InstrumentSource_current": 190 + number % 100 / 10,
        "InstrumentSource_mode": "7/8 multi-bunch",
        "Sample_description": f"grain {number % 37}",
    }


def other_parameters(location: str) -> dict[str, str]:
    """Return two parameters that no definitions file knows."""
    return {"bench_note": f"dataset {location[-8:]}", "bench_shift": f"{int(location[-8:]) % 3}"}


def application(location: str) -> str:
    """Return the name of the application that made a dataset."""
    return APPLICATIONS[int(location[-8:]) % len(APPLICATIONS)]


def investigation(location: str) -> str:
    """Return the name of the investigation that a dataset is part of."""
    return location.split("/")[3]


def place(location: str) -> dict[str, Any]:
    """Return where a dataset belongs: 30 instruments, 200 animals in each investigation, 7 techniques."""
    number = int(location[-8:])
    return {
        "name": basename(location),
        "investigation": investigation(location),
        "instrument": f"id{number // 1000 % INSTRUMENTS:02}",
        "sample": f"animal_{number % ANIMALS:03}",
        "techniques": [f"technique_{number % TECHNIQUES}"],
    }


def _line(said: dict[str, Any]) -> bytes:
    return json.dumps(said).encode() + b"\n"
