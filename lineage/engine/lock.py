"""Lock files of engines as frozen data: which jars, which Java, which main class, which configuration.

Another version of an engine is another file in ``locks/``, never other code; the broker's lock is such a file
too. A lock knows nothing of where it runs: names in braces, such as ``{port}``, are filled in by whoever starts it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

from lineage.errors import EngineError, shown

LOCKS = files("lineage.engine") / "locks"
ENGINES = "neo4j-"
BROKER = "activemq-6.3.1"


@dataclass(frozen=True)
class Jar:
    """One file of a Maven repository, with the content that it must have."""

    group: str
    artifact: str
    version: str
    packaging: str
    sha256: str
    size_bytes: int
    classifier: str = ""

    @property
    def coordinate(self) -> str:
        """The words that name the jar in Maven's world."""
        words = (self.group, self.artifact, self.packaging, self.classifier, self.version)
        return ":".join(word for word in words if word)

    @property
    def file(self) -> str:
        """The name of the file."""
        tail = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{tail}.{self.packaging}"

    @property
    def path(self) -> PurePosixPath:
        """The place of the file in any folder that has Maven's layout."""
        return PurePosixPath(*self.group.split("."), self.artifact, self.version, self.file)


@dataclass(frozen=True)
class JavaRange:
    """The Java releases that an engine runs on, both ends included."""

    lowest: int
    highest: int

    def __contains__(self, version: int) -> bool:
        """Whether a feature release, such as 21, is one of them."""
        return self.lowest <= version <= self.highest

    def __str__(self) -> str:
        """The range as a sentence names it."""
        return str(self.lowest) if self.lowest == self.highest else f"{self.lowest} to {self.highest}"


@dataclass(frozen=True)
class Lock:
    """All that is known of an engine before it runs.

    ``store_lock`` is the file in the store that the engine locks while it runs.
    """

    name: str
    version: str
    java: JavaRange
    main_class: str
    arguments: tuple[str, ...]
    jvm_options: tuple[str, ...]
    admin_main_class: str | None
    store_lock: str
    environment: Mapping[str, str]
    conf: Mapping[str, str]
    jars: tuple[Jar, ...]

    @property
    def size_bytes(self) -> int:
        """What all jars take on disk."""
        return sum(jar.size_bytes for jar in self.jars)


def read_lock(name: str) -> Lock:
    """The lock of that name; EngineError with the names there are when it is none of them."""
    if name not in lock_names():
        raise EngineError(
            f"There is no engine lock {shown(name)}; LINEAGE_ENGINE takes one of {', '.join(lock_names())}.",
            engine=name,
        )
    return _shipped(name)


def lock_names() -> tuple[str, ...]:
    """The names of all engines that are shipped, in order; the broker is none of them."""
    names = (Path(entry.name).stem for entry in LOCKS.iterdir() if entry.name.endswith(".json"))
    return tuple(sorted(name for name in names if name.startswith(ENGINES)))


def broker_lock() -> Lock:
    """The lock of the message broker; there is one."""
    return _shipped(BROKER)


def _shipped(name: str) -> Lock:
    return parse_lock(json.loads((LOCKS / f"{name}.json").read_text(encoding="utf-8")))


def parse_lock(data: Mapping[str, Any]) -> Lock:
    """A lock from the content of its file."""
    return Lock(
        name=data["name"],
        version=data["version"],
        java=JavaRange(data["java"]["min"], data["java"]["max"]),
        main_class=data["main_class"],
        arguments=tuple(data["arguments"]),
        jvm_options=tuple(data["jvm_options"]),
        admin_main_class=data.get("admin_main_class"),
        store_lock=data["store_lock"],
        environment=data.get("environment", {}),
        conf=data.get("conf", {}),
        jars=tuple(_jar(entry) for entry in data["jars"]),
    )


def _jar(entry: Mapping[str, Any]) -> Jar:
    return Jar(
        group=entry["group"],
        artifact=entry["artifact"],
        version=entry["version"],
        packaging=entry["packaging"],
        classifier=entry.get("classifier", ""),
        sha256=entry["sha256"],
        size_bytes=entry["size"],
    )
