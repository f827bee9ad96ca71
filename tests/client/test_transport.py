"""What the client does when the network or the server does not; the network is replaced, or is one that hangs up."""

import asyncio
import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx2
import pytest

from lineage import __version__
from lineage.client import AsyncClient, Client, patience
from lineage.errors import GraphUnavailable, LineageError, NotFound, ServerFailed, ServerUnavailable, SettingsError
from tests.api.wire import message

STATS = json.dumps(
    {
        **dict.fromkeys(("datasets", "raw", "processed", "expected", "retired", "jobs", "applications"), 0),
        **dict.fromkeys(("investigations", "instruments", "samples", "inputs", "outputs", "rejected", "versions"), 0),
        "as_of": 7,
        "changed_at": None,
    }
)
NODE = {"node": "dataset", "id": "x", "steps": 1}
RECEIPT = {"status": "created", "key": "k"}
PROBLEM = {
    "type": "/docs#graph_unavailable",
    "title": "The database does not answer, or does not let us in.",
    "status": 503,
    "detail": "The graph database does not answer.",
    "code": "graph_unavailable",
    "facts": {},
    "instance": "/api/v1/stats",
}
AT = "http://lineage.example"
DATASET = "8d4c2110-20a6-5b35-94c9-d1817a317973"

Answer = Callable[[httpx2.Request], httpx2.Response]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "WAIT_S", 0.001)


class Network:
    """Answers one after the other, and remembers what was asked; an exception is a network that fails."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def client(self, **given: int) -> Client:
        return Client(AT, transport=httpx2.MockTransport(self), **given)  # type: ignore[arg-type]


def busy(status: int = 503, retry_after: str | None = "0") -> httpx2.Response:
    headers = {"Retry-After": retry_after} if retry_after is not None else {}
    return httpx2.Response(status, json=PROBLEM, headers=headers)


def fine() -> httpx2.Response:
    return httpx2.Response(200, content=STATS)


def test_a_request_tells_who_asks_and_takes_compressed_answers() -> None:
    packed = httpx2.Response(200, content=gzip.compress(STATS.encode()), headers={"Content-Encoding": "gzip"})
    network = Network(packed)

    with Client(f"{AT}/", headers={"X-Remote": "me"}, transport=httpx2.MockTransport(network)) as client:
        assert client.stats().as_of == 7

    (request,) = network.asked
    assert str(request.url) == f"{AT}/api/v1/stats"
    assert request.headers["user-agent"] == f"lineage/{__version__}"
    assert "gzip" in request.headers["accept-encoding"]
    assert request.headers["x-remote"] == "me"


@pytest.mark.parametrize(
    "url", ["lineage.example", "ftp://x", "http://user:secret@x", "http://", "http://x/?a=b", "http://x/#a"]
)
def test_an_address_that_cannot_be_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Client(url)

    assert "secret" not in caught.value.message


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_question_is_asked_again_when_the_server_says_when(status: int) -> None:
    network = Network(busy(status), httpx2.ConnectError("refused"), fine())

    with network.client() as client:
        assert client.stats().as_of == 7
    assert len(network.asked) == 3


@pytest.mark.parametrize(
    "answer",
    [busy(retry_after=None), busy(retry_after="3600"), busy(retry_after="soon"), busy(500), busy(429)],
    ids=["no word of when", "too long", "no time", "500", "429"],
)
def test_what_need_not_pass_is_not_waited_for(answer: httpx2.Response) -> None:
    network = Network(answer)

    with network.client() as client, pytest.raises(GraphUnavailable):
        client.stats()
    assert len(network.asked) == 1


def test_a_date_is_a_word_of_when() -> None:
    network = Network(busy(retry_after="Wed, 21 Oct 2015 07:28:00 GMT"), fine())

    with network.client() as client:
        assert client.stats().as_of == 7


def test_attempts_have_an_end() -> None:
    network = Network(busy(), busy())

    with network.client(attempts_max=2) as client, pytest.raises(GraphUnavailable) as caught:
        client.stats()
    assert caught.value.message == PROBLEM["detail"]
    assert len(network.asked) == 2


def test_messages_are_sent_again_and_changes_by_hand_are_not() -> None:
    receipt = httpx2.Response(200, content=json.dumps(RECEIPT) + "\n")
    network = Network(busy(), receipt, busy())

    with network.client() as client:
        assert [found.status for found in client.ingest([message("/d/a")])] == ["created"]
        with pytest.raises(GraphUnavailable):
            client.restore(DATASET)
    first, second, _ = network.asked
    assert first.content == second.content


def test_a_change_by_hand_that_never_left_is_sent_again() -> None:
    network = Network(httpx2.ConnectTimeout("slow"), httpx2.ConnectError("refused"), busy())

    with network.client() as client, pytest.raises(GraphUnavailable):
        client.restore(DATASET)
    assert len(network.asked) == 3


def test_silence_after_a_request_was_sent_is_told_and_not_tried_again() -> None:
    network = Network(httpx2.ReadTimeout("timed out"))

    with network.client() as client, pytest.raises(ServerUnavailable, match=f"{AT} does not answer: timed out"):
        client.stats()
    assert len(network.asked) == 1


def test_the_awaited_client_tries_again_too() -> None:
    network = Network(busy(), httpx2.ConnectError("refused"), fine())

    async def asked() -> int:
        async with AsyncClient(AT, transport=httpx2.MockTransport(network)) as client:
            return (await client.stats()).as_of

    assert asyncio.run(asked()) == 7


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (httpx2.Response(502, content=b"<h1>Bad\nGateway</h1>"), "answered 502: <h1>Bad Gateway</h1>."),
        (
            httpx2.Response(404, json={"code": "no_route", "detail": "There is no route '/x'.", "status": 404}),
            "404: Th",
        ),
        (httpx2.Response(403), "answered 403: Forbidden."),
        (httpx2.Response(200, content=b"<html>"), "answered 200: no Stats that this release knows"),
        (httpx2.Response(200, json={"as_of": 7, "new": 1}), "is the server of another one?"),
        (httpx2.Response(307, headers={"Location": "/elsewhere"}), "answered 307: no Stats"),
    ],
)
def test_an_answer_that_nobody_knows_is_one_error(answer: httpx2.Response, words: str) -> None:
    with Network(answer).client() as client, pytest.raises(ServerFailed) as caught:
        client.stats()

    assert words in caught.value.message


def test_a_stream_yields_what_came_before_the_problem_that_ends_it() -> None:
    body = json.dumps(NODE) + "\n" + json.dumps(PROBLEM) + "\n"

    with Network(httpx2.Response(200, content=body)).client() as client:
        nodes = client.ancestors_stream(DATASET)
        assert next(nodes).id == "x"
        with pytest.raises(GraphUnavailable):
            next(nodes)


def test_a_stream_without_its_end_is_an_error_and_receipts_are_counted() -> None:
    cut = httpx2.Response(200, content=json.dumps(NODE))
    one = httpx2.Response(200, content=json.dumps(RECEIPT) + "\n")

    with Network(cut, one).client() as client:
        with pytest.raises(ServerUnavailable, match="middle of a line"):
            list(client.ancestors_stream(DATASET))
        with pytest.raises(ServerFailed, match="1 receipts for 2 messages"):
            list(client.ingest([message("/d/a"), message("/d/b")]))


@contextmanager
def hanging_up(*parts: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server that says some words to whoever asks, and closes the connection; gives its address and what came."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as line:

        def serve() -> None:
            for part in parts:
                connection, _ = line.accept()
                with connection:
                    came.append(connection.recv(65536))
                    connection.sendall(part)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{line.getsockname()[1]}", came
        thread.join()


def test_a_server_that_goes_away_in_the_middle_is_told_and_not_asked_again() -> None:
    line = json.dumps(NODE).encode() + b"\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/jsonl\r\nTransfer-Encoding: chunked\r\n\r\n"
    begun = head + f"{len(line):x}\r\n".encode() + line + b"\r\n"

    with hanging_up(begun) as (url, came), Client(url) as client:
        nodes = client.ancestors_stream(DATASET)
        assert next(nodes).id == "x"
        with pytest.raises(ServerUnavailable):
            next(nodes)

    assert len(came) == 1


def test_nobody_there_is_one_sentence_with_the_address() -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{line.getsockname()[1]}"
        with Client(url) as client, pytest.raises(LineageError) as caught:
            client.stats()

    assert caught.value.message.startswith(f"The lineage server at {url} does not answer: ")
    assert not isinstance(caught.value, NotFound)
