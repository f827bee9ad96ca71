"""TLS before a server that speaks plainly, as facilities put it before a broker."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import trustme

CHUNK_BYTES = 65536


@contextmanager
def within_tls(authority: trustme.CA, host_name: str, port: int) -> Iterator[int]:
    """Yield a port of 127.0.0.1 where the server at `port` is spoken to within TLS, by the name of `host_name`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host_name).configure_cert(context)
    loop = asyncio.new_event_loop()
    connections: set[asyncio.StreamWriter] = set()

    async def passed(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(CHUNK_BYTES):
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        sink.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        connections.update((writer, far_writer))
        await asyncio.gather(passed(reader, far_writer), passed(far_reader, writer))

    server = loop.run_until_complete(asyncio.start_server(connected, "127.0.0.1", 0, ssl=context))

    async def end() -> None:
        server.close()
        for writer in connections:
            writer.close()
        await server.wait_closed()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.wait(rest, timeout=10) if rest else None

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
