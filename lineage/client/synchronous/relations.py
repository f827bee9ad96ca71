# made by scripts/make_client.py of the file of this name in asynchronous; not to be edited
"""Questions about several datasets, and about where one goes back to and ends."""

from collections.abc import Iterable, Sequence

from lineage.client.synchronous.base import Base
from lineage.model import answers


class Relations(Base):
    """The verbs that relate datasets to one another."""

    def common(
        self,
        names: Sequence[str],
        direction: answers.Direction = "ancestors",
        *,
        steps: int | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Common:
        """Return what 2 to 20 datasets all come from, or what comes from all of them, nearest first."""
        asked = {"direction": direction, "steps": steps, "cursor": cursor, "limit": limit}
        return self._get(answers.Common, "/common", dataset=list(names), **asked)

    def roots(self, name: str, *, cursor: str | None = None, limit: int = 100) -> answers.Ends:
        """Return the datasets that a dataset goes back to and that nothing produced, nearest first."""
        return self._of_dataset(
            name, lambda id: self._get(answers.Ends, f"/datasets/{id}/roots", cursor=cursor, limit=limit)
        )

    def products(self, name: str, *, cursor: str | None = None, limit: int = 100) -> answers.Ends:
        """Return the datasets that were derived from a dataset and that nothing read, nearest first."""
        return self._of_dataset(
            name, lambda id: self._get(answers.Ends, f"/datasets/{id}/products", cursor=cursor, limit=limit)
        )

    def differences(self, left: str, right: str, *, steps: int | None = None) -> answers.Differences:
        """Return what differs between how two datasets were made, going up from both."""
        return self._get(answers.Differences, "/differences", left=left, right=right, steps=steps)

    def neighbourhood(
        self,
        name: str,
        *,
        up: int = 1,
        down: int = 1,
        nodes_max: int = 300,
        is_grouped: bool = True,
        opened: Iterable[str] = (),
    ) -> answers.Neighbourhood:
        """Return the graph around a dataset, `up` and `down` in processing steps, like siblings in groups."""
        asked = {"up": up, "down": down, "max_nodes": nodes_max, "group": "auto" if is_grouped else "none"}
        groups = list(opened)
        return self._of_dataset(
            name, lambda id: self._get(answers.Neighbourhood, f"/datasets/{id}/lineage", open=groups, **asked)
        )

    def many_datasets(self, names: Sequence[str]) -> answers.ManyDatasets:
        """Return what each of up to 200 names stands for: the id or location of a dataset, or a DOI."""
        return self._ask(answers.ManyDatasets, "/datasets:batchGet", {"names": list(names)})

    def closures(
        self,
        names: Sequence[str],
        direction: answers.Direction = "ancestors",
        *,
        steps: int | None = None,
        limit: int = 1000,
    ) -> answers.Closures:
        """Return what each of up to 50 datasets comes from, or what comes from it, every node once."""
        asked = {"names": list(names), "direction": direction, "steps": steps, "limit": limit}
        return self._ask(answers.Closures, "/datasets:closures", asked)

    def provenance(
        self,
        names: Sequence[str],
        direction: answers.Direction = "ancestors",
        *,
        steps: int | None = None,
        limit: int = 1000,
    ) -> answers.Provenance:
        """Return what 1 to 20 datasets come from, or what comes from them, with all that is known of it."""
        asked = {"direction": direction, "steps": steps, "limit": limit}
        return self._get(answers.Provenance, "/provenance", dataset=list(names), **asked)

    def export(
        self,
        names: Sequence[str],
        media_type: str,
        direction: answers.Direction = "ancestors",
        *,
        steps: int | None = None,
        limit: int = 1000,
    ) -> bytes:
        """Return that as a file of a format of the world outside, such as application/prov+json."""
        asked = {"dataset": list(names), "direction": direction, "steps": steps, "limit": limit}
        request = self._request("GET", "/provenance", asked, headers={"Accept": media_type})
        return (self._whole(self._open(request))).content
