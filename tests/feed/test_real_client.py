"""What ESRF's own client sends, by its Python interface and by its commands, is in the graph with its lineage."""

import subprocess
import sys
from pathlib import Path

from pyicat_plus.client.main import IcatClient

from lineage.engine import BrokerAddress
from lineage.service import Lineage
from tests.feed.listening import consumed

SESSION = "/data/visitor/hg123/id00/20260101"
RAW = f"{SESSION}/RAW_DATA/s/s_0001"
PROCESSED = f"{SESSION}/PROCESSED_DATA/s/s_0001/integrate"
FINAL = f"{SESSION}/PROCESSED_DATA/s/s_0001/integrate/refine"


def test_datasets_of_the_python_interface(service: Lineage, broker: BrokerAddress, empty_queues: None) -> None:
    client = IcatClient(metadata_urls=[str(broker)])
    metadata = {"Sample_name": "s", "Process_program": "pyFAI", "Process_version": "2025.1"}
    client.store_processed_data("id00", "hg123", "integrate", PROCESSED, metadata=metadata, raw=[RAW])
    client.store_dataset("id00", "hg123", "s_0001", RAW, metadata={"Sample_name": "s"})
    client.start_investigation("id00", "hg123")
    client.disconnect()

    receipts = consumed(service, broker.port)

    assert [receipt.status for receipt in receipts] == ["created"] * 3
    job = service.dataset(PROCESSED).job
    assert job is not None
    assert job.application is not None
    assert (job.application.name, job.application.version) == ("pyFAI", "2025.1")
    assert [node.location for node in service.ancestors(PROCESSED).items if node.location] == [RAW]
    assert service.dataset(RAW).state == "present"


def test_datasets_of_the_commands(service: Lineage, broker: BrokerAddress, empty_queues: None, tmp_path: Path) -> None:
    command = ["--beamline", "id00", "--proposal", "hg123", "--sample", "s", "--queue", str(broker)]
    commands = (
        ("icat-store-processed", "--dataset", "refine", "--path", FINAL, "--raw", PROCESSED),
        ("icat-store-processed", "--dataset", "integrate", "--path", PROCESSED, "--raw", RAW),
        ("icat-store-raw", "--dataset", "s_0001", "--path", RAW),
    )
    for name, *words in commands:
        program = Path(sys.executable).with_name(name)
        subprocess.run([program, *command, *words], check=True, cwd=tmp_path, timeout=120)

    receipts = consumed(service, broker.port)

    assert [receipt.location for receipt in receipts] == [FINAL, PROCESSED, RAW]
    assert [node.location for node in service.ancestors(FINAL).items if node.location] == [PROCESSED, RAW]
