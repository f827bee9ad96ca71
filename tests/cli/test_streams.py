"""A process of our own, started with streams that nobody can use."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import PROGRAM, Environment

FULL = Path("/dev/full")


@pytest.mark.parametrize(
    ("redirection", "code"),
    [
        (">&-", 0),
        ("2>&-", 0),
        ("<&-", 0),
        pytest.param(
            ">/dev/full", 70, marks=pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this platform")
        ),
    ],
)
def test_streams_that_cannot_be_used_are_no_traceback(environment: Environment, redirection: str, code: int) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec {shlex.join(PROGRAM)} rules {redirection}"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
