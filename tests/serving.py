"""A real HTTP server over a service, in a thread of the test process, on a free port."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from lineage.api.server import address, listening
from lineage.service import Lineage
from lineage.web import create_app


@contextmanager
def serving(service: Lineage) -> Iterator[str]:
    """Serve until the end of the block; gives the address, at which requests are answered or will be at once."""
    with listening("127.0.0.1", 0) as line:
        server = uvicorn.Server(uvicorn.Config(create_app(service), log_config=None, ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [line]})
        thread.start()
        try:
            yield address(line)
        finally:
            server.should_exit = True
            thread.join()
