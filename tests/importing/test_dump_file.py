"""Files of icatdump: what is read, and what is refused before anything is done."""

from pathlib import Path

import pytest

from lineage.errors import DumpError
from lineage.importing import dump_file
from tests.conftest import DATA
from tests.importing.dumps import dataset, dataset_key, dump, job

FOLDER = DATA / "python-icat"


@pytest.mark.parametrize("name", ["icatdump-6.2", "icatdump-simple"])
def test_both_forms_hold_the_same_objects(name: str) -> None:
    xml, yaml = (dump_file.read(str(FOLDER / f"{name}{suffix}")) for suffix in (".xml", ".yaml"))

    assert {entity: list(table) for entity, table in xml.items()}.keys() == yaml.keys()
    for entity in ("investigation", "dataset", "job", "dataCollection"):
        assert xml.get(entity) == yaml.get(entity)


def test_what_an_object_refers_to_stands_in_it(tmp_path: Path) -> None:
    tables = dump_file.read(str(dump(tmp_path / "d.yaml", dataset("a"))))

    found = tables["dataset"][dataset_key("a")]
    assert found["investigation"]["facility"] == {"name": "ESRF"}
    assert found["investigation"]["investigationInstruments"][0]["instrument"]["name"] == "ID00"


def test_a_key_tells_the_names_of_what_is_in_another_file(tmp_path: Path) -> None:
    key = "Sample_investigation-(facility-(name-ESRF)_name-hg=2F1_visitId-a=5Fb)_name-Universit=C3=A9"

    tables = dump_file.read(str(dump(tmp_path / "d.yaml", dataset("a", sample=key))))

    assert tables["dataset"][dataset_key("a")]["sample"] == {
        "name": "Université",
        "investigation": {"facility": {"name": "ESRF"}, "name": "hg/1", "visitId": "a_b"},
    }


def test_a_collection_that_is_in_another_file_is_refused(tmp_path: Path) -> None:
    file = dump(tmp_path / "d.yaml", dataset("a"), job={"1": job("7", "8")})

    with pytest.raises(DumpError, match="refers to 'DataCollection_7', which is not in it"):
        dump_file.read(str(file))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<icatdata><data>", "cannot be read: it is not well-formed XML"),
        ("<dataset/>", "its root element is 'dataset'"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><icatdata>&x;</icatdata>', "declares a document type"),
        ("dataset: [1]", "the part 'dataset' is no mapping"),
        ("- 1", "a part of it is no mapping"),
        ("dataset: {a: {name: b}}", "'a' is no key of a dataset"),
        ("dataset: {Dataset_1: [}", "cannot be read: "),
        ("a: !!python/object/apply:os.system [exit]", "the part 'a' is no mapping"),
        ("{" * 100_000, "has more than 16 levels (line 1)"),
        ("[" * 100_000, "has more than 16 levels (line 1)"),
        ("dataset:\n  Dataset_1: &a {name: a}\n  Dataset_2: *a", "has an alias, and no dump has one (line 3)"),
        ("dataset: {Dataset_1: {name: a, name: b}}", "has the key 'name' twice in one mapping"),
        ("dataset: {Dataset_1: {name: a}}\n---\ndataset: {Dataset_1: {name: b}}", "has the object 'Dataset_1' twice"),
    ],
)
def test_what_is_no_dump_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "d.yaml"
    file.write_text(text)

    with pytest.raises(DumpError) as caught:
        dump_file.read(str(file))
    assert reason in caught.value.message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DumpError, match="No such file"):
        dump_file.read(str(tmp_path / "nothing.xml"))
