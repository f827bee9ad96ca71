"""The connection: a question needs one round trip, and finds its way again when a connection is lost."""

from lineage.graph.database import Database
from tests.conftest import Server
from tests.graph_sets import run

CONNECTIONS = "CALL dbms.listConnections() YIELD connectionId, clientAddress RETURN connectionId AS id, clientAddress"


def test_a_question_over_a_lost_connection_is_asked_again(database: Database, server: Server) -> None:
    with Database(server.uri, (server.user, server.password)) as other:
        before = {row["id"] for row in run(database, CONNECTIONS)}
        other.ask("read/change")
        own = [row["id"] for row in run(database, CONNECTIONS) if row["id"] not in before]
        run(database, "CALL dbms.killConnections($ids)", ids=own)

        found = other.ask("read/change")

    assert own
    assert found["change"] == 0
