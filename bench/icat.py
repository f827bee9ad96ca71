"""Publishing into ICAT: what it sends, and what of the time is ours.

There is no ICAT to be had, so rows go to the double of the tests, in threads of its own. What counts is the CPU time of
the thread that publishes: what is left when ICAT answers in no time. Beside it stands what a real icat.server took for
as many rows.
"""

import time
from collections.abc import Sequence
from itertools import islice

import httpx2
from pydantic import SecretStr

from bench.report import Cell, Table, tell
from bench.shapes import SHAPES
from bench.stores import Store
from lineage.flat import parameters, project
from lineage.flat.columns import LIST_ENTRIES_MAX
from lineage.flat.icat.client import Client
from lineage.flat.icat.publish import publish
from lineage.flat.icat.wanted import Options, WantedDataset, WantedJob
from lineage.graph.flat import facts
from tests.flat.icat.catalogue import FACILITY, furnish
from tests.flat.icat.double import Double

DATASETS_MAX = 1_000
PARAMETERS_A_SECOND, JOBS_A_SECOND = 1_176, 330
"""Of icat.server 6.2.0 on two cores, written in arrays of 100 over REST: docs/performance.md."""

HEADS = ("run", "datasets", "parameters", "jobs", "requests a dataset", "kB a dataset", "CPU ours, s", "share")
NOTE = (
    f"At most {DATASETS_MAX:,} datasets of the shape, all parameters of the flat view, one job for each processed one. "
    "kB: bodies and addresses of requests, and bodies of answers. share: our CPU time, of what a real ICAT takes to "
    f"write as many rows ({PARAMETERS_A_SECOND:,} parameters and {JOBS_A_SECOND} jobs a second in arrays of 100). "
    "again: the same once more, which writes nothing."
)


class _Counted(httpx2.HTTPTransport):
    """Counts what goes over the wire."""

    requests = sent_bytes = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it, and count."""
        self.requests += 1
        response = super().handle_request(request)
        self.sent_bytes += len(request.read()) + len(request.url.raw_path) + len(response.read())
        return response


def measure(store: Store) -> list[Table]:
    """Publish twice."""
    steps = list(islice(SHAPES[store.shape](store.datasets), DATASETS_MAX))
    names = [step.location.rpartition("/")[2] for step in steps]
    rows: list[Sequence[Cell]] = []
    with Double() as double:
        ids = dict(zip([step.location for step in steps], furnish(double, names).values(), strict=True))
        places = dict(double.root("GET", query="SELECT d.id, d.location FROM Dataset d"))
        wanted = []
        for found in facts(store.service.database, [sorted(ids)], LIST_ENTRIES_MAX):
            for one in found:
                row = project(one)
                id = ids[row.location]
                inputs = next(step.inputs for step in steps if step.location == row.location)
                job = WantedJob(row.job, (row.program or "", row.version or ""), "", [ids[i] for i in inputs], [id])  # type: ignore[arg-type]
                wanted.append(
                    WantedDataset(
                        places[id], id, "hg1", "id00", names[0], parameters(row), job if inputs else None, bool(inputs)
                    )
                )
        for run in ("first", "again"):
            rows.append(tell(_run(run, double, wanted)))
    return [Table("Publishing into ICAT", HEADS, rows, NOTE)]


def _run(run: str, double: Double, wanted: list[WantedDataset]) -> tuple[Cell, ...]:
    transport, start = _Counted(), time.thread_time()
    login = {"user": "root", "password": SecretStr("rootpw"), "authenticator": "simple"}
    with Client(double.url, **login, facility=FACILITY, transport=transport) as client:  # type: ignore[arg-type]
        report = publish(client, wanted, Options())
    ours_s = time.thread_time() - start
    values, jobs = report.counts["DatasetParameter created"], report.counts["Job created"]
    theirs_s = values / PARAMETERS_A_SECOND + jobs / JOBS_A_SECOND
    return (
        run,
        len(wanted),
        values,
        jobs,
        f"{transport.requests / len(wanted):.2f}",
        f"{transport.sent_bytes / 1000 / len(wanted):.1f}",
        f"{ours_s:.2f}",
        f"{100 * ours_s / theirs_s:.0f} %" if theirs_s else "-",
    )
