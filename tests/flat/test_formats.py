"""Every form of a file gives the rows back."""

import csv
import io
import json

import pyarrow.parquet as pq

from lineage.flat import FORMATS, NAMES, FlatRow, project
from lineage.flat.columns import values
from lineage.model.flat import FlatFacts, Related

ROWS: list[FlatRow] = [
    project(
        FlatFacts(
            {"location": f'/d/ä,{n}"', "id": str(n), "kind": "raw", "state": "present"},
            outputs=Related([n], ["y"], ["/d/y"], 1),
        )
    )
    for n in range(1200)
]


def test_json_lines_hold_every_column() -> None:
    lines = b"".join(FORMATS["jsonl"].write(ROWS)).decode().splitlines()

    assert [tuple(json.loads(line).values()) for line in lines] == [values(row) for row in ROWS]


def test_csv_has_a_line_of_names_and_a_line_for_each_row() -> None:
    head, *lines = csv.reader(io.StringIO(b"".join(FORMATS["csv"].write(ROWS)).decode(), newline=""))

    assert tuple(head) == NAMES
    assert [line[0] for line in lines] == [row.location for row in ROWS]
    assert {line[NAMES.index("lineage_is_whole")] for line in lines} == {"true"}


def test_parquet_keeps_types_and_meanings() -> None:
    table = pq.read_table(io.BytesIO(b"".join(FORMATS["parquet"].write(ROWS))))

    assert table.to_pylist() == [dict(zip(NAMES, values(row), strict=True)) for row in ROWS]
    assert table.schema.field("startDate").metadata[b"unit"] == b"ISO 8601 UTC"


def test_no_row_makes_a_file_that_can_be_read() -> None:
    assert pq.read_table(io.BytesIO(b"".join(FORMATS["parquet"].write([])))).column_names == list(NAMES)
    assert b"".join(FORMATS["jsonl"].write([])) == b""
