"""What consumers tell of themselves in files: of the living alone."""

import os
import subprocess
import sys
import time
from pathlib import Path

from lineage.feed import states
from lineage.feed.counts import Counts
from lineage.model.answers import Consumer
from lineage.settings import Settings


def told(settings: Settings, pid: int) -> Path:
    """Write the file of a consumer of that process, and return where it is."""
    consumer: Consumer = Counts().consumer({}, 0, None)
    states.tell(states.folder_of(settings), consumer.model_copy(update={"pid": pid}))
    return states.folder_of(settings) / f"{pid}{states.SUFFIX}"


def test_a_consumer_is_told_of_until_it_forgets_itself(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    told(settings, os.getpid())
    assert [one.pid for one in states.consumers(settings)] == [os.getpid()]

    states.forget(states.folder_of(settings), os.getpid())
    assert states.consumers(settings) == []


def test_the_file_of_a_process_that_is_gone_is_removed(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    path = told(settings, process.pid)

    assert states.consumers(settings) == []
    assert not path.exists()


def test_a_number_that_another_process_has_now_is_no_consumer(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    path = told(settings, os.getpid())
    silent = time.time() - states.SILENT_S - 1
    os.utime(path, (silent, silent))

    assert states.consumers(settings) == []
