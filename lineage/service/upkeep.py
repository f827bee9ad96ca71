"""The graph as a whole, counted, hashed and proved, and whether the service can do its work."""

import os
from functools import cached_property
from hashlib import sha256

from lineage.errors import LineageError, SchemaError
from lineage.feed import consumers
from lineage.graph import audit, read, schema
from lineage.model import answers
from lineage.service.base import Base


class Upkeep(Base):
    """The verbs of those who run the service."""

    def change(self) -> int:
        """Return the number of the last change."""
        return read.change(self.database)

    @cached_property
    def edition(self) -> str:
        """What an answer depends on besides the change number: the store, and the units of the definitions."""
        return f"{read.store(self.database)} {sha256(repr(sorted(self.units.items())).encode()).hexdigest()}"

    def stats(self) -> answers.Stats:
        """Return how much there is."""
        return read.stats(self.database)

    def fingerprint(self) -> str:
        """Return the SHA-256 of the live graph; equal for equal sets of messages."""
        return read.fingerprint(self.database)

    def audit(self) -> answers.Audit:
        """Prove every rule, and return what broke."""
        return audit.audit(self.database)

    def readiness(self) -> answers.Readiness:
        """Say whether database and schema are as they must be."""
        checks: dict[str, str] = {}
        for name, check in (("database", self.database.ping), ("schema", self._check_schema)):
            try:
                check()
                checks[name] = "ok"
            except LineageError as error:
                checks[name] = error.message
                break  # a database that is down is not asked again; each question would be tried for seconds
        for consumer in consumers(self.settings):
            if consumer.pid == os.getpid():
                checks["feed"] = consumer.reason or "ok"
        return answers.Readiness(is_ready=set(checks.values()) == {"ok"}, checks=checks)

    def _check_schema(self) -> None:
        status = schema.migrate(self.database, only_check=True)
        if status.pending:
            raise SchemaError(status.pending[0], "is not applied yet; run lineage migrate")
