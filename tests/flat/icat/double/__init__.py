"""A small ICAT for tests: its REST interface over real HTTP, its rows in SQLite.

It is held to recorded conversations with a real icat.server 6.2 (``tests/data/icat-rest``): `test_recorded` replays
them. What it claims and what it does not is said in one place, `claims`. `entities` says what there is, `jpql` what
may be asked, `store` holds the rows, `elements` writes them, `service` answers, `server` speaks HTTP, `faults` are
what goes wrong when it is told to.
"""

from tests.flat.icat.double.faults import Fault
from tests.flat.icat.double.server import Double

__all__ = ["Double", "Fault"]
