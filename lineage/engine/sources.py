"""Where a jar comes from: a Maven repository, through jgo, or a folder of files on a site without a network.

A source hands over a file or says in one sentence why it cannot. Whether the file is the right one is for
``fetch`` to decide.
"""

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from jgo.maven import MavenContext

from lineage.engine.lock import Jar
from lineage.errors import FetchFailed

Source = Callable[[Jar, Path], Path]
"""Takes a jar and an empty folder of its own to write to; returns the file, there or anywhere else."""

ATTEMPTS = 3
WAY_OUT = (
    "Set LINEAGE_MAVEN_MIRROR to a Maven repository that this machine reaches, "
    "or give a folder with the jars (--from-folder)."
)


def repository(mirror: str | None) -> Source:
    """A Maven repository: the one at the address (http or file), or jgo's own choice without one."""
    address = urlsplit(mirror or "")
    folders = [Path(url2pathname(address.path))] if address.scheme == "file" else []
    remotes = {} if folders else {"mirror": mirror.rstrip("/")} if mirror else None

    def take(jar: Jar, staging: Path) -> Path:
        context = MavenContext(repo_cache=staging, local_repos=folders, remote_repos=remotes)
        component = context.project(jar.group, jar.artifact).at_version(jar.version)
        artifact = component.artifact(classifier=jar.classifier, packaging=jar.packaging)
        return _patiently(jar, lambda: Path(artifact.resolve()), mirror or "the public Maven repository")

    return take


def folder(path: Path) -> Source:
    """A folder with the jars, at any depth, found by file name."""
    places = {file.name: file for file in sorted(path.rglob("*.jar"))} if path.is_dir() else {}

    def take(jar: Jar, staging: Path) -> Path:  # noqa: ARG001
        if jar.file not in places:
            raise FetchFailed(
                jar.coordinate,
                f"there is no {jar.file} in {path}",
                "Put it there, or fetch from a repository.",
            )
        return places[jar.file]

    return take


def _patiently(jar: Jar, get: Callable[[], Path], where: str) -> Path:
    """Try again when the connection breaks; what the repository does not have, it will not have."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return get()
        except RuntimeError as error:
            raise FetchFailed(jar.coordinate, f"{where} does not have it", WAY_OUT) from error
        except OSError as error:
            if attempt == ATTEMPTS or error.errno is not None:
                why = error.strerror or type(error).__name__
                raise FetchFailed(jar.coordinate, f"{where} cannot be read ({why})", WAY_OUT) from error
            time.sleep(attempt)
    raise AssertionError("unreachable")
