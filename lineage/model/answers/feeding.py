"""What there is to know of a consumer of a message broker."""

from typing import Literal

from lineage.model.answers.base import Answer


class Consumer(Answer):
    """One process that takes messages from brokers, as it was at `seen_at`.

    `brokers` has the state of each by its address. `state` is ``blocked`` while the graph or the journal does not take
    what was received; `reason` says why, and nothing is refused or lost meanwhile. `queue_age_s` is the age of the
    oldest message that is received and not written, by the broker's clock; 0 when there is none. Counts are since
    `started_at`: `messages` by what became of them, `rejected` by reason, `instruments` by instrument of what was
    written. `visible_s` counts messages by the time from their sending to their being visible, in seconds: each
    bucket those up to its bound, ``+Inf`` all; `visible_sum_s` is the sum of these times.
    """

    host: str
    pid: int
    started_at: str
    seen_at: str
    state: Literal["running", "blocked"]
    reason: str | None
    brokers: dict[str, str]
    queue_age_s: float
    waiting: int
    messages: dict[str, int]
    redelivered: int
    rejected: dict[str, int]
    instruments: dict[str, int]
    visible_s: dict[str, int]
    visible_sum_s: float


class Consumers(Answer):
    """Consumers of one machine."""

    items: list[Consumer]
