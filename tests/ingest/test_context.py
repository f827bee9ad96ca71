from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from lineage.errors import DefinitionsError
from lineage.ingest import Context
from lineage.ingest.definitions import shipped
from lineage.settings import Settings


def test_a_context_is_the_reading_part_of_the_settings(tmp_path: Path) -> None:
    definitions = tmp_path / "hdf5_cfg.xml"
    definitions.write_text("<group><a>${A}</a></group>")

    context = Context.of(
        Settings(
            mount_prefixes=("/mnt",),
            location_roots=("/data",),
            time_zone="Europe/Paris",
            run_parameter="Workflow_id",
            definitions=definitions,
        )
    )

    assert (context.mount_prefixes, context.location_roots) == (("/mnt",), ("/data",))
    assert (context.time_zone, context.run_parameter) == (ZoneInfo("Europe/Paris"), "Workflow_id")
    assert list(context.definitions) == ["A"]


def test_the_default_settings_give_the_default_context() -> None:
    assert Context.of(Settings(definitions=None, time_zone=None)) == Context()
    assert Context().definitions is shipped()


def test_a_definitions_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionsError):
        Context.of(Settings(definitions=tmp_path / "none.xml"))


def test_a_time_zone_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="such as Europe/Paris"):
        Settings(time_zone="Grenoble")
