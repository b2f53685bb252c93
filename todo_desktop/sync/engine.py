"""One cycle of the sync: who are we, push the outbox, pull what changed."""

import threading
from collections.abc import Callable

from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind, EntryState
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import NeedsAttention, Unavailable
from todo_desktop.model.values import Milliseconds
from todo_desktop.sync.calls import Lines, Threads
from todo_desktop.sync.identity import IdentityCheck
from todo_desktop.sync.older import OlderStates
from todo_desktop.sync.other_ends import OtherEnds
from todo_desktop.sync.ports import Server, Store
from todo_desktop.sync.pull import LessInSight, PageSizes, Pull
from todo_desktop.sync.push import SIDE_BY_SIDE, Push
from todo_desktop.sync.put_back import PutBack
from todo_desktop.sync.removals import Removals
from todo_desktop.sync.writers import Writers

LOOK_AT_SCHEMA_EVERY = 10 * 60_000
"""Fields, permissions, and who and what answers, may change while a session is open (ms)."""
GLANCE_AT_SCHEMA_EVERY = 20_000
"""The same where somebody comes back to the window, who may have changed them in the browser."""


class SyncEngine:
    """Keeps one list and its collection on the server equal. For one thread.

    `on_changes` hears of every change in the replica at once, `on_progress` of (rows done, rows in all or None) while
    many rows are read. `random_bits(n)`, a random number of n bits, makes the ids of new rows where a client may choose
    them; without it the server does. `side_by_side`: calls of the push under way at once; `lines(most)` makes what they
    go over. `settle` waits so many ms between a write and the read that confirms it; without it, until `cancel` at the
    latest.
    """

    def __init__(
        self,
        server: Server,
        store: Store,
        list_id: int,
        *,
        now: Callable[[], Milliseconds],
        chance: Callable[[], float],
        on_changes: Callable[[Changes], None],
        on_progress: Callable[[int, int | None], None],
        settle: Callable[[Milliseconds], object] | None = None,
        pages: PageSizes | None = None,
        random_bits: Callable[[int], int] | None = None,
        side_by_side: int = SIDE_BY_SIDE,
        lines: Callable[[int], Lines] = Threads,
    ) -> None:
        self._server = server
        self._store = store
        self._list_id = list_id
        self._now = now
        self._on_changes = on_changes
        self._described_at: Milliseconds | None = None
        self._settled_in = False
        self._identity = IdentityCheck(server, store, list_id)
        self._put_back = PutBack(server, store, list_id)
        older = OlderStates(server, store, list_id, now)
        other_ends = OtherEnds(store, list_id)
        self._writers = Writers(server, store, list_id, now)
        self._cancelled = threading.Event()
        self._push = Push(
            server,
            store,
            list_id,
            now=now,
            chance=chance,
            settle=settle or self._wait,
            report=on_changes,
            random_bits=random_bits,
            side_by_side=side_by_side,
            lines=lines,
            put_back=self._put_back,
            older=older,
            other_ends=other_ends,
        )
        self._removals = Removals(
            server,
            store,
            list_id,
            now=now,
            report=on_changes,
            before_many=self._identity.check,
            other_ends=other_ends,
        )
        self._pull = Pull(
            server,
            store,
            list_id,
            now=now,
            report=on_changes,
            progress=on_progress,
            pages=pages or PageSizes(),
            removals=self._removals,
            put_back=self._put_back,
            older=older,
            other_ends=other_ends,
        )

    @property
    def loaded(self) -> bool:
        """Whether the first load was completed, now or in an earlier run."""
        return self._store.pull_state(self._list_id).loaded

    def cycle(self) -> bool:
        """Whether the list was read, too: it is not while a create may or may not have arrived.

        Raises Unavailable (try again), NeedsAttention (paused), Cancelled, StorageError. The outbox survives all.
        """
        self._store.stay_in_place()
        try:
            if not self._settled_in:
                self._push.settle_in()
                self._settled_in = True
            self._introduce()
            self._put_back.look()
            self._push.run()
            if self._push.forbidden:
                self._push.forbidden = False
                self._introduce_again()
            if self._has_unknown_create():
                return False
            self._read()
            self._name_writers()
        except (NeedsAttention, Unavailable) as error:
            if isinstance(error, NeedsAttention) or error.status == 400:
                self._described_at = None  # the role may have changed, or a column have gone
            raise
        self._identity.accepted = False  # its rows are the ones that we know now
        self._store.save_last_sync(self._list_id, self._now())
        return True

    def cancel(self) -> None:
        """End what is under way, and refuse new calls; from any thread."""
        self._cancelled.set()
        self._server.cancel()

    def look_at_schema(self) -> None:
        """Read fields and permissions anew at the next cycle, and what belongs to some rows, which leaves no trace."""
        self._described_at = None
        self._pull.related_due = True

    def glance_at_schema(self) -> None:
        """Read fields and permissions anew at the next cycle, if that is a while ago."""
        if self._described_at is not None and not 0 <= self._now() - self._described_at < GLANCE_AT_SCHEMA_EVERY:
            self._described_at = None

    def allow_mass_removal(self, told: int) -> None:
        """The user, who was *told* how many rows are missing on the server, said that they are meant to be gone."""
        self._removals.allowed = told

    def bring_back_missing(self, told: int) -> None:
        """The user keeps them: they are created on the server again, under their original ids."""
        self._removals.come_back = told

    def accept_server(self) -> None:
        """The user said that what answers is to be this list's server from now on."""
        self._identity.accepted = True
        state = self._store.pull_state(self._list_id)
        self._store.save_pull_state(self._list_id, replace(state, sweep_due=True))

    def next_due(self) -> Milliseconds | None:
        """When an entry of the outbox is to be tried (again)."""
        return self._push.next_due()

    def has_unsent(self) -> bool:
        return bool(self._store.entries(self._list_id, {EntryState.WAITING, EntryState.SENT, EntryState.ACKNOWLEDGED}))

    def _introduce(self) -> None:
        """Who are we, what server is this, and what may we do there? Asked when a session begins, after a 401 (no
        description outlives one), and from time to time."""
        now = self._now()
        if self._described_at is not None and 0 <= now - self._described_at < LOOK_AT_SCHEMA_EVERY:
            return
        self._identity.check_user()
        collection, permissions = self._server.describe()
        self._identity.check_collection(collection)
        self._identity.check_rows()
        known = self._store.todo_list(self._list_id)
        more = replace(known, collection=collection, permissions=permissions).in_sight - known.in_sight
        if more or permissions.scopes not in ("", known.permissions.scopes):
            self._read_anew()
        if self._store.save_schema(self._list_id, collection, permissions):
            self._on_changes(Changes(self._list_id, schema=True))
        self._described_at = now

    def _introduce_again(self) -> None:
        """The role may do less than when we looked."""
        self._described_at = None
        self._introduce()

    def _read(self) -> None:
        try:
            self._pull.run()
        except LessInSight:
            self._introduce_again()
            self._pull.run()

    def _read_anew(self) -> None:
        """Every row has more to tell than was read of it, and that moves no change time."""
        state = self._store.pull_state(self._list_id)
        if state.loaded or state.loaded_to is not None:
            self._store.save_pull_state(self._list_id, replace(state, loaded=False, loaded_to=None))

    def _wait(self, milliseconds: Milliseconds) -> None:
        self._cancelled.wait(milliseconds / 1000)

    def _name_writers(self) -> None:
        named = self._writers.name()
        if named:
            self._on_changes(named)

    def _has_unknown_create(self) -> bool:
        """A pull now could bring the created row as a second todo: first it must be recognised or given up."""
        sent = self._store.entries(self._list_id, {EntryState.SENT})
        return any(e.kind is ChangeKind.CREATE for e in sent)
