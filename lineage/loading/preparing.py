"""The stages of a preparation, in their order, each a set of tasks over all cores.

A stage needs what the one before it left. Where a stage finds something wrong, all of it is told and the later ones
are not begun.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from lineage.dump import FORMAT, SHAPES, Block, Line, Source, blocks, checked
from lineage.dump.shape import counted
from lineage.errors import DumpError, DumpRefused, MessageError
from lineage.graph.bulk import importer_words
from lineage.ingest import Context
from lineage.loading import segments
from lineage.loading.begun import begin
from lineage.loading.nouns import Terms
from lineage.loading.segments import PARTS
from lineage.loading.tasks import FindCycles, JoinDatasets, JoinIcatIds, JoinJobs, ReadBlock, Task, Workers
from lineage.loading.values import door
from lineage.settings import Settings

Progress = Callable[[str, int, int | None], None]
"""Called with a stage, how much of it is done, and of how much; None where nobody knows."""

PROBLEMS_SHOWN = 100
LITTLE_BYTES = 2 * 2**20


@dataclass(frozen=True, slots=True)
class Prepared:
    """A dump that breaks no rule, as files for the importer; `counts` are lines by their type.

    `words` are those of the importer, each with the files that it is about.
    """

    words: list[tuple[str, list[str]]]
    terms: Terms
    changed_at: str | None
    counts: dict[str, int]
    expected_count: int
    edge_count: int
    files: list[Path]

    def rejected(self) -> Iterator[list[dict[str, Any]]]:
        """Yield refused messages of the desk, some at a time."""
        for _, records in segments.read(self.files, 0, "rejected"):
            yield [row for _, row in records]


def prepare(
    source: Source, folder: Path, settings: Settings, progress: Progress, say: Callable[[str], None]
) -> Prepared:
    """Read, check and join a dump; raises DumpRefused with what is wrong, DumpError for what cannot be read.

    `folder` is where the work lies; what is there of the same dump is not done again.
    """
    context = Context.of(settings)
    begun = begin(source, folder, settings, say)
    found = blocks(source)
    first = next(found, None)
    head = _head(source, first[0] if first else None, context)
    preparation = _Preparation(source, folder, progress, Terms(head.get("as_of", 1), begun["at"]))
    size = source.size_bytes
    with Workers(settings, is_little=size is not None and size <= LITTLE_BYTES) as workers:
        return preparation.run(workers, chain([first] if first else [], found), head.get("changed_at"))


def _head(source: Source, block: Block | None, context: Context) -> Line:
    """Return the first line; raises DumpError for what is no dump of this format."""
    body = block.lines()[0] if block else b""
    try:
        kind, line = checked(body, door(context))
    except MessageError as error:
        raise DumpError(source.name, f"does not begin as a dump: {error.message.rstrip('.')}", line=1) from error
    if kind != "dump":
        raise DumpError(source.name, f"begins with a line of type {kind}; expected one of type dump", line=1)
    if line["format"] != FORMAT:
        raise DumpError(source.name, f"is of format {line['format']}; this release reads format {FORMAT}", line=1)
    return line


class _Preparation:
    """One preparation: its stages, and what is told when they are done."""

    def __init__(self, source: Source, folder: Path, progress: Progress, terms: Terms) -> None:
        self.source = source
        self.folder = folder
        self.progress = progress
        self.terms = terms

    def run(self, workers: Workers, found: Iterable[tuple[Block, int]], changed_at: str | None) -> Prepared:
        read, line_count = self._read(workers, found)
        counts = self._counts([segments.summary(path) for path in read], line_count)
        bound = self._stage("ICAT ids", workers, [JoinIcatIds(self._file("icat", n), n, read) for n in range(PARTS)])
        paths = [*read, *bound]
        joined = self._stage(
            "datasets",
            workers,
            [JoinDatasets(self._file("datasets", n), n, paths, self.terms, line_count + 1) for n in range(PARTS)],
        )
        paths = [*read, *joined]
        of_jobs: list[Task] = [FindCycles(self._file("cycles", 0), joined, line_count)]
        of_jobs += [JoinJobs(self._file("jobs", n), n, paths) for n in range(PARTS)]
        jobs = self._stage("jobs", workers, of_jobs)
        made = [segments.summary(path) for path in (*joined, *jobs)]
        return Prepared(
            words=importer_words((one["csv"] for one in made if "csv" in one), self.folder),
            terms=self.terms,
            changed_at=changed_at,
            counts=counts,
            expected_count=sum(one.get("expected", 0) for one in made),
            edge_count=sum(one.get("edges", 0) for one in made),
            files=read,
        )

    def _file(self, stage: str, number: int) -> Path:
        return self.folder / f"{stage}-{number:06}.seg"

    def _read(self, workers: Workers, found: Iterable[tuple[Block, int]]) -> tuple[list[Path], int]:
        line_count, size = 0, self.source.size_bytes

        def tasks() -> Iterator[Task]:
            nonlocal line_count
            for number, (block, place) in enumerate(found):
                line_count = block.first_line + block.line_count - 1
                yield ReadBlock(self._file("read", number), block, self.terms)
                self.progress("reading", place, size)

        paths = sorted(workers.run(tasks()))
        self._refuse(paths)
        return paths, line_count

    def _stage(self, name: str, workers: Workers, tasks: Sequence[Task]) -> list[Path]:
        paths = []
        for done, path in enumerate(workers.run(tasks), 1):
            paths.append(path)
            self.progress(name, done, len(tasks))
        self._refuse(paths)
        return sorted(paths)

    def _counts(self, summaries: Sequence[Mapping[str, Any]], line_count: int) -> dict[str, int]:
        """Return how many lines of each type there are; raises DumpError when the last line says otherwise."""
        counts: Counter[str] = Counter()
        for summary in summaries:
            counts.update(summary["counts"])
        ends = [end for summary in summaries for end in summary["ends"]]
        last = max(summary["last"] for summary in summaries)
        if not ends:
            raise DumpError(self.source.name, "is cut: it does not end with a line of type end", line=line_count)
        if ends[0][0] != last:
            raise DumpError(self.source.name, "goes on after the line of type end", line=ends[0][0])
        said_at_end = dict(ends[0][1])
        if (changed_to := said_at_end.pop("changed_to", self.terms.as_of)) != self.terms.as_of:
            reason = (
                f"was written while the graph went from change {self.terms.as_of} to {changed_to}; dump with --hold"
            )
            raise DumpError(self.source.name, reason, line=last)
        there = {counted(kind): counts[kind] for kind in SHAPES}
        for name, said in said_at_end.items():
            if said != there[name]:
                raise DumpError(self.source.name, f"ends with {name} {said}, and {there[name]} are there", line=last)
        return {kind: count for kind, count in counts.items() if kind not in {"dump", "end"}}

    def _refuse(self, paths: Iterable[Path]) -> None:
        told = [segments.summary(path)["problems"] for path in paths]
        if count := sum(one["count"] for one in told):
            first = sorted((line, sentence) for one in told for line, sentence in one["first"])[:PROBLEMS_SHOWN]
            raise DumpRefused(self.source.name, [sentence for _, sentence in first], count)
