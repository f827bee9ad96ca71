"""Calls Neo4j's admin tool; whether the store may be worked on is for the caller to know."""

import re
import subprocess
from collections.abc import Sequence

from lineage.engine.conf import NO_PORT, write_conf
from lineage.engine.install import Installed
from lineage.engine.process import quoted
from lineage.errors import EngineError

LINES_SHOWN = 4
FROM_INPUT = "@/dev/stdin"
NOISE = ("at ", "...", "WARNING: ", "NOTE: ", "Command Failed", "Run with '--verbose'")
STAMP = re.compile(r"^\S+ \S+ ERROR +(\[\S+\] )?")


def call_tool(installed: Installed, arguments: Sequence[str], timeout_s: float | None = None) -> str:
    """Run the tool and return what it prints; EngineError with its last words when it fails.

    The arguments go in through a pipe: one may be a password, and a command line is for everybody to see.
    """
    home, what = installed.home, " ".join(arguments[:2])
    write_conf(home, NO_PORT)
    launch_file = home.root / "tool.launch"
    installed.write_launch_file(launch_file, str(home.lock.admin_main_class), [FROM_INPUT], NO_PORT)
    try:
        done = subprocess.run(
            [str(installed.java.path), f"@{launch_file}"],
            env=installed.environment(),
            input="\n".join(quoted(word) for word in arguments),
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EngineError(f"The admin tool did not finish {what} in {timeout_s:g} s.", command=what) from error
    if done.returncode != 0:
        why = last_words(done.stdout + done.stderr)
        raise EngineError(f"The admin tool failed at {what}: {why}", command=what, exit_code=done.returncode)
    return done.stdout


def last_words(text: str) -> str:
    """What a Java program says went wrong, on one line: its last cause, its errors, or else its last lines."""
    said = [line.strip(" \t#") for line in text.partition("Usage:")[0].splitlines()]
    lines = [line for line in said if line.strip("-") and not line.startswith(NOISE)]
    causes = [line for line in lines if line.startswith("Caused by:")]
    errors = [STAMP.sub("", line) for line in lines if "ERROR" in line or "rror:" in line]
    return " | ".join(causes[-1:] or errors[-1:] or lines[-LINES_SHOWN:]) or "nothing"
