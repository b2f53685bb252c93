"""Several calls at once leave nothing behind, whatever becomes of them."""

import threading

import pytest

from tests.unit.sync.todos import held, update
from todo_desktop.sync.calls import Call, Flight, Threads


def _fault() -> None:
    raise RuntimeError("a fault of this program")


def _fly_with_faults() -> None:
    entry = update(title=("old", "new"))
    with Flight(lambda _call, _outcome: None, 3, Threads(3)) as flight:
        for _ in range(3):
            flight.start(Call(held(entry), entry, _fault))
        _fault()


def test_the_threads_of_a_flight_end_though_no_outcome_can_be_taken() -> None:
    before = set(threading.enumerate())
    with pytest.raises(RuntimeError):
        _fly_with_faults()
    assert set(threading.enumerate()) <= before
