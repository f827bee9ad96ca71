"""How a publication is cited: as a sentence, and as BibTeX."""

import re

from lineage.model.answers import Person, Publication
from lineage.model.doi import url_of

ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


def sentence(publication: Publication) -> str:
    """Return the citation as DataCite recommends it: creators (year): title, version, publisher, type, DOI."""
    people = "; ".join(person.name for person in publication.creators) or "Unknown creators"
    year = f" ({publication.published[:4]})" if publication.published else ""
    version = f" Version {publication.version}." if publication.version else ""
    publisher = f" {publication.publisher}." if publication.publisher else ""
    title = publication.title or "Untitled"
    return f"{people}{year}: {title.rstrip('.')}.{version}{publisher} [Data set]. {url_of(publication.doi)}"


def bibtex(publication: Publication) -> str:
    """Return a BibTeX entry; whatever is in a title or a name is text there."""
    said = {
        "author": " and ".join(_author(person) for person in publication.creators),
        "title": f"{{{_text(publication.title or 'Untitled')}}}",
        "year": (publication.published or "")[:4],
        "publisher": _text(publication.publisher or ""),
        "version": _text(publication.version or ""),
        "doi": publication.doi,
        "url": url_of(publication.doi),
    }
    key = re.sub(r"[^A-Za-z0-9:._-]", "-", publication.doi)
    lines = [f"  {name} = {{{value}}}" for name, value in said.items() if value]
    return "\n".join([f"@misc{{{key},", ",\n".join(lines), "}", ""])


def _author(person: Person) -> str:
    family, given = person.family_name, person.given_name
    return _text(f"{family}, {given}") if family and given else f"{{{_text(person.name)}}}"


def _text(text: str) -> str:
    return "".join(ESCAPED.get(sign, sign) for sign in " ".join(text.split()))
