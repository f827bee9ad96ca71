import json
from collections.abc import Iterator

import anyio
import pytest
from fastapi import Request
from starlette.responses import StreamingResponse

from lineage.api import lines
from lineage.errors import GraphUnavailable
from lineage.model import answers


def request(accept: str = "") -> Request:
    headers = [(b"accept", accept.encode())]
    return Request({"type": "http", "method": "GET", "path": "/walk", "headers": headers})


def receipts(made: list[int], count: int) -> Iterator[answers.Receipt]:
    for n in range(count):
        made.append(n)
        yield answers.Receipt(status="created", change=n, key="0" * 64)


def sent(response: StreamingResponse, made: list[int]) -> list[tuple[list[int], int]]:
    """Return, for each piece sent, its change numbers and how many receipts had been made by then."""
    pieces = []

    async def follow() -> None:
        async for piece in response.body_iterator:
            changes = [json.loads(line)["change"] for line in bytes(piece).splitlines()]  # type: ignore[arg-type]
            pieces.append((changes, len(made)))

    anyio.run(follow)
    return pieces


def test_a_chunk_is_sent_before_the_next_is_made() -> None:
    made: list[int] = []

    response = lines.stream(lines.chunked(receipts(made, 5), 2), request())

    assert sent(response, made) == [([0, 1], 2), ([2, 3], 4), ([4], 5)]


def test_what_fails_before_the_first_line_fails_the_request() -> None:
    def down() -> Iterator[list[answers.Receipt]]:
        raise GraphUnavailable("bolt://localhost", "gone")
        yield []

    with pytest.raises(GraphUnavailable):
        lines.stream(down(), request())


@pytest.mark.parametrize(
    ("accept", "are_wanted"),
    [
        ("application/jsonl", True),
        ("Application/X-NDJSON", True),
        ("application/jsonl, application/json;q=0.5", True),
        ("text/html, application/jsonl", True),
        ("application/json, application/jsonl", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_lines_are_wanted_when_they_are_the_first_form_asked_for_that_there_is(accept: str, are_wanted: bool) -> None:
    assert lines.are_wanted(request(accept)) is are_wanted
