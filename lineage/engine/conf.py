"""What an engine is told before it runs: Neo4j's configuration file, and the words of a command line.

The keys are in the lock, because strict validation ends a start on any key that the version does not know.
"""

from lineage.engine.home import Home
from lineage.engine.state import write_private

NO_PORT = 0


def write_conf(home: Home, port: int) -> None:
    """Write neo4j.conf from the lock; ``port`` is the Bolt port on the loopback interface.

    Its folders are relative to the home: Neo4j reads the file as Latin-1 and would misread many a path.
    """
    lines = [f"{key}={filled(value, home, port)}" for key, value in home.lock.conf.items()]
    write_private(home.conf / "neo4j.conf", "\n".join(lines) + "\n")


def filled(text: str, home: Home, port: int) -> str:
    """A text of the lock with its names in braces filled in."""
    return text.format(home=home.root, conf=home.conf, port=port, **home.amounts)
