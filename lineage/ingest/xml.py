"""The only maker of XML parsers, and the only one who reads their errors.

A message comes from anywhere, so the parser does nothing but parse: no entities (a small text must not become
a huge one, nor a file of this machine a text), no DTD, no network, no huge trees (libxml2 then refuses texts
of more than 10,000,000 bytes and more than 256 levels). A document type is refused outright: no message needs
one.
"""

import re
from typing import Any, cast

from lxml import etree

from lineage.errors import UnreadableMessage

Element = etree._Element

REASON_CHARS_MAX = 200

_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_PLACE = re.compile(r", line \d+, column \d+")
_OUR_WORDS = {
    "Text node too long": "it holds a text of more than 10,000,000 bytes",
    "Excessive depth": "it has more than 256 levels of elements",
    "XML_PARSE_HUGE": "it is beyond the limits of the XML reader",
}
"""What libxml2 says about its limits, which names an option that nobody here can set."""


def is_xml(data: bytes) -> bool:
    """True for what can only be meant as XML: its first character is ``<``, or it is UTF-16."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or data.startswith((b"\xff\xfe", b"\xfe\xff"))


def parse(data: bytes) -> Element:
    """Return the root element; comments and processing instructions are left out.

    Raises UnreadableMessage for what is not well-formed, declares a document type, is not in the encoding it
    declares, or is beyond the parser's limits.
    """
    prolog = _DOCTYPE.match(data)
    if prolog:
        raise _refused_doctype(1 + prolog.group().count(b"\n"))
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise UnreadableMessage(_reason(error), line=error.lineno or None) from error
    # an encoding that the pattern cannot read, such as UTF-16, still has its document type here
    if cast("Any", root.getroottree()).docinfo.doctype:
        raise _refused_doctype(1)
    return root


def line_of(element: Element) -> int | None:
    """Return the line that an element begins on."""
    return cast("int | None", element.sourceline)


def _refused_doctype(line: int) -> UnreadableMessage:
    return UnreadableMessage("it declares a document type (DOCTYPE), which no message may", line=line)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )


def _reason(error: etree.XMLSyntaxError) -> str:
    said = _PLACE.sub("", str(error.msg))
    for sign, words in _OUR_WORDS.items():
        if sign in said:
            return words
    return f"it is not well-formed XML: {said.strip().rstrip('.')[:REASON_CHARS_MAX]}"
