"""What holds for every format: the same graph gives the same bytes, and a file tells what it was made from."""

import json
from importlib.resources import files
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import datacite.schema45
import pytest
import rocrate.rocrate
from lxml import etree
from prov.model import ProvDocument

from lineage.model import answers
from lineage.report import EXPORTS
from lineage.report import crate as crate_format
from lineage.report.datacite import RELATED_MAX
from tests.report.sets import FLAT, JOB, RAW, VOLUME, dataset, job, provenance, small

PROV = ("prov-json", "prov-n", "prov-xml", "prov-jsonld")


def test_every_format_of_the_answers_has_one_line() -> None:
    assert list(EXPORTS) == list(answers.Format.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", EXPORTS)
def test_the_same_graph_gives_the_same_bytes(name: answers.Format) -> None:
    assert EXPORTS[name].write(small()) == EXPORTS[name].write(small())


@pytest.mark.parametrize("name", EXPORTS)
def test_a_file_tells_the_change_it_was_made_from(name: answers.Format) -> None:
    text = EXPORTS[name].write(small(as_of=4711)).decode()

    assert "4711" in text


@pytest.mark.parametrize("name", EXPORTS)
def test_a_cut_is_told_and_only_a_cut(name: answers.Format) -> None:
    cut = EXPORTS[name].write(small(count=90, is_truncated=True)).decode()

    assert "4 of 90 datasets and jobs" in cut
    assert "datasets and jobs are told" not in EXPORTS[name].write(small()).decode()


@pytest.mark.parametrize(("name", "form"), [("prov-json", "json"), ("prov-xml", "xml"), ("prov-jsonld", "jsonld")])
def test_prov_reads_what_it_did_not_write(name: answers.Format, form: str) -> None:
    read = ProvDocument.deserialize(BytesIO(EXPORTS[name].write(small())), format=form)

    assert read == ProvDocument.deserialize(StringIO(EXPORTS["prov-json"].write(small()).decode()), format="json")
    kinds = sorted(type(record).__name__ for record in read.get_records())
    assert kinds == sorted(
        ["ProvEntity"] * 4
        + ["ProvActivity", "ProvAgent", "ProvAssociation", "ProvGeneration", "ProvMembership"]
        + ["ProvUsage"] * 2
    )


def test_the_schema_of_prov_xml_takes_ours() -> None:
    schemas = Path(str(files("prov") / "tests" / "schemas"))
    schema = etree.XMLSchema(etree.parse(schemas / "prov.xsd"))

    schema.assertValid(etree.fromstring(EXPORTS["prov-xml"].write(small())))


def test_rocrate_reads_the_crate(tmp_path: Path) -> None:
    (tmp_path / "ro-crate-metadata.json").write_bytes(EXPORTS["crate"].write(small()))

    read = rocrate.rocrate.ROCrate(tmp_path)

    (action,) = read.get_by_type("CreateAction")
    assert {one.id.rstrip("/") for one in action["object"]} == {"file:///data/visitor/hg1/raw%2C%201", FLAT}
    assert [one.id.rstrip("/") for one in action["result"]] == [f"file://{VOLUME}"]
    assert action["instrument"]["name"] == "reconstruct"
    assert action["actionStatus"] == "http://schema.org/CompletedActionStatus"


def test_no_reference_of_a_crate_leads_nowhere_but_to_schema_org_and_ro() -> None:
    graph = json.loads(crate_format.metadata(small()))["@graph"]
    described = {entity["@id"] for entity in graph}

    def named(value: Any) -> set[str]:
        if isinstance(value, list):
            return {id for item in value for id in named(item)}
        return {value["@id"]} if isinstance(value, dict) else set()

    found = {id for entity in graph for key, value in entity.items() if key != "@id" for id in named(value)}
    outside = {id for id in found - described if not id.startswith(("http://schema.org/", "https://w3id.org/ro/crate"))}
    assert outside == set()


def test_the_schema_of_datacite_takes_the_metadata_of_a_doi() -> None:
    made = json.loads(EXPORTS["datacite-json"].write(_with_doi()))

    assert made["doi"] == "10.5072/result"
    assert datacite.schema45.validate(made)


def test_our_xml_is_that_which_datacite_makes_of_our_json() -> None:
    made = json.loads(EXPORTS["datacite-json"].write(_with_doi()))

    ours = ElementTree.canonicalize(EXPORTS["datacite-xml"].write(_with_doi()).decode(), strip_text=True)
    theirs = ElementTree.canonicalize(datacite.schema45.tostring(made), strip_text=True)

    assert _elements(ours) == _elements(theirs)


def test_relations_of_a_dataset_are_its_ancestors_and_programs() -> None:
    made = json.loads(EXPORTS["datacite-json"].write(small()))

    related = {tuple(item.values()) for item in made["relatedIdentifiers"]}
    raw = next(item.id for item in small().datasets if item.location == RAW)
    assert related == {
        ("IsCompiledBy", "DOI", "10.5072/software"),
        ("IsDerivedFrom", "DOI", "10.5072/flat"),
        ("IsDerivedFrom", "URN", f"urn:uuid:{raw}"),
    }


def test_more_relations_than_are_listed_are_told_of() -> None:
    many = [f"/data/raw/{number}" for number in range(RELATED_MAX + 1)]
    wide = provenance(
        VOLUME,
        [dataset(VOLUME), *(dataset(one, "raw") for one in many)],
        [job(JOB)],
        {(JOB, VOLUME), *((one, JOB) for one in many)},
    )

    made = json.loads(EXPORTS["datacite-json"].write(wide))

    assert len(made["relatedIdentifiers"]) == RELATED_MAX
    assert "100 of 101 related identifiers" in made["descriptions"][0]["description"]


def test_an_event_has_the_ends_of_the_job_and_raw_data_have_one_of_their_own() -> None:
    first, second = sorted(map(json.loads, EXPORTS["openlineage"].write(small()).splitlines()), key=len)

    assert (first["dataset"]["namespace"], first["dataset"]["name"]) == ("file", RAW)
    assert second["eventType"] == "COMPLETE"
    assert {(one["namespace"], one["name"]) for one in second["inputs"]} == {
        ("file", RAW),
        ("https://doi.org", "10.5072/flat"),
    }
    assert [(one["namespace"], one["name"]) for one in second["outputs"]] == [("file", VOLUME)]


def _with_doi() -> answers.Provenance:
    doi = "https://doi.org/10.5072/result"
    return provenance(doi, [dataset(doi), dataset(RAW, "raw")], [job(JOB)], {(RAW, JOB), (JOB, doi)})


def _elements(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return the elements with their attributes and texts, in any order; schemaLocation is left out."""
    found = [
        (one.tag, {key: value for key, value in one.attrib.items() if "schemaLocation" not in key}, one.text or "")
        for one in ElementTree.fromstring(text).iter()  # noqa: S314
    ]
    return sorted(found, key=repr)
