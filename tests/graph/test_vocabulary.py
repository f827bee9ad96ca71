"""The keys that the store holds, and their types, are those of the vocabulary."""

from pathlib import Path

from lineage.graph.icat import keep_position
from lineage.graph.vocabulary import KEYS, PARAMETER
from lineage.intake import Piece
from lineage.model.message import InvestigationMessage, Run
from lineage.service import Lineage
from tests.graph_sets import archived, files_added, message, publication, rescheduled, run, statuses, update

EXAMPLES = Path(__file__).parents[2] / "examples"

TYPES = {
    "text": {"String"},
    "integer": {"Long"},
    "boolean": {"Boolean"},
    "bytes": {"ByteArray"},
    "list of text": {"StringArray"},
    "list of integer": {"LongArray"},
    "text, number or boolean": {"String", "Long", "Double", "Boolean"},
}


def fill(service: Lineage) -> None:
    """Put something of every label and edge type that messages can make into the graph."""
    list(service.ingest(Piece(path.read_bytes(), path.name) for path in sorted(EXAMPLES.rglob("*.xml"))))
    list(service.ingest([Piece(b"no message", "test")]))
    database = service.database
    shared = {"run": Run("hg1@id00", "1"), "techniques": ("PaNET01234",)}
    statuses(database, message("/data/x", "/data/gone", icat_id=7, **shared))
    statuses(database, message("/data/x", "/data/y", sequence_index=1, **shared))
    statuses(database, message("/data/z", "/data/y"))
    statuses(database, message("/data/z", sequence_index=1, parameters={"scanNumber": 1}))
    statuses(database, archived(7), archived(8), files_added(7), update("/data/z", "scanNumber", 2))
    statuses(database, rescheduled(5, "2024-03"), InvestigationMessage("hg1", "id00", "2024-01", icat_id=5))
    statuses(database, message("/data/told", icat_id=8))
    statuses(database, publication("/data/x", investigations=(("hg1", "id00"),), title="T"))
    service.retire("/data/z", "moved to tape")
    keep_position(database, ["icat ESRF jobs"], service.change(), ["/data/z"])


def unknown(kind: str, key: str, types: list[str]) -> bool:
    for known in KEYS.get(kind, ()):
        if known.name == key or (known is PARAMETER and key.startswith(PARAMETER.name.rstrip("*"))):
            return not set(types) <= TYPES[known.type]
    return True


def test_the_store_holds_no_key_and_no_type_that_the_vocabulary_does_not_tell(service: Lineage) -> None:
    fill(service)

    found = [
        (row["nodeLabels"][0], row["propertyName"], row["propertyTypes"])
        for row in run(service.database, "CALL db.schema.nodeTypeProperties()")
        if row["propertyName"]
    ] + [
        (row["relType"].strip(":`"), row["propertyName"], row["propertyTypes"])
        for row in run(service.database, "CALL db.schema.relTypeProperties()")
        if row["propertyName"]
    ]

    assert {kind for kind, _, _ in found} == KEYS.keys()
    assert [entry for entry in found if unknown(*entry)] == []
