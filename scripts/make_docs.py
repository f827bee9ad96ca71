"""Make the tables of the documentation from the code, between their marks.

::

    <!-- made by scripts/docs: nodes -->
    ...
    <!-- end -->

A page may have any of the tables in ``TABLES``; what is outside of the marks is written by people.

    python scripts/make_docs.py [--check]
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from pydantic.fields import FieldInfo

from lineage import errors
from lineage.dump.shape import KIND_WORDS, SHAPES, Member
from lineage.engine.lock import lock_names, read_lock
from lineage.errors import MessageError
from lineage.flat import COLUMNS, Column
from lineage.graph.queries import folder, load
from lineage.graph.starts import ORDER
from lineage.graph.vocabulary import KEYS, Key
from lineage.model import rules
from lineage.model.search.fields import WORDS
from lineage.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
MARKED = re.compile(r"(<!-- made by scripts/docs: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
CONSTRAINT = re.compile(
    r"CREATE (CONSTRAINT|(?:FULLTEXT )?INDEX) (\w+) IF NOT EXISTS FOR (.+?) "
    r"(?:REQUIRE|ON(?: EACH)?) ([^;]+?)\s*(?:OPTIONS [^;]+)?;"
)
DEFAULTS_TOLD = {"data_dir": "the user's data folder; on Linux `~/.local/share/lineage`"}
"""Defaults that are another value on another machine."""
BOUNDS = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the tables of the documentation from the code.")
    parser.add_argument("--check", action="store_true", help="write nothing, name the pages that are old")
    only_check = parser.parse_args().check
    old = [path for path in pages() if made(path.read_text()) != path.read_text()]
    for path in old:
        print(f"{path.relative_to(ROOT)} {'is old; run scripts/docs' if only_check else 'is made anew'}")
        if not only_check:
            path.write_text(made(path.read_text()))
    return 1 if old and only_check else 0


def pages() -> list[Path]:
    """Every page that may have marks."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def made(text: str) -> str:
    """The text of a page with its tables as they must be."""
    return MARKED.sub(lambda match: f"{match[1]}\n{TABLES[match[2]]()}\n{match[3]}", text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [list(head), ["---"] * len(head), *map(list, rows)]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def nodes() -> str:
    """Kinds of nodes."""
    return table(
        ("label", "identity", "what it is"), ((f"`{n.label}`", f"`{n.identity}`", n.meaning) for n in rules.NODES)
    )


def edges() -> str:
    """Kinds of edges."""
    rows = (
        (f"`{e.type}`", f"`{e.source}`", f"`{e.target}`", e.out_of_source, e.into_target, e.meaning)
        for e in rules.EDGES
    )
    return table(("type", "from", "to", "leave one source", "enter one target", "says that"), rows)


def laws() -> str:
    """Rules of the live graph."""
    rows = ((f"`{r.name}`", r.law, r.enforced_by, f"`cypher/audit/{r.name}.cypher`") for r in rules.RULES)
    return table(("rule", "law", "enforced by", "proved by"), rows)


def keys() -> str:
    """Property keys, one table for each label or type; what has all keys of another one tells only the rest."""
    return "\n".join(f"### `{kind}`\n\n{_keys_of(kind)}" for kind in KEYS)


def _keys_of(kind: str) -> str:
    below = next((other for other in ("Dataset", "Job") if other != kind and set(KEYS[other]) < set(KEYS[kind])), None)
    shown = [key for key in KEYS[kind] if below is None or key not in KEYS[below]]
    all_of = f"All keys of `{below}`, and:\n\n" if below else ""
    return all_of + table(("key", "type", "unit", "meaning"), map(_key, shown))


def _key(key: Key) -> tuple[str, ...]:
    return f"`{key.name}`", key.type, key.unit, key.meaning


def schema() -> str:
    """Constraints and indexes, in the order of the schema files."""
    rows = []
    for path in sorted(folder().glob("schema/*.cypher")):
        for kind, name, pattern, what in CONSTRAINT.findall(path.read_text()):
            where = re.findall(r":(\w+)", pattern)[0]
            properties = re.findall(r"\.(\w+)", what)
            says = {"CONSTRAINT": "unique", "INDEX": "index", "FULLTEXT INDEX": "full-text index"}[kind]
            rows.append((f"`{path.stem}`", f"`{name}`", f"`{where}({', '.join(properties)})`", says))
    return table(("file", "name", "on", "kind"), rows)


def queries() -> str:
    """Every question that is put to Neo4j."""
    rows = ((f"`{name}`", _sentence(query.head)) for name, query in sorted(load().items()))
    return table(("file in `cypher/`", "what it does"), rows)


def _sentence(head: str) -> str:
    text = re.split(r"^(?:\$|->)", head, maxsplit=1, flags=re.MULTILINE)[0]
    return " ".join(text.split()).partition(". ")[0].rstrip(".")


def settings() -> str:
    """Every setting, with its default and its bounds."""
    rows = (
        (f"`LINEAGE_{name.upper()}`", _default(name, field), field.description or "")
        for name, field in Settings.model_fields.items()
    )
    return table(("variable", "default", "meaning"), rows)


def _default(name: str, field: FieldInfo) -> str:
    if name in DEFAULTS_TOLD:
        return DEFAULTS_TOLD[name]
    value = "unset" if field.default in {None, ()} else f"`{field.default}`"
    bounds = [
        f"{words} {getattr(bound, attribute)}"
        for bound in field.metadata
        for attribute, words in BOUNDS.items()
        if getattr(bound, attribute, None) is not None
    ]
    return f"{value} ({', '.join(bounds)})" if bounds else value


def engines() -> str:
    """The engines that can be run."""
    rows = []
    for lock in map(read_lock, lock_names()):
        size = f"{lock.size_bytes / 2**20:.0f} MiB"
        is_default = lock.name == Settings.model_fields["engine"].default
        rows.append((f"`{lock.name}`", "yes" if is_default else "", str(lock.java), str(len(lock.jars)), size))
    return table(("`LINEAGE_ENGINE`", "default", "Java", "jars", "size"), rows)


def refusals() -> str:
    """Reasons for which a message is refused, as they are drawn in the tree of errors."""
    told = dict(re.findall(r"── (\w+) +(\S.*)$", str(errors.__doc__), re.MULTILINE))
    return table(("code", "the message is refused because"), ((f"`{e.code}`", told[e.__name__]) for e in _refusals()))


def dump_lines() -> str:
    """Lines of a dump, one table for each type; a required member has no word in the second column."""
    return "\n".join(f"### `{kind}`\n\n{_members_of(shape)}" for kind, shape in SHAPES.items())


def _members_of(shape: Sequence[Member]) -> str:
    rows = ((f"`{m.name}`", KIND_WORDS[m.kind], m.absent or "**required**") for m in shape)
    return table(("member", "what", "when it is left out"), rows)


def _refusals() -> Iterator[type[MessageError]]:
    yield from MessageError.__subclasses__()


def words() -> str:
    """Field words of searches, in the order of the code."""
    rows = (
        (
            f"`{one.name}`",
            " ".join(filter(None, (one.type, one.unit and f"in {one.unit}"))),
            f"{one.meaning}: {', '.join(one.choices)}" if one.choices else one.meaning,
            "rare states" if one.name == "state" else "yes" if one.name in ORDER else "",
        )
        for one in WORDS
    )
    return table(("field word", "type", "meaning", "has an index"), rows)


def flat_columns() -> str:
    """Columns of the flat view, in their order."""
    return table(("column", "type", "unit", "meaning", "from", "written into ICAT"), map(_flat_column, COLUMNS))


def _flat_column(column: Column) -> tuple[str, ...]:
    about = column.about
    parted = {" ": ", parted by blanks", ",": ", parted by commas"}.get(about.separator, "")
    return (
        f"`{about.name}`",
        column.type + parted,
        about.unit,
        about.meaning,
        about.source,
        "yes" if about.is_ours else "",
    )


TABLES: dict[str, Callable[[], str]] = {
    function.__name__: function
    for function in (
        nodes,
        edges,
        laws,
        keys,
        schema,
        queries,
        settings,
        engines,
        refusals,
        words,
        dump_lines,
        flat_columns,
    )
}


if __name__ == "__main__":
    sys.exit(main())
