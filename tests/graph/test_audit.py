"""The audit finds every way of breaking a rule that the database itself does not refuse."""

import pytest

from lineage.graph.audit import audit
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
