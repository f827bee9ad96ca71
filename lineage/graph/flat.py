"""Datasets for the flat view: their locations page by page, and a page of facts from one question."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from lineage.errors import NotFound, QueryTimeout
from lineage.graph.database import Answer, Database
from lineage.model.flat import FlatFacts, Related

PAGE = 1000
"""Datasets of one question."""

_RELATIONS = ("inputs", "outputs", "ancestors", "descendants", "roots")

Page = list[str]


def pages(database: Database) -> Iterator[Page]:
    """Yield the locations of all datasets in pages, in their order."""
    return _pages(lambda after: database.ask("read/flat_page", after=after, limit=PAGE))


def pages_of_investigation(database: Database, investigation: str) -> Iterator[Page]:
    """Yield the locations of one investigation's datasets in pages, in their order; it is named by name or key.

    Raises NotFound before the first page.
    """

    def ask(after: str) -> Answer:
        return database.ask("read/flat_page_of_investigation", investigation=investigation, after=after, limit=PAGE)

    first = ask("")
    if not first["found"]:
        raise NotFound("investigation", investigation)
    return _pages(lambda after: ask(after) if after else first)


def _pages(ask: Callable[[str], Answer]) -> Iterator[Page]:
    after = ""
    while page := ask(after)["locations"]:
        yield page
        after = page[-1]


def facts(database: Database, pages: Iterable[Page], limit: int) -> Iterator[list[FlatFacts]]:
    """Yield what is known of datasets, a list a page; lists hold `limit` entries at most.

    While a page is worked on, the next is read. A page that takes too long is halved; raises QueryTimeout when one
    dataset alone does.
    """
    with ThreadPoolExecutor(1, "flat") as reader:
        ahead = None
        for page in pages:
            coming = reader.submit(_facts, database, page, limit)
            if ahead:
                yield ahead.result()
            ahead = coming
        if ahead:
            yield ahead.result()


def _facts(database: Database, page: Sequence[str], limit: int) -> list[FlatFacts]:
    try:
        limit_s = database.query_timeout_s
        return database.stream("read/flat_rows", _read, timeout_s=limit_s, locations=list(page), limit=limit)
    except QueryTimeout:
        if len(page) == 1:
            raise
    half = len(page) // 2
    return _facts(database, page[:half], limit) + _facts(database, page[half:], limit)


def _read(records: Iterator[Answer]) -> list[FlatFacts]:
    return [_one(record) for record in records]


def _one(record: Answer) -> FlatFacts:
    for relation in _RELATIONS:
        record[relation] = Related(**record[relation])
    return FlatFacts(**record)


def gone(database: Database, since: int) -> Iterator[list[FlatFacts]]:
    """Yield the datasets that were taken out of the live graph since a change, in pages, by location."""
    after = ""
    while page := database.ask("read/gone_datasets", since=since, after=after, limit=PAGE)["datasets"]:
        yield [FlatFacts({**dataset, "state": "gone"}) for dataset in page]
        after = page[-1]["location"]
