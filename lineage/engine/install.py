"""Makes an engine ready to run: its jars are there and good, and there is a Java for them."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lineage.engine.conf import NO_PORT, filled
from lineage.engine.fetch import Progress, fetch
from lineage.engine.home import Home
from lineage.engine.java import Java, find_java
from lineage.engine.process import write_launch_file
from lineage.engine.sources import folder, repository
from lineage.settings import Settings


@dataclass(frozen=True)
class Installed:
    """An engine that can be started."""

    home: Home
    java: Java
    jars: tuple[Path, ...]

    def write_launch_file(self, path: Path, main_class: str, arguments: Sequence[str], port: int) -> None:
        """Write the command line of one of the engine's programs."""
        options = [filled(option, self.home, port) for option in self.home.lock.jvm_options]
        write_launch_file(path, options, self.jars, main_class, arguments)

    def environment(self) -> Mapping[str, str]:
        """Our environment without our settings, which may hold passwords, and with what the lock adds.

        Without a UTF-8 locale Java would take the signs of other alphabets in a path for question marks.
        """
        ours = {name: value for name, value in os.environ.items() if not name.startswith("LINEAGE_")}
        added = {name: filled(value, self.home, NO_PORT) for name, value in self.home.lock.environment.items()}
        return ours | added | {"LC_ALL": "C.UTF-8"}


def install(
    home: Home, settings: Settings, progress: Progress | None = None, from_folder: Path | None = None
) -> Installed:
    """Find a Java and fetch what is missing; FetchFailed or EngineError when that cannot be done."""
    java = find_java(home.lock)
    source = folder(from_folder) if from_folder else repository(settings.maven_mirror)
    return Installed(home, java, fetch(home.lock, home.jars, source, progress))
