"""The client that waits is the one that is awaited, without the waiting."""

import subprocess
import sys

from tests.house.tree import ROOT, modules


def test_the_client_that_waits_is_made_anew() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_client.py", "--check"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "")


def test_both_have_the_same_files() -> None:
    names = [name for name in modules() if name.startswith("lineage/client/")]

    assert {name.rpartition("/")[2] for name in names if "/asynchronous/" in name} == {
        name.rpartition("/")[2] for name in names if "/synchronous/" in name
    }
