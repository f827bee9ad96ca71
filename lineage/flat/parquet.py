"""Rows as Parquet: a row group for some thousand rows, with meaning and unit of each column in its field."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from lineage.flat.columns import COLUMNS, NAMES, FlatRow, values

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 5_000
"""Rows of a row group; so many are in memory."""


def write(rows: Iterable[FlatRow]) -> Iterator[bytes]:
    """Yield the file in pieces."""
    # it takes as long to load as all of a small command, and no other format needs it
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415

    rest, schema, sink = iter(rows), _schema(), _Sink()
    with ParquetWriter(pa.PythonFile(sink, "w"), schema, compression="zstd") as writer:
        while chunk := list(islice(rest, ROWS_AT_ONCE)):
            columns = zip(*map(values, chunk), strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            writer.write_table(pa.table(arrays, schema=schema))
            yield sink.taken()
    yield sink.taken()


def _schema() -> "pa.Schema":
    import pyarrow as pa  # noqa: PLC0415

    types = {"text": pa.string(), "integer": pa.int64(), "boolean": pa.bool_()}
    return pa.schema(
        [
            pa.field(
                name,
                types[column.type],
                nullable=column.is_nullable,
                metadata={"meaning": column.about.meaning, "unit": column.about.unit},
            )
            for name, column in zip(NAMES, COLUMNS, strict=True)
        ]
    )


class _Sink:
    """A file that gives away what was written to it."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(self._parts[-1])

    def flush(self) -> None:
        """Keep what is there: it goes when it is taken."""

    def close(self) -> None:
        self.closed = True

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)
