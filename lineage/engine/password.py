"""The password of the store: made once, kept for the owner alone, told to Neo4j before its first start."""

import secrets

from lineage.engine.home import Home
from lineage.engine.install import Installed
from lineage.engine.state import write_private
from lineage.engine.tool import call_tool
from lineage.errors import EngineError

USER = "neo4j"
PASSWORD_BYTES = 24


def settled_password(installed: Installed) -> str:
    """The password that the store has, given to it now when it is new."""
    home = installed.home
    if _has_password(home):
        return read_password(home)
    if not home.password_file.exists():
        write_private(home.password_file, secrets.token_hex(PASSWORD_BYTES))
    password = read_password(home)
    call_tool(installed, ["dbms", "set-initial-password", password])
    return password


def read_password(home: Home) -> str:
    """The password that was kept; EngineError when the file is gone."""
    try:
        return home.password_file.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise EngineError(
            f"The password of the store {home.store} is gone: there is no {home.password_file}. "
            "Put the file back, or set LINEAGE_DATA_DIR to another folder.",
            path=str(home.password_file),
        ) from error


def _has_password(home: Home) -> bool:
    return (home.store / "dbms" / "auth.ini").exists() or (home.store / "databases" / "system").exists()
