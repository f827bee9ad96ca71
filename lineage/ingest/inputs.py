"""The inputs of a dataset: the list that senders put into one text, read without guessing.

``input_datasets`` joins paths by commas, and real paths hold commas and blanks. What a text means is decided
by the text and the settings alone, never by what the graph holds, so that it does not depend on arrival.

Grammar::

    value = ids | paths
    ids   = number { ("," | blank) number }       the whole value: ICAT ids
    paths = path { "," path }                     a comma splits only where a path or URI directly follows
    path  = "/" anything | scheme ":/" anything

====================================  ================================================================
value                                 meaning
====================================  ================================================================
``/data/a,/data/b``                   two paths
``/data/a,b/x,/data/y z``             two paths: ``/data/a,b/x`` and ``/data/y z``
``/data/a,data/b``, ``/data/a, b``    one path: a relative path cannot be an input
``s3://bucket/a,/data/b``             a URI and a path
``12,13`` and ``12 13``               two ICAT ids
empty                                 no inputs
``data/a``                            refused: relative
``/data/a, /data/b``                  question: a list with blanks, or a folder ``a, ``?
``/data/a ,/data/b``, ``/data/a ``    question: does the blank belong to the folder's name?
``/data/a,,/data/b``, ``/data/a,``    question: a name that ends with a comma, or one comma too many?
``/data/a,/b``                        question: a path of one part is rarely a dataset; a folder ``a,``?
``/data/a,/tmp/b``, roots ``/data``   question: ``/tmp/b`` is under none of the roots; a folder ``a,``?
====================================  ================================================================

A question is an AmbiguousInputs error with the readings that are possible. A sender who wants no questions
sends the JSON form, where inputs are a list (`exact`). Duplicates collapse. Mount prefixes are cut before the
roots are looked at.
"""

import re
from collections.abc import Iterable

from lineage.errors import AmbiguousInputs, InvalidField, shown
from lineage.ingest.context import Context
from lineage.ingest.facts import Said, positive_id, without_layout
from lineage.model.location import ICAT_ID_PREFIX, is_absolute, normalise, of_icat_id

FIELD = "input_datasets"
IDS_FIELD = "input_datasetIds"

_START = r"(?=/|[A-Za-z][A-Za-z0-9+.-]*:/)"
_JOINT = re.compile(f",{_START}")
_LOOSE_JOINT = re.compile(rf",\s*{_START}")
_BLANK_JOINT = re.compile(rf",\s+{_START}")
_IDS = re.compile(r"[0-9]+(?:[,\s]+[0-9]+)*")
_BETWEEN_IDS = re.compile(r"[,\s]+")


def read(value: Said, context: Context) -> set[str]:
    """Return the locations that a text of the grammar above names.

    Raises AmbiguousInputs for what has two readings, InvalidField for what is no absolute path, URI or id.
    """
    text = without_layout(value.text).lstrip()
    if not text.strip():
        return set()
    if _IDS.fullmatch(text.strip()):
        return ids(value, FIELD)
    pieces = _JOINT.split(text)
    _refuse_stray_separators(text, pieces, value.line)
    if not is_absolute(pieces[0]):
        expected = "a comma-separated list of absolute paths, URIs or ICAT ids"
        raise InvalidField(FIELD, value.text, expected, line=value.line)
    locations = [_location(piece, context, FIELD, value.line) for piece in pieces]
    _refuse_doubtful_pieces(text, pieces, locations, context, value.line)
    return set(locations)


def ids(value: Said, field: str = IDS_FIELD) -> set[str]:
    """Return the locations of ICAT ids separated by blanks or commas; raises InvalidField for other words."""
    words = _BETWEEN_IDS.split(value.text.strip())
    return {of_icat_id(positive_id(Said(word, value.line), field)) for word in words if word}


def exact(texts: Iterable[str], context: Context, field: str) -> set[str]:
    """Return the locations of paths and URIs that stand alone: commas and blanks in them are theirs.

    Raises MissingField for an empty one, InvalidField for a relative one.
    """
    return {_location(text, context, f"{field}[{index}]", None) for index, text in enumerate(texts)}


def _location(text: str, context: Context, field: str, line: int | None) -> str:
    if text.startswith(ICAT_ID_PREFIX):
        return of_icat_id(positive_id(Said(text.removeprefix(ICAT_ID_PREFIX), line), field))
    return normalise(text, field=field, mount_prefixes=context.mount_prefixes, line=line)


def _refuse_stray_separators(text: str, pieces: list[str], line: int | None) -> None:
    loose = [piece.strip() for piece in _LOOSE_JOINT.split(text)]
    if _BLANK_JOINT.search(text) or any(piece != piece.rstrip() for piece in pieces):
        question = "blanks at a separator: do they belong to the list, or to a folder's name"
        raise AmbiguousInputs(text, question, [loose, pieces], line=line)
    if any(not piece or piece.endswith(",") for piece in pieces):
        question = "a comma beside a separator: is it one too many, or does it belong to a folder's name"
        without = [piece.rstrip(",") for piece in pieces]
        raise AmbiguousInputs(text, question, [[piece for piece in without if piece], pieces], line=line)


def _refuse_doubtful_pieces(
    text: str, pieces: list[str], locations: list[str], context: Context, line: int | None
) -> None:
    doubts = [_doubt(location, context.location_roots) for location in locations[1:]]
    first = next((index for index, doubt in enumerate(doubts, 1) if doubt), None)
    if first is None:
        return
    joined = [pieces[0]]
    for piece, doubt in zip(pieces[1:], doubts, strict=True):
        if doubt:
            joined[-1] += f",{piece}"
        else:
            joined.append(piece)
    question = (
        f"the part {shown(pieces[first])} {doubts[first - 1]}: "
        "is the comma before it a separator, or does it belong to a folder's name"
    )
    raise AmbiguousInputs(text, question, [pieces, joined], line=line)


def _doubt(location: str, roots: tuple[str, ...]) -> str:
    """Say why a part may be the rest of the part before it; empty when it stands for itself."""
    if any(_is_under(location, root) for root in roots):
        return ""
    if roots:
        return "is under none of the location roots"
    if location.startswith("/") and location.count("/") == 1:
        return "is a path of one part"
    return ""


def _is_under(location: str, root: str) -> bool:
    bare = root.rstrip("/")
    return location == bare or location.startswith(f"{bare}/")
