import json
from hashlib import sha256
from pathlib import Path

import pytest
from icat_esrf_definitions import DEFINITIONS_FILE  # type: ignore[import-untyped]

from lineage.errors import DefinitionsError
from lineage.ingest.definitions import SHIPPED, Definition, read, shipped

TRUTH = json.loads((Path(__file__).parents[1] / "data" / "esrf-definitions" / "truth.json").read_text())
COUNTED = TRUTH["files"]["hdf5_cfg-3.8.0.xml"]


def test_the_shipped_file_has_the_names_that_were_counted() -> None:
    # the count took ${WORD} anywhere: the name of the outermost group too, but no name with a dot
    names = sorted({*shipped(), "entry"} - {"saxs_definition.version"})

    assert len(names) == len(shipped()) == COUNTED["distinct"]
    assert sha256("\n".join(names).encode()).hexdigest() == COUNTED["names_sha256"]
    assert {name: name in shipped() for name in COUNTED["has"]} == COUNTED["has"]


def test_the_shipped_file_has_the_groups_that_were_counted() -> None:
    groups = {""}
    for definition in shipped().values():
        parts = definition.group.split("/")
        groups |= {"/".join(parts[:depth]) for depth in range(len(parts) + 1)}

    assert len(groups) == COUNTED["groups"]


def test_the_shipped_file_is_the_one_that_the_facility_released() -> None:
    assert SHIPPED.read_bytes() == Path(DEFINITIONS_FILE).read_bytes()


def test_a_definition_says_type_units_and_group() -> None:
    found = shipped()["InstrumentSource_current_end"]

    assert (found.type, found.units, found.group) == ("NX_NUMBER", "mA", "instrument/source")
    assert found.description == "Storage ring current at the end of the measurement."


def test_the_mandatory_and_the_deprecated_are_known() -> None:
    mandatory = {name for name, found in shipped().items() if found.is_mandatory}
    deprecated = [name for name, found in shipped().items() if found.is_deprecated]

    assert mandatory == {"datasetName", "proposal", "location", "startDate", "endDate", "Sample_name"}
    assert len(deprecated) == 25


def test_the_definitions_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        shipped()["a"] = Definition("a", "NX_CHAR")  # type: ignore[index]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "hdf5_cfg.xml"


def test_a_name_that_stands_twice_is_the_first_one(file: Path) -> None:
    file.write_text(
        '<group><a NAPItype="NX_INT" units="mm">${A}</a>'
        '<group groupName="b"><a NAPItype="NX_INT" units="m">${A}</a><c> text </c></group></group>'
    )

    assert dict(read(file)) == {"A": Definition("A", "NX_INT", units="mm")}


def test_a_field_without_a_type_is_a_text(file: Path) -> None:
    file.write_text("<group><group groupName='a'><group groupName='b'><c>${C}</c></group></group></group>")

    assert dict(read(file)) == {"C": Definition("C", "NX_CHAR", group="a/b")}


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ('<g>\n<a NAPItype="NX_INT">${A}</a>\n<b>${A}</b></g>', "defines A as NX_INT and as NX_CHAR", 3),
        ("<g>\n<a>${A}</b></g>", "cannot be read: it is not well-formed XML", 2),
        ("<!DOCTYPE g><g/>", "cannot be read: it declares a document type", 1),
        ("<g><a>A</a></g>", "names no parameter", None),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(file: Path, text: str, reason: str, line: int | None) -> None:
    file.write_text(text)

    with pytest.raises(DefinitionsError) as refused:
        read(file)

    assert refused.value.facts["reason"].startswith(reason)
    assert refused.value.facts.get("line") == line


def test_a_file_that_is_not_there_is_refused(file: Path) -> None:
    with pytest.raises(DefinitionsError, match="No such file"):
        read(file)
