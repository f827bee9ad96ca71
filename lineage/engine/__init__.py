"""The embedded engine: fetches a locked Neo4j, starts it as a process of its own, watches it and stops it.

Owns the jars, the processes, the store's folder and its password. What is said to the database is
for ``graph``.
"""

from lineage.engine.admin import dump, load, run_admin
from lineage.engine.bulk import finish_import, has_graph, import_graph, is_half_imported, work_folder
from lineage.engine.fetch import Progress
from lineage.engine.server import Address, Status, ensure, status, stop

__all__ = [
    "Address",
    "Progress",
    "Status",
    "dump",
    "ensure",
    "finish_import",
    "has_graph",
    "import_graph",
    "is_half_imported",
    "load",
    "run_admin",
    "status",
    "stop",
    "work_folder",
]
