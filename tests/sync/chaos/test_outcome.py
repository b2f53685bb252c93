"""The judge of what is lost and doubled finds each of it; one that finds nothing would prove nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.soak.ledger import Account, Ledger, read_ledger
from tests.soak.outcome import Replica, Rows, outcome
from todo_desktop.model.change import ChangeKind, Entry
from todo_desktop.model.errors import Problem

ROWS: Rows = {1: {"title": "a-1 milk", "effort": 7}, 2: {"title": "a-2 bread", "effort": None}}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Of somebody who added what is there."""
    written = Ledger(tmp_path / "ledger")
    written.added("a-1")
    written.added("a-2")
    yield written
    written.close()


@pytest.fixture
def replica(ledger: Ledger, tmp_path: Path) -> Replica:
    return Replica("a", ROWS, [], read_ledger(tmp_path / "ledger"), "effort")


def test_what_is_as_it_should_be_is_good(replica: Replica) -> None:
    assert outcome(ROWS, [replica], Account()).good


def test_what_was_added_and_is_not_there_is_lost_unless_somebody_deleted_it(replica: Replica) -> None:
    there: Rows = {1: ROWS[1]}
    without = replace(replica, rows=there)
    assert outcome(there, [without], Account()).lost == ["a-2"]
    assert outcome(there, [without], Account(deleted={"a-2"})).good


def test_what_is_there_twice_is_doubled(replica: Replica) -> None:
    there: Rows = {**ROWS, 3: {"title": "a-1 once more", "effort": None}}
    assert outcome(there, [replace(replica, rows=there)], Account()).doubled == ["a-1"]


@pytest.mark.parametrize("here", [{1: ROWS[1]}, {**ROWS, 3: ROWS[2]}, {**ROWS, 1: {"title": "a-1 milk", "effort": 8}}])
def test_a_computer_that_shows_something_else_is_unequal(replica: Replica, here: Rows) -> None:
    assert len(outcome(ROWS, [replace(replica, rows=here)], Account()).unequal) == 1


def test_an_outbox_is_empty_or_parked_with_a_reason(replica: Replica) -> None:
    entry = Entry("1", 1, 1, ChangeKind.UPDATE)
    assert outcome(ROWS, [replace(replica, entries=[entry])], Account()).stuck
    assert outcome(ROWS, [replace(replica, entries=[entry.parked(Problem.CONFLICT)])], Account()).good


def test_a_value_that_only_one_writes_and_that_changed_is_an_edit_lost(
    replica: Replica, ledger: Ledger, tmp_path: Path
) -> None:
    ledger.will_be({"a-1": 7})
    ledger.shows({"a-1": 7})
    ledger.will_be({"a-1": 8})
    ledger.shows({"a-1": 8})
    overwritten = replace(replica, account=read_ledger(tmp_path / "ledger"))
    assert outcome(ROWS, [overwritten], Account()).overwritten == ["a: a-1 holds 7, written was [8]"]
    ledger.shows({"a-1": 7})
    assert outcome(ROWS, [replace(replica, account=read_ledger(tmp_path / "ledger"))], Account()).good


def test_whoever_was_killed_in_the_middle_of_a_deed_may_have_done_it(ledger: Ledger, tmp_path: Path) -> None:
    ledger.may_delete(["a-1", "a-2"])
    ledger.deleted(["a-1"])
    ledger.will_be({"a-2": 1})
    assert read_ledger(tmp_path / "ledger").deleted == {"a-1"}
    ledger.may_delete(["a-2"])
    ledger.deed("start")
    account = read_ledger(tmp_path / "ledger")
    assert account.deleted == {"a-1", "a-2"}
    assert account.own == {}
