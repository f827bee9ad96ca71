"""Real graphs in ESRF's own messages through a real broker, in every delivery order, against their truth."""

import pytest

from lineage.engine import BrokerAddress
from lineage.service import Lineage
from tests.feed.listening import consumed
from tests.graph.test_truth import ORDERS, TRUTH, check_links, check_walks, pieces
from tests.stomp_line import send


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("case", sorted(TRUTH))
def test_the_graph_of_real_messages_is_the_truth_in_every_order(
    service: Lineage, broker: BrokerAddress, empty_queues: None, case: str, order: str
) -> None:
    truth = TRUTH[case]
    send(broker.port, "icatIngest", [piece.body for piece in pieces(case, order)])

    receipts = consumed(service, broker.port)

    dangling = {missing for _, missing in truth["dangling_inputs"]}
    assert {receipt.status for receipt in receipts} == {"created"}
    stats = service.stats()
    assert (stats.raw, stats.processed, stats.expected) == (
        truth["raw_datasets"],
        truth["processed_datasets"],
        len(dangling),
    )
    check_links(service, truth, dangling)
    check_walks(service, truth, dangling)
