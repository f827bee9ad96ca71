"""Random expressions, random datasets, and what an expression means, said in plain Python."""

import operator
import random
from collections.abc import Callable, Mapping
from typing import Any

from lineage.model.message import Application, DatasetMessage, Run
from lineage.model.search import Expression, Field, Names, parameter, tree
from lineage.model.search.fields import WORDS
from lineage.model.search.tree import Compare, Exists, Like, Not, OneOf, Period, Under, Words
from lineage.model.search.values import period
from lineage.model.search.versions import version_key
from lineage.model.words import indexed
from tests.graph_sets import message

PARAMETERS = (
    parameter("EM_voltage", "NX_NUMBER", "kV"),
    parameter("scanNumber", "NX_INT"),
    parameter("Process_version", "NX_CHAR"),
    parameter("Process_note", "NX_CHAR"),
    parameter("isFine", "NX_BOOLEAN"),
    parameter("measuredAt", "NX_DATE_TIME"),
)
NAMES = Names.of(PARAMETERS)

VALUES: Mapping[str, tuple[Any, ...]] = {
    "location": ("/data/a", "/data/a-b", "/data/a/scan_0001", "/data/b", "/data/b/x"),
    "name": ("scan_0001", "Scan 0002", 'x\'s "best"', "ab", "b"),
    "investigation": ("hg1", "hg2", "ma 3"),
    "sample": ("s", "β-gal", "s s"),
    "instrument": ("id00", "id11"),
    "technique": ("T1", "T2", "http://x.y/T3"),
    "application": ("relion", "rel", "auto proc"),
    "version": ("", "1.0", "2", "v2.0.1", "2.0-rc1", "10.1", "odd"),
    "Process_version": ("1.9", "2", "2.0", "10.1", "2.0rc1", "unknown"),
    "Process_note": ("good", "very good", "a*b\\c"),
    "icat_id": tuple(range(1, 60)),
    "EM_voltage": (100, 200, 200.5, 300),
    "scanNumber": (0, 1, 2, -3),
    "comment": ("", "motion correction", "a scan of s_1"),
    "files": (0, 1, 100),
    "volume": (0, 10**9, 5 * 10**12),
    "since": (0, 1, 30, 60),
    "change": (0, 1, 30, 60),
}
TIMES = ("2023", "2023-12-31", "2024-01", "2024-01-01", "2024-01-01T00:00:00Z", "2024-02-29T12:00:00+02:00")
PHRASES = (("scan",), ("scan", "0001"), ("motion", "correction"), ("s",), ("β",), ("data", "a"), ("nothing",))
MOMENTS = ("2023-12-31T23:59:59.999999Z", "2024-01-01T00:00:00.000000Z", "2024-02-29T10:00:00.000000Z")

ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def random_message(dice: random.Random, number: int) -> DatasetMessage:
    """Return a message of a raw or processed dataset; some share a location, and the greatest rank counts."""
    location = f"{dice.choice(VALUES['location'])}{dice.choice(('', '/x', '-1', '.h5'))}/{dice.choice('ab')}_{number}"
    start = dice.choice(MOMENTS)
    is_processed = dice.random() < 0.6
    parameters = {
        field.name: dice.choice((True, False))
        if field.type == "boolean"
        else dice.choice(MOMENTS)
        if field.type == "time"
        else dice.choice(VALUES[field.name])
        for field in PARAMETERS
        if dice.random() < 0.6
    }
    return message(
        location,
        *([f"/in/{dice.randint(0, 5)}"] if is_processed and dice.random() < 0.7 else []),
        run=Run("ns", f"{number}") if is_processed else None,
        name=dice.choice(VALUES["name"]),
        investigation=dice.choice(VALUES["investigation"]),
        instrument=dice.choice(VALUES["instrument"]),
        sample=dice.choice(VALUES["sample"]),
        techniques=tuple(sorted(dice.sample(VALUES["technique"], k=dice.randint(0, 2)))),
        application=Application(dice.choice(VALUES["application"]), dice.choice(VALUES["version"]))
        if is_processed and dice.random() < 0.8
        else None,
        status=dice.choice(("unknown", "completed", "failed")),
        start_time=start,
        end_time=dice.choice([moment for moment in MOMENTS if moment >= start]),
        comment=dice.choice(VALUES["comment"]),
        icat_id=number if dice.random() < 0.3 else None,
        file_count=dice.choice((None, *VALUES["files"])),
        volume_bytes=dice.choice((None, *VALUES["volume"])),
        is_complete=dice.random() < 0.5,
        parameters=parameters,
    )


Facts = Mapping[str, Any]


def facts_of(said: DatasetMessage, *, since: int, change: int) -> Facts:
    """Return what a dataset has, by field; a list where there can be several."""
    made = said.is_processed
    return {
        "location": said.location,
        "name": said.name,
        "text": indexed(said.name, said.location, said.sample, said.comment),
        "investigation": said.investigation,
        "sample": said.sample,
        "instrument": said.instrument,
        "technique": list(said.techniques),
        "kind": "processed" if made else "raw",
        "state": "present",
        "start": said.start_time,
        "end": said.end_time,
        "application": said.application.name if made and said.application else None,
        "version": said.application.version if made and said.application else None,
        "status": said.status if made else None,
        "icat_id": said.icat_id,
        "since": since,
        "change": change,
        "comment": said.comment,
        "files": said.file_count,
        "volume": said.volume_bytes,
        "complete": said.is_complete,
        **said.parameters,
    }


def expected_facts(location: str, *, since: int, change: int) -> Facts:
    """Return what a dataset has that was only named as an input."""
    return {
        "location": location,
        "text": indexed(location),
        "kind": "unknown",
        "state": "expected",
        "since": since,
        "change": change,
    }


def fits(expression: Expression, facts: Facts) -> bool:
    """Say whether a dataset fits an expression."""
    match expression:
        case tree.All(items):
            return all(fits(item, facts) for item in items)
        case tree.Any(items):
            return any(fits(item, facts) for item in items)
        case Not(item):
            return not fits(item, facts)
        case Compare(field, "!=", value):
            return not fits(Compare(field, "=", value), facts)
        case Under() | Words():
            return _is_place(expression, facts)
        case _:
            had = facts.get(expression.field.name)
            values = had if isinstance(had, list) else [had]
            return any(_has(expression, one) for one in values if one not in {None, ""})


def _is_place(expression: Under | Words, facts: Facts) -> bool:
    if isinstance(expression, Under):
        location: str = facts["location"]
        return location == expression.location or location.startswith(f"{expression.location}/")
    phrase = f" {' '.join(expression.words)}{'' if expression.is_prefix else ' '}"
    return phrase in f" {facts['text']} "


def _has(condition: Compare | OneOf | Like | Exists, one: Any) -> bool:
    """Say whether a value that is there is the one that is asked for."""
    match condition:
        case OneOf(_, values):
            return one in values
        case Like(_, text, before, behind):
            return text in one if before and behind else bool(one.endswith(text) if before else one.startswith(text))
        case Compare(field, order, value):
            return _is_compared(field, order, value, one)
        case _:
            return True


def _is_compared(field: Field, order: str, value: Any, one: Any) -> bool:
    if isinstance(value, Period):
        low, high = value.low, value.high
        return bool(
            {"=": low <= one < high, "<": one < low, "<=": one < high, ">": one >= high, ">=": one >= low}[order]
        )
    if order == "=":
        return bool(one == value)
    if field.type == "version":
        return ORDERS[order](version_key(one), version_key(str(value)))
    return ORDERS[order](one, value)


def random_expression(dice: random.Random, depth: int = 3) -> Expression:
    """Return an expression of any shape."""
    shape = dice.random()
    if depth and shape < 0.3:
        return tree.all_of(random_expression(dice, depth - 1) for _ in range(dice.randint(2, 3)))
    if depth and shape < 0.45:
        return tree.any_of(random_expression(dice, depth - 1) for _ in range(dice.randint(2, 3)))
    if depth and shape < 0.55:
        return Not(random_expression(dice, depth - 1))
    if shape < 0.65:
        phrase = dice.choice(PHRASES)
        return Words((phrase[0][:2],), is_prefix=True) if dice.random() < 0.3 else Words(phrase)
    if shape < 0.7:
        return Under(dice.choice(VALUES["location"]))
    return random_condition(dice, dice.choice([*WORDS[1:], *PARAMETERS]))


def random_condition(dice: random.Random, field: Field) -> Expression:
    """Return a condition on a field that its type allows."""
    if dice.random() < 0.1:
        return Exists(field)
    kind = field.type
    if kind == "boolean":
        return Compare(field, dice.choice(("=", "!=")), dice.random() < 0.5)
    if kind == "time":
        return Compare(field, dice.choice(("=", "!=", *ORDERS)), period(dice.choice(TIMES)))  # type: ignore[arg-type]
    values = field.choices or tuple(value for value in VALUES[field.name] if value != "")
    if dice.random() < 0.2:
        return OneOf(field, tuple(dice.sample(values, k=min(2, len(values)))))
    if kind in {"text", "version"} and dice.random() < 0.4:
        text = dice.choice(values)
        part = text[: dice.randint(1, len(text))].replace("*", "")
        return Like(field, part or text[:1], *dice.choice(((True, True), (False, True), (True, False))))
    operators = ["=", "!=", *(ORDERS if kind in {"number", "version"} else ())]
    return Compare(field, dice.choice(operators), dice.choice(values))
