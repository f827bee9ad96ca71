import pytest

from lineage.cli.paging import pages
from lineage.model.answers import Page

TEN = list(range(10))


def ask(cursor: str | None, count: int) -> Page[int]:
    start = int(cursor or 0)
    end = start + count
    return Page(items=TEN[start:end], next=str(end) if end < len(TEN) else None, as_of=1)


@pytest.mark.parametrize(
    ("limit", "page_items", "sizes", "is_cut"),
    [
        (None, 4, [4, 4, 2], False),
        (None, 10, [10], False),
        (None, 5, [5, 5], False),
        (10, 4, [4, 4, 2], False),
        (11, 4, [4, 4, 2], False),
        (9, 4, [4, 4, 1], True),
        (4, 4, [4], True),
        (1, 4, [1], True),
    ],
)
def test_a_list_is_asked_for_until_its_end_or_the_limit(
    limit: int | None, page_items: int, sizes: list[int], is_cut: bool
) -> None:
    found = list(pages(ask, limit, page_items))

    assert [len(page.items) for page in found] == sizes
    assert [item for page in found for item in page.items] == TEN[: sum(sizes)]
    assert (found[-1].next is not None) is is_cut


def test_an_empty_list_is_one_empty_page() -> None:
    found = list(pages(lambda _cursor, _count: Page[int](items=[], next=None, as_of=0), None))

    assert [page.items for page in found] == [[]]
