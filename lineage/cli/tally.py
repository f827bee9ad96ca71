"""What became of many messages: counted, told one by one where it matters, summed up at the end."""

import time
from collections import Counter
from typing import get_args

from lineage.cli.endings import Ending
from lineage.cli.forecast import Forecast
from lineage.cli.shell import Shell
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
            self._shell.tell(f"{label}: {fate.message}")
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
        rate = round(self.message_count / seconds, 1) if seconds else None
        known = get_args(Forecast.model_fields["status"].annotation) if is_forecast else get_args(Status)
        counts = {status: self.counts[status] for status in known}
        if self._shell.form == "json":
            answer = {"messages": self.message_count, **counts, "unreadable_files": self.unreadable_count}
            self._shell.out.json({**answer, "seconds": round(seconds, 3), "messages_per_second": rate})
        self._shell.note(f"{self._sentence(counts)}; {seconds:.2f} s, {rate} messages a second")
        return Ending.FINDING if self.counts["rejected"] or self.unreadable_count else Ending.FINE

    def _sentence(self, counts: dict[str, int]) -> str:
        count = self.message_count
        words = [f"{count} message{'' if count == 1 else 's'}"]
        words.append(", ".join(f"{number} {status}" for status, number in counts.items()))
        if self.unreadable_count:
            words.append(f"files that could not be read: {self.unreadable_count}")
        return "; ".join(words)
