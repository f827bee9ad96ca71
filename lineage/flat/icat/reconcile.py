"""What ICAT holds against what it is to hold: two streams in the order of ICAT's ids, merged in flat memory."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lineage.flat.icat.certificate import Trees
from lineage.flat.icat.client import Client
from lineage.flat.icat.held import Held, Value, held
from lineage.flat.icat.sorter import Row, Sorter
from lineage.flat.icat.wanted import Options
from lineage.flat.parameters import WRITTEN

Kind = Literal["missing", "differing", "foreign", "absent", "moved", "orphaned", "job"]

NAMES = frozenset(column.about.name for column in WRITTEN)
SHARED = frozenset({"Process_program", "Process_version"})
"""Names that senders of datasets use too: what we do not want there is theirs."""

OWN_PREFIX = "lineage_"
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference; `parameter` is empty where it is about a dataset or a Job as a whole."""

    kind: Kind
    dataset: int | None = None
    location: str = ""
    parameter: str = ""
    wanted: Value | None = None
    found: Value | None = None
    job: int | None = None


@dataclass(frozen=True, slots=True)
class Different:
    """A dataset of ICAT that is not as it is to be; without a row the graph does not know it."""

    id: int
    location: str
    row: Row | None


@dataclass
class Report:
    """What was found: counts and a few examples of each kind; datasets that wait for ICAT are no difference."""

    datasets: int = 0
    parameters: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Finding]] = field(default_factory=dict)
    waiting: int = 0
    waiting_examples: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """True when nothing differs."""
        return not self.counts

    def take(self, finding: Finding) -> None:
        """Count a difference."""
        self.counts[finding.kind] += 1
        examples = self.examples.setdefault(finding.kind, [])
        if len(examples) < EXAMPLES:
            examples.append(finding)

    def wait(self, location: str) -> None:
        """Count a dataset that ICAT does not know."""
        self.waiting += 1
        if len(self.waiting_examples) < EXAMPLES:
            self.waiting_examples.append(location)


class Comparison:
    """One run over both sides; `report`, and `trees` of what ICAT holds, are whole when `different` has ended."""

    def __init__(self, client: Client, wanted: Sorter, options: Options) -> None:
        self._client = client
        self._wanted = wanted
        self._options = options
        self.report = Report()
        self.trees = Trees()

    def different(self) -> Iterator[Different]:
        """Yield the datasets whose parameters differ, by id; what they hold may be changed as soon as they come."""
        after = 0
        for page in held(self._client, NAMES):
            yield from self._page(page, self._wanted.within(after + 1, page[-1].id))
            after = page[-1].id
        for row in self._wanted.within(after + 1):
            self.report.take(Finding("absent", row.icat_id, row.location))
        for job in orphaned(self._client):
            self.report.take(Finding("orphaned", job=job))
        for location in self._wanted.waiting():
            self.report.wait(location)

    def _page(self, page: Sequence[Held], rows: Sequence[Row]) -> Iterator[Different]:
        ours = {row.icat_id: row for row in rows}
        for one in page:
            self.report.datasets += 1
            self.report.parameters += len(one.parameters)
            self.trees.take(one)
            row, location = ours.pop(one.id, None), self._place(one.location)
            if row and location and location != row.location:
                self.report.take(Finding("moved", one.id, row.location, found=one.location))
                continue
            row = row or self._wanted.at(location)
            findings = list(_compared(one, row))
            for finding in findings:
                self.report.take(finding)
            if findings:
                yield Different(one.id, location, row)
        for row in ours.values():
            self.report.take(Finding("absent", row.icat_id, row.location))

    def _place(self, location: str) -> str:
        """Return a location of ICAT as the graph names it; as it is where it cannot be one of the graph."""
        return self._options.location_of(location) or ""


def _compared(one: Held, row: Row | None) -> Iterator[Finding]:
    said: Mapping[str, Value] = row.parameters if row else {}
    for name, value in said.items():
        if name not in one.parameters:
            yield Finding("missing", one.id, one.location, name, wanted=value)
        elif one.parameters[name] != value:
            yield Finding("differing", one.id, one.location, name, value, one.parameters[name])
    for name in sorted(one.parameters.keys() - said.keys()):
        if name.startswith(OWN_PREFIX) or (row is not None and name not in SHARED):
            yield Finding("foreign", one.id, one.location, name, found=one.parameters[name])


def orphaned(client: Client) -> list[int]:
    """Return the Jobs with a collection that holds nothing: a deletion of its datasets empties it without a word."""
    lists = ("dataCollectionDatasets", "dataCollectionDatafiles", "dataCollectionInvestigations")
    joins = " ".join(f"LEFT JOIN c.{name} m{place}" for place, name in enumerate(lists))
    empty = " AND ".join(f"m{place}.id IS NULL" for place in range(len(lists)))
    where = f"j.application.facility.id = {client.facility_id} AND {empty}"
    sides = (f"Job j JOIN j.{side} c {joins}" for side in ("inputDataCollection", "outputDataCollection"))
    return sorted(
        {row[0] for source in sides for page in client.pages("c.id", source, where, by="j.id") for row in page}
    )
