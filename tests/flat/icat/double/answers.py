"""Rows as JSON: entities with what was included, tuples, bare values."""
# ruff: noqa: S608 - names come from `entities`

import sqlite3
from typing import Any

from tests.flat.icat.double import jpql
from tests.flat.icat.double.entities import ENTITIES, SERVER_FIELDS
from tests.flat.icat.double.rights import Rights
from tests.flat.icat.double.store import Store
from tests.flat.icat.double.trouble import Trouble, bad, not_allowed, not_found


class Reader:
    """Reads for one user."""

    def __init__(self, store: Store, rights: Rights, entities_max: int) -> None:
        self.store = store
        self.rights = rights
        self.entities_max = entities_max
        self.read_count = 0

    def asked(self, text: str) -> list[Any]:
        """Return the answer to a question."""
        question = jpql.compiled(text, lambda entity, alias: self.rights.condition("R", entity, alias))
        if question.limit is not None and question.limit > self.entities_max:
            raise self._too_many("process")
        try:
            rows = self.store.sql.execute(question.sql).fetchmany(self.entities_max + 1)
        except sqlite3.OperationalError as error:
            raise bad(f"An exception occurred while creating a query: {error}") from error
        if len(rows) > self.entities_max and not question.is_count:
            raise self._too_many("process")
        if question.entity:
            return [{question.entity: self.entity(question.entity, row[0], question.include)} for row in rows]
        kinds = [item.kind for item in question.items]
        tuples = [[_value(kind, value) for kind, value in zip(kinds, row, strict=True)] for row in rows]
        return tuples if len(kinds) > 1 else [one for (one,) in tuples]

    def by_id(self, text: str, id: int) -> dict[str, Any]:
        """Return one entity."""
        name = text.split(maxsplit=1)[0]
        if name not in ENTITIES:
            raise bad(f"{name} is not an ICAT entity")
        if self.store.get(name, id) is None:
            raise not_found(name, id)
        if not self.rights.allows("R", name, id):
            raise not_allowed("READ", name)
        return {name: self.entity(name, id, {})}

    def entity(self, name: str, id: object, include: dict[str, Any]) -> dict[str, Any]:
        """Return an entity: null attributes are left out, lists that were not included are empty."""
        self.read_count += 1
        if self.read_count > self.entities_max:
            raise self._too_many("return")
        row = self.store.get(name, id)
        assert row is not None
        entity = ENTITIES[name]
        found: dict[str, Any] = {"id": row["id"], **{one: row[one] for one in SERVER_FIELDS}}
        found |= {one.name: _value(one.kind, row[one.name]) for one in entity.attributes if row[one.name] is not None}
        found |= {name: [] for name in (*entity.empty_lists, *(one.name for one in entity.children))}
        for reference in entity.references:
            target = row[reference.name]
            if reference.name in include and target is not None and self.rights.allows("R", reference.entity, target):
                found[reference.name] = self.entity(reference.entity, target, include[reference.name])
        for field in entity.children:
            if field.name in include:
                rows = self.store.sql.execute(
                    f'SELECT id FROM "{field.entity}" WHERE "{field.back}" = ? ORDER BY id', (id,)
                )
                found[field.name] = [
                    self.entity(field.entity, one, include[field.name])
                    for (one,) in rows.fetchall()
                    if self.rights.allows("R", field.entity, one)
                ]
        return found

    def _too_many(self, what: str) -> Trouble:
        return Trouble("VALIDATION", f"attempt to {what} more than {self.entities_max} entities")


def _value(kind: str, value: Any) -> Any:
    return bool(value) if kind == "boolean" and value is not None else value
