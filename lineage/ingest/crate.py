"""Process, Workflow and Provenance Run RO-Crates (``ro-crate-metadata.json``): an action with a result is a run.

Data are files, datasets and collections; a plain parameter value is none. What a crate names relative to itself is
named relative to its root, or where that is nowhere to the digest of the metadata (an ``arcp`` URI).
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

from lineage.errors import InvalidField, MissingField
from lineage.ingest.context import Context
from lineage.ingest.document import Document
from lineage.ingest.outside import Place, Step, location_of, messages
from lineage.model.message import Application, JobStatus, Message
from lineage.model.terms import BASE

NAMESPACE = "crate"
ACTIONS = frozenset({"CreateAction", "ActivateAction", "UpdateAction"})
DATA = frozenset({"File", "Dataset", "Collection", "ImageObject", "MediaObject"})
STATUSES: Mapping[str, JobStatus] = {
    "CompletedActionStatus": "completed",
    "FailedActionStatus": "failed",
    "ActiveActionStatus": "running",
    "PotentialActionStatus": "unknown",
}
_DESCRIPTOR = re.compile(r"(.*/)?ro-crate-metadata\.json(ld)?")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)

Entity = Mapping[str, Any]


def is_mine(document: Document) -> bool:
    """True for an object with a JSON-LD graph."""
    return "@graph" in (document.object or {})


def read(document: Document, context: Context) -> tuple[Message, ...]:
    """Return a message for each result of an action; raises MessageError."""
    crate = _Crate(document, context)
    return messages(crate.steps(), crate.described(), Place("outside", "crate", context))


class _Crate:
    """The entities of a crate by their ids."""

    def __init__(self, document: Document, context: Context) -> None:
        self.context = context
        self.entities = _entities(document)
        self.base = self._base(document)

    def _base(self, document: Document) -> str:
        descriptor = next((one for id, one in self.entities.items() if _DESCRIPTOR.fullmatch(id)), None)
        if descriptor is None:
            raise MissingField("ro-crate-metadata.json", within="@graph")
        (root, *_) = _references(descriptor.get("about")) or [""]
        if root not in self.entities:
            raise MissingField("about", within="ro-crate-metadata.json")
        named = [root, *_references(self.entities[root].get("identifier")), self.entities[root].get("identifier")]
        absolute = (name for name in named if isinstance(name, str) and name.startswith(("http://", "https://")))
        digest = urlsafe_b64encode(sha256(document.data).digest()).decode().rstrip("=")
        found = next(absolute, f"arcp://ni,sha-256;{digest}/")
        return found if found.endswith("/") else f"{found}/"

    def steps(self) -> Iterator[Step]:
        """Yield the actions that have data as their result."""
        for id, action in self.entities.items():
            if ACTIONS.isdisjoint(_types(action)):
                continue
            outputs = self._data(action.get("result"))
            if outputs:
                facts = self._ours(action)
                yield Step(
                    namespace=NAMESPACE,
                    id=self._absolute(id),
                    inputs=self._data(action.get("object")),
                    outputs=outputs,
                    start_time=_text(action, "startTime"),
                    end_time=_text(action, "endTime"),
                    status=_status(action),
                    application=self._application(action, facts),
                    facts=facts,
                )

    def described(self) -> dict[str, dict[str, str]]:
        """Return our terms about data, and their names, by location."""
        return {
            self._location(id): {"name": _text(entity, "name").strip()[:200], **self._ours(entity)}
            for id, entity in self.entities.items()
            if not DATA.isdisjoint(_types(entity))
        }

    def _data(self, value: object) -> frozenset[str]:
        known = (id for id in _references(value) if id in self.entities)
        return frozenset(self._location(id) for id in known if not DATA.isdisjoint(_types(self.entities[id])))

    def _application(self, action: Entity, facts: Mapping[str, str]) -> Application | None:
        for id in _references(action.get("instrument")):
            program = self.entities.get(id, {})
            version = _text(program, "softwareVersion") or _text(program, "version")
            name = _text(program, "name").strip() or id
            return Application(name, version, facts.get("application_doi", ""), facts.get("application_url", ""))
        return None

    def _ours(self, entity: Entity) -> dict[str, str]:
        values = [self.entities.get(id, {}) for id in _references(entity.get("additionalProperty"))]
        own = [value for value in values if _text(value, "propertyID").startswith(BASE)]
        return {_text(value, "propertyID").removeprefix(BASE): _text(value, "value") for value in own}

    def _absolute(self, id: str) -> str:
        if _SCHEME.match(id) or id.startswith("/"):
            return id
        return self.base + urljoin("http://x/", id).removeprefix("http://x/")

    def _location(self, id: str) -> str:
        return location_of(self._absolute(id), self.context, "@id")


def _entities(document: Document) -> dict[str, Entity]:
    graph = (document.object or {}).get("@graph")
    if not isinstance(graph, list):
        raise InvalidField("@graph", graph, "a list of entities")
    found: dict[str, Entity] = {}
    for index, entity in enumerate(graph):
        if not isinstance(entity, dict) or not isinstance(entity.get("@id"), str) or not entity["@id"]:
            raise InvalidField(f"@graph[{index}]", entity, "an entity with an @id")
        if entity["@id"] in found and found[entity["@id"]] != entity:
            raise InvalidField(f"@graph[{index}]", entity["@id"], "an @id that no other entity has")
        found[entity["@id"]] = entity
    return found


def _types(entity: Entity) -> set[str]:
    said = entity.get("@type", [])
    return {word for word in (said if isinstance(said, list) else [said]) if isinstance(word, str)}


def _references(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [item["@id"] for item in items if isinstance(item, dict) and isinstance(item.get("@id"), str)]


def _text(entity: Entity, key: str) -> str:
    """Return what an entity says as a text; the first of several."""
    said = entity.get(key)
    first = said[0] if isinstance(said, list) and said else said
    return first if isinstance(first, str) else str(first) if isinstance(first, int | float) else ""


def _status(action: Entity) -> JobStatus:
    said = action.get("actionStatus")
    word = (_references(said) or [_text(action, "actionStatus")])[0]
    return STATUSES.get(re.split(r"[/#:]", word)[-1], "unknown")
