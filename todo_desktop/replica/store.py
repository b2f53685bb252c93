"""All of the replica for one connection that writes: `sync.ports.Store` for the worker, and what edits need."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Collection as AnyOf
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from todo_desktop.model.answers import Authors, Stamp, Totals
from todo_desktop.model.change import Entry, EntryState
from todo_desktop.model.held import Held
from todo_desktop.model.lists import ListIdentity, PullState, TodoList
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.reused_ids import beside
from todo_desktop.model.role_choice import with_chosen
from todo_desktop.model.schema import Collection
from todo_desktop.model.todo import Trashed
from todo_desktop.model.values import Milliseconds, Record, ServerId
from todo_desktop.replica import totals
from todo_desktop.replica.adopt import Adoption
from todo_desktop.replica.database import Database
from todo_desktop.replica.lists import Lists
from todo_desktop.replica.outbox import Outbox
from todo_desktop.replica.relayout import Relayout
from todo_desktop.replica.search import SearchText
from todo_desktop.replica.sweep import Sweep
from todo_desktop.replica.todos import Todos
from todo_desktop.replica.trash import Trash

if TYPE_CHECKING:
    from todo_desktop.replica.news import NewsBook
    from todo_desktop.replica.people import People


class TodoStore:
    """Every method that writes is one transaction, or part of the one around it. Raises StorageError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lists = Lists(database)
        self._outbox = Outbox(database)
        self._texts = SearchText(database)
        self._trash = Trash(database)
        self._todos = Todos(database, self._lists, self._outbox, self._texts, self._trash)
        self._adoption = Adoption(database, self._lists, self._texts, self._news)
        self._relayout = Relayout(database, self._lists, self._texts)
        self._sweep = Sweep(database, self._lists)

    def _news(self) -> "NewsBook":
        from todo_desktop.replica.news import NewsBook  # noqa: PLC0415  (the first paint does not need it)

        return NewsBook(self._database, self._lists)

    def _people(self) -> "People":
        from todo_desktop.replica.people import People  # noqa: PLC0415  (as above)

        return People(self._database)

    def transaction(self) -> AbstractContextManager[None]:
        """All reads and writes inside are one immediate transaction; keep it under 10 ms. May be nested."""
        return self._database.transaction()

    def unflushed(self) -> AbstractContextManager[None]:
        """Transactions inside outlive the end of the program at once, but a loss of power only after `flush`: a flush
        takes as long as some ten edits."""
        return self._database.unflushed()

    def flush(self) -> None:
        """What was committed before is on the disk when this returns."""
        self._database.flush()

    @property
    def data_version(self) -> int:
        """Another number than before when another connection or process has committed a change since."""
        return self._database.data_version

    @property
    def newest_entry(self) -> int:
        """The highest `seq` that an outbox entry ever had."""
        return self._database.value("SELECT seq FROM sqlite_sequence WHERE name = 'entry'") or 0

    def stay_in_place(self) -> None:
        """Raises StorageError where what is written would go nowhere: REPLICA_GONE, REPLICA_REPLACED."""
        self._database.stay_in_place()

    # Lists

    def lists(self) -> list[TodoList]:
        return self._lists.all()

    def todo_list(self, list_id: int) -> TodoList:
        return self._lists.get(list_id)

    def local_list(self, collection: Collection) -> TodoList:
        """The list of this computer alone; made with *collection* as its schema where there is none yet."""
        known = self._lists.local()
        if known is not None:
            return known
        with self.transaction():
            return self._lists.local() or self._lists.create(None, collection)

    def local_list_in_use(self) -> TodoList | None:
        """The list of this computer alone, where it has any todo, or had one that can still come back."""
        known = self._lists.local()
        held = "SELECT EXISTS (SELECT 1 FROM todo WHERE list_id = ?)"
        return known if known is not None and self._database.value(held, (known.id,)) else None

    def find_list(self, identity: ListIdentity) -> TodoList | None:
        """The list of that identity, where there is one."""
        return self._lists.find(identity)

    def open_list(self, identity: ListIdentity, collection: Collection) -> TodoList:
        """The list of that identity; made with *collection* as its schema where there is none yet."""
        known = self._lists.find(identity)
        if known is not None:
            return known
        with self.transaction():
            return self._lists.find(identity) or self._lists.create(identity, collection)

    def latest_list(self, base_url: str, collection: str) -> TodoList | None:
        """The list of that collection that was synced last, whoever the user was."""
        return self._lists.latest(base_url, collection)

    def save_schema(self, list_id: int, collection: Collection, permissions: Permissions) -> bool:
        """Whether anything was different. Where a role moved to another field, the rows are moved too, in transactions
        of their own: 2 s for 100,000. One that was interrupted is finished first."""
        with self._all_moved(list_id):
            known = self._lists.get(list_id)
            collection = with_chosen(collection, known.collection.chosen)
            if known.collection == collection and known.permissions == permissions:
                return False
            self._lists.save_schema(list_id, collection, permissions)
        self._relayout.finish(list_id)
        return True

    def choose_roles(self, list_id: int, chosen: Mapping[str, str]) -> None:
        """The field's name by role, as the user says (`role_choice`). Rows are moved later, by `maintain`; but at once
        those that an earlier choice has left where they were: 2 s for 100,000, less what `move_rows` did."""
        with self._all_moved(list_id):
            known = self._lists.get(list_id)
            self._lists.save_schema(list_id, with_chosen(known.collection, chosen), known.permissions)

    def move_rows(self, list_id: int) -> bool:
        """Some five milliseconds of what `choose_roles` would do first. Whether anything was left to do."""
        return self._relayout.step(list_id)

    @contextmanager
    def _all_moved(self, list_id: int) -> Iterator[None]:
        """A transaction in which no row of the list is in an earlier layout."""
        with ExitStack() as inside:
            inside.enter_context(self.transaction())
            while not self._relayout.is_done(list_id):
                inside.close()
                self._relayout.finish(list_id)
                inside.enter_context(self.transaction())
            yield

    def save_last_sync(self, list_id: int, at: Milliseconds) -> None:
        self._lists.save_last_sync(list_id, at)

    def save_user_since(self, list_id: int, since: str) -> None:
        self._lists.save_user_since(list_id, since)

    def pull_state(self, list_id: int) -> PullState:
        return self._lists.pull_state(list_id)

    def save_pull_state(self, list_id: int, state: PullState) -> None:
        self._lists.save_pull_state(list_id, state)

    def is_at_home(self, list_id: int) -> bool | None:
        """Whether this is the file with which the list was synced last, and no copy of it; None where it never was."""
        home = self._lists.home(list_id)
        return home == self._database.place if home else None

    def settle_in(self, list_id: int) -> None:
        """From now on the list is at home here."""
        self._lists.save_home(list_id, self._database.place)

    # Todos and their outbox entries

    def entries(self, list_id: int, states: AnyOf[EntryState]) -> list[Entry]:
        """Outbox entries in these states, in order."""
        return self._outbox.entries(list_id, states)

    def awaited_copies(self) -> frozenset[int]:
        """Local ids of todos that were moved here from another list, whose originals still wait to be deleted."""
        return self._outbox.awaited_copies()

    def held(self, todo_ids: Iterable[int]) -> dict[int, Held]:
        """Those that exist, by local id."""
        return self._todos.held(todo_ids)

    def held_by_server_id(self, list_id: int, server_ids: Iterable[ServerId]) -> dict[ServerId, Held]:
        return self._todos.held_by_server_id(list_id, server_ids)

    def put(self, held: Held) -> int:
        """Store the todo with exactly these entries (those missing are deleted); returns its local id."""
        with self.transaction():
            return self._todos.put(held)

    def adopt(self, list_id: int, records: Sequence[Record]) -> tuple[frozenset[int], frozenset[int], list[ServerId]]:
        """Take rows of the server over where nothing of ours stands against them: local ids added, local ids changed,
        and the server ids left alone: their todos have entries, or other todos have those ids now (`reused_ids`). 500
        at a time stay under 10 ms."""
        with self.transaction():
            return self._adoption.adopt(list_id, records)

    def remove(self, todo_id: int, at: Milliseconds) -> None:
        """Take the todo and its entries away; it can be restored for 30 days. Nothing happens where it is not there."""
        with self.transaction():
            held = self._todos.held([todo_id]).get(todo_id)
            if held is not None:
                self._trash.add(held, at)
                self._todos.remove(todo_id)
                self._news().remove(held)
                self._people().forget(todo_id)

    def keep_state(self, held: Held, at: Milliseconds) -> None:
        """Keep what was last read of the todo, which goes back to an older state; it can be restored for 30 days."""
        with self.transaction():
            self._trash.add_state(held, at)

    def kept_state(self, trash_id: int) -> Held | None:
        """What a todo that is here held before it went back; None where something else is in the trash there."""
        state = self._trash.state(trash_id)
        return state if state is not None and self.held([state.todo_id]) else None

    def forget_state(self, trash_id: int) -> None:
        """Take it out of the trash."""
        self._trash.take(trash_id)

    def hidden(self, list_id: int) -> list[int]:
        """Todos that were deleted here, by local id."""
        rows = self._database.rows("SELECT id FROM todo WHERE list_id = ? AND hidden = 1", (list_id,))
        return [todo_id for (todo_id,) in rows]

    def discard_hidden(self, todo_ids: Sequence[int], at: Milliseconds) -> None:
        """Take those of them away that are deleted in a local list: nobody can undo that any more. They can be restored
        for 30 days."""
        with self.transaction():
            for held in self.held(todo_ids).values():
                if held.hidden:
                    self.remove(held.todo_id, at)

    def trash(self, list_id: int) -> list[Trashed]:
        """What was taken away in the last 30 days, latest first."""
        return self._trash.trashed(self._trash.ids([list_id]))

    def restore(self, trash_id: int, change: Callable[[Held], Held] = lambda held: held) -> int:
        """Bring a todo back as it was, entries included, or as *change* makes it; returns its local id. Where the
        server has meanwhile shown the row again, or it came back otherwise, it stays as it is; where another todo has
        its id now, it comes back without one. Raises LookupError."""
        with self.transaction():
            held = self._trash.take(trash_id)
            if self.held([held.todo_id]):
                return held.todo_id
            ids = [] if held.server_id is None else [held.server_id]
            for other in self.held_by_server_id(held.list_id, ids).values():
                apart = beside(held, other, self._lists.collection(held.list_id))
                if apart is None:
                    return other.todo_id
                held = apart
            back = change(held)
            return self._todos.put(replace(back, entries=tuple(replace(entry, seq=0) for entry in back.entries)))

    # What others did since the user looked last

    def note_read(self, held: Held, row: Record) -> None:
        """The server showed *row* of *held*, which has unsent edits: what others changed in it is news."""
        self._news().read(held, row)

    def news_to_name(self, list_id: int, most: int, named: Iterable[str] = ()) -> dict[ServerId, tuple[int, str]]:
        """Todos that others may have added or changed, of which it was not asked yet who did, or whose author is not
        among those who are *named*: local id, and the author's id or an empty text, by the server's id."""
        return self._news().to_name(list_id, most, named)

    def note_authors(self, list_id: int, authors: Mapping[int, Authors]) -> frozenset[int]:
        """Who created and changed these todos, by local id, as far as that was told. Returns those of which the news
        differ: what the list's own user did elsewhere is none."""
        with self.transaction():
            self._people().note(list_id, authors)
            return self._news().name(list_id, authors)

    def look(self, list_ids: Iterable[int], at: Milliseconds) -> None:
        """The user has looked at these lists then, last of all."""
        with self.transaction():
            for list_id in list_ids:
                self._news().look(list_id, at)

    def forget_news(self, todo_ids: Iterable[int]) -> None:
        """These todos have been looked at."""
        with self.transaction():
            self._news().forget(todo_ids)

    def forget_all_news(self, list_ids: Iterable[int]) -> None:
        with self.transaction():
            for list_id in list_ids:
                self._news().forget_all(list_id)

    # The sweep

    def begin_sweep(self, list_id: int) -> None:
        """Remember which rows are known now; forget an earlier sweep."""
        self._sweep.begin(list_id)

    def sweep_page(self, list_id: int, stamps: Sequence[Stamp]) -> list[ServerId]:
        """Mark these rows as seen; returns the ids that are unknown here or whose change time or order differs."""
        return self._sweep.page(list_id, stamps)

    def unseen(self, list_id: int) -> list[tuple[int, ServerId | None]]:
        """(local id, server id) of the rows that were known when the sweep began and that it did not see, and of todos
        that have lost theirs and wish nothing any more."""
        return self._sweep.unseen(list_id)

    def count(self, list_id: int) -> int:
        """How many todos of the list have a server id."""
        return totals.count(self._database, list_id)

    def newest_known(self, list_id: int, limit: int) -> list[Held]:
        """The rows with the highest ids, highest first, of those without unsent edits."""
        return self._todos.newest_known(list_id, limit)

    def birth_times(self, list_id: int, limit: int) -> dict[ServerId, str]:
        """When the *limit* rows that are known longest, and the latest as many, were created there (instants); rows
        with unsent edits, and those that do not tell, are left out."""
        return totals.birth_times(self._database, list_id, limit)

    def totals(self, list_id: int) -> Totals:
        """The same aggregate as the server's, over the rows as last read (bases, not edits)."""
        return totals.totals(self._database, self._lists, list_id)

    # Upkeep

    def maintain(self) -> bool:
        """One small step of what may lag behind: rows to be moved, the search index, then the log. Whether there is
        more to do."""
        if self._relayout.move_some() or self._texts.index_some():
            return True
        self._database.checkpoint()
        return False
