"""The messages in a dump: its investigations, its datasets, and the datafiles that a Job names by themselves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from lineage.errors import DumpError
from lineage.importing import dump_file, messages, objects
from lineage.importing.dump_file import Tables
from lineage.importing.jobs import job
from lineage.importing.messages import Job, Links, Made
from lineage.importing.noticed import Noticed
from lineage.importing.objects import Object


class Dump:
    """One file; `count` is the number of datasets in it. Raises DumpError for one that is no dump."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._tables = dump_file.read(file)
        self.noticed = Noticed()
        self.count = len(self._tables.get("dataset", {}))

    def made(self) -> Iterator[Made]:
        """Yield the messages; raises DumpError where an object lacks what identifies it."""
        try:
            yield from _made(self._tables, self.noticed)
        except (KeyError, TypeError, AttributeError) as error:
            raise DumpError(self._file, f"has an object that lacks what identifies it in ICAT: {error}") from error


def _made(tables: Tables, noticed: Noticed) -> Iterator[Made]:
    jobs = [job(key, found) for key, found in tables.get("job", {}).items()]
    makers: dict[str, list[Job]] = defaultdict(list)
    for one in jobs:
        noticed.take(one)
        for location in one.outputs:
            makers[location].append(one)
    for found in tables.get("investigation", {}).values():
        yield from messages.investigation(found)
    published = _publications(tables.get("dataPublication", {}).values())
    for found in tables.get("dataset", {}).values():
        location = objects.dataset_location(found)
        links = Links(jobs=makers.get(location, ()), publications=published.get(location, ()))
        yield messages.dataset(found, links)
    for location, found in _members(tables).items():
        yield messages.datafile(found, makers.get(location, ()))


def _members(tables: Tables) -> dict[str, Object]:
    """Return the datafiles that Jobs name, by location."""
    return {
        objects.datafile_location(one): one
        for found in tables.get("job", {}).values()
        for side in ("inputDataCollection", "outputDataCollection")
        for one in objects.children(found.get(side) or {}, "dataCollectionDatafiles", "datafile")
    }


def _publications(found: Iterable[Object]) -> Mapping[str, list[str]]:
    """Return the identifiers of publications by the location of what they publish."""
    pids: dict[str, list[str]] = defaultdict(list)
    for publication in found:
        for one in objects.children(publication.get("content") or {}, "dataCollectionDatasets", "dataset"):
            pids[objects.dataset_location(one)].append(str(publication["pid"]))
    return pids
