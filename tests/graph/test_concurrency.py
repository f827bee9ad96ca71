"""Two processes at once: never a cycle, never an error, never two nodes for one thing."""

import json
import subprocess
import sys
from pathlib import Path
from typing import IO

from lineage.graph.audit import audit
from lineage.graph.database import Database
from tests.conftest import Server
from tests.graph_sets import links

ROUNDS = 100
HALF = Path(__file__).with_name("half_a_cycle.py")


def tell(pipe: IO[str] | None, line: str) -> None:
    assert pipe is not None
    pipe.write(line + "\n")
    pipe.flush()


def hear(pipe: IO[str] | None) -> str:
    assert pipe is not None
    return pipe.readline().strip()


def test_two_processes_that_each_close_half_of_a_cycle_never_make_one(database: Database, server: Server) -> None:
    halves = [
        subprocess.Popen([sys.executable, HALF, side], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for side in ("0", "1")
    ]
    for half in halves:
        tell(half.stdin, json.dumps([server.uri, server.user, server.password]))

    fates = []
    for number in range(ROUNDS):
        for half in halves:
            tell(half.stdin, str(number))
        fates.append(sorted(hear(half.stdout) for half in halves))
    for half in halves:
        half.communicate(timeout=60)

    assert fates == [["created", "rejected"]] * ROUNDS
    assert [half.returncode for half in halves] == [0, 0]
    made = links(database)
    assert len(made) == ROUNDS
    assert not {(b, a) for a, b in made} & made
    assert audit(database).is_clean
