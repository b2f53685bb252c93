"""When to try again, when to poll, when to sweep. Pure: time and chance come in by argument."""

from todo_desktop.model.answers import Totals
from todo_desktop.model.change import LONGEST_DELAY
from todo_desktop.model.instants import from_instant
from todo_desktop.model.lists import PullState
from todo_desktop.model.values import Milliseconds

FIRST_RETRY = 2_000
LONGEST_RETRY = 120_000
OVERLAP = 30_000
"""A delta reads this far back: a row's change time is taken before its transaction commits."""
SWEEP_EVERY = 30 * 60_000
QUIET = 5 * 60_000
"""After so long without any change, a window that nobody looks at asks half as often, and again after as long."""
LONGEST_WAIT = 10 * 60_000
AWAKE = 20_000
"""So often a waiting sync looks whether the computer has slept."""
SLEPT = 5_000
"""The wall clock going on so much further than the time that the program ran."""
SETTLED = 120_000
"""A transaction that is not committed so long after its rows were stamped is a sweep's to find (trap 10)."""
LOOKS = (1_000, 5_000, 20_000)
"""Waits before each look for a create whose outcome is unknown."""

LOOKS_FOR_A_DELETE = (5_000, 20_000, 60_000)
"""Waits before each further look whether a delete without an answer, which was taken back, has arrived after all."""


def backoff(tries: int, chance: float, wish: float | None = None) -> Milliseconds:
    """Wait before try number *tries* + 1: doubling from 2 s to 2 min, less up to a quarter by *chance* (0 to 1), and
    not below the server's own *wish* in seconds, unless that is out of all reason."""
    full = min(FIRST_RETRY * 2 ** min(max(tries - 1, 0), 16), LONGEST_RETRY)
    return _spread(full, chance, wish)


def retry_wait(out_for: Milliseconds, poll: Milliseconds, chance: float, wish: float | None = None) -> Milliseconds:
    """Wait before the next try of a server that has been out of reach *out_for*: as long again, so that however often
    somebody's edits have it tried in between, it is tried soon after a short while. No longer than the *poll* that is
    due where all is well: a server that is back is found within it. *chance* and *wish* as in `backoff`."""
    full = max(FIRST_RETRY, min(out_for, poll, LONGEST_RETRY))
    return _spread(full, chance, wish)


def poll_wait(interval: Milliseconds, quiet_for: Milliseconds, *, in_use: bool) -> Milliseconds:
    """Wait before the next look, where the user asked for one every *interval* and nothing has changed for *quiet_for*:
    longer while nobody looks."""
    if in_use or quiet_for < QUIET:
        return interval
    halvings = min(quiet_for // QUIET, 16)
    return max(interval, min(interval << halvings, LONGEST_WAIT))


def has_slept(wall: Milliseconds, ran: Milliseconds) -> bool:
    """Whether the computer slept within a time that was *wall* long by the clock, and *ran* by what the program saw."""
    return wall - ran >= SLEPT


def nothing_is_new(here: Totals, there: Totals | None) -> bool:
    """Whether the aggregate alone tells that a look at what changed would find nothing: the two sides agree, and the
    newest change is so old that none of its time can still be uncommitted."""
    if there is None or there.newest is None or there.server_time is None or here.newest is None:
        return False
    newest = from_instant(there.newest)
    same = newest is not None and newest == from_instant(here.newest) and _agree(here, there)
    return same and newest is not None and there.server_time - newest >= SETTLED


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


def _spread(full: Milliseconds, chance: float, wish: float | None) -> Milliseconds:
    return max(int(full * (1 - chance / 4)), int(min((wish or 0) * 1000, LONGEST_DELAY)))


def _agree(here: Totals, there: Totals) -> bool:
    """A newer change there is the next delta's affair; an older one means that the newest row is gone."""
    if here.count != there.count or (here.newest or "") > (there.newest or ""):
        return False
    return abs((here.order_sum or 0.0) - (there.order_sum or 0.0)) < 1e-6 * max(1.0, abs(there.order_sum or 0.0))
