"""Prepares a dump for the importer: read, check, join, and write as the files that Neo4j imports.

The work is cut into tasks, each of which leaves one file; a preparation that was ended goes on with the tasks that have
not left theirs. Lines are numbered, and the number of a line is the number of the node that it says. What belongs
together is brought together by the public id: records are dealt into `PARTS` parts by it, and a part is small enough to
be held in memory, so that the whole need not be.

Owns that work alone; it starts no engine and says nothing to a database.
"""

from lineage.loading.preparing import Prepared, Progress, prepare

__all__ = ["Prepared", "Progress", "prepare"]
