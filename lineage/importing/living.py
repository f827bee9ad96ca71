"""The messages in an ICAT that lives: page by page in the order of ids, so that an import can go on where it was."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing

from lineage.importing import messages, objects, questions
from lineage.importing.living_jobs import LivingJobs
from lineage.importing.messages import Links, Made, Name
from lineage.importing.noticed import Noticed
from lineage.importing.objects import Object
from lineage.importing.position import STAGES, Position
from lineage.importing.questions import Ask
from lineage.ingest.facts import ID_MAX
from lineage.ingest.inputs import IDS_FIELD

OUTPUT_IDS = "output_datasetIds"


class Living:
    """One ICAT; `count` is the number of datasets that are still to come. `facility` is its id."""

    def __init__(self, ask: Ask, facility: int, position: Position, reached: Callable[[Position], None]) -> None:
        self._ask = ask
        self._facility = facility
        self._position = position
        self._reached = reached
        self._jobs = LivingJobs(ask, self._facility)
        self.noticed = Noticed()
        self.count = questions.count(ask, self._facility, position.after if position.stage == "datasets" else 0)

    def made(self) -> Iterator[Made]:
        """Yield the messages; each page is told of as reached when its last message was taken."""
        makers: dict[str, Callable[[int], Iterator[tuple[int, list[Made]]]]] = {
            "investigations": self._investigations,
            "datasets": self._datasets,
            "datafiles": self._datafiles,
        }
        first = STAGES.index(self._position.stage)
        for stage in STAGES[first:]:
            after = self._position.after if stage == self._position.stage else 0
            for last, page in makers[stage](after):
                yield from page
                self._reached(Position(stage, last))
        self.noticed.emptied.extend(self._jobs.without_members("inputDataCollection"))
        self.noticed.without_output.extend(self._jobs.without_output())

    def _investigations(self, after: int) -> Iterator[tuple[int, list[Made]]]:
        while page := questions.investigations(self._ask, self._facility, after):
            after = int(page[-1]["id"])
            yield after, [made for found in page for made in messages.investigation(found)]

    def _datasets(self, after: int) -> Iterator[tuple[int, list[Made]]]:
        with closing(_Parents(self._ask, self._facility)) as parents:
            yield from self._pages_of_datasets(parents, after)

    def _pages_of_datasets(self, parents: "_Parents", after: int) -> Iterator[tuple[int, list[Made]]]:
        while page := questions.datasets(self._ask, self._facility, after):
            after = int(page[-1]["id"])
            ids = [int(found["id"]) for found in page]
            jobs, pids, claims = self._jobs.makers_of(ids), self._publications(ids), parents.of(ids[0], ids[-1])
            places = self._places(page, claims)
            yield (
                after,
                [
                    messages.dataset(
                        found,
                        Links(
                            jobs=jobs.get(found["id"], ()),
                            parents=[_place(one, places) for one in claims.get(found["id"], ())],
                            publications=pids.get(found["id"], ()),
                            locations=places,
                        ),
                    )
                    for found in page
                ],
            )

    def _datafiles(self, after: int) -> Iterator[tuple[int, list[Made]]]:
        while page := questions.datafiles(self._ask, self._facility, after):
            after = int(page[-1]["id"])
            jobs = self._jobs.makers_of([int(found["id"]) for found in page], "datafile")
            yield after, [messages.datafile(found, jobs.get(found["id"], ())) for found in page]

    def _publications(self, ids: list[int]) -> Mapping[int, list[str]]:
        source = "DataCollectionDataset m JOIN m.dataset d JOIN m.dataCollection c JOIN c.dataPublications x"
        pids: dict[int, list[str]] = defaultdict(list)
        for _, dataset, pid in questions.rows_within(self._ask, "m.id, d.id, x.pid", source, "d.id", ids, key="m.id"):
            pids[dataset].append(pid)
        return pids

    def _places(self, page: list[Object], claims: Mapping[int, list[int]]) -> Mapping[int, str]:
        """Look up the locations of all ids that the page's soft links name."""
        ids = {one for parents in claims.values() for one in parents}
        for found in page:
            said = dict(objects.parameters(found.get("parameters") or ())).get(IDS_FIELD, "")
            ids.update(int(word) for word in messages.words(said) if _is_id(word))
        return {id: objects.dataset_location(one) for id, one in questions.locations(self._ask, ids)}


def _place(id: int, places: Mapping[int, str]) -> Name:
    return places.get(id, id)


class _Parents:
    """Who says of which dataset that it is an output; on disk, as there may be as many as there are links."""

    def __init__(self, ask: Ask, facility: int) -> None:
        self._rows = sqlite3.connect("")
        self._rows.execute(
            "create table said (output integer, input integer, primary key (output, input)) without rowid"
        )
        for kind in questions.parameter_types(ask, facility, OUTPUT_IDS):
            source = "DatasetParameter p JOIN p.dataset d"
            for _, parent, text in questions.rows_of(
                ask, "p.id, d.id, p.stringValue", source, f"p.type.id = {kind}", key="p.id"
            ):
                pairs = ((int(word), parent) for word in messages.words(text or "") if _is_id(word))
                self._rows.executemany("insert or ignore into said values (?, ?)", pairs)

    def close(self) -> None:
        """Give the disk free."""
        self._rows.close()

    def of(self, first: int, last: int) -> Mapping[int, list[int]]:
        """Return who names the datasets of a range of ids, by id."""
        found: dict[int, list[int]] = defaultdict(list)
        for output, source in self._rows.execute(
            "select output, input from said where output between ? and ? order by output, input", (first, last)
        ):
            found[output].append(source)
        return found


def _is_id(word: str) -> bool:
    """True for what may be an id; what is none is left to the reader to refuse."""
    return word.isascii() and word.isdecimal() and int(word) <= ID_MAX
