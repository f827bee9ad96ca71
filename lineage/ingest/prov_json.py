"""W3C PROV-JSON: an activity that generated an entity is a run that wrote a dataset.

Bundles are read as parts of the document. What PROV says of lineage without an activity (``wasDerivedFrom``,
``wasInformedBy``) makes no job, so it is left out, as are entities that no activity read or wrote.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from lineage.errors import InvalidField, MissingField
from lineage.ingest.context import Context
from lineage.ingest.document import Document, JsonObject
from lineage.ingest.outside import Place, Step, location_of, messages
from lineage.model.message import Application, Message
from lineage.model.terms import BASE

PROV = "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SECTIONS = frozenset(
    {
        "prefix",
        "entity",
        "activity",
        "agent",
        "bundle",
        "used",
        "wasGeneratedBy",
        "wasAssociatedWith",
        "wasDerivedFrom",
        "wasInformedBy",
        "wasAttributedTo",
        "actedOnBehalfOf",
        "wasStartedBy",
        "wasEndedBy",
        "wasInvalidatedBy",
        "specializationOf",
        "alternateOf",
        "hadMember",
        "mentionOf",
        "wasInfluencedBy",
    }
)
NAMESPACE = "prov"

Record = Mapping[str, Any]
Records = list[tuple[str, Record]]


def is_mine(document: Document) -> bool:
    """True for an object with a section of PROV-JSON."""
    return bool(SECTIONS & (document.object or {}).keys())


def read(document: Document, context: Context) -> tuple[Message, ...]:
    """Return a message for each entity that an activity generated; raises MessageError."""
    found = _Records(context)
    found.add(document.object or {}, {"prov": PROV, "xsd": XSD})
    return messages(found.steps(), found.described(), Place("outside", "prov", context))


class _Records:
    """The records of a document and of its bundles, under full names."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.records: dict[str, Records] = {}

    def add(self, said: JsonObject, prefixes: Mapping[str, str]) -> None:
        """Take in one bundle; its prefixes come on top of those around it."""
        if unknown := sorted(said.keys() - SECTIONS):
            raise InvalidField(unknown[0], unknown[0], "a section of PROV-JSON")
        names = {**prefixes, **_object(said.get("prefix", {}), "prefix")}
        for section, content in said.items():
            for id, record in _object(content, section).items():
                if section == "bundle":
                    self.add(_object(record, f"bundle.{id}"), names)
                elif section != "prefix":
                    self._take(section, id, record, names)

    def _take(self, section: str, id: str, record: object, names: Mapping[str, str]) -> None:
        for one in record if isinstance(record, list) else [record]:
            said = {
                _full(key, names): _full_values(key, value, names)
                for key, value in _object(one, f"{section}.{id}").items()
            }
            self.records.setdefault(section, []).append((_full(id, names), said))

    def steps(self) -> Iterator[Step]:
        """Yield the activities that generated something."""
        read, written = self._ends("used"), self._ends("wasGeneratedBy")
        about, applications = self._about("activity"), self._applications()
        for id, outputs in written.items():
            said = about.get(id, {})
            yield Step(
                namespace=NAMESPACE,
                id=id,
                inputs=frozenset(read.get(id, ())),
                outputs=frozenset(outputs),
                start_time=_first(said, f"{PROV}startTime"),
                end_time=_first(said, f"{PROV}endTime"),
                application=applications.get(id),
                facts=_ours(said),
            )

    def described(self) -> dict[str, dict[str, str]]:
        """Return our terms about entities, and their labels, by location."""
        return {
            self._location(id): {"name": _first(said, f"{PROV}label"), **_ours(said)}
            for id, said in self._entities.items()
        }

    def _ends(self, section: str) -> dict[str, list[str]]:
        """Return the entities of each activity; a relation that leaves one of the two open says nothing."""
        found: dict[str, list[str]] = {}
        for _, record in self.records.get(section, []):
            entity, activity = (_first(record, f"{PROV}{end}") for end in ("entity", "activity"))
            if not entity and not activity:
                raise MissingField("prov:entity", within=section)
            if entity and activity:
                found.setdefault(activity, []).append(self._location(entity))
        return found

    def _applications(self) -> dict[str, Application]:
        """Return the software agents of activities."""
        agents = self._about("agent")
        found: dict[str, Application] = {}
        for _, record in sorted(self.records.get("wasAssociatedWith", []), key=lambda item: item[0]):
            agent = _first(record, f"{PROV}agent")
            said = agents.get(agent, {})
            if f"{PROV}SoftwareAgent" in said.get(f"{PROV}type", ()):
                ours = _ours(said)
                name = ours.get("name") or _first(said, f"{PROV}label") or agent
                own = {name: text for name, text in _ours(record).items() if name in {"doi", "url"}}
                found.setdefault(_first(record, f"{PROV}activity"), Application(name, ours.get("version", ""), **own))
        return found

    def _about(self, section: str) -> dict[str, dict[str, list[str]]]:
        """Return the attributes of each thing; what is said in several records is put together."""
        found: dict[str, dict[str, list[str]]] = {}
        for id, record in self.records.get(section, []):
            for key, values in record.items():
                found.setdefault(id, {}).setdefault(key, []).extend(values)
            found.setdefault(id, {})
        return found

    def _location(self, id: str) -> str:
        said = self._entities.get(id, {})
        own = _first(said, f"{PROV}location") if f"{BASE}Dataset" in said.get(f"{PROV}type", ()) else ""
        return location_of(own or id, self.context, "entity")

    @cached_property
    def _entities(self) -> dict[str, dict[str, list[str]]]:
        return self._about("entity")


def _object(value: object, field: str) -> JsonObject:
    if not isinstance(value, dict):
        raise InvalidField(field, value, "an object")
    return value


def _full(name: str, names: Mapping[str, str]) -> str:
    """Return a qualified name in full; a prefix that is not declared is refused."""
    prefix, colon, local = name.partition(":")
    if not colon:
        return f"{names['default']}{name}" if "default" in names else name
    if prefix == "_":
        return name
    if prefix not in names:
        raise InvalidField("prefix", name, "a name whose prefix is declared")
    base = names[prefix]
    if not isinstance(base, str):
        raise InvalidField("prefix", base, "a URI")
    return f"{base}{local}"


REFERENCES = frozenset({"prov:entity", "prov:activity", "prov:agent", "prov:plan"})


def _full_values(key: str, value: object, names: Mapping[str, str]) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [_value(key, one, names) for one in values]


def _value(key: str, value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        text, kind = value.get("$"), value.get("type", "")
        if text is None:
            raise InvalidField(key, value, "a value with $")
        return _full(str(text), names) if kind in {"prov:QUALIFIED_NAME", "xsd:QName"} else str(text)
    if key in REFERENCES:
        if not isinstance(value, str):
            raise InvalidField(key, value, "a name")
        return _full(value, names)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _first(said: Mapping[str, list[str]], key: str) -> str:
    """Return the only value of an attribute; empty for none. Raises InvalidField for several."""
    values = sorted(set(said.get(key, ())))
    if len(values) > 1 and not key.endswith(("label", "location")):
        raise InvalidField(key, values, "one value")
    return values[0] if values else ""


def _ours(said: Mapping[str, list[str]]) -> dict[str, str]:
    return {key.removeprefix(BASE): values[0] for key, values in said.items() if key.startswith(BASE) and values}
