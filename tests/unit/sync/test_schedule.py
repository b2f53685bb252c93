"""Waits and due times."""

import pytest

from todo_desktop.model.answers import Totals
from todo_desktop.model.change import LONGEST_DELAY
from todo_desktop.model.instants import from_instant
from todo_desktop.model.lists import PullState
from todo_desktop.sync.schedule import (
    LONGEST_RETRY,
    LONGEST_WAIT,
    OVERLAP,
    SETTLED,
    SWEEP_EVERY,
    backoff,
    cursor_from,
    has_slept,
    next_look,
    nothing_is_new,
    poll_wait,
    retry_wait,
    sweep_is_due,
)

NEWEST = "2026-11-23T10:00:00.000Z"
AT = from_instant(NEWEST) or 0
SWEPT = PullState(loaded=True, swept_at=1_000)


def test_waits_double_up_to_two_minutes() -> None:
    waits = [backoff(tries, 0) for tries in range(1, 9)]
    assert waits[:3] == [2_000, 4_000, 8_000]
    assert waits[-1] == LONGEST_RETRY == backoff(1_000, 0)


def test_chance_spreads_clients_but_never_lengthens_a_wait() -> None:
    assert backoff(1, 1) == 1_500


def test_the_wish_of_a_busy_server_is_kept() -> None:
    assert backoff(1, 1, 30) == 30_000


@pytest.mark.parametrize("wish", [365 * 86_400, float("9" * 400)], ids=["a year", "for ever"])
def test_a_server_that_wishes_not_to_be_asked_for_a_year_is_asked_again_in_some_minutes(wish: float) -> None:
    assert backoff(1, 1, wish) == LONGEST_DELAY


def test_a_server_out_of_reach_is_tried_after_as_long_again() -> None:
    assert [retry_wait(out_for, 60_000, 0) for out_for in (0, 2_000, 4_000, 30_000)] == [2_000, 2_000, 4_000, 30_000]


def test_a_server_that_is_back_is_found_within_the_interval() -> None:
    assert retry_wait(3_600_000, 30_000, 0) == 30_000


def test_no_long_interval_has_a_server_that_is_back_wait_for_more_than_two_minutes() -> None:
    assert retry_wait(3_600_000, 3_600_000, 0) == LONGEST_RETRY


def test_a_server_out_of_reach_that_asks_for_patience_is_given_it() -> None:
    assert retry_wait(0, 30_000, 1, 90) == 90_000


def test_a_create_is_looked_for_three_times_and_then_sent_again() -> None:
    assert [next_look(tries) for tries in range(1, 9)] == [1_000, 5_000, 20_000, None] * 2


def test_a_row_dated_in_the_future_does_not_blind_the_cursor() -> None:
    assert cursor_from("2031-01-01T00:00:00.000Z", AT, None) == AT - OVERLAP


def test_the_cursor_is_not_ahead_of_the_newest_change() -> None:
    assert cursor_from(NEWEST, AT + 3_600_000, None) == AT - OVERLAP


def test_the_cursor_stays_where_neither_clock_is_known() -> None:
    assert cursor_from(None, None, 5) == 5


def test_equal_aggregates_need_no_sweep() -> None:
    assert not sweep_is_due(SWEPT, 2_000, Totals(3, NEWEST, 6.0, None), Totals(3, NEWEST, 6.0, AT))


def test_a_missing_row_a_vanished_newest_row_and_a_moved_row_each_call_for_a_sweep() -> None:
    here = Totals(3, NEWEST, 6.0, None)
    for there in (
        Totals(2, NEWEST, 6.0, AT),
        Totals(3, "2026-11-23T09:59:59.000Z", 6.0, AT),
        Totals(3, NEWEST, 7.0, AT),
    ):
        assert sweep_is_due(SWEPT, 2_000, here, there)


def test_a_sweep_is_due_from_time_to_time_even_where_the_aggregates_agree() -> None:
    same = Totals(3, NEWEST, 6.0, None)
    assert sweep_is_due(SWEPT, 1_000 + SWEEP_EVERY, same, same)


def test_a_clock_set_back_does_not_put_sweeps_off() -> None:
    same = Totals(3, NEWEST, 6.0, None)
    assert sweep_is_due(PullState(loaded=True, swept_at=10_000), 5_000, same, same)


def test_without_an_aggregate_only_time_tells() -> None:
    assert not sweep_is_due(SWEPT, 2_000, Totals(3, NEWEST, None, None), None)


def test_a_newer_change_on_the_server_is_left_to_the_next_delta() -> None:
    here = Totals(3, NEWEST, 6.0, None)
    assert not sweep_is_due(SWEPT, 2_000, here, Totals(3, "2026-11-23T10:00:01.000Z", 6.0, AT))


def test_a_window_in_use_looks_as_often_as_its_user_asked() -> None:
    assert poll_wait(30_000, 24 * 3_600_000, in_use=True) == 30_000


def test_the_less_happens_the_less_is_asked_while_nobody_looks() -> None:
    waits = [poll_wait(30_000, minutes * 60_000, in_use=False) for minutes in (0, 4, 5, 10, 15, 60, 10_000)]
    assert waits == [30_000, 30_000, 60_000, 120_000, 240_000, LONGEST_WAIT, LONGEST_WAIT]


def test_a_long_interval_is_never_cut_short() -> None:
    assert poll_wait(3_600_000, 3_600_000, in_use=False) == 3_600_000


def test_sleep_is_told_by_a_clock_that_went_on_alone() -> None:
    assert has_slept(60_000, 2_000)
    assert not has_slept(20_100, 20_000)
    assert not has_slept(-3_600_000, 20_000), "a clock set back is no sleep"


def test_the_same_aggregate_of_an_old_change_says_that_nothing_is_new() -> None:
    here = Totals(3, NEWEST, 6.0, None)
    assert nothing_is_new(here, Totals(3, NEWEST, 6.0, AT + SETTLED))


def test_a_late_commit_can_still_hide_behind_a_change_of_lately() -> None:
    here = Totals(3, NEWEST, 6.0, None)
    assert not nothing_is_new(here, Totals(3, NEWEST, 6.0, AT + SETTLED - 1))


def test_any_difference_or_doubt_is_looked_at() -> None:
    here = Totals(3, NEWEST, 6.0, None)
    late = AT + SETTLED
    newer = "2026-11-23T10:00:00.001Z"
    for there in (
        None,
        Totals(4, NEWEST, 6.0, late),
        Totals(3, newer, 6.0, late),
        Totals(3, NEWEST, 7.0, late),
        Totals(3, None, 6.0, late),
        Totals(3, NEWEST, 6.0, None),
        Totals(3, NEWEST, 6.0, AT - 3_600_000),
    ):
        assert not nothing_is_new(here, there)
    assert not nothing_is_new(Totals(3, newer, 6.0, None), Totals(3, NEWEST, 6.0, late))
