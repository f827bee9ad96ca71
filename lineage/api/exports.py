"""Routes of provenance: as our own answer, and as files of the world outside."""

import json
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from lineage.api.described import tagged
from lineage.api.examples.provenance import PROVENANCE
from lineage.api.parameters import ROOT, ExportQuestion, Id, ProvenanceQuestion, Service
from lineage.api.reply import JSON, VARY, Reply
from lineage.model import answers
from lineage.report import EXPORTS, Export

router = APIRouter(prefix=ROOT, tags=["datasets"])

Format = Annotated[answers.Format, Path(description="format of the world outside")]


def _files(exports: Iterable[Export], keywords: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords of a route that answers with files too, each with its example."""
    content = keywords["responses"][200]["content"]
    for export in exports:
        text = export.write(PROVENANCE).decode()
        content[export.media_type] = {"example": json.loads(text) if export.media_type.endswith("json") else text}
    return keywords


def _wanted(request: Request) -> Export | None:
    """Return the format that the caller names first; None for JSON, and when none of ours is named."""
    known = {export.media_type: export for export in EXPORTS.values()}
    named = [part.split(";")[0].strip() for part in request.headers.get("accept", "").lower().split(",")]
    first = next((name for name in named if name in known or name in {JSON, "application/*", "*/*"}), "")
    return known.get(first)


@router.get(
    "/provenance",
    summary="Tell all about what datasets were derived from",
    response_model=answers.Provenance,
    **_files(EXPORTS.values(), tagged(PROVENANCE.model_dump(mode="json"), 404, 422)),
)
def provenance(service: Service, asked: ProvenanceQuestion, request: Request, reply: Reply) -> Response:
    """The nearest datasets and jobs up or down from 1 to 20 datasets, with all that is known of them.

    `Accept` names the format: our own JSON, or one of the world outside. The same graph gives the same bytes, and a
    cut is told in the file.
    """
    export = _wanted(request)

    def ask() -> answers.Provenance:
        return service.provenance(asked.dataset, asked.direction, steps=asked.steps, limit=asked.limit)

    return reply.file(ask, export.media_type, export.write) if export else reply(ask, headers=VARY)


def _only_files(keywords: dict[str, Any]) -> dict[str, Any]:
    del keywords["responses"][200]["content"][JSON]
    return keywords


@router.get(
    "/datasets/{id}/lineage.{format}",
    summary="Download the lineage of a dataset",
    response_class=Response,
    **_only_files(_files(EXPORTS.values(), tagged({}, 404, 422))),
)
def lineage_file(service: Service, id: Id, format: Format, asked: ExportQuestion, reply: Reply) -> Response:  # noqa: A002
    """A file of a format of the world outside; the same graph gives the same bytes, and a cut is told in it."""
    export = EXPORTS[format]
    return reply.file(
        lambda: service.provenance([str(id)], **dict(asked)),
        export.media_type,
        export.write,
        {"Content-Disposition": f'attachment; filename="{export.file}"'},
    )
