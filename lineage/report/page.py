"""A report as a page: one file that needs no other, no script and no server."""

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from lineage.model.answers import Report
from lineage.model.doi import url_of
from lineage.report import rows
from lineage.report.content import Content

FOLDER = Path(__file__).parent / "templates"
STYLE = (FOLDER / "report.css").read_text()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page may do, for who serves it: show itself."""

PARTS_MAX = 100
"""Members in the description for search engines; some pages of the field bring megabytes of them."""

Link = tuple[str, str, str]
"""Relation, address and media type."""


def page(report: Report, made: Content, svg: str, copies: rows.Rows, *, links: list[Link], changes: list[str]) -> bytes:
    """Return the page; `links` are those of signposting, `changes` tell what changed since the report before."""
    values: dict[str, Any] = {
        "it": made,
        "blocks": rows.BLOCKS,
        "svg": Markup(svg),  # noqa: S704 (made by figure.py, which escapes)
        "style": Markup(STYLE),  # noqa: S704
        "jsonld": Markup(_for_script(described(report, made))),  # noqa: S704
        "links": links,
        "previous": changes,
        "people": rows.people(made["people"]),
        "access": rows.access(made["access"]),
        "table": _table,
        **rows.tables(made, copies),
    }
    return f"{_environment().get_template('report.html').render(values)}\n".encode()


def described(report: Report, made: Content) -> dict[str, Any]:
    """Return what a search engine is told, in words of schema.org; it is kept small."""
    held, identity = report.publication, made["identity"]
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": identity["url"] or report.subject,
        "name": identity["title"],
        "description": " ".join(made["methods"]),
        "hasPart": [{"@type": "Dataset", "name": item.name or item.location} for item in report.members[:PARTS_MAX]],
    }
    if held:
        said |= {
            "identifier": identity["url"],
            "creator": [_person(person) for person in made["people"]["creators"]],
            "datePublished": held.published,
            "license": held.licence,
            "publisher": held.publisher and {"@type": "Organization", "name": held.publisher},
            "version": held.version,
            "keywords": held.keywords,
            "citation": [url_of(doi) for doi in held.articles],
        }
    said["isBasedOn"] = sorted({row["pid"] for row in made["sources"]["rows"] if row["pid"]})
    return {name: value for name, value in said.items() if value not in (None, [], "")}


def _person(person: Content) -> dict[str, str]:
    said = {"@type": "Person", "name": person["name"]}
    return said | ({"@id": f"https://orcid.org/{person['orcid']}"} if person["orcid"] else {})


def _for_script(said: dict[str, Any]) -> str:
    """Return JSON that no word within it can end the element of."""
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")


def _table(caption: str, head: tuple[str, ...], body: rows.Rows, *, is_of_files: bool = False) -> Markup:
    """Return a table with its cells as texts; the first column names the row, and leads to a file beside the page."""
    if not body:
        return Markup("<p>None.</p>")
    columns = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in head)
    lines = Markup("\n").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(_cell(index, text, is_link=is_of_files and index == 0) for index, text in enumerate(row))
        )
        for row in body
    )
    return Markup(
        '<div class="wide" tabindex="0" role="group" aria-label="{0}"><table><caption>{0}</caption>'
        "<thead><tr>{1}</tr></thead>\n<tbody>{2}</tbody></table></div>"
    ).format(caption, columns, lines)


def _cell(index: int, text: str, *, is_link: bool) -> Markup:
    is_link = is_link or text.startswith("https://doi.org/")
    shown = Markup('<a href="{0}">{0}</a>').format(text) if is_link else escape(text)
    return Markup('<th scope="row">{}</th>').format(shown) if index == 0 else Markup("<td>{}</td>").format(shown)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"count": rows.count, "size": rows.size, "spaced": rows.spaced}
    return environment
