"""A report as PDF: PDF/A-3a and PDF/UA-1 at once, tagged, with the machine copy within it; made by typst.

The report is data for the template and never markup, and only the fonts that typst brings are used, so that the same
report gives the same bytes on every machine. A sign that these fonts lack is spelled by its number.
"""

import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from lineage.errors import ReportFailed
from lineage.model.answers import Report
from lineage.report import rows
from lineage.report.content import Content, spelled
from lineage.report.trace import span

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
LACKING = re.compile(r'the text [`"]+(.+?)[`"]+ could not be displayed')
TRIES_MAX = 40
"""Each try finds one more sign that the fonts lack; a report of more of them is refused."""

BEYOND = 0x2E80
"""From here on are the signs of East Asia and what came later; the fonts have none of them."""

Said = dict[str, Any]


def pdf(report: Report, made: Content, svg: str, copies: rows.Rows, changes: list[str]) -> bytes:
    """Return the PDF; raises ReportFailed."""
    import typst  # noqa: PLC0415 (its library is large, and only a PDF needs it)

    said = _said(report, made, svg, copies, changes)
    lacking: set[str] = set()
    for _ in range(TRIES_MAX):
        shown = _shown(said, frozenset(lacking))
        attached = {**shown, "attached": spelled(made).decode(), "spelled": shown != said}
        try:
            found = typst.compile(
                TEMPLATE,
                root=TEMPLATE.parent,
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"report": json.dumps(attached, ensure_ascii=False)},
                pdf_standards=["a-3a", "ua-1"],
            )
        except typst.TypstError as error:
            more = set("".join(LACKING.findall(str(error)))) - lacking
            if not more:
                raise ReportFailed(made["identity"]["name"], str(error)) from error
            lacking |= more
        else:
            return found
    raise ReportFailed(made["identity"]["name"], f"its fonts lack more than {TRIES_MAX} signs")


def _said(report: Report, made: Content, svg: str, copies: rows.Rows, changes: list[str]) -> Said:
    creators = [person["name"] for person in made["people"]["creators"]]
    notes = {"tombstone": "The data were withdrawn. What is told of them here stays.", "draft": "The DOI is a draft."}
    return {
        "it": {name: value for name, value in made.items() if name != "graph"},
        # the newest that it tells of: a PDF/A has a date, and the same report the same one
        "date": dict(zip(("year", "month", "day"), map(int, _newest(report).split("-")), strict=True)),
        "authors": creators,
        "creators": "; ".join(creators),
        "description": f"Lineage report of {report.subject}, from change {made['as_of']} of the graph",
        "footer": f"{made['identity']['name']} | change {made['as_of']} | content {made['hash'][:16]}",
        "note": notes.get(made["identity"]["state"] or "", ""),
        "blocks": dict(rows.BLOCKS),
        "tables": rows.tables(made, copies),
        "people": rows.people(made["people"]),
        "access": rows.access(made["access"]),
        "words": rows.words(made),
        "changes": changes,
        "svg": svg,
        "alt": " ".join(f"{line}." for line in made["figure"]),
    }


def _newest(report: Report) -> str:
    said = report.publication.sent_at[:10] if report.publication else ""
    return max(said, span(report.ancestors)[1]) or "1970-01-01"


def _shown(value: Any, lacking: frozenset[str]) -> Any:
    """Return a report in signs that the fonts have."""
    if isinstance(value, str):
        return "".join(_sign(sign, lacking) for sign in value)
    if isinstance(value, list):
        return [_shown(item, lacking) for item in value]
    if isinstance(value, dict):
        return {name: _shown(item, lacking) for name, item in value.items()}
    return value


@lru_cache(10_000)
def _sign(sign: str, lacking: frozenset[str]) -> str:
    if sign == "\n" or (sign.isascii() and sign.isprintable()):
        return sign
    is_unseen = unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn", "Cs"}
    return f"[U+{ord(sign):04X}]" if is_unseen or sign in lacking or ord(sign) >= BEYOND else sign
