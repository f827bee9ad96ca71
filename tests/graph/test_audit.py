"""The audit finds every way of breaking a rule that the database itself does not refuse."""

import pytest

from lineage.graph.audit import audit
from lineage.graph.cycles import jobs_on_cycles
from lineage.graph.database import Database
from lineage.graph.queries import load
from lineage.model.rules import RULES
from tests.graph_sets import message, run, statuses

pytestmark = pytest.mark.breaks_rules

DAMAGE = {
    "identity": "CREATE (:Dataset {id: 'no-location'})",
    "one_producer": "MATCH (:Job)-[o:OUTPUT]->(:Dataset {location: '/d/b'}) SET o.dataset = 'another'",
    "input_once": "MATCH (:Dataset {location: '/d/a'})-[i:INPUT]->(j) SET i.job = 'another'",
    "edge_kinds": "MATCH (a:Dataset {location: '/d/a'}), (b:Dataset {location: '/d/b'}) CREATE (a)-[:INPUT]->(b)",
    "edge_counts": "MATCH (d:Dataset {location: '/d/a'}) CREATE (d)-[:PART_OF]->(:Investigation {key: 'other'})",
    "acyclic": "MATCH (d:Dataset {location: '/d/c'}), (j:Job {key: 'job-of:/d/b'}) "
    "CREATE (d)-[:INPUT {dataset: d.id, job: j.id, since: 1}]->(j)",
    "processed_has_producer": "MATCH (:Job)-[o:OUTPUT]->(:Dataset {location: '/d/c'}) DELETE o",
    "raw_has_no_producer": "MATCH (d:Dataset {location: '/d/c'}) SET d.kind = 'raw'",
    "job_has_output": "MATCH (:Job)-[o:OUTPUT]->(:Dataset {location: '/d/c'}) DELETE o",
    "expected_is_named": "CREATE (:Dataset {location: '/d/no', id: 'x', state: 'expected', kind: 'unknown', since: 1})",
    "state": "MATCH (d:Dataset {location: '/d/c'}) SET d.state = 'gone'",
    "event_subject": "CREATE (:Event {key: 'k', kind: 'files', subject: '/d/no', sent_at: '2024', since: 1})",
    "event_latest": "MATCH (d:Dataset {location: '/d/c'}) SET d.files_added_at = '2024'",
    "publication_holds": "CREATE (:Publication {doi: '10.1/x', rank: 'r', members: ['/d/no'], since: 1, change: 1})",
    "change_numbers": "MATCH (d:Dataset {location: '/d/c'}) SET d.change = 99",
}


def test_every_rule_has_one_audit_query_and_every_audit_query_one_rule() -> None:
    names = {name.removeprefix("audit/") for name in load() if name.startswith("audit/")}

    assert names == {rule.name for rule in RULES} == set(DAMAGE)


@pytest.mark.parametrize("rule", sorted(DAMAGE))
def test_damage_is_found_and_named(database: Database, rule: str) -> None:
    statuses(database, message("/d/a"), message("/d/b", "/d/a"), message("/d/c", "/d/b"))
    assert audit(database).is_clean

    run(database, DAMAGE[rule])

    found = audit(database)
    broken = {finding.rule: finding for finding in found.findings if finding.count}
    assert not found.is_clean
    assert rule in broken
    assert broken[rule].examples


def test_a_cycle_is_found_across_the_pages_that_the_graph_is_read_in(database: Database) -> None:
    statuses(database, *[message(f"/d/{n}", f"/d/{n - 1}") for n in range(1, 8)], message("/d/x", "/d/7"))
    clean = jobs_on_cycles(database, jobs_a_page=2)

    run(
        database,
        "MATCH (d:Dataset {location: '/d/6'}), (j:Job {key: 'job-of:/d/2'}) "
        "CREATE (d)-[:INPUT {dataset: d.id, job: j.id, since: 1}]->(j)",
    )

    assert clean == []
    assert len(jobs_on_cycles(database, jobs_a_page=2)) == 5
    (finding,) = [finding for finding in audit(database).findings if finding.count]
    assert finding.rule == "acyclic"
    assert [example["job"] for example in finding.examples] == [f"job-of:/d/{n}" for n in range(2, 7)]
    assert finding.examples[1]["input"] == "/d/2"
