"""What came of telling a catalogue what the graph knows."""

from lineage.model.answers.base import Answer


class PublishRefusal(Answer):
    """Something that was not written, and why; `location` is empty for what belongs to no dataset."""

    location: str
    what: str
    reason: str


class Published(Answer):
    """What was written into ICAT; in a dry run what would be.

    `since` is the change from which on rows were looked at, null for all; `as_of` the one up to which ICAT was told.
    `counts` are by entity and ``created``, ``updated``, ``deleted``, ``unchanged``. `waiting_datasets` are not known to
    ICAT, the oldest of them `waiting_since`; `waiting_jobs` have such a dataset. `refused` are the first of
    `refused_count`. `new_types` are ParameterTypes that were missing, `differing_types` those that are of other units
    or another kind, with what they are: nothing is written of these. `kept_values` are no longer wanted, and stay
    because somebody else wrote them last. `found_ids` are datasets of which the graph has learned the id.
    """

    facility: str
    is_dry_run: bool
    since: int | None
    as_of: int
    counts: dict[str, int]
    found_ids: int
    waiting_datasets: int
    waiting_since: str | None
    waiting_jobs: int
    refused_count: int
    refused: list[PublishRefusal]
    new_types: list[str]
    differing_types: dict[str, str]
    kept_values: int


class Unpublished(Answer):
    """What was taken out of ICAT again, by entity; in a dry run what would be."""

    facility: str
    is_dry_run: bool
    counts: dict[str, int]
