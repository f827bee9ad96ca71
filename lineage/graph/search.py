"""Searches: an expression becomes one question, which is answered with a page, a count and facets in one round trip."""

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any

from lineage.errors import InvalidField, QueryTimeout
from lineage.graph.conditions import Conditions
from lineage.graph.database import Database
from lineage.graph.queries import Piece, load
from lineage.graph.starts import CANDIDATES_MAX, FIELDS, ORDER, Start, start
from lineage.model import answers
from lineage.model.cursor import decode, encode
from lineage.model.search import Expression, spelled, values
from lineage.model.search.fields import Field
from lineage.model.search.tree import EVERYTHING, All, Compare, Exists, Not, fields_of

COUNT_MAX = 100_000
VALUES_MAX = 20
QUESTION = "search"

FACETS = ("kind", "state", "instrument", "investigation", "technique", "application", "year", "month")
HASH_CHARS = 16


def search(
    database: Database,
    expression: Expression,
    *,
    has_facets: bool,
    cursor: str | None,
    limit: int,
    indexed: Collection[str],
) -> answers.Found:
    """Return a page of the datasets that an expression fits.

    `indexed` names the parameters that have an index. Raises InvalidField for a cursor of another search, and
    QueryTimeout with what would help.
    """
    spelling = spelled(expression)
    after = _after(cursor, spelling)
    question, begun = asked(
        expression, after=after, limit=limit, has_facets=has_facets, is_first=cursor is None, indexed=indexed
    )
    hint = _hint(expression, indexed) if begun.is_scan and expression != EVERYTHING else None
    try:
        found = database.ask_piece(QUESTION, question)
    except QueryTimeout as error:
        way_out = hint[0].lower() + hint[1:].rstrip(".") if hint else "ask for less"
        raise QueryTimeout(QUESTION, error.facts["timeout_s"], way_out) from error
    items = found["items"]
    last = items[limit - 1]["location"] if len(items) > limit else None
    counted = found["counted"] or {}
    count = counted.get("count", len(items)) if cursor is None or has_facets else None
    candidates = found["candidates"]
    return answers.Found(
        items=items[:limit],
        next=encode(_hash(spelling), last) if last else None,
        as_of=found["as_of"],
        expression=spelling,
        started_from=begun.field,
        hint=hint,
        count=None if count is None else min(count, COUNT_MAX),
        is_count_capped=count is not None and count > COUNT_MAX,
        candidates_max=None if candidates is None else CANDIDATES_MAX,
        is_cut=candidates is not None and candidates > CANDIDATES_MAX,
        facets=_facets(counted["facets"]) if has_facets else None,
    )


def asked(
    expression: Expression,
    *,
    after: str,
    limit: int,
    has_facets: bool,
    is_first: bool,
    indexed: Collection[str],
) -> tuple[Piece, Start]:
    """Return the question that a search puts to the database, and where it starts."""
    conditions = Conditions()
    items = expression.items if isinstance(expression, All) else (expression,)
    begun = start(conditions, items, indexed)
    candidates = load()["search/no_candidates"].piece()
    if begun.candidates:
        candidates = load()["search/candidates"].piece(query=begun.candidates, candidates_asked=CANDIDATES_MAX + 1)
    counted = {
        "start": begun.clause,
        "condition": _from_place(conditions, begun, "") if begun.is_scan else begun.condition,
    }
    counting = load()["search/uncounted"].piece()
    if has_facets:
        counting = load()["search/facets"].piece(**counted, count_max=COUNT_MAX + 1, values_max=VALUES_MAX)
    elif is_first:
        counting = load()["search/count"].piece(**counted, count_max=COUNT_MAX + 1, limit=limit + 1)
    whole = load()["search/find"].piece(
        start=begun.clause,
        condition=_from_place(conditions, begun, after),
        candidates=candidates,
        counting=counting,
        limit=limit + 1,
    )
    return whole, begun


def _from_place(conditions: Conditions, begun: Start, after: str) -> Piece:
    name = "search/after" if begun.is_ordered else "search/after_checked"
    return conditions.both([conditions.piece(name, after=after), begun.condition])


def _hash(spelling: str) -> str:
    return sha256(spelling.encode()).hexdigest()[:HASH_CHARS]


def _after(cursor: str | None, spelling: str) -> str:
    """Return the location that a page starts after; raises InvalidField for the cursor of another search."""
    question, after = decode(cursor, str, str) or (_hash(spelling), "")
    if question != _hash(spelling):
        raise InvalidField("cursor", cursor, "the next of an earlier page of the same expression")
    return str(after)


def _hint(expression: Expression, indexed: Collection[str]) -> str:
    """Return what would make a search faster that started from no index."""
    words = [name for name in ORDER if name not in {"parameter", "state"}]
    hint = (
        "No condition of the search starts from an index, so datasets are read in the order of their locations; "
        f"join a condition on {', '.join(words[:-1])} or {words[-1]} with and"
    )
    slow = sorted({field.name for field in fields_of(expression) if field.is_parameter} - set(indexed))
    return (
        f"{hint}, or give the parameter an index with LINEAGE_INDEXED_PARAMETERS={','.join(slow)}."
        if slow
        else f"{hint}."
    )


def _facets(found: list[dict[str, Any]]) -> list[answers.Facet]:
    by_name = {one["facet"]: one for one in found}
    nothing: Mapping[str, Any] = {"values": [], "values_count": 0, "others_count": 0}
    return [_facet(name, by_name.get(name, nothing)) for name in FACETS]


def _facet(name: str, found: Mapping[str, Any]) -> answers.Facet:
    values = [
        answers.FacetValue(
            value=_shown(one["value"]), count=one["count"], expression=spelled(_condition(name, one["value"]))
        )
        for one in found["values"]
    ]
    return answers.Facet(
        name=name, values=values, values_count=found["values_count"], others_count=found["others_count"]
    )


def _shown(value: str | list[str] | None) -> str | None:
    return " ".join(filter(None, value)) if isinstance(value, list) else value


def _condition(name: str, value: Any) -> Expression:
    """Return the condition that the datasets of a facet's value fit."""
    field: Field = FIELDS["start"] if name in {"year", "month"} else FIELDS[name]
    if value is None:
        return Not(Exists(field))
    if field.type == "time":
        return Compare(field, "=", values.period(value))
    if name != "application":
        return Compare(field, "=", value)
    program, version = value
    of_version = Compare(FIELDS["version"], "=", version) if version else Not(Exists(FIELDS["version"]))
    return All((Compare(field, "=", program), of_version))
