"""Elements of ESRF's messages: their namespace, their children and their texts.

The namespace may have any prefix or be absent. Unknown and repeated elements are refused, because a misspelt
``parameter`` would otherwise turn processed data into raw data without a word.
"""

from collections.abc import Collection, Iterable

from lineage.errors import InvalidField
from lineage.ingest.facts import Said
from lineage.ingest.xml import Element, line_of

NAMESPACE = "{http://www.esrf.fr/icat}"


def is_named(element: Element | None, name: str) -> bool:
    """True for an element of that local name, in ESRF's namespace or in none."""
    return element is not None and local_name(element) == name


def local_name(element: Element) -> str:
    """Return the name without ESRF's namespace; elements of other namespaces keep theirs, in braces."""
    return str(element.tag).removeprefix(NAMESPACE)


def children(element: Element, *, once: Collection[str], many: Collection[str] = ()) -> dict[str, list[Element]]:
    """Return the child elements by local name.

    Raises InvalidField, with the line, for an element that is in neither list and for a second one of `once`.
    """
    found: dict[str, list[Element]] = {}
    for child in element:
        name = local_name(child)
        if name not in once and name not in many:
            expected = f"no such element in {local_name(element)}, but {', '.join([*once, *many])}"
            raise InvalidField(name, child.text or "", expected, line=line_of(child))
        if name in found and name in once:
            expected = f"one {name} in {local_name(element)}"
            raise InvalidField(name, child.text or "", expected, line=line_of(child))
        found.setdefault(name, []).append(child)
    return found


def texts(found: dict[str, list[Element]], names: Iterable[str]) -> dict[str, Said]:
    """Return the text of each named child that is there."""
    return {name: text(found[name][0]) for name in names if name in found}


def text(element: Element) -> Said:
    """Return what an element says; raises InvalidField when it holds elements instead of text alone."""
    if len(element):
        expected = f"text, not the element {local_name(element[0])}"
        raise InvalidField(local_name(element), element.text or "", expected, line=line_of(element))
    return Said(element.text or "", line_of(element))
