"""Fetching, tried with a small lock of three made-up jars, so that no network is needed."""

import gc
import hashlib
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from lineage.engine.fetch import fetch
from lineage.engine.lock import Jar, Lock, parse_lock
from lineage.engine.sources import folder, repository
from lineage.errors import EngineError, FetchFailed


def a_lock(repository_path: Path) -> Lock:
    """Make a repository of three jars in Maven's layout, and the lock of it."""
    entries = []
    for name in ("ant", "bee", "cat"):
        content = name.encode() * 50_000
        path = repository_path / "org" / "zoo" / name / "1.0" / f"{name}-1.0.jar"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        entry = {"group": "org.zoo", "artifact": name, "version": "1.0", "packaging": "jar"}
        entries.append({**entry, "sha256": sha256, "size": len(content)})
    rest = {"main_class": "Zoo", "arguments": [], "jvm_options": [], "java": {"min": 17, "max": 25}}
    return parse_lock({"name": "zoo", "version": "1.0", "jars": entries, "store_lock": "lock", **rest})


class Zoo(NamedTuple):
    path: Path
    lock: Lock
    jars: Path


@pytest.fixture
def zoo(tmp_path: Path) -> Zoo:
    return Zoo(tmp_path / "repository", a_lock(tmp_path / "repository"), tmp_path / "jars")


@contextmanager
def served(path: Path) -> Iterator[tuple[str, list[str]]]:
    """An HTTP server on a folder; gives its address and the list of what was asked for."""
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            asked.append(self.path)

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=path)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def names(jars: Path) -> set[str]:
    return {path.name for path in jars.rglob("*") if path.is_file()} - {".lock"}


def test_a_file_mirror_gives_every_jar(zoo: Zoo) -> None:
    paths = fetch(zoo.lock, zoo.jars, repository(zoo.path.as_uri()))

    assert [path.read_bytes()[:3] for path in paths] == [b"ant", b"bee", b"cat"]


def test_an_http_mirror_gives_every_jar_and_leaves_nothing_else(zoo: Zoo) -> None:
    with served(zoo.path) as (address, _):
        fetch(zoo.lock, zoo.jars, repository(f"{address}/"))

    assert names(zoo.jars) == {"ant-1.0.jar", "bee-1.0.jar", "cat-1.0.jar"}
    assert not list(zoo.jars.glob(".fetch-*"))


def test_a_folder_gives_every_jar_by_its_file_name(zoo: Zoo, tmp_path: Path) -> None:
    flat = tmp_path / "stick"
    flat.mkdir()
    for path in zoo.path.rglob("*.jar"):
        shutil.copy(path, flat)

    fetch(zoo.lock, zoo.jars, folder(flat))

    assert names(zoo.jars) == {"ant-1.0.jar", "bee-1.0.jar", "cat-1.0.jar"}


def test_progress_is_told_after_each_jar_and_counts_those_that_were_there(zoo: Zoo) -> None:
    fetch(zoo.lock, zoo.jars, repository(zoo.path.as_uri()))
    (zoo.jars / zoo.lock.jars[0].path).unlink()
    (zoo.jars / zoo.lock.jars[1].path).unlink()
    told: list[tuple[int, int, int]] = []

    fetch(zoo.lock, zoo.jars, repository(zoo.path.as_uri()), lambda *so_far: told.append(so_far))

    assert told == [(2, 3, 300_000), (3, 3, 450_000)]


def test_a_cut_jar_is_fetched_again_and_a_good_one_is_not(zoo: Zoo) -> None:
    fetch(zoo.lock, zoo.jars, repository(zoo.path.as_uri()))
    cut = zoo.jars / zoo.lock.jars[1].path
    cut.write_bytes(cut.read_bytes()[:1000])

    with served(zoo.path) as (address, asked):
        fetch(zoo.lock, zoo.jars, repository(address))

    assert {path for path in asked if path.endswith(".jar")} == {"/org/zoo/bee/1.0/bee-1.0.jar"}
    assert cut.stat().st_size == 150_000


def test_what_a_killed_fetch_left_is_removed(zoo: Zoo) -> None:
    leftover = zoo.jars / ".fetch-killed"
    leftover.mkdir(parents=True)
    (leftover / "copy").write_bytes(b"half")

    fetch(zoo.lock, zoo.jars, repository(zoo.path.as_uri()))

    assert not leftover.exists()


def test_complete_jars_need_no_source_at_all(zoo: Zoo) -> None:
    def nowhere(jar: Jar, staging: Path) -> Path:
        raise AssertionError(jar.coordinate)

    fetch(zoo.lock, zoo.jars, repository(zoo.path.as_uri()))

    assert len(fetch(zoo.lock, zoo.jars, nowhere)) == 3


def test_a_tampered_jar_is_refused_with_both_checksums(zoo: Zoo) -> None:
    jar = zoo.lock.jars[2]
    (zoo.path / jar.path).write_bytes(b"dog" * 50_000)
    dog = hashlib.sha256(b"dog" * 50_000).hexdigest()

    with pytest.raises(FetchFailed) as caught:
        fetch(zoo.lock, zoo.jars, repository(zoo.path.as_uri()))

    assert f"org.zoo:cat:jar:1.0 could not be fetched: its SHA-256 is {dog}" in caught.value.message
    assert f"{jar.sha256} is expected" in caught.value.message
    assert not (zoo.jars / jar.path).exists()


def test_a_jar_that_the_folder_lacks_is_named(zoo: Zoo) -> None:
    next(zoo.path.rglob("bee-1.0.jar")).unlink()

    with pytest.raises(FetchFailed, match=r"org\.zoo:bee:jar:1\.0 .*: there is no bee-1\.0\.jar in .*repository"):
        fetch(zoo.lock, zoo.jars, folder(zoo.path))


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # jgo forgets the answer that says no
def test_a_jar_that_the_mirror_lacks_is_named_with_the_way_out(zoo: Zoo) -> None:
    next(zoo.path.rglob("bee-1.0.jar")).unlink()

    with (
        served(zoo.path) as (address, _),
        pytest.raises(FetchFailed, match=rf"org\.zoo:bee:jar:1\.0 .*: {address} does not have it\. Set LINEAGE_M"),
    ):
        fetch(zoo.lock, zoo.jars, repository(address))
    gc.collect()


def test_without_a_network_the_sentence_says_what_to_set(zoo: Zoo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lineage.engine.sources.ATTEMPTS", 1)
    with socket.create_server(("127.0.0.1", 0)) as line:
        closed = line.getsockname()[1]

    with pytest.raises(FetchFailed) as caught:
        fetch(zoo.lock, zoo.jars, repository(f"http://127.0.0.1:{closed}"))

    assert f"http://127.0.0.1:{closed} cannot be read (ConnectionError)" in caught.value.message
    assert "LINEAGE_MAVEN_MIRROR" in caught.value.message
    assert "--from-folder" in caught.value.message


def test_a_full_disk_is_seen_before_anything_is_fetched(zoo: Zoo, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    with pytest.raises(EngineError, match=r"need 16 MiB in .*, 1 MiB are free"):
        fetch(zoo.lock, zoo.jars, repository(zoo.path.as_uri()))

    assert names(zoo.jars) == set()
