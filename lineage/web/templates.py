"""Templates that escape whatever they are given, and the few ways in which values are spelled for people."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from lineage import __version__
from lineage.model.search.tree import word
from lineage.web.static import Assets

FOLDER = Path(__file__).parent / "templates"
STEP = 1000
UNITS = ("B", "kB", "MB", "GB", "TB", "PB", "EB")
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
WHOLE_MAX = 1e15
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400


class Templates:
    """The templates, and a digest of them, which is part of every page's tag."""

    def __init__(self, assets: Assets) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= FILTERS
        self._environment.globals |= {
            "asset": assets.link,
            "link": link,
            "version": __version__,
            "condition": condition,
        }
        texts = [path.read_bytes() for path in sorted(FOLDER.iterdir())]
        digests = [asset.digest.encode() for asset in assets.by_name.values()]
        self.digest = sha256(b"".join([*texts, *digests])).hexdigest()

    def fill(self, name: str, values: Mapping[str, Any]) -> str:
        """Return a template with its values in it."""
        return self._environment.get_template(name).render(values)


def link(path: str, **asked: Any) -> str:
    """Return a path with a query string; what is None or empty is left out."""
    query = urlencode({name: value for name, value in asked.items() if value not in (None, "")})
    return f"{path}?{query}" if query else path


def embedded(address: str) -> str:
    """Return an address of the same page for a frame."""
    return f"{address}{'&' if '?' in address else '?'}embed=1"


def condition(field: str, value: str | None) -> str:
    """Return the condition of a search that a field has a value."""
    return f"not exists {field}" if value is None else f"{field} = {word(value)}"


def count(value: int) -> str:
    """Return a number with its thousands apart."""
    return f"{value:,}".replace(",", THIN_SPACE)


def plain(value: object) -> object:
    """Return a number that is whole without its zeros; anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < WHOLE_MAX else value


def size(value: int | None) -> str:
    """Return bytes in the unit that suits them, by SI prefixes."""
    if value is None:
        return ""
    number, power = float(value), 0
    while round(number) >= STEP and power < len(UNITS) - 1:
        number, power = number / STEP, power + 1
    digits = f"{number:.3g}" if number < STEP else f"{number:.0f}"
    return f"{digits}{THIN_SPACE}{UNITS[power]}"


def time(value: str | None) -> Markup:
    """Return a time of ours (ISO 8601, UTC) to the second, as an element that keeps it whole."""
    if not value:
        return Markup("")
    return Markup('<time datetime="{0}" title="{0}">{1} {2}</time>').format(value, value[:10], value[11:19])


def places(location: str | None) -> Markup:
    """Return a location that may break after each slash."""
    return Markup("/<wbr>").join(escape(part) for part in (location or "").split("/"))


def words(name: str) -> Markup:
    """Return a name that may break after each underscore."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


def tail(location: str) -> str:
    """Return the last two parts of a location."""
    parts = location.rstrip("/").split("/")
    return "/".join(parts[-2:])


def age(value: str) -> str:
    """Return how long ago a time was, in the unit that suits it."""
    seconds = (datetime.now(UTC) - datetime.fromisoformat(value)).total_seconds()
    for unit, name in ((DAY_S, "day"), (HOUR_S, "hour"), (MINUTE_S, "minute")):
        if seconds >= unit:
            number = int(seconds // unit)
            return f"{number} {name}{'s' * (number > 1)}"
    return "less than a minute"


def duration(begun: str | None, ended: str | None) -> str:
    """Return the time between two times; empty where one is not known or they are in the wrong order."""
    if not begun or not ended:
        return ""
    seconds = (datetime.fromisoformat(ended) - datetime.fromisoformat(begun)).total_seconds()
    if seconds < 0:
        return ""
    hours, rest = divmod(int(seconds), HOUR_S)
    minutes, rest = divmod(rest, MINUTE_S)
    spelled = f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
    return spelled if hours or minutes else f"{seconds:g} s"


FILTERS = {
    "embedded": embedded,
    "count": count,
    "plain": plain,
    "size": size,
    "time": time,
    "places": places,
    "words": words,
    "tail": tail,
    "age": age,
    "duration": duration,
}
