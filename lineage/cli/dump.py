"""``dump``: the whole graph as one file."""
from lineage.cli.endings import Ending
from lineage.cli.shell import Shell


def dump(shell: Shell) -> Ending:
    """Write.

    Example: lineage dump graph.jsonl.gz
    """
    return Ending.FINE
