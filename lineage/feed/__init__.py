"""From the brokers into the graph, losing nothing: received, journal, graph, acknowledged, in this order.

Knows `broker` and `intake`, which do not know each other.
"""

from lineage.feed.feed import Feed
from lineage.feed.states import consumers

__all__ = ["Feed", "consumers"]
