"""``stats``, ``fingerprint`` and ``audit``: the graph as a whole, counted, hashed and proved."""

import json
from collections.abc import Iterator

from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.shell import Shell
from lineage.cli.wording import cells, moment
from lineage.model.answers import Audit, Finding, Stats

NAME_CHARS = max(map(len, Stats.model_fields))
RULE_CHARS = 24


def stats(shell: Shell) -> Ending:
    """Tell how much there is.

    Example: lineage stats --json
    """
    with shell.service() as service:
        found = service.stats()
    shell.answer(found, lambda: count_lines(found))
    return Ending.FINE


def count_lines(found: Stats) -> Iterator[Text]:
    """Yield one count a line."""
    for name, value in found.model_dump().items():
        shown = moment(value) if isinstance(value, str) else "-" if value is None else str(value)
        yield cells(name.ljust(NAME_CHARS), shown)


def fingerprint(shell: Shell) -> Ending:
    """Print the SHA-256 of the live graph.

    Databases that were told the same have the same.

    Example: lineage fingerprint
    """
    with shell.own_service() as service:
        found = service.fingerprint()
    shell.answer({"fingerprint": found}, lambda: [cells(found)])
    return Ending.FINE


def audit(shell: Shell) -> Ending:
    """Prove every rule of the graph and show what broke.

    Exit code 1 when something broke. Nothing is repaired. --jsonl prints one object a rule.

    Example: lineage audit --json
    """
    with shell.service() as service:
        found = service.audit()
    if shell.form == "jsonl":
        for finding in found.findings:
            shell.out.jsonl(finding)
    else:
        shell.answer(found, lambda: _lines(found))
    broken = sum(1 for finding in found.findings if finding.count)
    shell.note(f"{broken or 'none'} of {len(found.findings)} rules broke, as of change {found.as_of}")
    return Ending.FINE if found.is_clean else Ending.FINDING


def _lines(found: Audit) -> Iterator[Text]:
    for finding in found.findings:
        mark = (f"broken {finding.count}", "bold red") if finding.count else ("ok", "green")
        yield cells(finding.rule.ljust(RULE_CHARS), (mark[0].ljust(10), mark[1]), finding.law)
        yield from _examples(finding)


def _examples(finding: Finding) -> Iterator[Text]:
    for example in finding.examples:
        yield cells(f"  {json.dumps(example, ensure_ascii=False, default=str)}")
    if finding.count > len(finding.examples):
        yield cells(f"  and {finding.count - len(finding.examples)} more")
