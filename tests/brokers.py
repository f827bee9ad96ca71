"""One real message broker for a whole run of the tests, and others for tests that end theirs.

A broker that cannot start fails the tests; it never skips them.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lineage import engine
from lineage.settings import Settings
from tests.jars import jars_dir


@dataclass(frozen=True)
class OwnBroker:
    """A broker with a data folder of its own, which a test may end as it likes."""

    settings: Settings

    def start(self) -> engine.BrokerAddress:
        """Start it, or find it again."""
        return engine.broker_ensure(self.settings)

    def stop(self) -> bool:
        """End it as a person does."""
        return engine.broker_stop(self.settings)

    def kill(self) -> None:
        """End it at once, and wait until it has gone."""
        pid = engine.broker_status(self.settings).pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        while engine.broker_status(self.settings).state == "running":
            time.sleep(0.02)


def broker_settings(folder: Path, **given: object) -> Settings:
    """Settings of a broker in a folder, over the jars that all tests share."""
    return Settings(**{"data_dir": folder / "data", "engine_jars_dir": jars_dir(), **given})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engine.BrokerAddress]:
    """The run's one broker; a test takes what it has sent, or uses a queue of its own."""
    settings = broker_settings(tmp_path_factory.mktemp("broker"))
    address = engine.broker_ensure(settings)
    yield address
    engine.broker_stop(settings)


@pytest.fixture
def broker_of_its_own() -> Iterator[Callable[[Path], OwnBroker]]:
    """Make brokers, each in its folder, that are stopped after the test."""
    made = []

    def make(folder: Path) -> OwnBroker:
        made.append(OwnBroker(broker_settings(folder)))
        return made[-1]

    yield make
    for one in made:
        one.stop()
