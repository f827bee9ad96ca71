import signal
from collections.abc import Iterator

import pytest

from lineage.cli.interrupts import interrupts


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def test_ctrl_c_waits_for_the_moment_between_two_items() -> None:
    with interrupts() as interrupted:
        items = interrupted.between(iter([1, 2]))
        assert next(items) == 1
        press()
        with pytest.raises(KeyboardInterrupt):
            next(items)


def test_ctrl_c_is_obeyed_at_once_while_the_next_item_is_waited_for() -> None:
    def slow() -> Iterator[int]:
        yield 1
        press()
        yield 2

    with interrupts() as interrupted:
        items = interrupted.between(slow())
        assert next(items) == 1
        with pytest.raises(KeyboardInterrupt):
            next(items)


def test_a_second_ctrl_c_is_obeyed_at_once() -> None:
    with interrupts():
        press()
        with pytest.raises(KeyboardInterrupt):
            press()


def test_ctrl_c_after_the_last_item_is_not_lost() -> None:
    with interrupts() as interrupted:
        press()
        with pytest.raises(KeyboardInterrupt):
            interrupted.check()


def test_afterwards_ctrl_c_is_what_it_was() -> None:
    before = signal.getsignal(signal.SIGINT)

    with interrupts():
        pass

    assert signal.getsignal(signal.SIGINT) is before
