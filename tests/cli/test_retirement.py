from lineage.cli.endings import Ending
from lineage.service import Lineage
from tests.cli.conftest import Cli


def test_a_dataset_that_nobody_used_is_retired_with_its_reason_and_restored(cli: Cli, chain: Lineage) -> None:
    done = cli("retire", "/d/c", "--reason", "disk freed")

    assert (done.code, done.out) == (Ending.FINE, "retired  /d/c\n")
    assert chain.dataset("/d/c").retired_reason == "disk freed"
    assert cli("restore", chain.id_of("/d/c")).out == "present  /d/c\n"
    assert chain.dataset("/d/c").state == "present"


def test_a_dry_run_of_either_writes_nothing(cli: Cli, chain: Lineage) -> None:
    change = chain.stats().as_of

    assert cli("retire", "/d/c", "--reason", "x", "--dry-run").out == "present  /d/c  (nothing was written)\n"
    assert cli("retire", "/d/a", "--reason", "x", "--dry-run", "--retire-used").code == Ending.FINE
    assert chain.stats().as_of == change

    cli("retire", "/d/c", "--reason", "x")

    assert cli("restore", "/d/c", "--dry-run").out == "retired  /d/c  (nothing was written)\n"
    assert chain.dataset("/d/c").state == "retired"


def test_what_is_not_retired_is_not_restored(cli: Cli, chain: Lineage) -> None:
    change = chain.stats().as_of

    done = cli("restore", "/d/c")

    assert (done.code, done.out) == (Ending.FINE, "present  /d/c  (nothing was written)\n")
    assert "is not retired" in done.err
    assert chain.stats().as_of == change


def test_several_are_retired_in_one_go(cli: Cli, chain: Lineage) -> None:
    done = cli("retire", "-", "--reason", "x", "--retire-used", "--jsonl", stdin="/d/c\n/d/b\n")

    assert [(line["location"], line["state"], line["is_done"]) for line in done.jsonl] == [
        ("/d/c", "retired", True),
        ("/d/b", "retired", True),
    ]


def test_a_reason_is_required(bare: Cli) -> None:
    assert bare("retire", "/d/c").code == Ending.USAGE
    assert bare("retire", "/d/c", "--reason", " ").code == Ending.USAGE


def test_what_is_not_there_is_neither_retired_nor_restored(cli: Cli) -> None:
    assert cli("retire", "/d/none", "--reason", "x").code == Ending.NOT_FOUND
    assert cli("restore", "/d/none").code == Ending.NOT_FOUND
