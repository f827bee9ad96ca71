"""What changed between two reports of one thing: datasets, steps and what is said of the publication."""

import json
from collections.abc import Mapping
from typing import Any

from lineage.report.content import Content

NAMED_MAX = 50
SAID = ("identity", "people", "access")


def since(old: Content, new: Content) -> Content | None:
    """Return what is new, gone and different since an older report; None where nothing is.

    It names the older one by its change and hash.
    """
    if old["hash"] == new["hash"]:
        return None
    found: Content = {"as_of": old["as_of"], "hash": old["hash"]}
    for what, name in (("datasets", "location"), ("jobs", "key")):
        before, after = _by(old["graph"][what], name), _by(new["graph"][what], name)
        both = before.keys() & after.keys()
        found[what] = {
            "new": _named(after.keys() - before.keys()),
            "gone": _named(before.keys() - after.keys()),
            "different": _named({key for key in both if before[key] != after[key]}),
        }
    found["said"] = [
        f"{block}.{name}"
        for block in SAID
        for name in sorted({*old[block], *new[block]})
        if old[block].get(name) != new[block].get(name)
    ]
    return found


def _by(items: list[Mapping[str, Any]], name: str) -> dict[str, str]:
    return {str(item[name]): json.dumps(item, sort_keys=True) for item in items}


def _named(names: set[str]) -> Content:
    return {"count": len(names), "first": sorted(names)[:NAMED_MAX]}
