"""Prepares a dump, to be killed by a test: ``python -m tests.loading.prepare_until_killed FILE FOLDER``."""

import sys
from pathlib import Path

from lineage.dump import Source
from lineage.loading import prepare
from lineage.settings import Settings

if __name__ == "__main__":
    prepare(Source(sys.argv[1]), Path(sys.argv[2]), Settings(), lambda *_: None, print)
