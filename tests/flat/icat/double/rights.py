"""Who may what: rules of groups, or of everybody; root may everything; without a rule nobody may anything."""
# ruff: noqa: S608 - names come from `entities`

from tests.flat.icat.double import jpql
from tests.flat.icat.double.entities import ENTITIES
from tests.flat.icat.double.store import Store
from tests.flat.icat.double.trouble import Trouble

RULES = """
SELECT what FROM Rule WHERE instr(crudFlags, ?) AND ("grouping" IS NULL OR "grouping" IN (
    SELECT g."grouping" FROM UserGroup g JOIN "User" u ON u.id = g."user" WHERE u.name = ?))
"""
ROOTS = ("simple/root",)


class Rights:
    """The rights of one user."""

    def __init__(self, store: Store, user: str) -> None:
        self.store = store
        self.user = user

    def condition(self, right: str, entity: str, alias: str) -> str:
        """Return the SQL that holds for the rows of an entity that the user has a right to."""
        if self.user in ROOTS:
            return "1"
        rules = [row[0] for row in self.store.sql.execute(RULES, (right, self.user))]
        parts = ["1" for what in rules if what == entity]
        for what in rules:
            if what.upper().startswith("SELECT "):
                question = jpql.compiled(what, lambda _entity, _alias: "1")
                if question.entity == entity:
                    parts.append(f'"{alias}".id IN ({question.sql})')
        return f"({' OR '.join(parts)})" if parts else "0"

    def allows(self, right: str, entity: str, id: object) -> bool:
        """Say whether the user has a right to one row."""
        where = self.condition(right, entity, entity)
        return (
            self.store.sql.execute(f'SELECT 1 FROM "{entity}" WHERE id = ? AND {where}', (id,)).fetchone() is not None
        )

    def is_sound(self, what: str, flags: str) -> bool:
        """Say whether a rule can be kept."""
        if not set(flags) <= set("CRUD"):
            return False
        try:
            return what in ENTITIES or bool(jpql.compiled(what, lambda _entity, _alias: "1"))
        except Trouble:
            return False
