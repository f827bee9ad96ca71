"""Elements of an array, written: created or updated one after the other in one transaction, or not at all."""

import json
import sqlite3
from typing import Any

from tests.flat.icat.double.entities import ENTITIES, SERVER_FIELDS, VALUES, Attribute, Children, Entity, Reference
from tests.flat.icat.double.rights import Rights
from tests.flat.icat.double.store import Row, Store
from tests.flat.icat.double.trouble import UNFINISHED, Trouble, bad, not_allowed, not_found
from tests.flat.icat.double.values import OutOfRange, as_json, check, parsed

Bean = tuple[Entity, Row]
Parsed = tuple[Row, list[tuple[Children, "Parsed"]]]
"""The values of an element, and its children with theirs."""


class Refused(Exception):
    """The database does not take a row; the server does not know why."""


class Writer:
    """Writes for one user; `stop_at` is the element at which the database refuses, as in a deadlock."""

    def __init__(self, store: Store, rights: Rights, stop_at: int | None = None) -> None:
        self.store = store
        self.rights = rights
        self.stop_at = stop_at
        self.new: list[Bean] = []
        self.referred: list[tuple[Entity, int]] = []

    def write(self, text: str) -> list[int]:
        """Return the ids of what was created."""
        elements = _elements(text)
        ids: list[int] = []
        offset = 0
        try:
            with self.store.transaction():
                for offset, element in enumerate(elements):
                    self.new, self.referred = [], []
                    id = self._one(element, is_last=offset == self.stop_at)
                    ids += [] if id is None else [id]
        except Trouble as trouble:
            trouble.offset = None if trouble.code == "INTERNAL" else offset
            raise
        except (Refused, OutOfRange, sqlite3.IntegrityError):
            raise self._misnamed(offset) from None
        return ids

    def delete(self, text: str) -> None:
        offset = 0
        try:
            with self.store.transaction():
                for offset, element in enumerate(_elements(text)):  # noqa: B007 - told in the refusal
                    entity, body = _entity(element)
                    if body.keys() != {"id"}:
                        raise bad(f"entity must have only the id value specified in json {as_json(element)}")
                    if self.store.get(entity.name, body["id"]) is None:
                        raise not_found(entity.name, body["id"])
                    if not self.rights.allows("D", entity.name, body["id"]):
                        raise not_allowed("DELETE", entity.name)
                    self.store.delete(entity.name, body["id"])
        except Trouble as trouble:
            trouble.offset = offset
            raise

    def _one(self, element: Any, *, is_last: bool) -> int | None:
        """Write one element, which is the last when the database refuses after it; return its id when it is new."""
        id = self._written(element)
        if is_last:
            raise Refused
        return id

    def _written(self, element: Any) -> int | None:
        entity, body = _entity(element)
        if "id" not in body:
            id = self._create(entity, self._parsed(entity, body))
            if not self.rights.allows("C", entity.name, id):
                raise not_allowed("CREATE", entity.name)
            return id
        row = self.store.get(entity.name, body["id"])
        if row is None:
            raise not_found(entity.name, body["id"])
        values, children = self._parsed(entity, {name: value for name, value in body.items() if name != "id"})
        if not self.rights.allows("U", entity.name, body["id"]):
            raise not_allowed("UPDATE", entity.name)
        for field, child in children:
            self._create(ENTITIES[field.entity], child)  # without its parent: refused by what it needs
        after = {**dict(row), **values}
        check(entity, after)
        self.new.append((entity, after))
        self.store.update(entity.name, body["id"], values)
        return None

    def _create(self, entity: Entity, body: Parsed, parent: Row | None = None) -> int:
        given, children = body
        defaults = {one.name: one.default for one in entity.attributes if one.default is not None}
        values = {**defaults, **given, **(parent or {})}
        check(entity, values)
        self._check_value(entity, values)
        self.new.append((entity, values))
        id = self.store.insert(entity.name, values)
        for field, child in children:
            self._create(ENTITIES[field.entity], child, {field.back: id})
        return id

    def _parsed(self, entity: Entity, body: dict[str, Any]) -> Parsed:
        """Return the values of an element and its children, which are all read before a row is written."""
        values: Row = {}
        children: list[tuple[Children, Parsed]] = []
        for name, value in body.items():
            match entity.field(name):
                case Attribute() as attribute:
                    values[name] = parsed(entity, attribute, value)
                case Reference() as reference:
                    values[name] = self._referred(reference, value)
                case Children() as field:
                    children += [(field, self._parsed(ENTITIES[field.entity], _child(one))) for one in value]
                case None if name in SERVER_FIELDS:
                    raise Trouble("INTERNAL", UNFINISHED)
                case None:
                    raise bad(f"Field {name} not found in {entity.name}")
        return values, children

    def _referred(self, reference: Reference, value: Any) -> object:
        """Return the id of a reference, whose row is touched by that."""
        if value is None:
            return None
        if isinstance(value, dict) and "id" not in value:
            raise bad(f"One to many related objects should not have the id value set: {as_json(value)}")
        if not isinstance(value, dict) or not isinstance(value["id"], int):
            raise bad(f"Badly formatted relationship object {as_json(value)}")
        if self.store.get(reference.entity, value["id"]) is None:
            raise not_found(reference.entity, value["id"])
        self.store.update(reference.entity, value["id"], {})
        self.referred.append((ENTITIES[reference.entity], value["id"]))
        return value["id"]

    def _check_value(self, entity: Entity, values: Row) -> None:
        """Refuse a parameter that its type does not allow; without an id having been used."""
        if entity.name == "Rule" and not self.rights.is_sound(str(values["what"]), str(values["crudFlags"])):
            raise Refused
        if entity.name not in VALUES:
            return
        kind = self.store.get("ParameterType", values["type"])
        assert kind is not None
        rows = self.store.sql.execute("SELECT value FROM PermissibleStringValue WHERE type = ?", (kind["id"],))
        permitted = [row[0] for row in rows]
        low, high, number = kind["minimumNumericValue"], kind["maximumNumericValue"], values.get("numericValue")
        is_within = number is None or ((low is None or low <= number) and (high is None or number <= high))
        is_listed = not permitted or values.get("stringValue") in permitted
        if not kind[VALUES[entity.name]] or (kind["enforced"] and not (is_within and is_listed)):
            raise Refused

    def _misnamed(self, offset: int) -> Trouble:
        """Return the refusal: a true duplicate by its name, else the first bystander, which exists of course."""
        for entity, values in self.new:
            if (id := self.store.like(entity, values)) is not None and id != values.get("id"):
                return _exists(entity, values, offset)
        for entity, id in self.referred:
            row = self.store.get(entity.name, id)
            if row is not None and entity.unique:
                return _exists(entity, dict(row), offset)
        return Trouble("INTERNAL", UNFINISHED, offset)


def _elements(text: str) -> list[Any]:
    if not text:
        raise Trouble("BAD_PARAMETER", "Cannot auto-detect encoding, not enough chars in json ", 0)
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Trouble("BAD_PARAMETER", f"{error} in json {text}", 0) from error
    if isinstance(found, str):
        raise Trouble("BAD_PARAMETER", f"Internal Error in json {text}", 0)
    return found if isinstance(found, list) else [found]


def _entity(element: Any) -> tuple[Entity, dict[str, Any]]:
    if len(element) != 1:
        raise bad(f"Entity must have one keyword followed by its values in json {as_json(element)}")
    ((name, body),) = element.items()
    if name not in ENTITIES:
        raise bad(f"{name} is not an ICAT entity")
    return ENTITIES[name], body


def _child(body: Any) -> dict[str, Any]:
    if "id" in body:
        raise bad(f"Many to one related objects should have the id value set: {as_json(body)}")
    return dict(body)


def _exists(entity: Entity, values: Row, offset: int) -> Trouble:
    kinds = {reference.name: reference.entity for reference in entity.references}
    told = [
        f"{name} = '{kinds[name]}:{values[name]}'" if name in kinds else f"{name} = '{values[name]}'"
        for name in entity.unique
    ]
    return Trouble("OBJECT_ALREADY_EXISTS", f"{entity.name} exists with {', '.join(told)}", offset)
