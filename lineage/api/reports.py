"""Lineage reports over HTTP: each file by its name, and the page of a DOI by what the caller accepts.

Where `LINEAGE_REPORTS_DIR` has a report, it is served from there, and the database is not asked. Where it has none, the
report is made, and written there for whoever comes next.
"""

from contextlib import suppress
from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response

from lineage.api.described import ALWAYS, failing
from lineage.api.parameters import ROOT, ReportQuestion, Service
from lineage.api.publications import Prefix, Suffix, checked_doi
from lineage.errors import FileUnwritable, InvalidField, NotFound
from lineage.model import answers
from lineage.report import store
from lineage.report.files import files
from lineage.report.kinds import FILES, FORMATS
from lineage.report.page import POLICY
from lineage.service import Lineage

router = APIRouter(tags=["publications"])

EXTENSIONS = {name.removeprefix("lineage."): name for name in FILES}
PAGE = "lineage.html"
COPIES = [name for name in FORMATS if name not in {"html", "pdf"}]
ACCEPTED = {
    "text/html": PAGE,
    "application/xhtml+xml": PAGE,
    "application/pdf": "lineage.pdf",
    "application/json": "lineage.json",
    "application/ld+json": "lineage.schema.jsonld",
    "application/x-bibtex": "lineage.bib",
    "application/prov+json": "lineage.prov.json",
    "application/zip": "lineage.crate.zip",
    "application/vnd.datacite.datacite+json": "lineage.datacite.json",
    "application/vnd.datacite.datacite+xml": "lineage.datacite.xml",
}

Extension = Annotated[
    str, Path(max_length=40, description=f"one of {', '.join(EXTENSIONS)}", pattern=r"^[a-z]+(\.[a-z]+)?$")
]


def _described() -> dict[str, Any]:
    content = {file.media_type: {"schema": {"type": "string"}, "example": file.title} for file in FILES.values()}
    tag = {"description": "SHA-256 of the file, cut", "schema": {"type": "string"}}
    return {
        "response_class": Response,
        "responses": {
            200: {"description": "The file", "content": content, "headers": {"ETag": tag}},
            304: {"description": "The file that If-None-Match names is still this one"},
            **failing(404, 422, *ALWAYS),
        },
    }


def _redirecting() -> dict[str, Any]:
    location = {"description": "the address of the file", "schema": {"type": "string"}}
    return {
        "response_class": Response,
        "status_code": 303,
        "responses": {
            303: {"description": "Where the file is", "headers": {"Location": location}},
            **failing(404, 422, *ALWAYS),
        },
    }


@router.get(
    f"{ROOT}/dois/{{prefix}}/{{suffix:path}}/lineage.{{extension}}", summary="Download a report", **_described()
)
def report_file(service: Service, prefix: Prefix, suffix: Suffix, extension: Extension, request: Request) -> Response:
    """A file of the lineage report of a DOI, as it was written, or made from the graph where it was not."""
    doi, name = checked_doi(prefix, suffix), _file(extension)
    links = {"Link": _links(doi)} if name == PAGE else {}
    return _answered(_kept(service, doi, name), name, request, links)


@router.get(f"{ROOT}/report/lineage.{{extension}}", summary="Download the report of anything", **_described())
def any_report_file(service: Service, extension: Extension, asked: ReportQuestion, request: Request) -> Response:
    """A file of the lineage report of a DOI, a dataset or an investigation, made from the graph as it is."""
    name = _file(extension)
    return _answered(_made(service.report(asked.name, limit=asked.limit), name), name, request, {})


@router.get("/dois/{prefix}/{suffix:path}", summary="Go to the report of a DOI", **_redirecting())
def landing(prefix: Prefix, suffix: Suffix, request: Request) -> Response:
    """The way to the file of the lineage report of a DOI that `Accept` names: page, PDF, JSON, BibTeX, DataCite, ..."""
    doi = checked_doi(prefix, suffix)
    headers = {"Location": f"{_root(doi)}/{_wanted(request)}", "Vary": "Accept", "Link": _links(doi)}
    return Response(status_code=303, headers=headers)


def _file(extension: str) -> str:
    if extension not in EXTENSIONS:
        raise InvalidField("extension", extension, f"one of {', '.join(EXTENSIONS)}")
    return EXTENSIONS[extension]


def _root(doi: str) -> str:
    return f"{ROOT}/dois/{quote(doi, safe='/')}"


def _wanted(request: Request) -> str:
    """Return the file of the media type that the caller names first; the page when none of ours is named."""
    named = [part.split(";")[0].strip() for part in request.headers.get("accept", "").lower().split(",")]
    return next((ACCEPTED[name] for name in named if name in ACCEPTED), PAGE)


def _links(doi: str) -> str:
    files_of = [
        f'<{_root(doi)}/{name}>; rel="describedby"; type="{file.media_type}"'
        for name, file in FILES.items()
        if name != PAGE
    ]
    return ", ".join([f'<https://doi.org/{quote(doi, safe="/")}>; rel="cite-as"', *files_of])


def _answered(body: bytes, name: str, request: Request, links: dict[str, str]) -> Response:
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", **links}
    headers |= {"Content-Security-Policy": POLICY} if name == PAGE else {}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    media_type = FILES[name].media_type
    return Response(body, headers=headers, media_type=f"{media_type}; charset=utf-8" if name == PAGE else media_type)


def _kept(service: Lineage, doi: str, name: str) -> bytes:
    root = service.settings.reports_dir
    if root is None:
        return _made(service.report(doi), name)
    if (kept := store.read(root, doi, name)) is not None:
        return kept
    made = files(service.report(doi), before=store.read(root, doi, store.KEPT))
    with suppress(FileUnwritable):  # who asks gets it all the same
        store.write(root, doi, made)
    return made[name]


def _made(report: answers.Report, name: str) -> bytes:
    wanted = FILES[name].format
    # a page and a PDF tell the hashes of the machine copies
    made = files(report, [*COPIES, wanted] if wanted in {"html", "pdf"} else [wanted])
    if name not in made:
        raise NotFound("citation", report.subject)
    return made[name]
