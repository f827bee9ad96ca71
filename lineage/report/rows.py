"""The tables of a report as texts, the same for its page and its PDF."""

from typing import Any

from lineage.report.content import Content

STEPS, UNITS = 1000, ("B", "kB", "MB", "GB", "TB", "PB", "EB")

MISSING_SHOWN = 6

BLOCKS = (
    ("identity", "1 Identity and citation"),
    ("people", "2 People and places"),
    ("scope", "3 Scope"),
    ("figure", "4 Lineage figure"),
    ("steps", "5 Processing steps"),
    ("sources", "6 Sources outside"),
    ("downstream", "7 Use downstream"),
    ("methods", "8 Methods"),
    ("access", "9 Access and policy"),
    ("completeness", "10 Completeness"),
    ("reproduce", "11 How to reproduce"),
    ("copies", "12 Machine copies"),
)

Rows = list[list[str]]


def size(value: int) -> str:
    """Return bytes in the unit that suits them, by SI prefixes."""
    number, power = float(value), 0
    while round(number) >= STEPS and power < len(UNITS) - 1:
        number, power = number / STEPS, power + 1
    return f"{number:.3g} {UNITS[power]}" if number < STEPS else f"{number:.0f} {UNITS[power]}"


def count(value: int) -> str:
    """Return a number with its thousands apart."""
    return f"{value:,}"


def spaced(role: str) -> str:
    """Return a role of DataCite as words: ``DataCurator`` is a data curator."""
    return "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in role).strip().capitalize()


def tables(made: Content, copies: Rows) -> dict[str, Rows]:
    """Return the rows of every table, and the pairs of the list of facts."""
    return {
        "facts": _facts(made["identity"]),
        "members": [
            [item["name"] or "", item["kind"], item["state"], item["location"]] for item in made["scope"]["members"]
        ],
        "steps": [_step(number, row) for number, row in enumerate(made["steps"]["rows"], 1)],
        "sources": [_source(row) for row in made["sources"]["rows"]],
        "checks": [_check(check) for check in made["completeness"]["checks"]],
        "again": [_again(row) for row in made["reproduce"]],
        "copies": copies,
    }


def _facts(said: Content) -> Rows:
    pairs = [
        ("DOI" if said["what"] == "publication" else said["what"].capitalize(), said.get("url") or said["name"]),
        ("Version", said.get("version")),
        ("State", said.get("state")),
        ("Published", said.get("published")),
        ("Created", said.get("created")),
        ("Landing page", said.get("landing_page")),
        ("Keywords", ", ".join(said.get("keywords") or [])),
        ("Supplement to", ", ".join(f"https://doi.org/{doi}" for doi in said.get("articles") or [])),
    ]
    return [[name, str(value)] for name, value in pairs if value]


def _places(said: Content) -> Rows:
    facility = said["facility"] or {"name": None, "ror": None}
    pairs = [
        ("Publisher", said["publisher"]),
        ("Facility", ", ".join(filter(None, (facility["name"], facility["ror"])))),
        ("Beamline", ", ".join(name.upper() for name in said["beamlines"])),
        ("Investigation", ", ".join(name.upper() for name in said["investigations"])),
        ("Sample", ", ".join(said["samples"])),
        ("Funding", "; ".join(" ".join(filter(None, (one["funder"], one["award"]))) for one in said["funding"])),
    ]
    return [[name, str(value)] for name, value in pairs if value]


def people(said: Content) -> Rows:
    """Return creators, contributors and places."""
    found = [
        ["Creator", _person(person, person["orcid"] and f"ORCID {person['orcid']}")] for person in said["creators"]
    ]
    found += [[spaced(person["role"]), _person(person, None)] for person in said["contributors"]]
    found += _places(said)
    return found + [
        ["Instrument", f"{one['name']}, https://doi.org/{one['pid']}"] for one in said["instruments"] if one["pid"]
    ]


def _person(person: Content, more: str | None) -> str:
    return ", ".join(filter(None, (person["name"], person["affiliation"], more)))


def access(said: Content) -> Rows:
    """Return licence, embargoes, and what is no longer there."""
    until = said["embargo_until"]
    return [
        ["Licence", said["licence"] or "not told"],
        ["Embargo", f"until {until}" if until else "none told"],
        *(
            ["Inherited embargo", f"until {one['until']}, because it was made from data of {one['doi']}"]
            for one in said["inherited"]
        ),
        *(["No longer on disk", location] for location in said["retired"]),
    ]


def changes(previous: Content | None) -> list[str]:
    """Return what changed since the report before, a sentence each."""
    if previous is None:
        return []
    found = [f"The report before this one was of change {previous['as_of']:,}, hash {previous['hash'][:16]}."]
    for what, name in (("datasets", "datasets"), ("jobs", "steps")):
        for how in ("new", "gone", "different"):
            count_, first = previous[what][how]["count"], previous[what][how]["first"]
            found += [f"{count_:,} {name} {how}: {', '.join(first)}"] if count_ else []
    return found + ([f"Told anew: {', '.join(previous['said'])}"] if previous["said"] else [])


def _step(number: int, row: Content) -> list[str]:
    program = f"{row['application'] or 'not told'} {row['version']}".strip()
    runs = f" x {row['count']:,}" if row["count"] > 1 else ""
    parameters = [f"{name} = {value}" for name, value in row["parameters"]]
    if row["parameters_count"] > len(row["parameters"]):
        parameters.append(f"{row['parameters_count'] - len(row['parameters'])} more")
    about = [f"workflow {row['workflow']}"] if row["workflow"] else []
    about += [f"on {row['host']}"] if row["host"] else []
    return [
        str(number),
        f"{program}{runs}" + (f" ({row['pid']})" if row["pid"] else ""),
        "; ".join([*parameters, *about]) or "none told",
        _some(row, "inputs"),
        _some(row, "outputs"),
        _times(row["start"], row["end"]),
        row["status"],
    ]


def _times(start: str, end: str) -> str:
    if not start and not end:
        return "not told"
    same_day = start[:10] == end[:10]
    return f"{_minute(start)} to {end[11:16] if same_day else _minute(end)}"


def _minute(time: str) -> str:
    return f"{time[:10]} {time[11:16]}"


def _some(row: Content, what: str) -> str:
    more = row[f"{what}_count"] - len(row[what])
    return ", ".join(row[what]) + (f" and {more:,} more" if more else "")


def _source(row: Content) -> list[str]:
    access = f"embargoed until {row['embargo_until']}" if row["embargo_until"] else row["access"]
    kind = f"{row['kind']}, {row['state']}" if row["state"] != "present" else row["kind"]
    return [row["name"] or row["location"], row["pid"] or "none", access, kind]


def _check(check: Content) -> list[str]:
    named = check["missing"][:MISSING_SHOWN]
    more = check["missing_count"] - len(named)
    missing = ", ".join(named) + (f" and {more:,} more" if more else "")
    return [check["says"], "yes" if check["is_met"] else "no", missing]


def _again(row: Content) -> list[str]:
    how = [row["command"], f"workflow {row['workflow']}" if row["workflow"] else "", row["from"]]
    return [row["name"], f"{row['count']:,}", "; ".join(filter(None, how)), ", ".join(row["lacks"])]


def words(made: Content) -> dict[str, Any]:
    """Return the sentences that are made of numbers, for the PDF."""
    scope, sources, down = made["scope"], made["sources"], made["downstream"]
    parts = [f"{scope['count']:,} datasets"]
    parts += [f"{scope['file_count']:,} files"] if scope["file_count"] else []
    parts += [size(scope["volume_bytes"])] if scope["volume_bytes"] else []
    parts += [f"the lineage is of {scope['period']}"] if scope["period"] else []
    return {
        "scope": ", ".join(parts) + ".",
        "sources": f"{sources['count']:,} datasets that what is told of comes from and that are no part of it; "
        f"{sources['without_pid']:,} without a persistent identifier.",
        "downstream": f"{down['count']:,} datasets were derived from it."
        if down["count"]
        else "Nothing is known to be derived from it.",
        "checks": f"{made['completeness']['met']} of {made['completeness']['count']} checks are met.",
        "steps": f"{made['steps']['count']:,} steps, in the order of the data."
        + (" Each row stands for all steps of one kind." if made["steps"]["is_grouped"] else ""),
    }
