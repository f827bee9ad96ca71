"""HTTP and JSON for machines: a route takes, asks the service, returns; everything else here is about the wire.

The only room with FastAPI routes. It decides nothing about lineage: what an answer holds is said in
`model.answers`, what a failure means in `errors`.
"""

from lineage.api.app import create_app
from lineage.api.server import serve

__all__ = ["create_app", "serve"]
