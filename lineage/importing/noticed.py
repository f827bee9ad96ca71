"""What is the matter with Jobs of ICAT that no message can tell of."""

from dataclasses import dataclass, field

from lineage.importing.messages import Job


@dataclass
class Noticed:
    """Names of Jobs: those without output, which leave no trace, and those that may have lost their inputs."""

    without_output: list[str] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)

    def take(self, found: Job) -> None:
        """Look at one Job."""
        if not found.outputs:
            self.without_output.append(found.id)
        if found.is_emptied:
            self.emptied.append(found.id)
