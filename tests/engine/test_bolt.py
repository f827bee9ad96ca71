import socket
from threading import Thread

from lineage.engine.bolt import knock


def test_nobody_on_the_port_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]

    assert knock(port, "neo4j", "secret", timeout_s=1) == "silent"


def test_a_server_that_is_not_bolt_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:

        def answer() -> None:
            connection, _ = line.accept()
            with connection:
                connection.recv(20)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = Thread(target=answer)
        thread.start()

        assert knock(line.getsockname()[1], "neo4j", "secret", timeout_s=5) == "silent"
        thread.join()


def test_a_server_that_says_nothing_is_silent_after_the_time_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        assert knock(line.getsockname()[1], "neo4j", "secret", timeout_s=0.2) == "silent"
