"""Ingests messages from a first number on, and prints each location when it is acknowledged."""

import json
import sys

from lineage.intake import Piece
from lineage.service import Lineage
from lineage.settings import Settings


def body(number: int) -> bytes:
    """Return message `number` of a chain with diamonds."""
    inputs = sorted({f"/k/{number - 1}", f"/k/{number // 2}"}) if number else []
    return json.dumps(
        {
            "investigation": "hg1",
            "instrument": "id00",
            "name": str(number),
            "location": f"/k/{number}",
            "start_date": "2024-01-01T00:00:00Z",
            "end_date": "2024-01-01T01:00:00Z",
            "sample": {"name": "s"},
            "inputs": inputs,
        }
    ).encode()


def main(first: int, count: int, batch_size: int) -> None:
    with Lineage.open(Settings(batch_size=batch_size)) as service:
        for receipt in service.ingest(Piece(body(n), "test") for n in range(first, count)):
            sys.stdout.write(f"{receipt.status} {receipt.location}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
