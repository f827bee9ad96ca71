"""The graph as a whole, counted and proved, and whether the server can do its work."""

from lineage.client import failures
from lineage.client.asynchronous.base import Base
from lineage.model import answers


class Upkeep(Base):
    """The verbs of those who run the service."""

    async def stats(self) -> answers.Stats:
        """Return how much there is."""
        return await self._get(answers.Stats, "/stats")

    async def consumers(self) -> answers.Consumers:
        """Return the consumers that run on the server's machine, the oldest first."""
        return await self._get(answers.Consumers, "/consumers")

    async def audit(self) -> answers.Audit:
        """Prove every rule, and return what broke."""
        return await self._get(answers.Audit, "/audit")

    async def readiness(self) -> answers.Readiness:
        """Say whether database and schema are as they must be; raises ServerUnavailable when nobody answers."""
        request = self._http.build_request("GET", "/readyz")
        response = await self._whole(await self._open(request, is_repeatable=False, can_fail=True))
        found = failures.parsed(response.content)
        checks = found.get("checks") or found.get("facts", {}).get("checks")
        if not isinstance(checks, dict):
            raise failures.error_of(self.url, response)
        return answers.Readiness(is_ready=bool(found.get("is_ready")), checks=checks)
