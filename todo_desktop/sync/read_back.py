"""Rows read again by their ids, to see what became of the changes that were sent."""

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from todo_desktop.model.change import EntryState
from todo_desktop.model.changes import Changes
from todo_desktop.model.editing import not_deleted, returning
from todo_desktop.model.held import Held
from todo_desktop.model.reused_ids import is_of_another
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Milliseconds, Record, ServerId, server_id_of
from todo_desktop.sync import plan
from todo_desktop.sync.claims import Claims
from todo_desktop.sync.displacing import displace
from todo_desktop.sync.older import OlderStates
from todo_desktop.sync.other_ends import OtherEnds
from todo_desktop.sync.ports import Server, Store
from todo_desktop.sync.put_back import PutBack
from todo_desktop.sync.schedule import LOOKS_FOR_A_DELETE

AT_ONCE = 400
"""Rows of one look: as many ids as fit into one address."""
IN_ONE_TRANSACTION = 20
SETTLING = 250
"""A read shows whether our write lasted only so long after its reply (ms): another one that found the row before ours
was written may still overwrite it (trap 5; up to 65 ms later on a busy server)."""


class ReadBack:
    """Of one list. Raises what a read raises; `report` hears of every change made to the replica. `settle` waits so
    many ms, or less where the sync is to end."""

    def __init__(
        self,
        server: Server,
        store: Store,
        list_id: int,
        *,
        now: Callable[[], Milliseconds],
        settle: Callable[[Milliseconds], object],
        report: Callable[[Changes], None],
        put_back: PutBack,
        older: OlderStates,
        other_ends: OtherEnds,
    ) -> None:
        self._server = server
        self._store = store
        self._list_id = list_id
        self._now = now
        self._settle = settle
        self._report = report
        self._put_back = put_back
        self._older = older
        self._other_ends = other_ends
        self._claims = Claims(store, list_id)
        self._wrote_at: Milliseconds | None = None

    def wrote(self) -> None:
        """A row that others may write, too, was changed just now."""
        self._wrote_at = self._now()

    def confirm(self) -> None:
        """Read back every todo with an acknowledged change, or an update whose outcome is unknown."""
        unsure = [
            e.todo_id
            for e in self._store.entries(self._list_id, {EntryState.ACKNOWLEDGED, EntryState.SENT})
            if e.state is EntryState.ACKNOWLEDGED or e.is_due(self._now())
        ]
        held = self._store.held(dict.fromkeys(unsure)).values()
        ids = [h.server_id for h in held if h.server_id is not None]
        if ids:
            self._let_settle()
        for start in range(0, len(ids), AT_ONCE):
            self.look_again(ids[start : start + AT_ONCE])

    def _let_settle(self) -> None:
        """Wait until the newest reply is SETTLING old."""
        if self._wrote_at is None:
            return
        passed = self._now() - self._wrote_at
        if 0 <= passed < SETTLING:
            self._settle(SETTLING - passed)
        self._wrote_at = None

    def look_again(self, ids: Sequence[ServerId]) -> None:
        """Read these rows by id and let the plan decide for each, found or not."""
        key = self._store.todo_list(self._list_id).collection.primary_key
        found = {server_id_of(row, key): row for row in self._server.by_ids(ids)}
        for start in range(0, len(ids), IN_ONE_TRANSACTION):
            self._decide(ids[start : start + IN_ONE_TRANSACTION], found)

    def _decide(self, ids: Sequence[ServerId], found: Mapping[ServerId, Record]) -> None:
        collection = self._store.todo_list(self._list_id).collection
        changed, removed = set[int](), set[int]()
        changes = Changes(self._list_id)
        with self._store.transaction():
            changed |= self._claims.contest({key: found[key] for key in ids if key in found})
            for server_id, held in self._store.held_by_server_id(self._list_id, ids).items():
                row = found.get(server_id)
                self._other_ends.note(server_id, held.last_read, row)
                if row is not None and is_of_another(held, row, collection):
                    left = plan.on_another(held, collection)
                    changes |= displace(self._store, held, left, row, self._now())
                    continue
                if row is not None:
                    changes |= self._older.keep(held, row)
                settled = plan.on_absent(held) if row is None else self._found(held, row, collection)
                if settled is None:
                    self._store.remove(held.todo_id, self._now())
                    removed.add(held.todo_id)
                elif settled != held:
                    self._store.put(settled)
                    changed.add(held.todo_id)
        changes |= Changes(self._list_id, changed=frozenset(changed), removed=frozenset(removed))
        if changes:
            self._report(replace(changes, outbox=True))

    def _found(self, held: Held, row: Record, collection: Collection) -> Held:
        """*held* after its row was looked for and found."""
        self._store.note_read(held, row)
        doubtful = self._put_back.may_have_replaced(held, row)
        settled = plan.on_read(held, row, collection, doubtful=doubtful)
        delete, create = settled.delete_entry, returning(settled)
        if delete is None or create is None or not delete.is_due(self._now()):
            return settled
        if create.tries == len(LOOKS_FOR_A_DELETE):
            return plan.on_read(not_deleted(settled), row, collection, doubtful=doubtful)
        later = replace(delete, not_before=self._now() + LOOKS_FOR_A_DELETE[create.tries])
        rest = (e for e in settled.entries if e is not delete and e is not create)
        return replace(settled, entries=(*rest, later, replace(create, tries=create.tries + 1)))
