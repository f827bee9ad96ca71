"""``diff``: what differs between how two datasets were made, side by side."""

from collections.abc import Callable, Iterator

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.names import names_from
from lineage.cli.options import Steps
from lineage.cli.shell import Shell
from lineage.cli.walks import From, To
from lineage.cli.wording import cells, program, visible
from lineage.model.answers import Differences, Divergence, Side

NONE = "-"
"""Stands where one side has nothing."""

Row = tuple[str, str, str]

JOB_FACTS: dict[str, Callable[[Side], str]] = {
    "missing": lambda side: side.job.key if side.job else "",
    "application": lambda side: side.job.application.name if side.job and side.job.application else "",
    "version": lambda side: side.job.application.version if side.job and side.job.application else "",
    "status": lambda side: side.job.status if side.job else "",
    "arguments": lambda side: side.job.arguments if side.job else "",
}


def diff(shell: Shell, from_name: From, to_name: To, steps: Steps = None) -> Ending:
    """Compare how two datasets were made, going up from both.

    The nearest difference comes first. Inputs that stand for one another are compared further up; docs/api.md has the
    rule.
    Exit code 1 when something differs. --jsonl prints one object a difference.

    Example: lineage diff /data/visitor/hg1/id00/reconstruction /data/visitor/hg1/id00/reconstruction_2
    """
    names = list(names_from([from_name, to_name]))
    if len(names) != 2:  # noqa: PLR2004
        raise typer.BadParameter(f"two datasets are needed, and {len(names)} were given.")
    with shell.service() as service:
        found = service.differences(*names, steps=steps)
    divergences = [*([found.first_divergence] if found.first_divergence else []), *found.further]
    if shell.form == "jsonl":
        for divergence in divergences:
            shell.out.jsonl(divergence)
    else:
        shell.answer(found, lambda: (line for divergence in divergences for line in divergence_lines(divergence)))
    return _ending(shell, found)


def _ending(shell: Shell, found: Differences) -> Ending:
    if left_out := found.further_count - len(found.further):
        shell.note(f"{left_out} more differences are not shown")
    if found.left_out_count:
        shell.note(f"not all was compared: {found.left_out_count} inputs or pairs of datasets were left out")
    if found.first_divergence:
        return Ending.FINDING
    shell.note(f"nothing differs; {found.compared_count} pairs of datasets were compared")
    return Ending.FINE if found.is_same else Ending.PARTIAL


def divergence_lines(divergence: Divergence) -> Iterator[Text]:
    """Yield a difference: what it is, then a row for each fact, the two sides in columns."""
    rows = list(_rows(divergence))
    name_width = max(len(visible(name)) for name, _, _ in rows)
    left_width = max(len(visible(left)) for _, left, _ in rows)
    step = "step" if divergence.steps == 1 else "steps"
    yield cells((f"{divergence.steps} {step} up", "bold"), ", ".join(divergence.what))
    for name, left, right in rows:
        yield cells((f"  {_wide(name, name_width)}", "cyan"), _wide(left, left_width), right)
    yield from _cut(divergence)


def _wide(text: str, width: int) -> str:
    return text + " " * (width - len(visible(text)))


def _rows(divergence: Divergence) -> Iterator[Row]:
    left, right = divergence.left, divergence.right
    yield "dataset", left.dataset.location, right.dataset.location
    if divergence.what[0] != "application":
        yield "made by", _made_by(left), _made_by(right)
    for aspect in divergence.what:
        if fact := JOB_FACTS.get(aspect):
            yield "job" if aspect == "missing" else aspect, fact(left) or NONE, fact(right) or NONE
    for one in divergence.parameters:
        yield one.name, _value(one.left, one.units), _value(one.right, one.units)
    if divergence.inputs and "inputs" in divergence.what:
        yield from (("input", one.location, one.location) for one in divergence.inputs.shared)
        yield from (("input", one.location, NONE) for one in divergence.inputs.only_left)
        yield from (("input", NONE, one.location) for one in divergence.inputs.only_right)


def _value(value: object, units: str | None) -> str:
    return NONE if value is None else f"{value} {units or ''}".rstrip()


def _made_by(side: Side) -> str:
    application = side.job.application if side.job else None
    return program(application.name, application.version) if application else NONE


def _cut(divergence: Divergence) -> Iterator[Text]:
    if more := divergence.parameters_count - len(divergence.parameters):
        yield cells(f"  {more} more parameters differ")
    inputs = divergence.inputs
    if inputs and "inputs" in divergence.what:
        shown = (*inputs.shared, *inputs.only_left, *inputs.only_right)
        count = inputs.shared_count + inputs.only_left_count + inputs.only_right_count
        if count > len(shown):
            yield cells(f"  {count - len(shown)} more inputs")
