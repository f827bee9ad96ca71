"""A DOI in the one spelling that identifies it."""

import re

_DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/[!-~]+)", re.IGNORECASE)


def doi_of(text: str) -> str | None:
    """Return the DOI that a text is, in small letters and without ``doi:`` or a resolver; None for any other text."""
    found = _DOI.fullmatch(text.strip())
    return found[1].lower() if found else None


def url_of(doi: str) -> str:
    """Return the address that a DOI resolves by."""
    return f"https://doi.org/{doi}"
