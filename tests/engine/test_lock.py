import json
import re
import runpy
from pathlib import Path

import pytest

from lineage.engine.lock import BROKER, broker_lock, lock_names, read_lock
from lineage.errors import EngineError
from lineage.settings import Settings


def test_the_default_engine_is_one_of_two_locks() -> None:
    assert lock_names() == ("neo4j-2026.08.1", "neo4j-5.26.30")
    assert Settings.model_fields["engine"].default in lock_names()


@pytest.mark.parametrize("name", lock_names())
def test_a_lock_names_each_jar_once_with_its_content(name: str) -> None:
    lock = read_lock(name)

    assert lock.name == name == f"neo4j-{lock.version}"
    assert len({jar.path for jar in lock.jars}) == len(lock.jars) > 200
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) and jar.size_bytes > 0 for jar in lock.jars)


@pytest.mark.parametrize("name", lock_names())
def test_a_lock_keeps_the_engine_on_the_loopback_interface(name: str) -> None:
    conf = read_lock(name).conf

    assert conf["server.default_listen_address"] == "127.0.0.1"
    assert conf["server.bolt.listen_address"] == "127.0.0.1:{port}"
    assert (conf["server.http.enabled"], conf["server.https.enabled"]) == ("false", "false")
    assert conf["dbms.security.auth_enabled"] == "true"


def test_a_jar_has_the_place_that_maven_gives_it() -> None:
    jars = {jar.coordinate: str(jar.path) for jar in read_lock("neo4j-2026.08.1").jars}

    assert jars["io.netty:netty-transport-native-epoll:jar:linux-x86_64:4.2.17.Final"] == (
        "io/netty/netty-transport-native-epoll/4.2.17.Final/netty-transport-native-epoll-4.2.17.Final-linux-x86_64.jar"
    )


def test_the_lock_of_the_broker_is_no_engine_and_names_each_jar_once_with_its_content() -> None:
    lock = broker_lock()

    assert lock.name == BROKER == f"activemq-{lock.version}"
    assert lock.name not in lock_names()
    assert len({jar.path for jar in lock.jars}) == len(lock.jars) == 20
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) and jar.size_bytes > 0 for jar in lock.jars)


@pytest.mark.parametrize("name", [*lock_names(), BROKER])
def test_a_lock_is_written_as_the_script_writes_it(name: str) -> None:
    script = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "lock_engine.py"))
    text = (script["LOCKS"] / f"{name}.json").read_text(encoding="utf-8")

    assert script["written"](json.loads(text)) == text


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(EngineError, match=r"no engine lock 'neo4j-1'; .* neo4j-2026\.08\.1, neo4j-5\.26\.30"):
        read_lock("neo4j-1")
