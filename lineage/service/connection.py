"""Where the graph is: the given server, or the embedded one."""

from lineage import engine
from lineage.graph.database import Database
from lineage.settings import Settings


def connect(settings: Settings, progress: engine.Progress | None = None, *, within_load: bool = False) -> Database:
    """Connect to the given server, or to the embedded one, which is started when it does not run."""
    if settings.neo4j_uri:
        password = settings.neo4j_password.get_secret_value() if settings.neo4j_password else None
        uri, auth = settings.neo4j_uri, (settings.neo4j_user, password) if password else None
    else:
        address = engine.ensure(settings, progress=progress, within_load=within_load)
        uri, auth = address.uri, (address.user, address.password)
    return Database(
        uri,
        auth,
        database=settings.neo4j_database,
        query_timeout_s=settings.query_timeout_s,
        write_timeout_s=settings.write_timeout_s,
        stream_timeout_s=settings.stream_timeout_s,
    )
