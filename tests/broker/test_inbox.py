"""What waits between brokers and graph: in order, bounded in bytes, without what a dead link has left."""

import threading
from dataclasses import dataclass

from lineage.broker import Delivery, Inbox


@dataclass
class Line:
    """The one thing that an inbox wants to know of a link."""

    is_open: bool = True


def delivery(body: bytes, line: Line, sent_at: str = "2024-01-01T00:00:00.000000Z") -> Delivery:
    return Delivery(body, "icatIngest", sent_at, "1", is_redelivered=False, link=line)  # type: ignore[arg-type]


def bodies(taken: list[Delivery]) -> list[bytes]:
    return [one.body for one in taken]


def test_deliveries_are_taken_in_their_order_and_no_more_than_asked_for() -> None:
    inbox, line = Inbox(), Line()
    for number in range(5):
        inbox.put(delivery(b"%d" % number, line))

    assert bodies(inbox.take(3, 0, 0)) == [b"0", b"1", b"2"]
    assert bodies(inbox.take(3, 0, 0)) == [b"3", b"4"]
    assert inbox.take(3, 0, 0) == []
    assert len(inbox) == inbox.bytes == 0


def test_what_a_lost_link_has_delivered_is_dropped_for_its_broker_delivers_it_again() -> None:
    inbox, lost, line = Inbox(), Line(), Line()
    inbox.put(delivery(b"lost", lost))
    inbox.put(delivery(b"kept", line))
    lost.is_open = False

    assert bodies(inbox.take(2, 0, 0)) == [b"kept"]
    assert inbox.bytes == 0


def test_a_link_waits_while_too_many_bytes_are_held_and_goes_on_when_some_are_taken() -> None:
    inbox, line = Inbox(held_bytes=10), Line()
    inbox.put(delivery(b"x" * 10, line))
    waiting = threading.Thread(target=inbox.put, args=(delivery(b"y", line),))
    waiting.start()
    waiting.join(0.3)
    assert waiting.is_alive()
    assert len(inbox) == 1

    assert bodies(inbox.take(1, 0, 0)) == [b"x" * 10]
    waiting.join(5)
    assert not waiting.is_alive()
    assert bodies(inbox.take(1, 0, 0)) == [b"y"]


def test_a_link_that_is_lost_while_it_waits_for_room_waits_no_longer() -> None:
    inbox, line = Inbox(held_bytes=1), Line()
    inbox.put(delivery(b"x", line))
    waiting = threading.Thread(target=inbox.put, args=(delivery(b"y", line),))
    waiting.start()

    line.is_open = False

    waiting.join(5)
    assert not waiting.is_alive()
    assert inbox.take(2, 0, 0) == []


def test_more_is_gathered_after_the_first_one() -> None:
    inbox, line = Inbox(), Line()
    inbox.put(delivery(b"1", line))

    def add() -> None:
        for number in (2, 3):
            inbox.put(delivery(b"%d" % number, line))

    later = threading.Timer(0.1, add)
    later.start()

    assert bodies(inbox.take(3, 0, 20)) == [b"1", b"2", b"3"]
    later.join()


def test_closing_ends_every_wait() -> None:
    inbox = Inbox()
    taken: list[list[Delivery]] = []
    waiting = threading.Thread(target=lambda: taken.append(inbox.take(1, 60, 60)))
    waiting.start()

    inbox.close()

    waiting.join(5)
    assert taken == [[]]


def test_the_oldest_is_the_one_that_waits_longest() -> None:
    inbox, line = Inbox(), Line()
    assert inbox.oldest is None
    inbox.put(delivery(b"1", line, "2024-01-01T00:00:00.000000Z"))
    inbox.put(delivery(b"2", line, "2024-01-02T00:00:00.000000Z"))

    assert inbox.oldest == "2024-01-01T00:00:00.000000Z"
