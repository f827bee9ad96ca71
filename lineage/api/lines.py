"""Answers as JSON Lines: one object a line, made while they are sent, in flat memory."""

from collections.abc import AsyncIterator, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TypeVar

from anyio import CancelScope
from fastapi import Request
from pydantic import BaseModel
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import StreamingResponse

from lineage.api import problem
from lineage.errors import LineageError

MEDIA_TYPE = "application/jsonl"
MEDIA_TYPES = (MEDIA_TYPE, "application/x-ndjson")
_OTHERS = ("application/json", "application/*", "*/*")

Item = TypeVar("Item")


def are_wanted(request: Request) -> bool:
    """Say whether the caller asks for lines rather than for one JSON document."""
    wanted = [part.split(";")[0].strip() for part in request.headers.get("accept", "").lower().split(",")]
    return next((name for name in wanted if name in (*MEDIA_TYPES, *_OTHERS)), "") in MEDIA_TYPES


def chunked(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield items in lists of `size`, the last one shorter."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def stream(
    chunks: Iterator[Sequence[BaseModel]], request: Request, headers: Mapping[str, str] | None = None
) -> StreamingResponse:
    """Return a response of a line for each item, sent chunk by chunk.

    The first chunk is made before the response starts, so that a failure up to there has its own status. A
    failure after it ends the stream with a problem as its last line.
    """
    first = next(chunks, ())
    instance = problem.path_of(request.scope)
    content = _lines(chain([first], chunks), instance)
    return StreamingResponse(_closed_at_end(content), headers=headers, media_type=MEDIA_TYPE)


def file(pieces: Iterator[bytes], media_type: str, headers: Mapping[str, str]) -> StreamingResponse:
    """Return a response of the pieces of a file; the first is made before the response starts, as in `stream`.

    A failure after it breaks the answer off, as a form that is not ours has no place for a problem.
    """
    content = _pieces(next(pieces, b""), pieces)
    return StreamingResponse(_closed_at_end(content), headers=headers, media_type=media_type)


def _pieces(first: bytes, rest: Iterator[bytes]) -> Generator[bytes]:
    yield first
    yield from rest


async def _closed_at_end(content: Generator[bytes]) -> AsyncIterator[bytes]:
    """Yield content, and close it when the caller goes away: what it was made from ends its work then too."""
    try:
        async for piece in iterate_in_threadpool(content):
            yield piece
    finally:
        with CancelScope(shield=True):
            await run_in_threadpool(content.close)


def _lines(chunks: Iterable[Sequence[BaseModel]], instance: str) -> Generator[bytes]:
    try:
        for chunk in chunks:
            yield b"".join(map(_line, chunk))
    except LineageError as error:
        yield _line(problem.of_error(error, instance))


def _line(item: BaseModel) -> bytes:
    return item.model_dump_json().encode() + b"\n"
