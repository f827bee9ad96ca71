"""The embedded engine and broker: fetches a locked Neo4j, or ActiveMQ, and starts, watches and stops it as a process.

Owns the jars, the processes, the stores' folders and the password. What is said to the database is for ``graph``, what
goes through the broker for whoever sends and takes it.
"""

from lineage.engine.admin import dump, load, run_admin
from lineage.engine.broker import BrokerAddress, BrokerStatus, broker_ensure, broker_status, broker_stop
from lineage.engine.bulk import finish_import, has_graph, import_graph, is_half_imported, work_folder
from lineage.engine.fetch import Progress
from lineage.engine.server import Address, Status, ensure, status, stop

__all__ = [
    "Address",
    "BrokerAddress",
    "BrokerStatus",
    "Progress",
    "Status",
    "broker_ensure",
    "broker_status",
    "broker_stop",
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
