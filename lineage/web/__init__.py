"""Pages for people, made on the server: a page asks the service once and fills a template; links hold all state.

Stands on `api`, whose app it completes. It decides nothing about lineage; scripts only add comfort to pages that can
be read without them.
"""

from lineage.web.app import create_app

__all__ = ["create_app"]
