"""The part of a row that is written into ICAT: dataset parameters by their names there."""

from lineage.flat.columns import COLUMNS, Column, FlatRow, values

WRITTEN: tuple[Column, ...] = tuple(column for column in COLUMNS if column.about.is_ours)
"""The columns that are written; the others are in ICAT already."""


def parameters(row: FlatRow) -> dict[str, str | float]:
    """Return the parameters of a dataset; what it has not is left out, and true and false are words."""
    return {
        column.about.name: _value(value)
        for column, value in zip(COLUMNS, values(row), strict=True)
        if column.about.is_ours and value is not None
    }


def _value(value: str | int | bool) -> str | float:
    return str(value).lower() if isinstance(value, bool) else value
