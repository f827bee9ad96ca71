"""Examples of what consumers of the brokers tell."""

from lineage.model import answers

_AT = "2026-11-24T08:14:35.362203Z"

CONSUMERS = answers.Consumers(
    items=[
        answers.Consumer(
            host="lineage1",
            pid=4711,
            started_at=_AT,
            seen_at=_AT,
            state="running",
            reason=None,
            brokers={"mq1:61613": "connected", "mq2:61613": "it cannot be reached"},
            queue_age_s=0.2,
            waiting=12,
            messages={"created": 1497, "unchanged": 2, "rejected": 1},
            redelivered=2,
            rejected={"missing_field": 1},
            instruments={"id30a-3": 1400, "bm29": 99},
            visible_s={"0.1": 1450, "1": 1500, "+Inf": 1500},
            visible_sum_s=61.2,
        )
    ]
).model_dump(mode="json")
