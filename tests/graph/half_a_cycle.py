"""One of two processes that each announce one half of a cycle, in the moment they are told to."""

import json
import sys

from lineage.graph.database import Database
from lineage.graph.write import write
from tests.graph_sets import message


def main(side: int) -> None:
    uri, user, password = json.loads(sys.stdin.readline())
    with Database(uri, (user, password)) as database:
        database.ping()
        for line in sys.stdin:
            mine, other = f"/r{line.strip()}/{side}", f"/r{line.strip()}/{1 - side}"
            sys.stdout.write(write(database, [message(mine, other)])[0].status + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
