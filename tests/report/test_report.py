"""The report: its twelve blocks, its files, and what outside readers find in them."""

import json
import re
import shutil
import subprocess
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import datacite.schema45
import pypdf
import pytest
import rocrate.rocrate
from lxml import etree
from prov.model import ProvDocument

from lineage.model import answers
from lineage.model.location import public_id
from lineage.report import rows
from lineage.report.content import content
from lineage.report.datacite import RELATED_MAX
from lineage.report.files import files
from lineage.report.kinds import FILES, FORMATS
from lineage.report.store import folder, read, write
from tests.report.published import DOI, LOCALRES, POSTPROCESS, relion, run

EVIL = '#import "x" </script><img src=x onerror=alert(1)> $x^2$ *b* \\ #sys.inputs & 日本 \u202e'


class Page(HTMLParser):
    """What a browser would see of a page."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.data: dict[str, Any] = {}
        self._is_data = False
        self.feed(body.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._is_data = tag == "script"

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.data, self._is_data = json.loads(data), False
        else:
            self.texts.append(data)


def test_a_report_has_its_twelve_blocks_in_the_page_and_the_pdf() -> None:
    made = files(relion())

    page = Page(made["lineage.html"])
    headings = [text for text in page.texts if text in {name for _, name in rows.BLOCKS}]
    assert headings[len(rows.BLOCKS) :] == [name for _, name in rows.BLOCKS]
    words = " ".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(made["lineage.pdf"])).pages)
    assert [name for _, name in rows.BLOCKS if name not in words] == []
    assert "CtfFind_job003" in words


def test_the_same_graph_gives_the_same_files() -> None:
    made = files(relion())

    assert list(made) == [name for name in FILES if name in made]
    assert made.keys() == FILES.keys()
    assert files(relion()) == made
    assert files(relion(as_of=99), before=made["lineage.json"]) == made
    assert files(relion(as_of=99))["lineage.json"] != made["lineage.json"]


def test_a_report_tells_what_changed_since_the_one_before() -> None:
    before = files(relion(POSTPROCESS), ["json"])["lineage.json"]

    made = files(relion(POSTPROCESS, LOCALRES, as_of=99, title="New"), ["json", "html", "pdf"], before)

    previous = json.loads(made["lineage.json"])["previous"]
    assert previous["datasets"]["new"] == {"count": 1, "first": [LOCALRES]}
    assert previous["datasets"]["gone"]["count"] == previous["datasets"]["different"]["count"] == 0
    assert previous["as_of"] == 32
    assert "identity.title" in previous["said"]
    assert "Changed since the last report" in made["lineage.html"].decode()
    assert "Changed since" in pypdf.PdfReader(BytesIO(made["lineage.pdf"])).pages[0].extract_text()


@pytest.mark.parametrize("before", [b"", b"[]", b"{", b'{"format": 0, "hash": "x"}'])
def test_a_report_before_that_cannot_be_read_is_none(before: bytes) -> None:
    assert files(relion(), ["json"], before) == files(relion(), ["json"])


def test_every_file_tells_the_change_and_most_the_hash() -> None:
    made = files(relion(as_of=4711))
    digest = content(relion())["hash"]

    words = "".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(made["lineage.pdf"])).pages)
    assert "4711" in words
    assert digest[:16] in words
    texts = {name: body.decode() for name, body in made.items() if name != "lineage.pdf" and not name.endswith("zip")}
    for name in ("lineage.json", "lineage.html", "lineage.datacite.json", "lineage.datacite.xml"):
        assert digest in texts[name], name
    for name in ("lineage.json", "lineage.prov.json", "lineage.openlineage.jsonl", "lineage.datacite.json"):
        assert "4711" in texts[name], name


def test_hostile_texts_are_texts_in_every_file() -> None:
    made = files(relion(title=EVIL, description=EVIL, creators=[{"name": EVIL}]))

    page = Page(made["lineage.html"])
    assert [tag for tag, _ in page.tags if tag == "img"] == []
    assert [attributes for tag, attributes in page.tags if tag == "script"] == [{"type": "application/ld+json"}]
    assert page.data["name"] == EVIL
    assert EVIL in page.texts
    words = pypdf.PdfReader(BytesIO(made["lineage.pdf"])).pages[0].extract_text()
    assert '#import "x"' in words
    assert "$x^2$ *b*" in words
    assert "[U+65E5][U+672C]" in words
    assert "[U+202E]" in words
    assert json.loads(made["lineage.json"])["identity"]["title"] == EVIL
    root = etree.fromstring(made["lineage.datacite.xml"])
    assert root.findtext("{*}titles/{*}title") == EVIL
    assert r"\#import" in made["lineage.bib"].decode()
    assert r"\textbackslash{} \#sys.inputs \&" in made["lineage.bib"].decode()


def test_signs_that_xml_has_no_place_for_break_no_file() -> None:
    made = files(relion(title="a\x0bb\ufffe", keywords=["\x1f"]))

    assert etree.fromstring(made["lineage.datacite.xml"]).findtext("{*}titles/{*}title") == "a\ufffdb\ufffd"
    assert "a\ufffdb" in str(etree.fromstring(made["lineage.svg"]).findtext("{*}title"))
    assert "a[U+000B]b" in pypdf.PdfReader(BytesIO(made["lineage.pdf"])).pages[0].extract_text()


def test_a_sign_that_the_fonts_lack_is_found_by_trying() -> None:
    reader = pypdf.PdfReader(BytesIO(files(relion(title="א and ก"), ["pdf"])["lineage.pdf"]))

    words = reader.pages[0].extract_text()
    assert "[U+0E01]" in words
    assert "Signs that the fonts" in reader.pages[-1].extract_text()


def test_the_pdf_is_tagged_and_archivable_and_brings_the_machine_copy() -> None:
    made = files(relion())

    reader = pypdf.PdfReader(BytesIO(made["lineage.pdf"]))

    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    described = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3" in described
    assert "<pdfaid:conformance>A" in described
    assert "<pdfuaid:part>1" in described
    assert reader.attachments["lineage.json"] == [made["lineage.json"]]
    assert reader.metadata is not None
    assert reader.metadata.title == relion().publication.title  # type: ignore[union-attr]
    assert len(reader.pages) < 8


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm (poppler-utils) is not installed")
def test_the_pdf_can_be_drawn(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(files(relion(), ["pdf"])["lineage.pdf"])

    subprocess.run(["pdftoppm", "-png", "-r", "40", "a.pdf", "page"], cwd=tmp_path, check=True)

    assert len(list(tmp_path.glob("*.png"))) >= 3


@pytest.mark.parametrize("is_chain", [True, False])
def test_two_thousand_steps_stay_readable(is_chain: bool) -> None:
    made = files(run(2000, is_chain=is_chain), ["html", "pdf", "json"])

    steps = json.loads(made["lineage.json"])["steps"]
    assert (steps["count"], steps["is_grouped"]) == (2000 + (not is_chain), True)
    assert [row["count"] for row in steps["rows"]] in ([1999, 1], [2000, 1])
    assert len(pypdf.PdfReader(BytesIO(made["lineage.pdf"])).pages) < 10
    assert len(made["lineage.html"]) < 200_000


def test_the_page_needs_nothing_else_and_says_where_the_copies_are() -> None:
    made = files(relion())

    page = Page(made["lineage.html"])
    links = {(one["rel"], one["href"]) for tag, one in page.tags if tag == "link"}
    assert ("cite-as", f"https://doi.org/{DOI}") in links
    assert ("license", "https://spdx.org/licenses/CC-BY-4.0") in links
    assert {name for relation, name in links if relation == "describedby"} == FILES.keys() - {
        "lineage.html",
        "lineage.pdf",
    }
    assert not [one for tag, one in page.tags if "src" in one or one.get("rel") == "stylesheet"]
    for name in FILES.keys() - {"lineage.html", "lineage.pdf"}:
        assert sha256(made[name]).hexdigest() in page.texts


def test_the_description_for_search_engines_stays_small() -> None:
    report = run(2000, is_chain=False)
    members = [
        answers.DatasetRef(**{name: getattr(one, name) for name in answers.DatasetRef.model_fields})
        for one in report.ancestors.datasets
    ]

    page = Page(files(report.model_copy(update={"members": members, "members_count": 9999}), ["html"])["lineage.html"])

    assert len(page.data["hasPart"]) == 100
    assert len(json.dumps(page.data)) < 20_000
    assert page.data["@type"] == "Dataset"


def test_what_is_missing_is_named() -> None:
    made = content(relion(licence=None))

    unmet = {check["says"]: check["missing"] for check in made["completeness"]["checks"] if not check["is_met"]}
    assert unmet["The publication tells its licence"] == ["licence"]
    assert unmet["Every creator has an ORCID iD"] == ["Scheres, Sjors H. W."]
    assert [one.rpartition("/")[2] for one in unmet["Every dataset was announced"]] == ["job008"]
    assert "Every step names its application" not in unmet
    assert made["completeness"]["met"] == made["completeness"]["count"] - len(unmet)


def test_sources_tell_who_publishes_them_and_an_embargo_is_inherited() -> None:
    raw = next(one for one in relion().ancestors.datasets if one.kind == "raw")
    holder = answers.Holder(doi="10.1234/raw", title="Raw", embargo_until="2099-01-01", datasets=[raw.id])

    made = content(relion(holders=[holder]))

    row = next(row for row in made["sources"]["rows"] if row["location"] == raw.location)
    assert (row["pid"], row["access"], row["embargo_until"]) == (
        "https://doi.org/10.1234/raw",
        "embargoed",
        "2099-01-01",
    )
    assert made["access"]["inherited"] == [
        {"doi": "10.1234/raw", "url": "https://doi.org/10.1234/raw", "until": "2099-01-01"}
    ]
    assert made["sources"]["without_pid"] == made["sources"]["count"] - 1


def test_the_paragraph_on_methods_tells_the_steps_in_their_order() -> None:
    said = " ".join(content(relion())["methods"])

    order = [said.index(name) for name in ("MotionCorr", "CtfFind", "Refine3D", "PostProcess")]
    assert order == sorted(order)
    assert "CM01" in said
    assert "beta-galactosidase" in said
    assert "26 steps" in said


def test_datacite_takes_the_metadata_that_45_knows() -> None:
    made = json.loads(files(relion(), ["datacite"])["lineage.datacite.json"])
    for item in made["relatedIdentifiers"]:
        item.pop("relationTypeInformation", None)  # new in 4.7

    assert datacite.schema45.validate(made)
    assert {item["relationType"] for item in made["relatedIdentifiers"]} == {
        *("HasPart", "IsDerivedFrom", "IsSupplementTo", "IsCollectedBy")
    }


def test_our_xml_says_what_the_xml_of_datacite_does() -> None:
    made = files(relion(), ["datacite"])
    known = json.loads(made["lineage.datacite.json"])
    ours = etree.fromstring(made["lineage.datacite.xml"])
    for one in ours.findall(".//{*}relatedIdentifier"):
        one.attrib.pop("relationTypeInformation", "")
    for item in known["relatedIdentifiers"]:
        item.pop("relationTypeInformation", None)

    theirs = etree.fromstring(datacite.schema45.tostring(known).encode())

    assert _flat(ours) == _flat(theirs)


def _flat(root: etree._Element) -> list[Any]:
    found = [
        (one.tag.rpartition("}")[2], (one.text or "").strip(), sorted(one.attrib.items()))
        for one in root.iter()
        if one is not root
    ]
    return sorted(found)


def test_relations_are_capped_and_the_nearest_to_a_reader_stay() -> None:
    report = run(300, is_chain=False)

    made = json.loads(files(report, ["datacite"])["lineage.datacite.json"])

    assert len(made["relatedIdentifiers"]) == RELATED_MAX
    assert made["relatedIdentifiers"][0]["relationType"] == "IsSupplementTo"
    assert f"{RELATED_MAX} of " in made["descriptions"][-1]["description"]


def test_rocrate_reads_the_package_and_its_hashes_hold(tmp_path: Path) -> None:
    with ZipFile(BytesIO(files(relion(), ["crate"])["lineage.crate.zip"])) as zipped:
        zipped.extractall(tmp_path)

    read_ = rocrate.rocrate.ROCrate(tmp_path)

    parts = [one for one in read_.get_by_type("File") if one.id.startswith("lineage.")]
    assert {one.id for one in parts} == {
        name for name, file in FILES.items() if file.format not in {"html", "pdf", "crate"}
    }
    for one in parts:
        assert one["sha256"] == sha256((tmp_path / one.id).read_bytes()).hexdigest()
    assert read_.root_dataset["identifier"] == f"https://doi.org/{DOI}"
    assert len(read_.get_by_type("CreateAction")) == 26


def test_prov_reads_its_copy() -> None:
    document = ProvDocument.deserialize(BytesIO(files(relion(), ["prov"])["lineage.prov.json"]), format="json")

    assert len([one for one in document.get_records() if type(one).__name__ == "ProvActivity"]) == 26


def test_a_report_without_a_doi_has_all_but_the_citation() -> None:
    made = files(relion(POSTPROCESS, is_published=False))

    assert made.keys() == FILES.keys() - {"lineage.bib"}
    assert POSTPROCESS in made["lineage.html"].decode()
    assert "How to cite" not in made["lineage.html"].decode()


@pytest.mark.parametrize("wanted", FORMATS)
def test_a_format_gives_its_files_alone(wanted: Any) -> None:
    assert files(relion(), [wanted]).keys() == {name for name, file in FILES.items() if file.format == wanted}


@pytest.mark.parametrize("doi", ["10.1234/..", "10.1234/a/../../b", "10.1234/.x", f"10.1234/{'x' * 400}"])
def test_no_doi_leads_out_of_the_folder_of_reports(tmp_path: Path, doi: str) -> None:
    (path,) = write(tmp_path / "reports", doi, {"lineage.svg": b"x"})

    assert path.resolve().is_relative_to(tmp_path / "reports" / "10.1234")
    assert path.parent.parent == tmp_path / "reports" / "10.1234"
    assert read(tmp_path / "reports", doi, "lineage.svg") == b"x"
    assert read(tmp_path / "reports", f"{doi}y", "lineage.svg") is None


def test_a_dataset_has_a_folder_by_its_id(tmp_path: Path) -> None:
    assert folder(tmp_path, POSTPROCESS) == tmp_path / public_id(POSTPROCESS)
    assert not re.search(r"[^0-9a-f-]", folder(tmp_path, "hg1@id00").name)
