"""What is published in tests: a small lineage with a fan, a merge and a chain; and what is in the double afterwards."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx2
from pydantic import SecretStr

from lineage.flat.icat.client import Client
from lineage.flat.icat.wanted import WantedDataset, WantedJob
from tests.flat.icat.catalogue import FACILITY
from tests.flat.icat.double import Double

ROOT = "/data/visitor/hg1/id00"
NAMES = ("raw1", "raw2", "integrated", "merged", "left", "right")
EDGES = {"integrated": ("raw1",), "merged": ("raw1", "integrated", "raw2"), "left": ("merged",), "right": ("merged",)}
JOBS = {"integrated": "job-1", "merged": "job-2", "left": "job-3", "right": "job-3"}
PORTAL = ("input_datasetIds", "output_datasetIds", "input_datasets", "output_datasets")


def wanted(ids: Mapping[str, int], arguments: str = "--fast") -> list[WantedDataset]:
    """Return the lineage, with the ids of ICAT that are known."""
    return [_dataset(name, ids, arguments) for name in NAMES]


def _dataset(name: str, ids: Mapping[str, int], arguments: str) -> WantedDataset:
    inputs = EDGES.get(name, ())
    outputs = [other for other, sources in EDGES.items() if name in sources]
    parameters: dict[str, str | float] = {
        "lineage_id": f"id of {name}",
        "lineage_input_count": len(inputs),
        "lineage_output_count": len(outputs),
        "lineage_is_whole": "true",
    }
    for key, names in (("input", inputs), ("output", outputs)):
        separator = "," if key == "input" else " "
        if names:
            parameters[f"{key}_datasetIds"] = " ".join(str(ids.get(one, 0)) for one in names)
            parameters[f"{key}_datasets"] = separator.join(f"{ROOT}/{one}" for one in names)
    return WantedDataset(
        f"{ROOT}/{name}", ids.get(name), "hg1", "id00", name, parameters, _job(name, ids, arguments), bool(inputs)
    )


def _job(name: str, ids: Mapping[str, int], arguments: str) -> WantedJob | None:
    if name not in JOBS:
        return None
    key = JOBS[name]
    outputs = [one for one, job in JOBS.items() if job == key]
    return WantedJob(
        key,
        ("pyFAI", "1.0"),
        arguments,
        [ids.get(one) for one in EDGES[name]],
        [ids.get(one) for one in outputs],
    )


def without(dataset: WantedDataset, *names: str) -> WantedDataset:
    """Return a dataset that is to have some parameters no more."""
    return replace(dataset, parameters={name: one for name, one in dataset.parameters.items() if name not in names})


def state(double: Double) -> dict[str, Any]:
    """Return all that a reader can tell apart, without the ids of rows that have none of their own meaning."""

    def ask(query: str) -> Any:
        return double.root("GET", query=query)

    jobs = ask("SELECT j FROM Job j INCLUDE j.application, j.inputDataCollection c, j.outputDataCollection o")
    names = dict(ask("SELECT d.id, d.name FROM Dataset d"))
    members: dict[int, list[str]] = {}
    for collection, dataset in ask("SELECT m.dataCollection.id, m.dataset.id FROM DataCollectionDataset m"):
        members.setdefault(collection, []).append(names[dataset])
    keys = dict(ask("SELECT p.dataCollection.id, p.stringValue FROM DataCollectionParameter p"))
    return {
        "parameters": sorted(
            map(str, ask("SELECT p.dataset.name, p.type.name, p.stringValue, p.numericValue FROM DatasetParameter p"))
        ),
        "types": sorted(map(str, ask("SELECT t.name, t.units, t.valueType FROM ParameterType t"))),
        "applications": sorted(map(str, ask("SELECT a.name, a.version FROM Application a"))),
        "collections": sorted((key, sorted(members.get(id, []))) for id, key in keys.items()),
        "collection_count": ask("SELECT COUNT(c) FROM DataCollection c"),
        "jobs": sorted(
            str(
                (
                    job["application"]["name"],
                    job.get("arguments"),
                    sorted(members.get(job.get("inputDataCollection", {}).get("id"), [])),
                    sorted(members.get(job.get("outputDataCollection", {}).get("id"), [])),
                )
            )
            for job in (row["Job"] for row in jobs)
        ),
        "datasets": sorted(map(str, ask("SELECT d.name, d.location, d.type.name FROM Dataset d"))),
    }


def writes(double: Double) -> list[tuple[str, str]]:
    """Return the requests that change rows."""
    return [one for one in double.requests if one[1].endswith("entityManager") and one[0] != "GET"]


class Killed(BaseException):
    """The end of our process."""


class Killing(httpx2.BaseTransport):
    """Ends our process at a request: before it is sent, or before its answer is read."""

    def __init__(self, at: int, *, is_sent: bool) -> None:
        self.inner = httpx2.HTTPTransport()
        self.left = at
        self.is_sent = is_sent

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.left -= 1
        if self.left < 0 and not self.is_sent:
            raise Killed
        response = self.inner.handle_request(request)
        if self.left < 0:
            response.read()
            raise Killed
        return response

    def close(self) -> None:
        self.inner.close()


def killed(double: Double, at: int, *, is_sent: bool) -> Client:
    """Return a client of a process that ends at a request."""
    return Client(
        double.url,
        user="root",
        password=SecretStr("rootpw"),
        authenticator="simple",
        facility=FACILITY,
        pause=lambda _seconds: None,
        transport=Killing(at, is_sent=is_sent),
    )
