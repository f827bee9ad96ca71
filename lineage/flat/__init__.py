"""The flat view: one row a dataset, with all that the graph knows of it.

Owns the columns, the rule by which long lists are cut, and the forms of files. Leaves to others where the facts come
from and where the rows go: it knows nothing of the graph and of HTTP. A new form is a file here and a line in
``FORMATS``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lineage.flat import csv, jsonl, parquet
from lineage.flat.columns import COLUMNS, NAMES, Column, FlatRow
from lineage.flat.parameters import parameters
from lineage.flat.projection import project
from lineage.model.flat import FormatName

__all__ = ["COLUMNS", "FORMATS", "NAMES", "Column", "FlatRow", "Format", "FormatName", "parameters", "project"]


@dataclass(frozen=True, slots=True)
class Format:
    """A form of a file: its media type, and what makes the pieces of a file of rows."""

    media_type: str
    write: Callable[[Iterable[FlatRow]], Iterator[bytes]]


FORMATS: Mapping[FormatName, Format] = {
    "csv": Format("text/csv", csv.write),
    "jsonl": Format("application/jsonl", jsonl.write),
    "parquet": Format("application/vnd.apache.parquet", parquet.write),
}
