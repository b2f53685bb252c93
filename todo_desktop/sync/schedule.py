"""When to try again, when to poll, when to sweep. Pure: time and chance come in by argument."""

from todo_desktop.model.answers import Totals
from todo_desktop.model.instants import from_instant
from todo_desktop.model.lists import PullState
from todo_desktop.model.values import Milliseconds

FIRST_RETRY = 2_000
LONGEST_RETRY = 120_000
OVERLAP = 30_000
"""A delta reads this far back: a row's change time is taken before its transaction commits."""
SWEEP_EVERY = 30 * 60_000
LOOKS = (1_000, 5_000, 20_000)
"""Waits before each look for a create whose outcome is unknown."""


def backoff(tries: int, chance: float, wish: float | None = None) -> Milliseconds:
    """Wait before try number *tries* + 1: doubling from 2 s to 2 min, less up to a quarter by *chance* (0 to 1), and
    never below the server's own *wish* in seconds."""
    full = min(FIRST_RETRY * 2 ** min(max(tries - 1, 0), 16), LONGEST_RETRY)
    return max(int(full * (1 - chance / 4)), int((wish or 0) * 1000))


def next_look(tries: int) -> Milliseconds | None:
    """Wait before the next look for a create that was tried *tries* times (sent or looked for); None: send again."""
    step = (tries - 1) % (len(LOOKS) + 1)
    return LOOKS[step] if step < len(LOOKS) else None


def cursor_from(
    newest: str | None, server_time: Milliseconds | None, before: Milliseconds | None
) -> Milliseconds | None:
    """Where the next delta starts: the smaller of the newest change and the server's clock, less the overlap.

    Taken before the first page is read, so that nothing written meanwhile is skipped; *before* where neither is known.
    """
    known = [t for t in (from_instant(newest) if newest else None, server_time) if t is not None]
    return min(known) - OVERLAP if known else before


def sweep_is_due(state: PullState, now: Milliseconds, here: Totals, there: Totals | None) -> bool:
    """The aggregates disagree, or it was long ago."""
    if state.sweep_due or state.swept_at is None or now - state.swept_at >= SWEEP_EVERY or now < state.swept_at:
        return True
    return there is not None and not _agree(here, there)


def _agree(here: Totals, there: Totals) -> bool:
    """A newer change there is the next delta's affair; an older one means that the newest row is gone."""
    if here.count != there.count or (here.newest or "") > (there.newest or ""):
        return False
    return abs((here.order_sum or 0.0) - (there.order_sum or 0.0)) < 1e-6 * max(1.0, abs(there.order_sum or 0.0))
