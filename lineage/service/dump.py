"""The whole graph into one file, as a stream."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from lineage import __version__
from lineage.dump import FORMAT, opened_to_write, spelled
from lineage.dump.shape import SHAPES, counted
from lineage.graph import export
from lineage.graph.database import Database
from lineage.model import answers

LINES_BETWEEN_PROGRESS = 1000


def dump(
    database: Database, file: str, progress: Callable[[str, int, int | None], None], *, is_held: bool = False
) -> answers.Dumped:
    """Write a dump; held, writers wait meanwhile, else the answer tells whether the graph changed.

    Raises DumpError for a place that cannot be written to.
    """
    counts: Counter[str] = Counter()
    with database.whole("dump", is_held=is_held) as transaction, opened_to_write(file) as stream:
        before, node_count = export.change(transaction), export.node_count(transaction)
        head = {"format": FORMAT, "as_of": before["change"], "changed_at": before["changed_at"]}
        made = {"made_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "made_by": f"lineage {__version__}"}
        stream.write(spelled("dump", head | made))
        for done, (kind, line) in enumerate(export.lines(transaction)):
            stream.write(spelled(kind, line))
            counts[counted(kind)] += 1
            if done % LINES_BETWEEN_PROGRESS == 0:
                progress("dump", done, max(done, node_count))
        changed_to = export.change(transaction)["change"]
        told = {counted(kind): counts[counted(kind)] for kind in SHAPES if kind not in {"dump", "end"}}
        stream.write(spelled("end", told | ({} if changed_to == before["change"] else {"changed_to": changed_to})))
    return answers.Dumped(as_of=before["change"], changed_to=changed_to, counts=told)
