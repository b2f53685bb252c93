"""The thread that runs the engine: a plain Python thread, for the window and the command line alike."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Cancelled, NeedsAttention, Problem, StorageError, TodoDesktopError, Unavailable
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import Milliseconds
from todo_desktop.sync.engine import SyncEngine
from todo_desktop.sync.schedule import AWAKE, has_slept, poll_wait, retry_wait

log = logging.getLogger(__name__)

PAUSED_RECHECK = 60_000
"""A paused list looks by itself whether it was mended (ms)."""
AFTER_FAULTS = (60_000, 300_000, 900_000)
"""So long it rests after a fault of this program, the next one in a row, and the one after that (ms); then until it is
asked."""
JUST_NOW = 3_000
IN_USE_RECHECK = 1_000
"""So soon the list is taken over from a process that has ended (ms)."""
OUT_OF_PLACE = (Problem.REPLICA_GONE, Problem.REPLICA_REPLACED)
OUT_OF_PLACE_RECHECK = 1_000
"""So soon the window has written a replica back that was deleted (ms)."""


class Session(Protocol):
    """An open engine with its connection and its database; made and closed on the worker's thread."""

    @property
    def engine(self) -> SyncEngine: ...

    def cancel(self) -> None:
        """End calls under way and refuse new ones; from any thread."""
        ...

    def tidy(self) -> bool:
        """One small step of house-keeping after a cycle. Whether there is more to do."""
        ...

    def close(self) -> None: ...


class Listener(Struct, frozen=True):
    """Heard on the worker's thread."""

    changes: Callable[[Changes], None]
    status: Callable[[SyncStatus], None]


OpenSession = Callable[[Callable[[Changes], None], Callable[[int, int | None], None], Callable[[], None]], Session]
"""(on_changes, on_progress, on_silence) -> Session. The last is called on any thread. Blocks (keyring, disk); raises
NeedsAttention, StorageError, Unavailable."""


class SyncWorker:
    """Runs cycles: at once when woken, when an entry is due, and every `interval` ms; less often while nothing changes
    and nobody looks. `monotonic` counts seconds while the computer is awake."""

    def __init__(
        self,
        open_session: OpenSession,
        listener: Listener,
        *,
        interval: Milliseconds,
        now: Callable[[], Milliseconds],
        chance: Callable[[], float],
        last_sync: Milliseconds | None = None,
        offline: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._open_session = open_session
        self._listener = listener
        self._interval = interval
        self._now = now
        self._chance = chance
        self._status = SyncStatus(Phase.OFFLINE if offline else Phase.CONNECTING, last_sync=last_sync)
        self._session: Session | None = None
        self._lock = threading.Lock()
        self._wanted = threading.Event()
        self._stopping = False
        self._offline = offline
        self._asked = False
        self._faults = 0
        """Of this program, in a row."""
        self._came_forward = False
        self._removal_allowed = 0
        self._missing_come_back = 0
        self._server_accepted = False
        self._lost_at: float | None = None
        self._left_in_peace_until = 0.0
        self._in_use = True
        self._lively_at = now()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    @property
    def at_work(self) -> bool:
        """Whether it has the replica open, and looks after it: it has not while it is paused or offline."""
        return self._session is not None

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something was changed here: push it, unless the server has asked to be left in peace for a while."""
        self._lively_at = self._now()
        if self._monotonic() >= self._left_in_peace_until:
            self._wanted.set()

    def attend(self, *, in_use: bool) -> None:
        """The window came forward (then it is worth a look), or went behind others."""
        came, self._in_use = in_use and not self._in_use, in_use
        if came and self._monotonic() >= self._left_in_peace_until:
            self._came_forward = True
            self._wanted.set()

    def network_changed(self) -> None:
        """The server may be within reach again, however long it was not."""
        self._lost_at = None
        self._wanted.set()

    def sync_now(self) -> None:
        """The user asks: look at everything, however lately it was looked at."""
        self._asked = True
        self._wanted.set()

    def allow_mass_removal(self, told: int) -> None:
        """The user was *told* of so many todos that are missing on the server: they are meant to be gone."""
        self._removal_allowed = told
        self.sync_now()

    def bring_back_missing(self, told: int) -> None:
        """Instead: what is missing on the server is created there again, under its original ids."""
        self._missing_come_back = told
        self.sync_now()

    def accept_server(self) -> None:
        """What answers at the list's address is its server from now on."""
        self._server_accepted = True
        self.sync_now()

    def set_offline(self, offline: bool) -> None:
        """Offline ends the calls under way; changes wait in the outbox."""
        with self._lock:
            self._offline = offline
            if offline and self._session is not None:
                self._session.cancel()
        self.sync_now()

    def stop(self, timeout: float = 2.0) -> bool:
        """End calls under way and the thread. Whether it ended in *timeout* seconds."""
        with self._lock:
            self._stopping = True
            if self._session is not None:
                self._session.cancel()
        self._wanted.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping:
            try:
                try:
                    self._loop()
                finally:
                    self._close()
            except Exception:  # the thread's boundary: a bug is logged and shown, never silent
                log.exception("the sync was interrupted by a fault of this program")
                self._show(SyncStatus(Phase.PAUSED, problem=Problem.SYNC_FAULT, last_sync=self._status.last_sync))
                self._rest()

    def _rest(self) -> None:
        """Until the user asks, or for a while: what goes wrong with each change would do so with the next one."""
        wait = AFTER_FAULTS[self._faults] / 1000 if self._faults < len(AFTER_FAULTS) else None
        self._faults += 1
        end = self._monotonic() + wait if wait is not None else None
        while True:
            self._wanted.clear()
            left = end - self._monotonic() if end is not None else None
            if self._stopping or self._asked or (left is not None and left <= 0):
                return
            self._wanted.wait(left)

    def _loop(self) -> None:
        while True:
            self._wanted.clear()
            if self._stopping:  # asked only now: what is told from here on is not cleared away
                return
            if self._offline:
                self._close()
                self._show(replace(self._status, phase=Phase.OFFLINE, problem=None, next_try=None, silent=False))
                self._wanted.wait()
                continue
            wall, began = self._now(), self._monotonic()
            wait = self._attempt()
            self._tidy()
            if self._status.phase is Phase.IDLE:
                self._faults = 0
            if not self._stopping:
                self._wait(wait, wall, began)

    def _wait(self, wait: Milliseconds, wall: Milliseconds, began: float) -> None:
        """For *wait*, or until somebody wants something, or the computer has slept since a moment that was *wall* by
        its clock and *began* by the seconds that the program runs: a wait does not go on in its sleep, and what waited
        for the network need wait no longer."""
        end = self._monotonic() + wait / 1000
        while not self._wanted.is_set() and (left := end - self._monotonic()) > 0:
            self._wanted.wait(min(left, AWAKE / 1000))
            if has_slept(self._now() - wall, int((self._monotonic() - began) * 1000)):
                self._lost_at = None
                return

    def _attempt(self) -> Milliseconds:
        """One cycle; returns how long to wait for the next (ms)."""
        try:
            complete = self._cycle()
            wait = self._until_next()
        except Cancelled:
            self._close()
            return 0
        except Unavailable as error:
            return self._retry(error)
        except (NeedsAttention, StorageError) as error:
            return self._out_of_place(error) if error.problem in OUT_OF_PLACE else self._pause(error)
        except TodoDesktopError as error:
            log.warning("a cycle ended with %s", error)
            return self._retry(Unavailable(error.problem, error.detail))
        self._lost_at = None
        self._server_accepted = self._server_accepted and not complete
        self._show(SyncStatus(Phase.IDLE, last_sync=self._now() if complete else self._status.last_sync))
        return wait

    def _tidy(self) -> None:
        """Until all is done or somebody wants something. One step even then, or it would never come to it while
        somebody edits all the time."""
        try:
            while self._session is not None and self._session.tidy() and not self._wanted.is_set():
                pass
        except StorageError as error:
            log.warning("house-keeping failed: %s", error)

    def _cycle(self) -> bool:
        """Whether the whole list is as the server has it."""
        session = self._opened()
        engine = session.engine
        asked = self._asked
        if asked:  # else nothing is taken back: who asks this very moment, asks for the next one
            self._asked = False
            engine.look_at_schema()
        if self._came_forward:
            self._came_forward = False
            engine.glance_at_schema()
        if self._removal_allowed:
            told, self._removal_allowed = self._removal_allowed, 0
            engine.allow_mass_removal(told)
        if self._missing_come_back:
            told, self._missing_come_back = self._missing_come_back, 0
            engine.bring_back_missing(told)
        if self._server_accepted:  # until the list was read as a whole, though it may ask about removals meanwhile
            engine.accept_server()
        if not engine.loaded:
            loading = replace(self._status, phase=Phase.LOADING, problem=None, next_try=None, done=0, total=None)
            self._show(replace(loading, silent=False))
        elif asked or engine.has_unsent():
            lost = self._lost_at is not None or self._status.phase is Phase.CONNECTING
            phase = Phase.CONNECTING if lost else Phase.SYNCING
            self._show(replace(self._status, phase=phase, next_try=None, done=0, total=None, silent=False))
        return engine.cycle()

    def _opened(self) -> Session:
        if self._session is None:
            opened = self._open_session(self._changed, self._progress, self._silence)
            with self._lock:
                self._session = opened
                if self._stopping or self._offline:
                    opened.cancel()
        return self._session

    def _close(self) -> None:
        with self._lock:
            session, self._session = self._session, None
        try:
            if session is not None:
                session.close()
        except StorageError as error:  # it is gone all the same, and what led here is what is to be said
            log.warning("the session was not closed cleanly: %s", error)

    def _retry(self, error: Unavailable) -> Milliseconds:
        if error.problem is Problem.LIST_IN_USE:
            self._show(self._trouble(Phase.UNREACHABLE, error, None))
            return IN_USE_RECHECK
        now = self._monotonic()
        if self._lost_at is None:
            self._lost_at = now
            log.info("not reachable: %s", error)
        wait = retry_wait(int((now - self._lost_at) * 1000), self._poll(), self._chance(), error.retry_after)
        self._left_in_peace_until = now + wait / 1000 if error.retry_after else 0.0
        self._show(self._trouble(Phase.UNREACHABLE, error, self._now() + wait))
        return wait

    def _pause(self, error: TodoDesktopError) -> Milliseconds:
        log.info("paused: %s", error)
        self._close()
        self._show(self._trouble(Phase.PAUSED, error, None))
        return PAUSED_RECHECK

    def _out_of_place(self, error: TodoDesktopError) -> Milliseconds:
        """A session ends with the file that it has open; whether there is one to go on with, the next one is told."""
        if self._session is None:
            return min(self._pause(error), OUT_OF_PLACE_RECHECK)
        log.info("the replica is not where it was: %s", error)
        self._close()
        return 0

    def _trouble(self, phase: Phase, error: TodoDesktopError, next_try: Milliseconds | None) -> SyncStatus:
        return SyncStatus(phase, error.problem, error.detail, self._status.last_sync, next_try)

    def _until_next(self) -> Milliseconds:
        session = self._session
        due = session.engine.next_due() if session is not None else None
        poll = self._poll()
        return max(poll if due is None else min(poll, due - self._now()), 50)

    def _poll(self) -> Milliseconds:
        return poll_wait(self._interval, self._now() - self._lively_at, in_use=self._in_use)

    def _changed(self, changes: Changes) -> None:
        self._lively_at = self._now()
        self._listener.changes(changes)
        if self._status.silent:
            self._show(replace(self._status, silent=False))

    def _progress(self, done: int, total: int | None) -> None:
        phase = self._status.phase if self._status.phase is Phase.LOADING else Phase.SYNCING
        self._show(replace(self._status, phase=phase, done=done, total=total, silent=False))

    def _silence(self) -> None:
        """On the thread of a call, which the cycle waits for: whatever it shows in the end comes after this."""
        self._show(replace(self._status, silent=True))

    def _show(self, status: SyncStatus) -> None:
        if status != self._status or status.phase is Phase.OFFLINE:
            self._status = status
            self._listener.status(status)
