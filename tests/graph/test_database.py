"""The connection: what a question does when the connection that it took is lost."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from lineage.graph.database import Database
from tests.conftest import Server


class Wire:
    """A line to a server; what is said next is lost, and the connection with it, when it is to be cut."""

    def __init__(self, uri: str, door: socket.socket) -> None:
        self.uri = f"bolt://127.0.0.1:{door.getsockname()[1]}"
        self.is_to_be_cut = False
        self._place = (str(urlsplit(uri).hostname), urlsplit(uri).port)
        self._door = door

    def carry(self) -> None:
        """Take connections until the door is closed."""
        with suppress(OSError):
            while True:
                near, far = self._door.accept()[0], socket.create_connection(self._place)
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while (data := source.recv(65536)) and not self.is_to_be_cut:
                target.sendall(data)
            self.is_to_be_cut = False
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        source.close()


@contextmanager
def wire_to(uri: str) -> Iterator[Wire]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        wire = Wire(uri, door)
        taking = threading.Thread(target=wire.carry, daemon=True)
        taking.start()
        yield wire
        door.shutdown(socket.SHUT_RDWR)
        taking.join()


def test_a_question_that_is_lost_on_its_way_is_asked_again(database: Database, server: Server) -> None:
    with wire_to(server.uri) as wire, Database(wire.uri, (server.user, server.password)) as other:
        other.ask("read/change")
        wire.is_to_be_cut = True

        found = other.ask("read/change")

    assert not wire.is_to_be_cut
    assert found == database.ask("read/change")
