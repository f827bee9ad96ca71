"""No file of the checkout knows where it was written, or leaves work undone in silence."""

import re

from tests.house.tree import texts

REGISTRIES = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("maven", "org"),
    ("maven", "apache", "org", "maven2"),
    ("npmjs", "org"),
    ("docker", "io"),
    ("conda", "anaconda", "org"),
]
"""Hosts of package registries, in pieces, so that this file does not name them either."""

HOME = re.compile(r"(?<![\w.$}])/(?:home|root|work|Users)/[\w.-]+")
UNDONE = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b")
FOREIGN = ("tests/data/", "examples/", "lineage/ingest/data/", "requirements/", "LICENSE")
"""What others wrote, or what is made by a tool; its words are not ours."""


def found(pattern: re.Pattern[str], *, all_files: bool = False) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        if all_files or not name.startswith(FOREIGN)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_package_registry() -> None:
    hosts = "|".join(
        re.escape(".".join(host)) if len(host) == 2 else re.escape(".".join(host[:-1])) + "/" + host[-1]
        for host in REGISTRIES
    )

    assert found(re.compile(rf"\b(?:{hosts})\b", re.IGNORECASE), all_files=True) == []


def test_no_file_names_a_place_on_the_machine_where_it_was_written() -> None:
    assert found(HOME) == []


def test_no_file_leaves_a_note_of_work_to_do() -> None:
    assert found(UNDONE) == []
