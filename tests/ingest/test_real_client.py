"""ESRF's own client writes the message, our reader reads it; no message of these tests was written by us."""

import datetime
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyicat_plus.client._internal.messaging import IcatMessagingClient
from pyicat_plus.client.main import IcatClient
from pyicat_plus.client.types import ArchiveStatusLevel, ArchiveStatusType

from lineage.errors import AmbiguousInputs, InvalidField
from lineage.ingest import Context, read
from lineage.model.event import Event
from lineage.model.message import Application, DatasetMessage, InvestigationMessage, Run
from tests.ingest.messages import RAW_DATA, the_dataset

SESSION = "/data/visitor/mx2485/id30a3/20230425"
START = datetime.datetime(2023, 4, 25, 10, 6, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
METADATA = {
    "Sample_name": "sample1",
    "startDate": START,
    "endDate": START + datetime.timedelta(minutes=19),
    "machine": "slurm-1",
    "software": "tests",
}


class Client:
    """Writes one message to a file and gives its bytes; an odd path or parameter only makes the client warn."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "message.xml"
        self._client = IcatClient(metadata_urls=["127.0.0.1:1"])

    def store(self, raw: list[str] | None = None, path: str = f"{SESSION}/X/a", **metadata: Any) -> bytes:
        said: dict[str, Any] = {
            "beamline": "ID30A-3",
            "proposal": "MX-2485",
            "dataset": "autoproc",
            "path": path,
            "metadata": {**METADATA, **metadata},
            "store_filename": str(self._file),
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if raw is None:
                self._client.store_dataset(**said)
            else:
                self._client.store_processed_data(raw=raw, **said)
        return self._file.read_bytes()

    def close(self) -> None:
        self._client.disconnect()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    client = Client(tmp_path)
    yield client
    client.close()


def test_raw_data(client: Client) -> None:
    found = the_dataset(client.store(path=f"{RAW_DATA}/sample1/sample1_run1/"))

    assert found == DatasetMessage(
        location=f"{RAW_DATA}/sample1/sample1_run1",
        name="autoproc",
        investigation="mx-2485",
        instrument="id30a-3",
        sample="sample1",
        start_time="2023-04-25T08:06:00.000000Z",
        end_time="2023-04-25T08:25:00.000000Z",
        parameters={"machine": "slurm-1", "software": "tests"},
    )


def test_processed_data(client: Client) -> None:
    found = the_dataset(
        client.store(
            raw=[f"{RAW_DATA}/run2", f"{RAW_DATA}/run1"],
            Process_program="autoPROC",
            Process_version="1.1",
            Process_sequence_index=3,
            Workflow_status="error",
            EMMotionCorrection_total_motion=1.5,
        )
    )

    assert found == DatasetMessage(
        location=f"{SESSION}/X/a",
        name="autoproc",
        investigation="mx-2485",
        instrument="id30a-3",
        sample="sample1",
        start_time="2023-04-25T08:06:00.000000Z",
        end_time="2023-04-25T08:25:00.000000Z",
        inputs=(f"{RAW_DATA}/run1", f"{RAW_DATA}/run2"),
        application=Application("autoPROC", "1.1"),
        status="failed",
        parameters={
            "machine": "slurm-1",
            "software": "tests",
            "Process_program": "autoPROC",
            "Process_version": "1.1",
            "Process_sequence_index": 3,
            "Workflow_status": "error",
            "EMMotionCorrection_total_motion": 1.5,
        },
        sequence_index=3,
    )


def test_paths_with_commas_and_blanks(client: Client) -> None:
    found = the_dataset(client.store(raw=["/data/visitor/a,b/x", "/data/visitor/y z", "/data/visitor/c, d/e"]))

    assert found.inputs == ("/data/visitor/a,b/x", "/data/visitor/c, d/e", "/data/visitor/y z")


def test_a_path_with_a_comma_at_its_end_is_a_question(client: Client) -> None:
    with pytest.raises(AmbiguousInputs) as question:
        the_dataset(client.store(raw=["/data/visitor/a,", "/data/visitor/b"]))

    assert ["/data/visitor/a,", "/data/visitor/b"] in question.value.facts["readings"]


def test_mount_prefixes_of_the_facility(client: Client) -> None:
    found = the_dataset(
        client.store(
            raw=[f"/mnt/multipath-shares{RAW_DATA}/a"], path=f"/mnt/multipath-shares{SESSION}/PROCESSED_DATA/b"
        )
    )

    assert (found.location, found.inputs) == (f"{SESSION}/PROCESSED_DATA/b", (f"{RAW_DATA}/a",))


def test_mount_prefixes_that_the_client_does_not_know(client: Client) -> None:
    found = the_dataset(client.store(raw=["/gpfs/x/data/a"], path="/gpfs/x/data/b"), mount_prefixes=("/gpfs/x",))

    assert (found.location, found.inputs) == ("/data/b", ("/data/a",))


def test_unknown_parameters_are_kept(client: Client) -> None:
    found = the_dataset(client.store(raw=["/data/visitor/a"], mine="1 2", other=2.5))

    assert found.other_parameters == {"mine": "1 2", "other": "2.5"}
    assert found.inputs == ("/data/visitor/a",)


def test_the_run_is_named_by_a_parameter(client: Client) -> None:
    data = client.store(raw=["/data/visitor/a"], Workflow_id="4711")

    assert the_dataset(data, run_parameter="Workflow_id").run == Run("mx-2485@id30a-3", "4711")


def test_many_inputs(client: Client) -> None:
    raw = [f"{RAW_DATA}/tilt, series/{index:04}" for index in range(360)]

    assert the_dataset(client.store(raw=raw)).inputs == tuple(raw)


def test_a_relative_path_is_refused(client: Client) -> None:
    with pytest.raises(InvalidField) as refused:
        the_dataset(client.store(path="visitor/a"))

    assert refused.value.facts["field"] == "location"


def test_the_start_of_an_investigation(sent: list[bytes]) -> None:
    IcatClient(metadata_urls=["127.0.0.1:1"]).start_investigation("ID30A-3", "MX-2485", start_datetime=START)

    assert read(sent[0], Context()) == (InvestigationMessage("mx-2485", "id30a-3", "2023-04-25T08:06:00.000000Z"),)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the client would send."""
    sent: list[bytes] = []
    monkeypatch.setattr(IcatMessagingClient, "send", lambda _, data: sent.append(data))
    monkeypatch.setattr(IcatMessagingClient, "reconnect", lambda _: None)
    return sent


@pytest.fixture
def whole() -> IcatClient:
    """The client with all its queues."""
    queues = ("metadata", "update_metadata", "archive", "add_files", "reschedule_investigation")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return IcatClient(**{f"{queue}_urls": ["127.0.0.1:1"] for queue in queues})


def test_an_update_of_the_sample(whole: IcatClient, sent: list[bytes]) -> None:
    whole.update_metadata("MX-2485", "ID30A-3", [f"{RAW_DATA}/a", f"{RAW_DATA}/b"], "Sample_name", "lysozyme")

    facts = {"name": "Sample_name", "value": "lysozyme", "investigation": "mx-2485@id30a-3"}
    assert read(sent[0], Context()) == tuple(
        Event("metadata", f"{RAW_DATA}/{name}", facts, typed_value="lysozyme") for name in "ab"
    )


def test_an_archive_status(whole: IcatClient, sent: list[bytes]) -> None:
    whole.update_archive_restore_status(17, ArchiveStatusType.RESTORATION, ArchiveStatusLevel.ERROR, "no tape")

    facts = {"status": "restoration", "level": "error", "message": "no tape"}
    assert read(sent[0], Context()) == (Event("archive", "icat:dataset/17", facts),)


def test_added_files(whole: IcatClient, sent: list[bytes]) -> None:
    whole.add_files(17)

    assert read(sent[0], Context()) == (Event("files", "icat:dataset/17", {}),)


def test_a_new_schedule_starts_when_it_was_sent(whole: IcatClient, sent: list[bytes]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole.reschedule_investigation("12345")

    (found,) = read(sent[0], Context())
    assert isinstance(found, Event)
    assert (found.kind, found.subject) == ("schedule", "icat:investigation/12345")
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:.]{15}Z", found.facts["start_time"])


@pytest.mark.parametrize("script", ["store_raw", "store_processed"])
def test_the_command_of_the_client(script: str, tmp_path: Path) -> None:
    file = tmp_path / "message.xml"
    options = ["--raw", "/data/visitor/a,b", "--raw", "/data/visitor/c"] if script == "store_processed" else []
    command = [sys.executable, "-m", f"pyicat_plus.apps.{script}", "--beamline", "id30a3", "--proposal", "MX-2485"]
    command += ["--dataset", "run1", "--sample", "sample1", "--path", "/data/visitor/run1", *options]

    subprocess.run([*command, "-p", "Process_program=autoPROC", "--store-filename", str(file)], check=True)

    found = the_dataset(file.read_bytes())
    assert (found.location, found.name, found.sample) == ("/data/visitor/run1", "run1", "sample1")
    assert found.inputs == (("/data/visitor/a,b", "/data/visitor/c") if options else ())
    assert found.parameters["Process_program"] == "autoPROC"
