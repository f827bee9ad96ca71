"""Write the dump of a made-up facility: ``python -m bench.facility DATASETS > facility.jsonl``.

A quarter of the datasets is raw. The rest comes in chains of a few steps: most read one or two datasets, some read many
(N:1), and some runs write several (1:N). Each dataset has ten parameters, of which the definitions know eight.
"""

import json
import random
import sys
from collections.abc import Iterator
from typing import IO, Any

Line = dict[str, Any]

RAW_OF_INVESTIGATION = 50
PROCESSED_OF_RAW = 3
SIBLINGS = 4
PROGRAMS = ("autoPROC", "relion PostProcess", "pyFAI integrate", "tomwer nabu", "daxs")


def lines(dataset_count: int) -> Iterator[Line]:
    """Yield all lines of the dump; the same for the same number."""
    dice = random.Random(7)
    yield {"type": "dump", "format": 1, "made_by": "bench.facility"}
    counts = {"datasets": 0, "jobs": 0}
    number = 0
    while counts["datasets"] < dataset_count:
        for line in _investigation(number, dataset_count - counts["datasets"], dice):
            counts[f"{line['type']}s"] += 1
            yield line
        number += 1
    yield {"type": "end", **counts}


def _investigation(number: int, room: int, dice: random.Random) -> Iterator[Line]:
    """Yield the datasets of one investigation, and their jobs after them."""
    instrument = f"id{number % 30:02}"
    root = f"/data/visitor/hg{number}/{instrument}/20240101"
    raw = [f"{root}/RAW_DATA/sample_{n // 10}/sample_{n // 10}_{n:04}" for n in range(min(RAW_OF_INVESTIGATION, room))]
    for n, location in enumerate(raw):
        yield _dataset(location, number, instrument, n // 10, dice)
    left, known, processed = room - len(raw), list(raw), 0
    wanted = min(left, len(raw) * PROCESSED_OF_RAW)
    while processed < wanted:
        several = min(SIBLINGS, wanted - processed) if dice.random() < 0.02 else 1
        outputs = [
            f"{root}/PROCESSED_DATA/sample_{(processed + n) // 30}/dataset_{processed + n:05}" for n in range(several)
        ]
        read = dice.choices((1, 2, 20), (78, 20, 2))[0]
        inputs = {dice.choice(known[-40:]) for _ in range(read)}
        for n, location in enumerate(outputs):
            yield _dataset(location, number, instrument, (processed + n) // 30, dice)
        yield _job(inputs, outputs, dice)
        known += outputs
        processed += several


def _dataset(location: str, number: int, instrument: str, sample: int, dice: random.Random) -> Line:
    day, minute = 1 + number % 28, dice.randrange(60)
    return {
        "type": "dataset",
        "location": location,
        "name": location.rsplit("/", 1)[-1],
        "investigation": f"hg{number}",
        "instrument": instrument,
        "sample": f"sample {sample}",
        "start_time": f"2024-01-{day:02}T08:{minute:02}:00.000000Z",
        "end_time": f"2024-01-{day:02}T09:{minute:02}:00.000000Z",
        "file_count": dice.randrange(1, 2000),
        "volume_bytes": dice.randrange(10**6, 10**11),
        "parameters": {
            "scanNumber": dice.randrange(1000),
            "scanType": "continuous",
            "InstrumentMonochromator_energy": round(dice.uniform(5, 60), 4),
            "InstrumentSource_current": round(dice.uniform(150, 200), 3),
            "InstrumentDetector01_name": "eiger2",
            "InstrumentDetector01_exposureTime": "0.01",
            "SamplePositioners_name": "samx samy samz phi chi omega",
            "SamplePositioners_value": " ".join(f"{dice.uniform(-10, 10):.4f}" for _ in range(6)),
            "local_machine": f"lid{instrument[2:]}control",
            "software": "pyicat-plus_v3.1.0",
        },
    }


def _job(inputs: set[str], outputs: list[str], dice: random.Random) -> Line:
    job: Line = {
        "type": "job",
        "inputs": sorted(inputs),
        "outputs": outputs,
        "application": {"name": dice.choice(PROGRAMS), "version": f"{dice.randrange(1, 4)}.{dice.randrange(10)}"},
        "status": "completed",
    }
    if len(outputs) > 1:
        job["run"] = {"namespace": "bench", "id": f"{dice.getrandbits(64):016x}"}
    return job


def write(dataset_count: int, stream: IO[str]) -> None:
    """Write the dump."""
    for line in lines(dataset_count):
        stream.write(f"{json.dumps(line)}\n")


if __name__ == "__main__":
    write(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.stdout)
