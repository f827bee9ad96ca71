from pathlib import Path

import pytest

from lineage.cli.settings import origins, read_settings
from lineage.errors import SettingsError
from tests.cli.conftest import Cli

SECRET = "correct-horse"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, where no lineage.toml is."""
    monkeypatch.chdir(tmp_path)


def write(text: str) -> None:
    Path("lineage.toml").write_text(text)


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("LINEAGE_PORT", "abc", "The setting LINEAGE_PORT has value 'abc'; expected a valid integer."),
        ("LINEAGE_PORT", "70000", "The setting LINEAGE_PORT has value '70000'; expected less than or equal to 65535."),
        (
            "LINEAGE_TIME_ZONE",
            "Paris",
            "The setting LINEAGE_TIME_ZONE has value 'Paris'; expected the name of a time zone, such as Europe/Paris.",
        ),
        (
            "LINEAGE_NEO4J_URI",
            f"bolt://me:{SECRET}@host",
            "The setting LINEAGE_NEO4J_URI has value 'bolt://***@host'; expected an address such as bolt://host:7687, "
            "with no user and no password in it.",
        ),
    ],
)
def test_a_setting_that_cannot_be_is_named_with_what_was_expected(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert caught.value.message == sentence


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("colour = 1", "colour in lineage.toml is not known"),
        ("port = ", "lineage.toml is not valid TOML"),
        ("neo4j_password = 12345", "has value ***; expected a valid string"),
    ],
)
def test_a_mistake_in_the_file_is_told_in_one_sentence(text: str, word: str) -> None:
    write(text)

    with pytest.raises(SettingsError, match=r"^The setting ") as caught:
        read_settings()

    assert word in caught.value.message
    assert "12345" not in caught.value.message


def test_every_setting_has_a_value_and_an_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LINEAGE_HOST", "LINEAGE_NEO4J_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LINEAGE_PORT", "8001")
    monkeypatch.setenv("LINEAGE_MOUNT_PREFIXES", "/mnt/a, /mnt/b")
    write(f"port = 8002\nhost = 'name'\nneo4j_password = '{SECRET}'\nmaven_mirror = 'https://me:{SECRET}@mirror'\n")

    found = {setting.name: setting for setting in origins(read_settings())}

    assert (found["port"].value, found["port"].origin) == (8001, "environment")
    assert (found["host"].value, found["host"].origin) == ("name", "lineage.toml")
    assert (found["batch_size"].origin, found["batch_size"].variable) == ("default", "LINEAGE_BATCH_SIZE")
    assert found["mount_prefixes"].value == ["/mnt/a", "/mnt/b"]
    assert (found["neo4j_password"].value, found["maven_mirror"].value) == ("***", "https://***@mirror")
    assert all(setting.description for setting in found.values())


def test_config_show_prints_no_secret_in_any_form(bare: Cli) -> None:
    write(f"maven_mirror = 'https://me:{SECRET}@mirror'\n")

    for form in ([], ["--json"], ["--jsonl"]):
        done = bare("config", "show", *form, env={"LINEAGE_NEO4J_PASSWORD": SECRET})
        assert done.code == 0
        assert SECRET not in done.out + done.err
        assert "***" in done.out


def test_config_show_is_a_line_or_an_object_a_setting(bare: Cli) -> None:
    lines, objects = bare("config", "show").lines, bare("config", "show", "--jsonl").jsonl

    assert [line.split()[0] for line in lines] == [found["variable"] for found in objects]
    assert set(objects[0]) == {"name", "variable", "value", "origin", "description"}
    assert any(line.split() == ["LINEAGE_PORT", "default", "8000"] for line in lines)


def test_config_path_names_the_file_and_says_when_there_is_none(bare: Cli, tmp_path: Path) -> None:
    before = bare("config", "path")
    write("port = 8002\n")
    after = bare("config", "path", "--json")

    assert before.out == f"{tmp_path / 'lineage.toml'}\n"
    assert "there is no such file" in before.err
    assert after.json == {"path": str(tmp_path / "lineage.toml"), "exists": True}
