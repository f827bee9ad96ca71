import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from lineage.api import server
from lineage.errors import PortInUse
from lineage.service import Lineage
from tests.conftest import Server

SERVE = """
from lineage.api import serve
from lineage.service import Lineage, connect
from lineage.settings import Settings

settings = Settings(port=0)
with Lineage(settings, connect(settings)) as service:
    serve(service, settings, lambda url: print(url, flush=True))
print("closed", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_announces_its_port_serves_and_ends_cleanly(
    server: Server, number: signal.Signals, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=server.environment(tmp_path),
    ) as process:
        assert process.stdout
        assert process.stderr
        url = process.stdout.readline().strip()
        response = httpx2.get(f"{url}/healthz")
        process.send_signal(number)
        rest = process.stdout.read()
        talk = process.stderr.read()

    assert response.json() == {"is_alive": True}
    assert "server" not in response.headers
    assert (process.returncode, rest, talk) == (0, "closed\n", "")


def test_a_port_in_use_is_told_in_one_sentence_with_the_way_out(service: Lineage) -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        port = line.getsockname()[1]

        with pytest.raises(PortInUse) as caught:
            server.serve(service, service.settings.model_copy(update={"port": port}))

    assert caught.value.facts == {"host": "127.0.0.1", "port": port}
    assert "LINEAGE_PORT" in caught.value.message
    assert "Address already in use" in caught.value.message


def test_an_address_that_is_not_ours_is_told_too() -> None:
    for host in ("192.0.2.1", "no such host"):
        with pytest.raises(PortInUse, match="LINEAGE_HOST"):
            server.listening(host, 0)


def test_an_ipv6_address_is_written_in_brackets() -> None:
    with server.listening("::1", 0) as line:
        assert server.address(line) == f"http://[::1]:{line.getsockname()[1]}"
