"""The double as a server: real HTTP, with the limits of the real one, and faults when they are planned."""

import json
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.flat.icat.double.faults import STARTING_COUNT, Fault, Planned
from tests.flat.icat.double.service import Answer, Request, Service
from tests.flat.icat.double.store import Store

HEAD_BYTES_MAX = 8192
CONNECTION_REQUESTS_MAX = 250
IDLE_S = 30
PASSWORDS = {"root": "rootpw", "reader": "readerpw", "nobody": "nobodypw", "lineage": "lineagepw"}
PAGE = "<!DOCTYPE html><html><head><title>404</title></head><body><h1>HTTP Status 404 - Not Found</h1></body></html>"
AWAY = Answer(500, {"code": "INTERNAL", "message": "class org.eclipse.persistence.exceptions.DatabaseException "})


class Double:
    """An ICAT at an address, from `with` to its end; `requests` are those that came, as method and path."""

    def __init__(self, version: str = "6.2.0", entities_max: int = 10_000, slow_s: float = 1) -> None:
        self.store = Store()
        self.service = Service(self.store, PASSWORDS, version, entities_max)
        self.planned: list[Planned] = []
        self.requests: list[tuple[str, str]] = []
        self.bodies: list[str] = []
        self.slow = threading.Event()
        self.slow_s = slow_s
        self.lock = threading.Lock()

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"owner": self})
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.http.daemon_threads = True
        self.thread = threading.Thread(target=lambda: self.http.serve_forever(0.02), name="icat double")
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.slow.set()
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()
        self.store.sql.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/icat"

    def plan(self, on: str, fault: Fault, *, skip: int = 0, times: int = 1) -> None:
        """Let something go wrong at requests of a method to the entity manager, or at others, as `POST session`."""
        self.planned.append(Planned(on, fault, skip=skip, times=times))

    def meanwhile(self, on: str, edit: Callable[[Store], None], *, skip: int = 0) -> None:
        """Let somebody else change rows just before a request is worked on."""
        self.planned.append(Planned(on, edit=edit, skip=skip))

    def root(self, method: str, **fields: Any) -> Any:
        """Do something as root, past HTTP; raises AssertionError when it is refused."""
        with self.lock:
            return self._root(method, fields)

    def _root(self, method: str, fields: dict[str, Any]) -> Any:
        login = {"plugin": "simple", "credentials": [{"username": "root"}, {"password": "rootpw"}]}
        form = "application/x-www-form-urlencoded"
        session = self.service.answer(Request("POST", "/icat/session", {"json": json.dumps(login)}, form)).body
        text = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
        request = Request(method, "/icat/entityManager", {"sessionId": session["sessionId"], **text}, form)
        answer = self.service.answer(request)
        assert answer.status in {200, 204}, answer
        return answer.body

    def due(self, method: str) -> Fault | None:
        for one in self.planned:
            if one.is_due(method):
                if one.edit:
                    one.edit(self.store)
                return one.fault
        return None


class _Handler(BaseHTTPRequestHandler):
    owner: Double
    protocol_version = "HTTP/1.1"
    raw_requestline: bytes
    timeout = IDLE_S
    disable_nagle_algorithm = True
    count = 0

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of http.server
        """Write nothing."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def send_error(self, *_: Any, **__: Any) -> None:
        """Answer what cannot be read at all, such as a head that is far too long."""
        self.close_connection = True
        self._send(Answer(400, media=None))

    def _handle(self) -> None:
        self.count += 1
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        head = len(self.raw_requestline) + sum(len(name) + len(value) + 4 for name, value in self.headers.items()) + 2
        if head > HEAD_BYTES_MAX:
            self.send_error()
            return
        path, query = urlsplit(self.path)[2:4]
        media = self.headers.get_content_type() if "content-type" in self.headers else None
        fields = dict(parse_qsl(body or query, keep_blank_values=True))
        request = Request(self.command, path, fields, media)
        owner = self.owner
        with owner.lock:
            owner.requests.append((request.method, request.path))
            owner.bodies.append(fields.get("entities", ""))
            fault = owner.due(request.method if path.endswith("/entityManager") else f"{request.method} {path[6:]}")
            answer = self._done(request, fault)
        self._told(answer, fault)

    do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815 - names of http.server

    def _done(self, request: Request, fault: Fault | None) -> Answer | None:
        service = self.owner.service
        match fault:
            case Fault.STALE:
                return None
            case Fault.STARTING:
                return Answer(404, PAGE, "text/html")
            case Fault.RESTART:
                self.owner.planned.insert(0, Planned("GET", Fault.STARTING, times=STARTING_COUNT))
                service.sessions.clear()
                return None
            case Fault.AWAY:
                return AWAY
            case Fault.EXPIRED:
                service.expire()
            case Fault.DEADLOCK:
                service.stop_at = len(json.loads(request.fields["entities"])) // 2
            case _:
                pass
        return service.answer(request)

    def _told(self, answer: Answer | None, fault: Fault | None) -> None:
        if fault is Fault.SLOW:
            self.owner.slow.wait(self.owner.slow_s)
        if answer is None or fault is Fault.LOST:
            self.close_connection = True
            return
        self._send(answer, is_half=fault is Fault.HALF)

    def _send(self, answer: Answer, *, is_half: bool = False) -> None:
        content = b""
        if answer.body is not None:
            content = answer.body.encode() if isinstance(answer.body, str) else json.dumps(answer.body).encode()
        lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
        lines += [f"Content-Type: {answer.media}"] if answer.media else []
        lines += [] if answer.status == 204 else [f"Content-Length: {len(content)}"]
        if self.count >= CONNECTION_REQUESTS_MAX or self.close_connection:
            lines.append("Connection: close")
            self.close_connection = True
        if is_half:
            content = content[: len(content) // 2]
            self.close_connection = True
        self.wfile.write("\r\n".join([*lines, "", ""]).encode() + content)
