"""A PostgreSQL server for one measurement: in a temporary folder, on loopback, on a free port, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.machine import postgres_program

NOBODY = 65534
USER = "bench"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "1GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "statement_timeout": "0",
}


class NoPostgres(Exception):
    """There is no PostgreSQL to compare with; says why in one sentence."""


@contextmanager
def running() -> Iterator[str]:
    """Yield the connection string of a server of our own; raises NoPostgres when none can be started.

    The server refuses to be run by root, so for root it is run by the user nobody.
    """
    initdb, server = postgres_program("initdb"), postgres_program("pg_ctl")
    if initdb is None or server is None:
        raise NoPostgres("PostgreSQL's initdb and pg_ctl are neither on PATH nor where Debian puts them")
    if _is_root() and shutil.which("setpriv") is None:
        raise NoPostgres("PostgreSQL refuses to be run by root, and there is no setpriv to run it as nobody")
    folder = Path(tempfile.mkdtemp(prefix="bench-postgres-"))
    try:
        if _is_root():
            os.chown(folder, NOBODY, NOBODY)
        port = _free_port()
        data, log = folder / "data", folder / "log"
        _call(initdb, "-D", str(data), "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C")
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options += f" -c port={port} -c unix_socket_directories={folder}"
        _call(server, "-D", str(data), "-l", str(log), "-o", options, "-w", "start")
        try:
            yield f"host=127.0.0.1 port={port} user={USER} dbname=postgres"
        finally:
            _call(server, "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _call(program: str, *arguments: str) -> None:
    as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if _is_root() else []
    done = subprocess.run(
        [*as_nobody, program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd="/",
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise NoPostgres(f"{program} {arguments[-1]} failed: {' | '.join(done.stderr.split(chr(10))[-3:])}")


def _is_root() -> bool:
    return os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])
