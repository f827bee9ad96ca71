"""What a reader of messages needs to know of the installation it works in."""

from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Self
from zoneinfo import ZoneInfo

from lineage.ingest.definitions import Definitions, read, shipped
from lineage.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """The part of the settings that decides what a message means.

    `time_zone` None refuses times without a zone; `run_parameter` None gives every dataset a job of its own;
    empty `location_roots` accept every absolute path. Each field is explained in `Settings`.
    """

    mount_prefixes: tuple[str, ...] = ()
    location_roots: tuple[str, ...] = ()
    time_zone: tzinfo | None = None
    run_parameter: str | None = None
    definitions: Definitions = field(default_factory=shipped)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Read what the settings name; raises DefinitionsError for a definitions file that cannot be used."""
        return cls(
            mount_prefixes=settings.mount_prefixes,
            location_roots=settings.location_roots,
            time_zone=ZoneInfo(settings.time_zone) if settings.time_zone else None,
            run_parameter=settings.run_parameter,
            definitions=read(settings.definitions) if settings.definitions else shipped(),
        )
