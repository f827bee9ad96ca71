"""Where a search starts: of the conditions that are joined by the top ``and``, the one whose index leaves the least.

The order is fixed and does not ask the database: what names few datasets comes before what names many. A search without
such a condition reads datasets in the order of their locations, and stops when a page is full.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import get_args

from lineage.graph import fulltext
from lineage.graph.conditions import PLACES, Conditions, key_of
from lineage.graph.queries import Piece, load
from lineage.model.answers import State
from lineage.model.search.fields import LOCATION, WORDS, Field
from lineage.model.search.tree import All, Any, Compare, Expression, Like, OneOf, Under, Words

ORDER = (
    "icat_id",
    "location",
    "sample",
    "investigation",
    "text",
    "under",
    "parameter",
    "name",
    "application",
    "since",
    "start",
    "status",
    "technique",
    "state",
    "instrument",
)
"""Conditions that a search can start from, the most selective first; a parameter only if it has an index."""

CANDIDATES_MAX = 10_000
"""How many datasets the full-text index is asked for: those that fit the words best."""

BESIDE = "s"
"""What a search starts from that starts beside the dataset; conditions call what is beside it by another name."""

ON_DATASET = {"icat_id", "location", "under", "parameter", "name", "start"}
RANGES = {"parameter", "start"}
RARE_STATES: frozenset[State] = frozenset({"expected", "retired"})
FIELDS = {field.name: field for field in WORDS}


@dataclass(frozen=True, slots=True)
class Start:
    """The clause that finds the datasets, the condition that holds for them, and the field it starts from.

    `is_ordered` says that they come in the order of their locations; `candidates` is what is asked of the full-text
    index where that gives them.
    """

    clause: Piece
    condition: Piece
    field: str
    is_scan: bool = False
    is_ordered: bool = False
    candidates: str | None = None


def start(conditions: Conditions, items: Sequence[Expression], indexed: Collection[str]) -> Start:
    """Return where a search starts that is asked for all items; `indexed` names the parameters with an index."""
    ranked = [(ORDER.index(kind), number) for number, item in enumerate(items) if (kind := _kind(item, indexed))]
    if not ranked:
        clause = conditions.piece("search/from_property", key=key_of(LOCATION))
        return Start(clause, conditions.of(All(tuple(items))), LOCATION.name, is_scan=True, is_ordered=True)
    rank, number = min(ranked)
    return _from(conditions, ORDER[rank], items, number)


def _from(conditions: Conditions, kind: str, items: Sequence[Expression], number: int) -> Start:
    best = items[number]
    if kind == "text":
        return _from_words(conditions, items)
    field = LOCATION if isinstance(best, Under) else _field(best)
    whole = conditions.of(All(tuple(items)))
    if kind in ON_DATASET:
        return Start(
            conditions.piece("search/from_property", key=key_of(field)), whole, field.name, is_ordered=kind == "under"
        )
    if kind in {"since", "state"}:
        return Start(conditions.piece("search/from_state"), _with_state(conditions, best, whole), field.name)
    others = [item for place, item in enumerate(items) if place != number]
    assert isinstance(best, Compare | OneOf | Like)  # noqa: S101
    tested = conditions.both([conditions.test(best, BESIDE), *map(conditions.of, others)])
    return Start(conditions.piece(PLACES[field.name].start), tested, field.name)


def _from_words(conditions: Conditions, items: Sequence[Expression]) -> Start:
    asked = fulltext.query([item for item in items if fulltext.is_searchable(item)])
    clause = load()["search/from_words"].piece(query=asked, candidates_max=CANDIDATES_MAX)
    others = tuple(item for item in items if not fulltext.is_searchable(item))
    return Start(clause, conditions.of(All(others)), "text", candidates=asked)


def _with_state(conditions: Conditions, best: Expression, whole: Piece) -> Piece:
    """Return the condition with both keys of the index; what is not asked for takes all."""
    assert isinstance(best, Compare | OneOf)  # noqa: S101
    if best.field.name == "state":
        since = conditions.test(Compare(FIELDS["since"], ">=", 0))
        return conditions.both([since, whole])
    states = conditions.one_of(FIELDS["state"], get_args(State))
    return conditions.both([states, whole])


def _field(item: Expression) -> Field:
    assert isinstance(item, Compare | OneOf | Like)  # noqa: S101
    return item.field


def _kind(item: Expression, indexed: Collection[str]) -> str | None:
    """Return which of the `ORDER` a condition is; None for one that no search starts from."""
    match item:
        case Words() | Any() if fulltext.is_searchable(item):
            return "text"
        case Under():
            return "under"
        case Compare(field, operator, value) if operator != "!=":
            kind = _known(field, indexed)
            return _selective(kind, (value,)) if operator == "=" else _ranged(kind, field, operator)
        case OneOf(field, values):
            return _selective(_known(field, indexed), values)
        case Like(field, _, False, True):
            kind = _known(field, indexed)
            return "under" if kind == "location" else kind
    return None


def _ranged(kind: str | None, field: Field, operator: str) -> str | None:
    is_range = kind in RANGES and field.type != "version"
    return kind if is_range or (kind == "since" and operator in {">", ">="}) else None


def _known(field: Field, indexed: Collection[str]) -> str | None:
    if field.is_parameter:
        return "parameter" if field.name in indexed else None
    return field.name if field.name in ORDER else None


def _selective(kind: str | None, values: Sequence[object]) -> str | None:
    return None if kind == "state" and not set(values) <= RARE_STATES else kind
