"""What there is to know of a server that tells a catalogue what the graph knows, again and again."""

from lineage.model.answers.base import Answer


class Publisher(Answer):
    """How the last publications of this process went.

    `as_of` is the number of the change up to which the catalogue was told by the last one that came to its end, at
    `succeeded_at`; null before the first. `waiting_datasets`, the oldest of them `waiting_since`, are not known there,
    `waiting_jobs` have such a dataset; these and `refused_count` are of that publication. `error` says why the last one
    came to no end, and is null when it did; the next one goes on.
    """

    interval_s: float
    is_at_work: bool
    succeeded_at: str | None = None
    as_of: int | None = None
    waiting_datasets: int = 0
    waiting_since: str | None = None
    waiting_jobs: int = 0
    refused_count: int = 0
    failed_at: str | None = None
    error: str | None = None
