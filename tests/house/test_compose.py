"""What production is told to run: pinned, closed to the network, with no password and no root inside.

No image is built and nothing is started here; the files are read.
"""

import os
import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from lineage.engine.lock import broker_lock, read_lock
from lineage.settings import Settings
from tests.house.test_requirements import pins
from tests.house.tree import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
NEO4J: dict[str, Any] = COMPOSE["services"]["neo4j"]
SERVICE: dict[str, Any] = COMPOSE["services"]["lineage"]
BROKER: dict[str, Any] = COMPOSE["services"]["broker"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
HEAP = {"server.memory.heap.initial_size", "server.memory.heap.max_size"}
"""The launcher of the image reads these; the embedded engine gets them on its command line."""


def neo4j_settings() -> dict[str, str]:
    """Return what the environment tells Neo4j: in a name, ``__`` is an underscore and ``_`` a dot."""
    given = {name.removeprefix("NEO4J_"): value for name, value in NEO4J["environment"].items()}
    del given["AUTH"]
    return {name.replace("__", "\0").replace("_", ".").replace("\0", "_"): value for name, value in given.items()}


def test_neo4j_is_the_version_of_the_embedded_engine() -> None:
    version = read_lock(str(Settings.model_fields["engine"].default)).version

    assert NEO4J["image"] == f"neo4j:{version}"


def test_neo4j_is_told_nothing_that_the_embedded_engine_of_that_version_does_not_know() -> None:
    conf = read_lock(str(Settings.model_fields["engine"].default)).conf

    assert neo4j_settings().keys() - conf.keys() == HEAP
    shared = {key: value for key, value in neo4j_settings().items() if value in {"true", "false"}}
    assert {key: conf[key] for key in shared} == shared


def test_heap_and_page_cache_are_set() -> None:
    assert neo4j_settings().keys() >= {*HEAP, "server.memory.pagecache.size"}


def test_neo4j_is_healthy_when_a_query_is_answered() -> None:
    assert "cypher-shell" in NEO4J["healthcheck"]["test"][-1]
    assert NEO4J["healthcheck"]["start_period"] == "60s"


def test_neo4j_has_time_to_stop_and_data_and_journal_have_a_place_of_their_own() -> None:
    assert NEO4J["stop_grace_period"] == "2m"
    assert {volume.split(":")[1] for volume in NEO4J["volumes"]} == {"/data", "/logs"}
    assert SERVICE["volumes"] == [f"lineage-journal:{SERVICE['environment']['LINEAGE_JOURNAL_DIR']}"]


def test_every_volume_has_a_name_that_is_declared() -> None:
    used = {volume.split(":")[0] for service in COMPOSE["services"].values() for volume in service.get("volumes", [])}

    assert used == COMPOSE["volumes"].keys()


def test_the_broker_is_the_version_of_the_embedded_one_and_runs_only_when_asked_for() -> None:
    assert BROKER["image"] == f"apache/activemq-classic:{broker_lock().version}"
    assert {name: service.get("profiles") for name, service in COMPOSE["services"].items()} == {
        "neo4j": None,
        "lineage": None,
        "broker": ["broker"],
    }


def test_the_broker_keeps_its_messages_and_its_web_console_to_itself() -> None:
    assert [volume.split(":")[1] for volume in BROKER["volumes"]] == ["/opt/apache-activemq/data"]
    assert "-Djetty.host=127.0.0.1" in BROKER["environment"]["ACTIVEMQ_OPTS"].split()
    assert BROKER["networks"] == ["door"]


def test_nothing_is_published_beyond_the_loopback_interface() -> None:
    published = {name: service.get("ports", []) for name, service in COMPOSE["services"].items()}

    assert published == {"neo4j": [], "lineage": ["127.0.0.1:8000:8000"], "broker": ["127.0.0.1:61613:61613"]}
    assert SERVICE["environment"]["LINEAGE_HOST"] == "0.0.0.0"  # noqa: S104 - inside the container


def test_neo4j_is_on_a_network_without_a_way_out() -> None:
    assert NEO4J["networks"] == ["graph"]
    assert COMPOSE["networks"]["graph"] == {"internal": True}


def test_the_service_waits_until_neo4j_is_healthy() -> None:
    assert SERVICE["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert "/readyz" in SERVICE["healthcheck"]["test"][-1]


def test_the_service_runs_as_nobody_special_and_writes_nothing() -> None:
    assert SERVICE["user"] == "10001:10001"
    assert SERVICE["read_only"] is True
    assert SERVICE["cap_drop"] == ["ALL"]
    assert SERVICE["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("service", [NEO4J, SERVICE], ids=["neo4j", "lineage"])
def test_every_password_comes_from_outside(service: dict[str, Any]) -> None:
    secrets = [str(value) for name, value in service["environment"].items() if re.search("AUTH|PASSWORD", name)]

    assert secrets
    assert all(re.fullmatch(r"(neo4j/)?\$\{NEO4J_PASSWORD:\?.+\}", secret) for secret in secrets)
    assert not re.search("PASSWORD|AUTH", DOCKERFILE)


def test_every_setting_of_the_service_is_one() -> None:
    known = {f"LINEAGE_{name.upper()}" for name in Settings.model_fields}

    assert SERVICE["environment"].keys() - known == set()
    assert set(re.findall(r"LINEAGE_[A-Z_0-9]+", DOCKERFILE)) - known == set()


def test_the_image_is_built_from_locked_packages_and_ends_as_nobody_special() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {"python:3.12-slim-bookworm"}
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["lineage"]
    assert "--uid 10001" in DOCKERFILE


def test_what_only_the_build_needs_is_taken_out_of_the_image() -> None:
    locked = (ROOT / "requirements" / "run.txt").read_text()
    only_for_build = set(
        re.findall(r"^([a-z0-9-]+)==.*\n(?: {4}--hash.*\n)+ {4}# via hatchling$", locked, re.MULTILINE)
    )
    removed = set(re.findall(r"uninstall --yes (hatchling .*)", DOCKERFILE)[0].split())

    assert removed == {"hatchling", "pip"} | only_for_build
    assert removed - {"pip"} <= pins(ROOT / "requirements" / "run.txt").keys()


def test_what_is_copied_into_the_image_is_let_through() -> None:
    sources = {
        word for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE) for word in line.split()[:-1]
    }
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert sources == let_through
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_docker_compose_takes_the_file() -> None:
    """Asks the client of Docker, where there is one; it needs no engine for that."""
    docker = shutil.which("docker")
    if docker is None or _run(docker, "compose", "version").returncode != 0:
        pytest.skip("there is no docker compose on this machine")

    done = _run(docker, "compose", "--file", str(ROOT / "docker-compose.yml"), "config", "--quiet")

    assert done.returncode == 0, done.stderr


def _run(docker: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [docker, *arguments], env=os.environ | {"NEO4J_PASSWORD": "x" * 20}, capture_output=True, text=True, check=False
    )
