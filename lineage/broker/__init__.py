"""The message broker over STOMP: links to one or several brokers, deliveries, acknowledgements.

The only room that imports stomp. What a delivery says, and when it may be acknowledged, is for ``feed``.
"""

from lineage.broker.address import Address
from lineage.broker.brokers import Brokers
from lineage.broker.inbox import Delivery, Inbox
from lineage.broker.link import Link

__all__ = ["Address", "Brokers", "Delivery", "Inbox", "Link"]
