"""Routes of datasets: one, many, what it came from, what came of it, and its retirement."""

from collections.abc import Iterator

from fastapi import APIRouter, Response

from lineage.api import examples, lines
from lineage.api.described import described, tagged
from lineage.api.links import of_dataset
from lineage.api.parameters import (
    ROOT,
    AroundQuestion,
    DatasetsQuestion,
    GraphQuestion,
    Id,
    LocationQuestion,
    PathQuestion,
    RetirementQuestion,
    Service,
    WalkQuestion,
)
from lineage.api.reply import Reply
from lineage.errors import InvalidField
from lineage.model import answers

router = APIRouter(prefix=ROOT, tags=["datasets"])


@router.get(
    "/datasets",
    summary="List datasets by location",
    response_model=answers.Page[answers.DatasetItem],
    **tagged(examples.DATASETS, 422),
)
def datasets(service: Service, asked: DatasetsQuestion, reply: Reply) -> Response:
    """Datasets in the order of their locations."""
    return reply(lambda: service.datasets(**dict(asked)))


@router.get(
    "/datasets/by-location",
    summary="Find a dataset by location",
    response_model=answers.Dataset,
    **tagged(examples.DATASET, 404, 422),
)
def dataset_by_location(service: Service, asked: LocationQuestion, reply: Reply) -> Response:
    """The dataset of a folder; the location may be spelled as messages spell it."""
    id = service.id_of(asked.location)
    return reply(lambda: service.dataset(asked.location), headers={"Content-Location": of_dataset(id)})


@router.get(
    "/datasets/{id}",
    summary="Show a dataset",
    response_model=answers.Dataset,
    **tagged(examples.DATASET, 404, 422),
)
def dataset(service: Service, id: Id, reply: Reply) -> Response:
    """One dataset with its producer and neighbours; lists are cut at 100, the counts are not."""
    return reply(lambda: service.dataset(str(id)))


@router.get(
    "/datasets/{id}/ancestors",
    summary="List what a dataset was derived from",
    response_model=answers.Trace,
    **tagged(examples.ANCESTORS, 404, 422, lines_of=examples.NODE),
)
def ancestors(service: Service, id: Id, asked: WalkQuestion, reply: Reply) -> Response:
    """Datasets and jobs, nearest first. `Accept: application/jsonl` streams all of them, one node a line."""
    return reply.walk(
        lambda: service.ancestors(str(id), **dict(asked)),
        lambda: _closure(service, "ancestors", id, asked),
    )


@router.get(
    "/datasets/{id}/descendants",
    summary="List what was derived from a dataset",
    response_model=answers.Trace,
    **tagged(examples.DESCENDANTS, 404, 422, lines_of=examples.NODE),
)
def descendants(service: Service, id: Id, asked: WalkQuestion, reply: Reply) -> Response:
    """Datasets and jobs, nearest first. `Accept: application/jsonl` streams all of them, one node a line."""
    return reply.walk(
        lambda: service.descendants(str(id), **dict(asked)),
        lambda: _closure(service, "descendants", id, asked),
    )


@router.get(
    "/datasets/{id}/graph",
    summary="Draw a walk",
    response_model=answers.TraceGraph,
    **tagged(examples.GRAPH, 404, 422),
)
def graph(service: Service, id: Id, asked: GraphQuestion, reply: Reply) -> Response:
    """The nearest nodes up or down from a dataset, with the edges among them."""
    return reply(lambda: service.graph(str(id), **dict(asked)))


@router.get(
    "/datasets/{id}/lineage",
    summary="Draw what lies around a dataset",
    response_model=answers.Neighbourhood,
    **tagged(examples.AROUND, 404, 422),
)
def neighbourhood(service: Service, id: Id, asked: AroundQuestion, reply: Reply) -> Response:
    """The graph `up` and `down` from a dataset, like siblings in groups; `frontier` tells where more is hidden."""
    return reply(
        lambda: service.neighbourhood(
            str(id),
            up=asked.up,
            down=asked.down,
            nodes_max=asked.max_nodes,
            is_grouped=asked.group == "auto",
            opened=asked.open,
        )
    )


@router.get(
    "/paths",
    summary="Find the way between two datasets",
    response_model=answers.Path,
    **tagged(examples.PATH, 404, 422),
)
def path(service: Service, asked: PathQuestion, reply: Reply) -> Response:
    """The shortest way of the data, in either direction; no nodes when neither comes from the other."""
    return reply(lambda: service.path(asked.from_name, asked.to_name))


@router.delete("/datasets/{id}", summary="Retire a dataset", **described(examples.RETIRED, 404, 409, 422))
def retire(service: Service, id: Id, asked: RetirementQuestion) -> answers.Retirement:
    """Mark a dataset as gone from disk; it stays in every chain with the mark."""
    return service.retire(str(id), asked.reason, retire_used=asked.retire_used, only_show=asked.dry_run)


@router.post("/datasets/{id}:restore", summary="Take a retirement back", **described(examples.DATASET, 404, 422))
def restore(service: Service, id: Id) -> answers.Dataset:
    """Take the mark of a retirement away again."""
    return service.restore(str(id))


def _closure(service: Service, direction: answers.Direction, id: Id, asked: WalkQuestion) -> Iterator[answers.Part]:
    """Yield a walk in parts; raises InvalidField for a cursor, as there are no pages."""
    if asked.cursor is not None:
        raise InvalidField("cursor", asked.cursor, f"none with {lines.MEDIA_TYPE}, which is all of a walk at once")
    return service.closure(direction, str(id), steps=asked.steps)
