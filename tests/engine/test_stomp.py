import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from lineage.engine.stomp import answers


@contextmanager
def saying(word: bytes) -> Iterator[int]:
    """A server that says a word to the first who connects, and hangs up; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as line:

        def answer() -> None:
            connection, _ = line.accept()
            with connection:
                connection.recv(200)
                connection.sendall(word)

        thread = Thread(target=answer)
        thread.start()
        yield line.getsockname()[1]
        thread.join()


def test_a_broker_that_lets_us_in_answers() -> None:
    with saying(b"CONNECTED\nversion:1.1\n\n\0\n") as port:
        assert answers(port, timeout_s=5)


@pytest.mark.parametrize(
    "word",
    [b"ERROR\nmessage:no\n\n\0", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", b"x" * 100_000],
    ids=["refusal", "http", "nothing", "noise"],
)
def test_any_other_word_is_no_answer(word: bytes) -> None:
    with saying(word) as port:
        assert not answers(port, timeout_s=5)


def test_nobody_on_the_port_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]

    assert not answers(port, timeout_s=1)


def test_a_server_that_says_nothing_is_no_answer_after_the_time_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        assert not answers(line.getsockname()[1], timeout_s=0.2)
