"""What became of many messages: counted, told one by one where it matters, summed up at the end."""

import time
from collections import Counter
from typing import get_args

from lineage.cli.endings import Ending
from lineage.cli.forecast import Forecast
from lineage.cli.shell import Shell
from lineage.cli.wording import masked, visible
from lineage.model.answers import Receipt
from lineage.model.outcome import Status

Fate = Receipt | Forecast


class Tally:
    """Counts from the moment it is made."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._started = time.monotonic()
        self.counts: Counter[str] = Counter()
        self.unreadable_count = 0

    @property
    def message_count(self) -> int:
        """How many messages there were."""
        return self.counts.total()

    def take(self, label: str, fate: Fate) -> None:
        """Count a message; a rejected one is told of, and --jsonl prints every receipt."""
        self.counts[fate.status] += 1
        if fate.status == "rejected":
            self._shell.talk.print(visible(masked(f"{label}: {fate.message}")))
        if self._shell.form == "jsonl":
            self._print({"file": label, **fate.model_dump(mode="json")})

    def _print(self, receipt: object) -> None:
        """Go on writing when nobody reads the receipts any more: half an ingest would be worse."""
        try:
            self._shell.out.jsonl(receipt)
            self._shell.out.stream.flush()
        except BrokenPipeError:
            self._shell.out.mute()

    def take_unreadable(self, path: str, error: OSError) -> None:
        """Count a file that cannot be read, and tell of it."""
        self.unreadable_count += 1
        self._shell.complain(f"{path} cannot be read: {error.strerror or type(error).__name__}")

    def sum_up(self, *, is_forecast: bool = False) -> Ending:
        """Print the summary and return how the command ends."""
        seconds = time.monotonic() - self._started
        answer = {
            "messages": self.message_count,
            **{status: self.counts[status] for status in _statuses(is_forecast=is_forecast)},
            "unreadable_files": self.unreadable_count,
            "seconds": round(seconds, 3),
            "messages_per_second": round(self.message_count / seconds, 1) if seconds else None,
        }
        if self._shell.form == "json":
            self._shell.out.json(answer)
        self._shell.note(_sentence(answer))
        return Ending.FINDING if self.counts["rejected"] or self.unreadable_count else Ending.FINE


def _statuses(*, is_forecast: bool) -> tuple[str, ...]:
    return get_args(Forecast.model_fields["status"].annotation) if is_forecast else get_args(Status)


def _sentence(answer: dict[str, float | None]) -> str:
    words = [f"{answer.pop('messages')} messages"]
    rate, seconds, unreadable = (
        answer.pop("messages_per_second"),
        answer.pop("seconds"),
        answer.pop("unreadable_files"),
    )
    words.append(", ".join(f"{count} {status}" for status, count in answer.items()))
    if unreadable:
        words.append(f"{unreadable} files could not be read")
    return f"{'; '.join(words)}; {seconds:.2f} s, {rate} messages a second"
