"""Units by the rule of SI prefixes: ``kV`` is a thousand ``V``; nothing but powers of ten is converted.

A unit is a product of factors, such as ``mm/s`` or ``nm·rad``, each with its prefix and its power. Ångström is a
length of 1e-10 m. What is no unit of SI (``pixel``, ``photons``, ``%``, ``deg``) fits only itself.
"""

import re
import unicodedata
from collections import Counter
from decimal import Decimal

PREFIXES = {
    "f": -15, "p": -12, "n": -9, "u": -6, "m": -3, "c": -2, "d": -1, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18,
}  # fmt: skip
BASES = frozenset({"m", "g", "s", "A", "K", "V", "W", "J", "N", "C", "F", "T", "H", "B",
                   "eV", "Hz", "Gy", "Da", "Pa", "rad", "mol", "bar", "Ohm"})  # fmt: skip
OTHERS = {"Å": ("m", -10), "angstrom": ("m", -10), "degC": ("°C", 0)}

_FACTOR = re.compile(r"([^\d\s·*/^-]+)(?:\^?(-?\d+))?")
_SPELLINGS = str.maketrans({"µ": "u", "μ": "u", "²": "2", "³": "3", "Ω": "Ohm"})

Dimension = frozenset[tuple[str, int]]


def convert(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """Return a value in the wanted unit; None when the unit does not fit it."""
    given, target = _read(unit), _read(wanted)
    if given is None or target is None or given[0] != target[0]:
        return None
    return value.scaleb(given[1] - target[1])


def _read(unit: str) -> tuple[Dimension, int] | None:
    """Return the bases of a unit with their powers, and the power of ten before them."""
    dimension: Counter[str] = Counter()
    tens, sign = 0, 1
    for part in re.split(r"([·*/])", unicodedata.normalize("NFC", unit).translate(_SPELLINGS)):
        if part in {"·", "*", "/"}:
            sign = -1 if part == "/" else 1
            continue
        factor = _FACTOR.fullmatch(part.strip())
        if factor is None:
            return None
        base, power_of_ten = _base(factor[1])
        power = sign * int(factor[2] or 1)
        dimension[base] += power
        tens += power * power_of_ten
    return frozenset((base, power) for base, power in dimension.items() if power), tens


def _base(symbol: str) -> tuple[str, int]:
    """Return a symbol without its prefix, and the power of ten of the prefix."""
    if symbol in OTHERS:
        return OTHERS[symbol]
    if symbol not in BASES and symbol[0] in PREFIXES and symbol[1:] in BASES:
        return symbol[1:], PREFIXES[symbol[0]]
    return symbol, 0
