"""Send the outbox: each change is marked as sent on disk before its call, and ends only when a read shows it."""

import logging
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from todo_desktop.model.answers import Guard
from todo_desktop.model.change import ChangeKind, Entry, EntryState
from todo_desktop.model.changes import Changes
from todo_desktop.model.editing import returning, undeleted
from todo_desktop.model.errors import (
    Cancelled,
    NeedsAttention,
    OutcomeUnknown,
    Problem,
    Refused,
    TodoDesktopError,
    Unavailable,
)
from todo_desktop.model.held import Held
from todo_desktop.model.incomplete import held_back
from todo_desktop.model.reused_ids import telling
from todo_desktop.model.schema import Collection, FieldKind
from todo_desktop.model.values import Milliseconds, Record
from todo_desktop.sync import plan
from todo_desktop.sync.calls import Call, Flight, Lines, Outcome
from todo_desktop.sync.claims import Claims
from todo_desktop.sync.copies import Copies
from todo_desktop.sync.creates import create_body, update_body
from todo_desktop.sync.entries import Entries, with_entry
from todo_desktop.sync.ids import IdMaker
from todo_desktop.sync.moves import Copied, copied
from todo_desktop.sync.new_rows import SERVER_ERRORS_TO_PARK, NewRows
from todo_desktop.sync.older import OlderStates
from todo_desktop.sync.other_ends import OtherEnds
from todo_desktop.sync.parents import waits_for_parent, with_parents
from todo_desktop.sync.ports import Server, Store
from todo_desktop.sync.put_back import PutBack
from todo_desktop.sync.read_back import ReadBack
from todo_desktop.sync.schedule import backoff, next_look
from todo_desktop.sync.waiting_lists import parted, waiting_lists

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 4
"""Calls under way at once, as many as there are connections. They share the wait for answers: where each takes 50 ms,
100 take a third of the time; on the server's own machine its work is what takes long (`tests.bench.push`)."""
MISSES_BEFORE_A_PAUSE = 5
MISSES_AT_ONCE = 100
"""So many rows are read together after their guards have missed: many do where many were edited on both sides."""


class Push:
    """One list's outbox. `report` hears of every change made to the replica."""

    def __init__(
        self,
        server: Server,
        store: Store,
        list_id: int,
        *,
        now: Callable[[], Milliseconds],
        chance: Callable[[], float],
        settle: Callable[[Milliseconds], object],
        report: Callable[[Changes], None],
        random_bits: Callable[[int], int] | None,
        side_by_side: int,
        lines: Callable[[int], Lines],
        put_back: PutBack,
        older: OlderStates,
        other_ends: OtherEnds,
    ) -> None:
        self._read_back = ReadBack(
            server,
            store,
            list_id,
            now=now,
            settle=settle,
            report=report,
            put_back=put_back,
            older=older,
            other_ends=other_ends,
        )
        self._side_by_side = side_by_side
        self._lines = lines
        ids = IdMaker(now, random_bits) if random_bits is not None else None
        self._entries = Entries(store, list_id, report)
        self._new_rows = NewRows(server, store, list_id, self._entries, now=now, ids=ids)
        self._claims = Claims(store, list_id)
        self._copies = Copies(server, store, list_id, self._entries)
        self._server = server
        self._store = store
        self._list_id = list_id
        self._now = now
        self._chance = chance
        self._awaited: frozenset[int] = frozenset()
        """Copies whose originals in other lists wait for them."""
        self._misses: list[tuple[Entry, Held]] = []
        """Sent, with their todos as they were then, whose guards have missed and whose rows are to be read."""
        self._looked_at: set[int] = set()
        """Edits of which the rows were read once more, by `seq`."""
        self.forbidden = False
        """Whether the server said that the role may not do something, since somebody has looked what it may."""

    def run(self) -> None:
        """Until nothing more can be sent now. Raises Unavailable, NeedsAttention, Cancelled; the outbox stays."""
        self._misses.clear()  # of a run that was cut short: they are still sent, and confirmed first
        self._copies.look(self._now())
        while True:
            self._read_back.confirm()
            self._awaited = self._store.awaited_copies()
            with Flight(self._land, self._side_by_side, self._lines(self._side_by_side)) as flight:
                moved = [
                    self._settles_what_lacks(held) or self._parts_what_waits(held) or self._act(held, flight)
                    for held in self._with_entries()
                ]
            self._look_at_misses()
            if not any(moved):
                return

    def settle_in(self) -> None:
        """To be called before anything is sent with a replica that was just opened: it may be a copy."""
        self._copies.settle_in()

    def next_due(self) -> Milliseconds | None:
        """When the next entry that waits for its time is due. One that waits for its parent goes with it."""
        self._awaited = self._store.awaited_copies()
        turns, now = (_turn(held) for held in self._with_entries()), self._now()
        return min((e.due_at(now) for e in turns if e is not None and not self._waits_for_another(e)), default=None)

    def _with_entries(self) -> Iterable[Held]:
        """Todos with something to send, the oldest change first."""
        entries = self._store.entries(self._list_id, set(EntryState))
        order = list(dict.fromkeys(e.todo_id for e in entries))
        held = self._store.held(order)
        return [held[todo_id] for todo_id in order if todo_id in held]

    def _act(self, held: Held, flight: Flight) -> bool:
        """Do, or begin, the one thing that this todo is ready for. Whether the outbox moves on."""
        entry = self._ready(held)
        if entry is None:
            return False
        if copied(self._store, entry) is Copied.LOST:
            return self._keep(held)
        if entry.kind is ChangeKind.CREATE and entry.state is EntryState.SENT:
            flight.make_room()
            return self._new_rows.look_for(held, entry)
        if entry.kind is ChangeKind.DELETE and _is_here_only(held):
            return self._forget(held)
        if held.server_id is not None and self._is_blind(held, entry):
            flight.make_room()
            self._looked_at.add(entry.seq)
            self._read_back.look_again([held.server_id])
            return True
        claimed = self._claims.claimed(entry)
        if claimed:
            flight.make_room()
            self._read_back.look_again(claimed)
        self._send(held, entry, flight)
        return True

    def _settles_what_lacks(self, held: Held) -> bool:
        """A new row without what the server demands is not sent, and goes once that is demanded no more."""
        if held.create_entry is None or held_back(held, self._store.todo_list(self._list_id)) is held:
            return False
        with self._store.transaction():
            fresh = self._store.held([held.todo_id]).get(held.todo_id)
            if fresh is not None:
                self._store.put(held_back(fresh, self._store.todo_list(self._list_id)))
        self._entries.tell(changed={held.todo_id})
        return True

    def _parts_what_waits(self, held: Held) -> bool:
        """A list that waits for its todos holds up nothing else."""
        entry = _turn(held)
        lists = waiting_lists(self._store, entry) if entry is not None else frozenset[str]()
        if entry is None or parted(held, entry, lists) is held:
            return False
        with self._store.transaction():
            fresh = self._store.held([held.todo_id]).get(held.todo_id)
            now = fresh.entry(entry.seq) if fresh is not None else None
            if fresh is not None and now is not None:
                self._store.put(parted(fresh, now, lists))
        return True

    def _is_blind(self, held: Held, entry: Entry) -> bool:
        """Whether it would write over a value that nobody here has seen, and that can be seen by now."""
        if entry.kind is not ChangeKind.UPDATE or held.base is None or entry.seq in self._looked_at:
            return False
        in_sight = {name for name, _ in self._store.todo_list(self._list_id).in_sight}
        return any(name in in_sight and name not in held.base for name in entry.changes)

    def _ready(self, held: Held) -> Entry | None:
        """The entry whose turn it is, unless it waits for its time or for a look at what became of it."""
        entry = _turn(held)
        if entry is None or not entry.is_due(self._now()) or self._waits_for_another(entry):
            return None
        return None if entry.state is EntryState.SENT and entry.kind is not ChangeKind.CREATE else entry

    def _waits_for_another(self, entry: Entry) -> bool:
        """A copy is not deleted before its original: that one would have nothing to wait for any more."""
        if entry.kind is not ChangeKind.DELETE:
            return waits_for_parent(self._store, entry) or bool(waiting_lists(self._store, entry))
        return entry.todo_id in self._awaited or copied(self._store, entry) is Copied.WAITING

    def _keep(self, held: Held) -> bool:
        """Its copy in another list was given up before it arrived: the original is all there is, and comes back."""
        with self._store.transaction():
            fresh = self._store.held([held.todo_id]).get(held.todo_id)
            delete = fresh.delete_entry if fresh is not None else None
            if fresh is None or delete is None or copied(self._store, delete) is not Copied.LOST:
                return False
            self._store.put(undeleted(fresh, operation=delete.operation, now=self._now()))
        self._entries.tell(added={held.todo_id})
        return True

    def _forget(self, held: Held) -> bool:
        """Create and delete vanish together: the server never had the todo, or has lost what was to be brought back."""
        with self._store.transaction():
            fresh = self._store.held([held.todo_id]).get(held.todo_id)
            if fresh is None or fresh.delete_entry is None or not _is_here_only(fresh):
                return False
            self._store.remove(held.todo_id, self._now())
        self._entries.tell(removed={held.todo_id})
        return True

    def _send(self, held: Held, entry: Entry, flight: Flight) -> None:
        """Make the call, beside others where the order of the two does not matter."""
        flight.make_room()
        taken = self._take(entry)
        if taken is None:
            return  # edited or undone this very moment: look at it anew
        held, entry = taken
        call = Call(held, entry, self._prepared(held, entry))
        if self._keeps_its_place(entry):
            flight.make(call)
        else:
            flight.start(call)

    def _keeps_its_place(self, entry: Entry) -> bool:
        """Whether other calls of its kind must not overtake it: the server orders new rows as they come, by an order
        field or by the ids that it counts; ids of ours were given in order before they are sent."""
        collection = self._store.todo_list(self._list_id).collection
        order = collection.roles.order
        if entry.kind is ChangeKind.CREATE:
            return bool(order) or collection.primary_key not in entry.changes
        return order in entry.changes

    def _prepared(self, held: Held, entry: Entry) -> Callable[[], Record | bool | None]:
        """The call to the server, which needs nothing of the replica any more."""
        todo_list = self._store.todo_list(self._list_id)
        collection, server = todo_list.collection, self._server
        if entry.kind is ChangeKind.CREATE:
            body = create_body(held, entry, collection, todo_list.permissions)
            return lambda: server.create(body)
        server_id = held.server_id
        if server_id is None:
            return _has_no_row
        if entry.kind is ChangeKind.DELETE:
            last_seen = held.base if held.base is not None else held.values
            to_delete = self._guard(last_seen, _telling(collection), silent=())
            return lambda: server.destroy(server_id, to_delete)
        # Of a row that was gone nothing is known any more; where it is back, it may hold what nobody here has seen.
        seen = held.base if held.base is not None else {name: change.old for name, change in entry.changes.items()}
        silent = (f.name for f in map(collection.field, entry.wanted) if f is not None and not f.is_stamped)
        changed, guard = update_body(entry, collection), self._guard(seen, entry.wanted, silent)
        return lambda: server.update(server_id, changed, guard)

    def _land(self, call: Call, outcome: Outcome) -> None:
        held, entry = call.held, call.entry
        match outcome:
            case Refused():
                self._refused(held, entry, outcome)
            case OutcomeUnknown():
                self._unknown(entry, outcome)
            case Cancelled():
                raise outcome  # stays sent: it may have left before we hung up
            case TodoDesktopError():
                self._back_to_waiting(entry, outcome)
                raise outcome
            case _:
                self._answered(held, entry, outcome)

    def _answered(self, held: Held, entry: Entry, answer: Record | bool | None) -> None:
        collection = self._store.todo_list(self._list_id).collection
        if answer is None or answer is False:  # its guard missed
            self._misses.append((entry, held))
            if len(self._misses) == MISSES_AT_ONCE:
                self._look_at_misses()
        elif isinstance(answer, bool):
            self._entries.change(entry, lambda e: replace(e, state=EntryState.ACKNOWLEDGED))
        elif entry.kind is ChangeKind.CREATE:
            self._new_rows.answered(held, entry, answer)
        else:
            self._read_back.wrote()
            self._entries.change(entry, lambda e: plan.acknowledged(e, answer, collection))

    def _refused(self, held: Held, entry: Entry, refused: Refused) -> None:
        """Parked with its reason, unless the id of a create is taken (trap 8): a todo to be brought back is there
        again, or an earlier try has arrived after all."""
        if refused.status == 400 and entry.kind is ChangeKind.CREATE:
            if self._new_rows.has_lost_its_id(held, entry):
                return
            if held.server_id is not None:
                self._read_back.look_again([held.server_id])
            elif self._new_rows.is_there_under_its_id(held, entry):
                return
        problem, detail = refused.problem, refused.detail
        self.forbidden = self.forbidden or refused.status == 403
        self._entries.change(entry, lambda e: e.parked(problem, detail) if e.state is EntryState.SENT else e)

    def _look_at_misses(self) -> None:
        """Somebody was there before: read, merge, and send what is left in the next round; later, if it never fits."""
        misses, self._misses = self._misses, []
        ids = [asked.server_id for _, asked in misses if asked.server_id is not None]
        if ids:
            self._read_back.look_again(ids)
        for entry, asked in misses:
            self._missed(entry, asked)

    def _missed(self, entry: Entry, asked: Held) -> None:
        """A row that stays just as it was *asked* for is one that this role may not write."""
        if entry.kind is ChangeKind.DELETE:  # sure not to be carried out: one that was taken back ends with it
            self._entries.change(
                entry, lambda e: replace(e, state=EntryState.WAITING) if e.state is EntryState.SENT else e
            )
        if entry.tries < MISSES_BEFORE_A_PAUSE:
            return
        found = self._store.held([entry.todo_id]).get(entry.todo_id)
        if found is not None and found.base == asked.base:
            self.forbidden = True
            delete = entry.kind is ChangeKind.DELETE
            self._entries.change(
                entry, lambda e: e.parked(Problem.MAY_NOT_DELETE if delete else Problem.MAY_NOT_UPDATE)
            )
            return
        wait = backoff(entry.tries, self._chance())
        self._entries.change(entry, lambda e: replace(e, not_before=self._now() + wait))

    def _guard(self, seen: Record, wanted: Iterable[str], silent: Iterable[str]) -> Guard:
        """That nothing of the row was changed since it was *seen*: by its change time and the fields *silent*, of which
        that says nothing, else by those that are *wanted*."""
        collection = self._store.todo_list(self._list_id).collection
        at = seen.get(collection.updated_at)
        if isinstance(at, str):
            return Guard(by_time=True, updated_at=at, values={name: seen[name] for name in silent if name in seen})
        # Another todo that has this id now may have the same values in *wanted* (`reused_ids`).
        names = dict.fromkeys((*wanted, collection.created_at, *(f.name for f in telling(collection))))
        values = {name: seen[name] for name in names if name in seen}
        return Guard(by_time=collection.updated_at in seen, values=values)

    def _take(self, entry: Entry) -> tuple[Held, Entry] | None:
        """Mark *entry* as sent, on disk, before its call: whatever happens next, its outcome is known to be unknown."""
        with self._store.transaction():
            held = self._store.held([entry.todo_id]).get(entry.todo_id)
            fresh = held.entry(entry.seq) if held else None
            if held is None or fresh is None or fresh != entry:
                return None
            asked = plan.before_sending(held, fresh, self._store.todo_list(self._list_id).collection)
            if asked is not held:
                self._store.put(asked)
                self._entries.tell(changed={entry.todo_id})
                return None
            sent = replace(fresh, state=EntryState.SENT, tries=fresh.tries + 1, problem=None, detail="")
            held, sent = with_parents(self._store, held, self._new_rows.with_id(held, sent))
            self._store.put(with_entry(held, sent))
            return held, sent

    def _unknown(self, entry: Entry, error: OutcomeUnknown) -> None:
        """Stays sent. A server that answers goes on with the rest of the outbox; a silent one does not."""
        log.info("outcome of %s %s is unknown: %s", entry.kind, entry.operation, error)
        answered = error.status is not None
        problem = Problem.SERVER_ERROR if error.status == 500 else error.problem
        create = entry.kind is ChangeKind.CREATE
        wait = (next_look(entry.tries) or 0) if create else backoff(entry.tries, self._chance())
        if error.status == 500 and not create and entry.tries >= SERVER_ERRORS_TO_PARK:
            self._entries.change(entry, lambda e: e.parked(Problem.INVALID_INPUT, error.detail))
            return
        self._entries.change(
            entry, lambda e: replace(e, problem=problem, detail=error.detail, not_before=self._now() + wait)
        )
        if not answered:
            raise Unavailable(error.problem, error.detail) from error

    def _back_to_waiting(self, entry: Entry, error: TodoDesktopError) -> None:
        """Sure not to have arrived: as if it had not been sent."""
        problem = None if isinstance(error, NeedsAttention) else error.problem
        self._entries.change(
            entry, lambda e: replace(e, state=EntryState.WAITING, tries=max(e.tries - 1, 0), problem=problem)
        )


def _turn(held: Held) -> Entry | None:
    """The entry that is to move on next: one call at a time for a todo, and what is parked holds up only what needs it.

    A delete overtakes edits, but not the look for a create that may have arrived.
    """
    if any(e.state is EntryState.ACKNOWLEDGED for e in held.entries):
        return None
    create = held.create_entry
    if create is not None and create.state is EntryState.SENT:
        return create
    live = [e for e in held.entries if e.state is not EntryState.PARKED]
    delete = next((e for e in live if e.kind is ChangeKind.DELETE), None)
    if delete is not None or (create is not None and create not in live):
        return delete
    return create or next(iter(live), None)


def _has_no_row() -> None:
    raise Refused(Problem.GONE, "the todo has no id on the server")


def _is_here_only(held: Held) -> bool:
    """Whether the row that the server may have is not this todo's: it was not created (again) yet. One that nobody can
    tell from others is in sight as a todo of its own."""
    create = held.create_entry
    if create is None or returning(held) is not None:
        return held.server_id is None
    return create.state in (EntryState.WAITING, EntryState.PARKED)


def _telling(collection: Collection) -> list[str]:
    """The fields that say whether a row without a change time is still what the user saw: its place may be another."""
    return [f.name for f in collection.fields if f.kind is not FieldKind.ORDER and not f.system and not f.foreign_key]
