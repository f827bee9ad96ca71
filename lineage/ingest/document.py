"""One piece of bytes, opened once, so that every format can look at it before one of them reads it."""

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn

from lineage.errors import UnreadableMessage, shown
from lineage.ingest import xml
from lineage.ingest.xml import Element

JsonObject = dict[str, Any]

BEGIN_BYTES_SHOWN = 40

JSON_WORDS = {
    dict: "an object",
    list: "a list",
    str: "a text",
    int: "a number",
    float: "a number",
    bool: "a truth value",
    type(None): "null",
}
"""What JSON calls the kinds of its values."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True)
class Document:
    """A piece as bytes, as the root of an XML document, or as a JSON object, opened when asked for."""

    data: bytes

    @cached_property
    def root(self) -> Element | None:
        """The root element; None for what is no XML. Raises UnreadableMessage for broken XML."""
        return xml.parse(self.data) if xml.is_xml(self.data) else None

    @cached_property
    def object(self) -> JsonObject | None:
        """The JSON object; None for XML. Raises UnreadableMessage for everything else."""
        if xml.is_xml(self.data):
            return None
        if not self.data.strip():
            raise UnreadableMessage("it is empty")
        value = _json(self.data)
        if not isinstance(value, dict):
            raise UnreadableMessage(f"it is {JSON_WORDS[type(value)]}; expected an object")
        return value

    @property
    def beginning(self) -> str:
        """How the document begins, for a sentence."""
        if self.root is not None:
            return f"its root element is {shown(str(self.root.tag))}"
        return f"its first bytes are {shown(self.data[:BEGIN_BYTES_SHOWN])}"


def _json(data: bytes) -> object:
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_unique)
        if _SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise UnreadableMessage(f"it is neither XML nor JSON: {error.msg}", line=error.lineno) from error
    except UnicodeDecodeError as error:
        raise UnreadableMessage(f"it is not UTF-8 at byte {error.start}") from error
    except UnicodeEncodeError as error:
        raise UnreadableMessage("it holds half of a surrogate pair, which is no character") from error
    except RecursionError as error:
        raise UnreadableMessage("it is nested too deep") from error
    except ValueError as error:
        raise UnreadableMessage("it holds an integer with too many digits") from error
    return value


def _refuse_constant(word: str) -> NoReturn:
    raise UnreadableMessage(f"{word} is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise UnreadableMessage(f"the number {shown(text)} is beyond 64 bit floats")
    return number


def _unique(pairs: Sequence[tuple[str, Any]]) -> JsonObject:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise UnreadableMessage(f"the key {shown(twice)} stands twice in one object")
    return found
