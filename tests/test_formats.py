"""Formats of the world outside through the whole service: in, out, and in again, on a real graph."""

import json

import pytest

from lineage.graph import read
from lineage.graph.database import Database
from lineage.ingest import split
from lineage.intake import Piece
from lineage.model import answers
from lineage.report import EXPORTS
from lineage.service import Lineage
from lineage.settings import Settings
from tests.api.wire import MOTION, relion_messages
from tests.conftest import DATA
from tests.graph_sets import wipe

OUTSIDE = sorted((DATA / "outside").glob("*.json"))
TRUTH = json.loads((DATA / "outside" / "truth.json").read_text())
SELECT = "/data/visitor/mx2485/cm01/20230503/PROCESSED_DATA/Select/job009"


def sent(service: Lineage, *bodies: bytes) -> list[answers.Receipt]:
    return list(service.ingest(Piece(body, "test") for body in bodies))


@pytest.mark.parametrize("name", ["prov-json", "crate", "openlineage"])
def test_what_was_exported_is_not_news_where_it_came_from(service: Lineage, name: answers.Format) -> None:
    sent(service, *relion_messages())
    before = read.fingerprint(service.database)

    receipts = sent(service, *split(EXPORTS[name].write(service.provenance([SELECT]))))

    assert {receipt.status for receipt in receipts} == {"unchanged"}
    assert read.fingerprint(service.database) == before


@pytest.mark.parametrize("name", ["prov-json", "crate", "openlineage"])
def test_an_empty_graph_that_takes_an_export_exports_the_same(
    service: Lineage, database: Database, name: answers.Format
) -> None:
    sent(service, *relion_messages())
    found = service.provenance([SELECT])
    wipe(database)

    sent(service, *split(EXPORTS[name].write(found)))

    again = service.provenance([SELECT])
    assert again.model_copy(update={"as_of": found.as_of}) == found


def test_files_of_others_are_taken_twice_without_a_second_effect(settings: Settings, database: Database) -> None:
    # some of them tell times without a zone
    service = Lineage(settings.model_copy(update={"time_zone": "UTC"}), database)
    bodies = [path.read_bytes() for path in OUTSIDE if path.name != "truth.json"]

    first, second = sent(service, *bodies), sent(service, *bodies)

    assert {receipt.status for receipt in first} <= {"created", "unchanged"}, first
    assert {receipt.status for receipt in second} == {"unchanged"}
    jobs = sum(one["jobs"] - one["jobs_without_output"] for one in TRUTH.values())
    assert read.stats(service.database).jobs == jobs - 1  # two of the OpenLineage events are of one job


def test_several_datasets_are_told_of_in_one_answer_and_a_cut_is_told(service: Lineage) -> None:
    sent(service, *relion_messages())

    both, whole = service.provenance([SELECT, MOTION]), service.provenance([SELECT])
    cut = service.provenance([SELECT], limit=3)

    assert {start.location for start in both.starts} == {SELECT, MOTION}
    assert (both.datasets, both.jobs) == (whole.datasets, whole.jobs)
    assert (len(cut.datasets) + len(cut.jobs), cut.count, cut.is_truncated) == (3, whole.count, True)
    shown = {dataset.id for dataset in cut.datasets} | {job.id for job in cut.jobs}
    assert {node for _, *ends in cut.edges for node in ends} <= shown


def test_a_step_less_is_a_walk_less(service: Lineage) -> None:
    sent(service, *relion_messages())

    down = service.provenance([MOTION], "descendants", steps=1)

    assert {source.location for source in service.dataset(MOTION).outputs} | {MOTION} <= {
        dataset.location for dataset in down.datasets
    }
    assert all(job.id in {target for kind, source, target in down.edges} for job in down.jobs)
