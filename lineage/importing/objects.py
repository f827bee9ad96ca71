"""What an object of ICAT says, whoever gave it: names, places, times, parameters."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

Object = Mapping[str, Any]
"""An object of ICAT, with what it refers to inside."""

SCHEME = "icat://"
PANET = re.compile(r"PaNET\d{5}$")
VALUES = ("stringValue", "numericValue", "dateTimeValue")


def dataset_location(dataset: Object) -> str:
    """Return the location of a dataset, or, where it has none, a URI made of the names that identify it in ICAT."""
    return str(dataset.get("location") or "") or SCHEME + "/".join(_names(dataset))


def datafile_location(datafile: Object) -> str:
    """Return the location of a datafile, or the URI of its dataset and its name."""
    said = str(datafile.get("location") or "")
    return said or SCHEME + "/".join([*_names(datafile["dataset"]), quote(str(datafile["name"]), safe="")])


def _names(dataset: Object) -> Iterator[str]:
    """Yield facility, investigation, visit and name: ICAT's natural key of a dataset."""
    investigation = dataset["investigation"]
    facility = investigation.get("facility") or {}
    for name in (facility.get("name"), investigation.get("name"), investigation.get("visitId"), dataset.get("name")):
        yield quote(str(name or ""), safe="")


def children(parent: Object, field: str, reference: str) -> list[Object]:
    """Return what the rows of a list refer to, such as the techniques behind `datasetTechniques`."""
    return [row[reference] for row in parent.get(field) or () if reference in row]


def instrument(dataset: Object) -> str | None:
    """Return the one instrument of a dataset, or of its investigation; None where there is none, or are several."""
    own = children(dataset, "datasetInstruments", "instrument")
    found = own or children(dataset["investigation"], "investigationInstruments", "instrument")
    names = {str(one["name"]) for one in found}
    return names.pop() if len(names) == 1 else None


def techniques(dataset: Object) -> list[str]:
    """Return the ids of techniques, those of PaNET in their short form; the name of one that has no id."""
    found = children(dataset, "datasetTechniques", "technique")
    pids = (str(one.get("pid") or one["name"]) for one in found)
    return sorted({_short(pid) for pid in pids})


def _short(pid: str) -> str:
    match = PANET.search(pid)
    return match.group() if match else pid


def parameters(rows: Iterable[Object]) -> Iterator[tuple[str, str]]:
    """Yield names and values; a name that stands there with several units has its units behind it in brackets."""
    said = [(str(row["type"]["name"]), str(row["type"].get("units") or ""), value(row)) for row in rows]
    count = Counter(name for name, _, _ in said)
    for name, units, text in said:
        if text is not None:
            yield (f"{name} ({units})" if count[name] > 1 else name), text


def value(parameter: Object) -> str | None:
    """Return the value of a parameter; None for one that has none."""
    found = next((parameter[kind] for kind in VALUES if parameter.get(kind) is not None), None)
    return None if found is None else str(found)
