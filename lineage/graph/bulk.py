"""Nodes and edges as the CSV files that Neo4j's importer reads; pure, but for the files.

A node is named by a number or a text within its space of names; the importer forgets those. Columns come from the
vocabulary; typed parameters, of which a node has ten and the definitions know a thousand, get files of their own for
each set of names.
"""

import csv
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from lineage.graph.rows import PARAMETER_PREFIX, Row
from lineage.graph.vocabulary import KEYS, PARAMETER

BUFFER_BYTES = 4 * 2**20
"""What the importer takes for each of its buffers by itself; a field must fit into one."""

BYTES_OF_SIGN = 4
"""The most that UTF-8 takes."""

LIST_SIGN = "\x1f"

OPTIONS = ("--id-type=string", "--array-delimiter=U+001F", "--bad-tolerance=0")
FAMILIES_MAX = 24
"""Sets of parameter names that get a file of their own; what has another one goes into a file with all names."""

ALL = ("*",)
"""Stands for all names; no name of a parameter is a star."""

NUMBERED = "Numbered"
"""The space of names of datasets, jobs and their history: they are named by number."""

NUMBERED_LABELS = frozenset({"Dataset", "Job", "ClosedDataset", "ClosedJob", "Version", "Event"})

TYPES = {
    "text": "string",
    "integer": "long",
    "boolean": "boolean",
    "list of text": "string[]",
    "list of integer": "long[]",
}


class _Nothing:
    """Written as an empty field without quotes, which the importer takes for no property."""

    def __int__(self) -> int:
        return 0

    def __str__(self) -> str:
        return ""


NOTHING = _Nothing()
"""An empty text is a property, and is written as a field with quotes."""

AS_THEY_ARE = frozenset({str, int, float, _Nothing})


class _Watched:
    """A file that remembers the longest row, and whether a field held a line break."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.longest = 0
        self.has_line_breaks = False

    def write(self, row: str) -> None:
        if len(row) > self.longest:  # noqa: PLR1730 (a call of max takes three times as long)
            self.longest = len(row)
        if row.find("\n") != len(row) - 1 or "\r" in row:
            self.has_line_breaks = True
        self._stream.write(row)


class Files:
    """The CSV files of one task; `made` tells the importer of them when they are closed."""

    def __init__(self, folder: Path, task: str, parameter_types: Mapping[str, str]) -> None:
        self._folder = folder
        self._task = task
        self._parameter_types = parameter_types
        self._stack = ExitStack()
        self._open: dict[tuple[str, tuple[str, ...]], tuple[Any, list[str]]] = {}
        self._watched: list[_Watched] = []
        self._made: list[tuple[str, str, str]] = []
        self._families: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def node(self, label: str, name: int | str, row: Row, parameters: Mapping[str, Any] | None = None) -> None:
        """Write a node; `parameters` are typed ones, without their prefix."""
        family = tuple(parameters) if parameters else ()
        found = self._open.get((label, family)) or self._node_file(label, family)
        writer, columns = found
        if parameters:
            row = {**row, **parameters}
        get = row.get
        cells = [get(column, NOTHING) for column in columns]
        writer.writerow([name, *[cell if cell.__class__ in AS_THEY_ARE else _cell(cell) for cell in cells]])

    def edge(self, type_: str, from_space: str, to_space: str, fields: Iterable[int | str]) -> None:
        """Write an edge: names of its ends, then its properties in the order of the vocabulary."""
        found = self._open.get((type_, (from_space, to_space))) or self._edge_file(type_, from_space, to_space)
        found[0].writerow(fields)

    @property
    def made(self) -> dict[str, Any]:
        """Return what is in each file, its header and its name; the longest row, and whether lines break."""
        return {
            "files": self._made,
            "longest": max((file.longest for file in self._watched), default=0),
            "has_line_breaks": any(file.has_line_breaks for file in self._watched),
        }

    def _node_file(self, label: str, family: tuple[str, ...]) -> tuple[Any, list[str]]:
        """Return the file of a set of parameter names, in whatever order they come."""
        names = tuple(sorted(family))
        if known := self._open.get((label, names)):
            self._open[label, family] = known
            return known
        count = self._families[label] = self._families.get(label, 0) + 1
        if count > FAMILIES_MAX:
            if wide := self._open.get((label, ALL)):
                self._open[label, family] = wide
                return wide
            names = tuple(self._parameter_types)
        keys = [key for key in KEYS[label] if key is not PARAMETER]
        columns = [key.name for key in keys] + list(names)
        space = NUMBERED if label in NUMBERED_LABELS else label
        header = [f":ID({space})", *[f"{key.name}:{TYPES[key.type]}" for key in keys]]
        header += [f"{PARAMETER_PREFIX}{name}:{self._parameter_types[name]}" for name in names]
        found = self._new(f"--nodes={label}", header), columns
        self._open[label, family] = self._open[label, names if count <= FAMILIES_MAX else ALL] = found
        return found

    def _edge_file(self, type_: str, from_space: str, to_space: str) -> tuple[Any, list[str]]:
        properties = [f"{key.name}:{TYPES[key.type]}" for key in KEYS.get(type_, ())]
        header = [f":START_ID({from_space})", f":END_ID({to_space})", *properties]
        found = self._open[type_, (from_space, to_space)] = self._new(f"--relationships={type_}", header), []
        return found

    def _new(self, what: str, header: list[str]) -> Any:
        name = f"{self._task}-{len(self._made):04}-{what.partition('=')[2]}.csv"
        stream = self._stack.enter_context((self._folder / name).open("w", encoding="utf-8", newline=""))
        self._made.append((what, ",".join(header), name))
        target: Any = stream
        if what.startswith("--nodes"):
            target = _Watched(stream)
            self._watched.append(target)
        return csv.writer(target, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")


def _cell(value: Any) -> Any:
    """Return a value as csv writes it: texts with quotes, numbers without, lists joined."""
    if value is None:
        return NOTHING
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, list):
        return LIST_SIGN.join(map(str, value)) if value else NOTHING
    return value


def importer_words(made: Iterable[Mapping[str, Any]], folder: Path) -> list[tuple[str, list[str]]]:
    """Return the words that tell the importer of all files, each with the files of `folder` that it is about.

    Files of one header are one source to the importer; the header goes into a file of its own.
    """
    sources: dict[tuple[str, str], list[str]] = {}
    longest, has_line_breaks = 0, False
    for one in made:
        for what, header, name in one["files"]:
            sources.setdefault((what, header), []).append(name)
        longest = max(longest, one["longest"])
        has_line_breaks = has_line_breaks or one["has_line_breaks"]
    buffer_bytes = BUFFER_BYTES
    while buffer_bytes < BYTES_OF_SIGN * longest:
        buffer_bytes *= 2
    words: list[tuple[str, list[str]]] = [(word, []) for word in OPTIONS]
    words.append((f"--read-buffer-size={buffer_bytes}", []))
    words += [("--multiline-fields=true", [])] if has_line_breaks else []
    for number, ((what, header), names) in enumerate(sources.items()):
        head = f"header-{number:04}.csv"
        (folder / head).write_text(f"{header}\n", encoding="utf-8")
        words.append((what, [head, *names]))
    return words
