"""Read what the server has: the first load, what changed since, and the sweep that finds all the rest."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace

from todo_desktop.model.answers import RecordPage, Stamp, Totals
from todo_desktop.model.changes import Changes
from todo_desktop.model.instants import from_instant
from todo_desktop.model.lists import PullState
from todo_desktop.model.reused_ids import is_of_another
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Json, Milliseconds, Record, ServerId, server_id_of
from todo_desktop.sync import plan
from todo_desktop.sync.claims import Claims
from todo_desktop.sync.displacing import displace
from todo_desktop.sync.older import OlderStates
from todo_desktop.sync.other_ends import OtherEnds
from todo_desktop.sync.ports import Server, Store
from todo_desktop.sync.put_back import PutBack
from todo_desktop.sync.removals import IN_ONE_TRANSACTION, Removals
from todo_desktop.sync.schedule import cursor_from, nothing_is_new, sweep_is_due

BY_ID = 200
RELATED_AT_ONCE = 1000
"""Rows whose relations are looked at again in one turn: what belongs to a thousand rows takes the server 2 s."""
LOOKS_AT_OTHER_ENDS = 2
ONE_BY_ONE = 20
"""Todos that the plan decides for, in one transaction."""


class LessInSight(Exception):
    """Rows come without a field that the role could see: what it may do was changed since it was asked for."""


class PageSizes(Struct, frozen=True):
    """Rows a request: larger pages are quicker on the server, smaller ones leave the window more time between them."""

    rows: int = 2000
    stamps: int = 5000


class Pull:
    """Reads one list into the replica. `report` hears of every change, `progress` of (rows done, rows in all)."""

    def __init__(
        self,
        server: Server,
        store: Store,
        list_id: int,
        *,
        now: Callable[[], Milliseconds],
        report: Callable[[Changes], None],
        progress: Callable[[int, int | None], None],
        pages: PageSizes,
        removals: Removals,
        put_back: PutBack,
        older: OlderStates,
        other_ends: OtherEnds,
    ) -> None:
        self._server = server
        self._store = store
        self._list_id = list_id
        self._now = now
        self._report = report
        self._progress = progress
        self._sizes = pages
        self._removals = removals
        self._put_back = put_back
        self._older = older
        self._other_ends = other_ends
        self._claims = Claims(store, list_id)
        self._reused: set[ServerId] = set()
        """Ids that other todos have now; ours under them have no unsent edits, and are settled with what is gone."""
        self._related_to: ServerId | None = None
        """Where the next look at relations begins."""
        self.related_due = False
        """Whether relations are to be looked at without waiting for a sweep."""
        self._never_told: set[str] = set()
        """Fields in sight that rows come without, though the role was asked about since."""

    def run(self) -> None:
        """Bring the replica up to the server. Raises Unavailable, NeedsAttention (MASS_REMOVAL asks), Cancelled, and
        LessInSight: describe the collection anew and call again."""
        state = self._store.pull_state(self._list_id)
        self._reused.clear()
        totals = self._server.totals()
        if totals is not None:
            self._removals.expect(self._store.count(self._list_id) - totals.count)
        if not state.loaded:
            self._first_load(state, totals)
        elif self._timed and not nothing_is_new(self._store.totals(self._list_id), totals):
            self._delta(state, totals)  # else the cursor stays: what is committed late is still ahead of it
        if not self._timed or (self._sweep_is_due(totals) and self._sweep_is_due(self._server.totals())):
            # The second look: somebody may have written between the first aggregate and the delta.
            self._sweep(totals)
            self.related_due = True
        if self.related_due:
            self._look_at_related()
        self._look_at_other_ends()
        self._removals.forget_answers()

    def _sweep_is_due(self, there: Totals | None) -> bool:
        state = self._store.pull_state(self._list_id)
        return sweep_is_due(state, self._now(), self._store.totals(self._list_id), there)

    @property
    def _collection(self) -> Collection:
        return self._store.todo_list(self._list_id).collection

    @property
    def _timed(self) -> bool:
        """Whether rows carry a change time that this role may see; without one, every pull reads every row."""
        todo_list = self._store.todo_list(self._list_id)
        name = todo_list.collection.updated_at
        return bool(name) and todo_list.permissions.view.covers(name)

    def _first_load(self, state: PullState, totals: Totals | None) -> None:
        """All rows by keyset, resumed after a crash where it stopped. Rows without our edits go straight in. The same
        where each row has more to tell than before: what was read until then stays in sight."""
        if state.cursor is None:
            newest, clock = (totals.newest, totals.server_time) if totals else (None, None)
            state = replace(state, cursor=cursor_from(newest, clock, None))
        done = 0 if state.loaded_to is None else self._store.count(self._list_id)
        total = totals.count if totals else None
        for page in self._pages(state.loaded_to, self._server.page_by_id):
            self._take(page.records, whole=True)
            if page.records:
                last = server_id_of(page.records[-1], self._collection.primary_key)
                state = replace(state, loaded_to=last)
                self._store.save_pull_state(self._list_id, state)
            done += len(page.records)
            self._progress(done, total)
            if state.cursor is None and page.server_time is not None:
                state = replace(state, cursor=cursor_from(None, page.server_time, None))
        self._other_ends.forget()
        finished = replace(state, loaded=True, loaded_to=None, swept_at=self._now(), sweep_due=bool(self._reused))
        self._store.save_pull_state(self._list_id, finished)

    def _pages(
        self, after: ServerId | None, read: Callable[[ServerId | None, int], RecordPage]
    ) -> Iterator[RecordPage]:
        """Pages in turn; the next one is under way while the caller stores this one."""
        with _ahead() as ahead:
            page = read(after, self._sizes.rows)
            while page.full:
                last = server_id_of(page.records[-1], self._collection.primary_key)
                coming = ahead.submit(read, last, self._sizes.rows)
                yield page
                page = coming.result()
            yield page

    def _delta(self, state: PullState, totals: Totals | None) -> None:
        """What changed since the cursor. A page that holds one millisecond only is read on by id within it."""
        newest, clock = (totals.newest, totals.server_time) if totals else (None, None)
        cursor = cursor_from(newest, clock, None)
        since = state.cursor or 0
        while True:
            page = self._server.page_by_change(since, self._sizes.rows)
            if cursor is None:
                cursor = cursor_from(None, page.server_time, state.cursor)
            self._take(page.records)
            if not page.full:
                break
            last = self._changed_at(page.records[-1])
            if last is None or (last <= since and self._changed_at(page.records[0]) == last):
                self._rest_of_millisecond(since)
                since += 1
            else:
                since = last
        due = state.sweep_due or bool(self._reused)
        self._store.save_pull_state(self._list_id, replace(state, cursor=cursor, sweep_due=due))

    def _rest_of_millisecond(self, at: Milliseconds) -> None:
        after: ServerId | None = None
        while True:
            page = self._server.page_in_millisecond(at, after, self._sizes.rows)
            self._take(page.records)
            if not page.full:
                return
            after = server_id_of(page.records[-1], self._collection.primary_key)

    def _changed_at(self, row: Record) -> Milliseconds | None:
        value = row.get(self._collection.updated_at)
        return from_instant(value) if isinstance(value, str) else None

    def _sweep(self, totals: Totals | None) -> None:
        """Every row's id, change time and order against ours: finds deletions, moves, and what a delta cannot see."""
        self._store.begin_sweep(self._list_id)
        total = totals.count if totals else None
        done = 0
        for stamps in self._sweep_pages():
            wanted = self._store.sweep_page(self._list_id, stamps)
            for start in range(0, len(wanted), BY_ID):
                self._take(self._server.by_ids(wanted[start : start + BY_ID]))
            done += len(stamps)
            if total is None or total > self._sizes.stamps:
                self._progress(done, total)
        self._removals.settle(self._gone(), sorted(self._reused, key=str))
        state = replace(self._store.pull_state(self._list_id), swept_at=self._now(), sweep_due=False)
        self._store.save_pull_state(self._list_id, state)

    def _look_at_related(self) -> None:
        """The next rows whole, and after the last one from the first again: a relation to many that was changed, or a
        related record that is called otherwise now, moves no change time and is in no stamp."""
        self.related_due = False
        if not self._timed or not self._store.todo_list(self._list_id).has_many_in_sight:
            return  # without change times the sweep has just read all rows
        page = self._server.page_by_id(self._related_to, RELATED_AT_ONCE)
        self._take(page.records)
        last = page.records[-1] if page.full and page.records else None
        self._related_to = server_id_of(last, self._collection.primary_key) if last is not None else None

    def _look_at_other_ends(self) -> None:
        """What is shown by one of two rows alone: each look may show that of others, too."""
        for _ in range(LOOKS_AT_OTHER_ENDS):
            ids = self._other_ends.taken()
            for start in range(0, len(ids), BY_ID):
                self._take(self._server.by_ids(ids[start : start + BY_ID]))

    def _sweep_pages(self) -> Iterator[list[Stamp]]:
        """Stamps of every row. Without change times a stamp tells nothing: whole rows are read and taken over."""
        if not self._timed:
            key = self._collection.primary_key
            for page in self._pages(None, self._server.page_by_id):
                self._take(page.records, whole=True)
                yield [Stamp(server_id_of(row, key), None, None) for row in page.records]
            return
        after: ServerId | None = None
        full = True
        while full:
            stamps, full = self._server.stamps(after, self._sizes.stamps)
            yield stamps
            after = stamps[-1].server_id if stamps else after

    def _gone(self) -> list[int]:
        """Todos that were known before the sweep, absent from all of it, and not found by a second look."""
        unseen = self._store.unseen(self._list_id)
        key = self._collection.primary_key
        still: set[ServerId] = set()
        for start in range(0, len(unseen), BY_ID):
            some = [server_id for _, server_id in unseen[start : start + BY_ID] if server_id is not None]
            rows = self._server.by_ids(some) if some else []
            still.update(server_id_of(row, key) for row in rows)
        return [todo_id for todo_id, server_id in unseen if server_id not in still]

    def _take(self, records: Sequence[dict[str, Json]], *, whole: bool = False) -> None:
        """Rows into the replica, in short transactions; the plan decides for those with unsent edits. *whole*: all rows
        are read, one after the other."""
        self._demand_what_is_in_sight(records)
        changes = Changes(self._list_id)
        collection = self._collection
        noting = not whole and self._other_ends.matter
        for start in range(0, len(records), IN_ONE_TRANSACTION):
            chunk = records[start : start + IN_ONE_TRANSACTION]
            with self._store.transaction():
                if noting:
                    self._note_other_ends(chunk)
                claimed = self._claims.contest({server_id_of(row, collection.primary_key): row for row in chunk})
                added, changed, contested = self._store.adopt(self._list_id, chunk)
            changes |= Changes(self._list_id, added=added, changed=changed | claimed, outbox=bool(claimed))
            for some in range(0, len(contested), ONE_BY_ONE):
                with self._store.transaction():
                    changes |= self._plan(chunk, contested[some : some + ONE_BY_ONE], collection)
        if changes:
            self._report(changes)

    def _demand_what_is_in_sight(self, records: Sequence[Record]) -> None:
        """Else what a role may no longer view would be taken for empty. What rows lack for another reason is asked
        about once."""
        todo_list = self._store.todo_list(self._list_id)
        own = {field.name for field in todo_list.collection.fields if not field.system}
        in_sight = {name for name in own if todo_list.permissions.view.covers(name)}
        self._never_told &= in_sight
        lacking = in_sight - self._never_told - records[0].keys() if records else set()
        if lacking:
            self._never_told |= lacking
            raise LessInSight

    def _note_other_ends(self, rows: Sequence[Record]) -> None:
        by_id = {server_id_of(row, self._collection.primary_key): row for row in rows}
        known = self._store.held_by_server_id(self._list_id, by_id)
        for server_id, row in by_id.items():
            held = known.get(server_id)
            self._other_ends.note(server_id, held.last_read if held is not None else None, row)

    def _plan(self, rows: Sequence[Record], contested: Sequence[ServerId], collection: Collection) -> Changes:
        by_id = {server_id_of(row, collection.primary_key): row for row in rows}
        changed = set()
        changes = Changes(self._list_id)
        for server_id, held in self._store.held_by_server_id(self._list_id, contested).items():
            row = by_id[server_id]
            if is_of_another(held, row, collection):
                if held.entries:
                    left = plan.on_another(held, collection)
                    changes |= displace(self._store, held, left, row, self._now())
                else:
                    self._reused.add(server_id)
                continue
            self._store.note_read(held, row)
            changes |= self._older.keep(held, row)
            doubtful = self._put_back.may_have_replaced(held, row)
            settled = plan.on_read(held, row, collection, doubtful=doubtful)
            if settled != held:
                self._store.put(settled)
                changed.add(held.todo_id)
        return changes | Changes(self._list_id, changed=frozenset(changed), outbox=bool(changed))


@contextmanager
def _ahead() -> Iterator[ThreadPoolExecutor]:
    """One thread that reads ahead; it has ended when the block ends."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="read-ahead") as executor:
        yield executor
