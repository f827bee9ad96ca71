import pytest

from lineage.cli.endings import Ending, ending_of
from lineage.errors import (
    CycleRefused,
    DefinitionsError,
    EngineError,
    GraphUnavailable,
    InvalidField,
    LineageError,
    NotFound,
    QueryTimeout,
    SchemaError,
    SettingsError,
    StillUsed,
)


@pytest.mark.parametrize(
    ("error", "ending"),
    [
        (NotFound("dataset", "/d"), 3),
        (StillUsed("/d", 1, ["/e"]), 4),
        (InvalidField("location", "d", "an absolute path"), 2),
        (CycleRefused("/d", ["/d", "/e", "/d"]), 2),
        (SettingsError("LINEAGE_PORT", "has value 'x'"), 2),
        (DefinitionsError("hdf5_cfg.xml", "is absent"), 2),
        (GraphUnavailable("bolt://x", "gone"), 5),
        (QueryTimeout("read/ancestors", 30), 5),
        (SchemaError("V001", "has changed"), 5),
        (EngineError("The engine has no Java."), 5),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, LineageError) else str(value),
)
def test_an_error_ends_a_command_with_the_code_of_the_table(error: LineageError, ending: int) -> None:
    assert ending_of(error) == ending


def test_the_codes_are_the_documented_numbers() -> None:
    assert {ending.name: ending.value for ending in Ending} == {
        "FINE": 0,
        "FINDING": 1,
        "USAGE": 2,
        "NOT_FOUND": 3,
        "NOT_ALLOWED": 4,
        "UNAVAILABLE": 5,
        "PARTIAL": 6,
        "CRASHED": 70,
        "INTERRUPTED": 130,
    }
