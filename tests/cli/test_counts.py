import pytest

from lineage.service import Lineage
from tests.cli.conftest import Cli, dataset_json
from tests.graph_sets import run


def test_stats_are_a_count_a_line(cli: Cli, chain: Lineage) -> None:
    counts = dict(line.split() for line in cli("stats").lines)

    assert {name: counts[name] for name in ("datasets", "raw", "processed", "jobs", "inputs", "outputs")} == {
        "datasets": "3",
        "raw": "1",
        "processed": "2",
        "jobs": "2",
        "inputs": "2",
        "outputs": "2",
    }


def test_a_clean_audit_tells_of_every_rule(cli: Cli, chain: Lineage) -> None:
    done = cli("audit", "--jsonl")

    assert done.code == 0
    assert {finding["count"] for finding in done.jsonl} == {0}
    assert f"none of {len(done.jsonl)} rules broke" in done.err


@pytest.mark.breaks_rules
def test_an_audit_names_the_rule_that_broke_and_where(cli: Cli, chain: Lineage) -> None:
    run(chain.database, "MATCH (d:Dataset {location: '/d/b'})<-[e:OUTPUT]-() DELETE e")

    done = cli("audit", "--jsonl")

    broken = {finding["rule"]: str(finding["examples"]) for finding in done.jsonl if finding["count"]}
    assert done.code == 1
    assert "/d/b" in broken["processed_has_producer"]


@pytest.mark.only_database
def test_the_fingerprint_does_not_depend_on_the_order_of_messages(cli: Cli, chain: Lineage) -> None:
    lines = [dataset_json("/e/a"), dataset_json("/e/b", "/e/a")]
    before = cli("fingerprint").out
    cli("ingest", "-", stdin="\n".join(lines))
    told = cli("fingerprint").out
    cli("ingest", "-", stdin="\n".join(reversed(lines)))

    assert cli("fingerprint").out == told != before
