"""Where tests have the jars from."""

from pathlib import Path

from lineage.settings import Settings


def jars_dir() -> Path:
    """Return the folder of jars that all tests share: the user's own, so that a second run fetches nothing."""
    given = Settings()
    return given.engine_jars_dir or given.data_dir / "engine" / "jars"
