from datetime import UTC, datetime, timedelta

import pytest

from lineage.model.answers import DatasetRef, NamedDataset
from lineage.web.static import Assets
from lineage.web.templates import Templates, age, condition, duration, link, places, size, tail, time


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (1_234_567, "1.23 MB"),
        (5 * 10**15, "5 PB"),
        (10**22, "10000 EB"),
    ],
)
def test_bytes_are_told_in_the_unit_that_suits_them(value: int | None, said: str) -> None:
    assert size(value).replace("\N{NARROW NO-BREAK SPACE}", " ") == said


def test_a_time_is_told_to_the_second_and_kept_whole() -> None:
    assert str(time("2024-01-02T03:04:05.678901Z")) == (
        '<time datetime="2024-01-02T03:04:05.678901Z" title="2024-01-02T03:04:05.678901Z">2024-01-02 03:04:05</time>'
    )


def test_a_location_may_break_after_slashes_and_is_escaped() -> None:
    assert str(places("/a/<b>")) == "/<wbr>a/<wbr>&lt;b&gt;"


def test_the_tail_of_a_location_is_its_last_two_parts() -> None:
    assert (tail("/a/b/c/"), tail("/a")) == ("b/c", "/a")


@pytest.mark.parametrize(
    ("seconds", "said"), [(5, "less than a minute"), (61, "1 minute"), (7300, "2 hours"), (90_000, "1 day")]
)
def test_an_age_is_told_in_the_unit_that_suits_it(seconds: int, said: str) -> None:
    assert age((datetime.now(UTC) - timedelta(seconds=seconds)).isoformat()) == said


@pytest.mark.parametrize(
    ("ended", "said"),
    [("00:00:00.500000", "0.5 s"), ("00:01:05", "1 min 5 s"), ("05:30:00", "5 h 30 min"), ("", "")],
)
def test_a_duration_is_told_in_the_unit_that_suits_it(ended: str, said: str) -> None:
    assert duration("2024-01-01T00:00:00Z", f"2024-01-01T{ended}Z" if ended else "") == said


def test_times_in_the_wrong_order_have_no_duration() -> None:
    assert duration("2024-01-02T00:00:00Z", "2024-01-01T00:00:00Z") == ""


def test_a_link_leaves_out_what_is_not_said_and_quotes_the_rest() -> None:
    assert link("/search", q="a & b=<c>", cursor=None, more="") == "/search?q=a+%26+b%3D%3Cc%3E"
    assert link("/search") == "/search"


def test_a_condition_quotes_its_value() -> None:
    assert condition("sample", 'a "b"') == 'sample = "a \\"b\\""'
    assert condition("sample", None) == "not exists sample"


def test_a_publication_shows_what_it_holds_and_how_many_more() -> None:
    held = DatasetRef(id="1", location="/d/x", name="<x>", kind="raw", state="present")
    named = NamedDataset(name="10.1234/abc", dataset=None, held=[held], held_count=101)
    about = {"q": "", "json": None, "csv": None, "as_of": 1, "embed": False, "portal_url": None}

    text = Templates(Assets.read()).fill("doi.html", {"named": named, **about})

    assert "<h1>10.1234/abc</h1>" in text
    assert '<a href="/lineage/dataset/1">&lt;x&gt;</a>' in text
    assert "1 of 101 are shown" in text
