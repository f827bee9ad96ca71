"""A lineage server from Python: the verbs of the service, the same answers, the same errors, over HTTP.

`Client` waits, `AsyncClient` is awaited; otherwise they are one. What does no I/O is in this folder: how things are
named in paths, what is tried again, what a failure is raised as, how messages are loaded. The verbs are written once,
in `asynchronous`; `synchronous` is made of it by ``scripts/make_client.py`` and never edited. Knows the nouns and the
errors, and nothing of the database.

A new route is one method in the file of `asynchronous` that fits, named as the verb of the service is::

    async def roots(self, name: str, *, limit: int = 100) -> answers.Roots:
        \"\"\"Return the raw datasets that a dataset was derived from.\"\"\"
        return await self._of_dataset(name, lambda id: self._get(answers.Roots, f"/datasets/{id}/roots", limit=limit))

`_get` leaves out what is None. Then ``python scripts/make_client.py``; where the shell asks for it too, the verb goes
into `cli.verbs`. A list that has `next` needs no more: `items` and `pages` follow it.
"""

from lineage.client.asynchronous.client import AsyncClient
from lineage.client.loads import HasBody, Message
from lineage.client.synchronous.client import Client

__all__ = ["AsyncClient", "Client", "HasBody", "Message"]
