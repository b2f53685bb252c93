"""What the sync needs of the server and of the replica."""

from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from todo_desktop.model.answers import Account, Authors, Guard, RecordPage, Stamp, Totals
from todo_desktop.model.change import Entry, EntryState, Writer
from todo_desktop.model.held import Held
from todo_desktop.model.lists import PullState, TodoList
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Json, Milliseconds, Record, ServerId


class Server(Protocol):
    """One collection of one server (`nocobase.api`). Every method blocks, and raises Unavailable, NeedsAttention,
    Cancelled; writes also OutcomeUnknown and Refused.

    `describe` must have been called once before any method below it.
    """

    def account(self) -> Account: ...

    def describe(self) -> tuple[Collection, Permissions]:
        """The collection and what the key may do with it, read anew. Raises NeedsAttention(COLLECTION_MISSING)."""
        ...

    def totals(self) -> Totals | None:
        """None where this server or role does not answer aggregates."""
        ...

    def page_by_id(self, after: ServerId | None, limit: int) -> RecordPage:
        """Rows with an id above *after*, lowest first."""
        ...

    def page_by_change(self, since: Milliseconds, limit: int) -> RecordPage:
        """Rows changed at or after *since* (server time), oldest change first, then by id."""
        ...

    def page_in_millisecond(self, at: Milliseconds, after: ServerId | None, limit: int) -> RecordPage:
        """Rows changed within the one millisecond *at*, by id above *after*: for pages that hold one instant only."""
        ...

    def stamps(self, after: ServerId | None, limit: int) -> tuple[list[Stamp], bool]:
        """Id, change time and order of rows with an id above *after*, lowest first; and whether the page was full."""
        ...

    def by_ids(self, ids: Sequence[ServerId]) -> list[dict[str, Json]]:
        """Those of the rows that exist and are in the role's sight; any number of ids."""
        ...

    def created_at(self, instants: Sequence[str]) -> list[dict[str, Json]]:
        """Rows whose creation time is one of *instants* (to the millisecond)."""
        ...

    def matching(self, values: Mapping[str, Json]) -> list[dict[str, Json]]:
        """Rows that have all these values: the last means to recognise a create."""
        ...

    def writers(self, ids: Sequence[ServerId]) -> dict[ServerId, Writer]:
        """Who changed these rows last, and when; nothing where the collection does not keep that, or the role may not
        see it."""
        ...

    def authors(self, ids: Sequence[ServerId]) -> dict[ServerId, Authors]:
        """Who created and who changed these rows, as far as the collection keeps it and the role may see it."""
        ...

    def create(self, values: Mapping[str, Json]) -> Record:
        """The reply: it echoes what was sent, and is good for the new id only."""
        ...

    def update(self, server_id: ServerId, values: Mapping[str, Json], guard: Guard) -> Record | None:
        """The reply, or None where the guard missed (changed, gone, or out of sight)."""
        ...

    def destroy(self, server_id: ServerId, guard: Guard) -> bool:
        """Whether the row was deleted; False where the guard missed."""
        ...

    def clock(self) -> Milliseconds | None:
        """The server's time as its last answer told it; None where it does not tell."""
        ...

    def cancel(self) -> None:
        """End every request under way, from any thread, and refuse new ones."""
        ...


class Store(Protocol):
    """The replica, as the worker's own connection sees it (`replica`). Raises StorageError."""

    def transaction(self) -> AbstractContextManager[None]:
        """All reads and writes inside are one immediate transaction; keep it under 10 ms."""
        ...

    def stay_in_place(self) -> None:
        """Raises StorageError where what is written would go nowhere: REPLICA_GONE, REPLICA_REPLACED."""
        ...

    def todo_list(self, list_id: int) -> TodoList: ...

    def save_schema(self, list_id: int, collection: Collection, permissions: Permissions) -> bool:
        """Whether anything was different."""
        ...

    def save_last_sync(self, list_id: int, at: Milliseconds) -> None: ...

    def save_user_since(self, list_id: int, since: str) -> None: ...

    def pull_state(self, list_id: int) -> PullState: ...

    def save_pull_state(self, list_id: int, state: PullState) -> None: ...

    def is_at_home(self, list_id: int) -> bool | None:
        """Whether this is the file with which the list was synced last, and no copy of it; None where it never was."""
        ...

    def settle_in(self, list_id: int) -> None:
        """From now on the list is at home here."""
        ...

    def entries(self, list_id: int, states: AnyOf[EntryState]) -> list[Entry]:
        """Outbox entries in these states, in order."""
        ...

    def awaited_copies(self) -> frozenset[int]:
        """Local ids of todos of any list that were moved there, whose originals still wait to be deleted."""
        ...

    def held(self, todo_ids: Iterable[int]) -> dict[int, Held]: ...

    def held_by_server_id(self, list_id: int, server_ids: Iterable[ServerId]) -> dict[ServerId, Held]: ...

    def put(self, held: Held) -> int:
        """Store the todo with exactly these entries (those missing are deleted); returns its local id."""
        ...

    def adopt(self, list_id: int, records: Sequence[Record]) -> tuple[frozenset[int], frozenset[int], list[ServerId]]:
        """Take rows of the server over where nothing of ours stands against them, in bulk: local ids added, local ids
        changed, and the server ids left alone: their todos have outbox entries, or were read in a newer state before,
        or other todos have those ids now."""
        ...

    def remove(self, todo_id: int, at: Milliseconds) -> None:
        """Take the todo and its entries away; it can be restored for 30 days."""
        ...

    def note_read(self, held: Held, row: Record) -> None:
        """The server showed *row* of *held*, which has unsent edits: what others changed in it is news to the user."""
        ...

    def news_to_name(self, list_id: int, most: int, named: Iterable[str] = ()) -> dict[ServerId, tuple[int, str]]:
        """Todos that others may have added or changed, of which it was not asked yet who did, or whose author is not
        among those who are *named*: local id, and the author's id or an empty text, by the server's id."""
        ...

    def note_authors(self, list_id: int, authors: Mapping[int, Authors]) -> frozenset[int]:
        """Who created and changed these todos, by local id, as far as that was told. Returns those of which the news
        differ: what the list's own user did elsewhere is none."""
        ...

    def keep_state(self, held: Held, at: Milliseconds) -> None:
        """Keep what was last read of the todo, which goes back to an older state; it can be restored for 30 days."""
        ...

    def begin_sweep(self, list_id: int) -> None:
        """Remember which rows are known now; forget an earlier sweep."""
        ...

    def sweep_page(self, list_id: int, stamps: Sequence[Stamp]) -> list[ServerId]:
        """Mark these rows as seen; returns the ids that are unknown here or whose change time or order differs."""
        ...

    def unseen(self, list_id: int) -> list[tuple[int, ServerId | None]]:
        """(local id, server id) of the rows that were known when the sweep began and that it did not see, and of todos
        that have lost theirs and wish nothing any more."""
        ...

    def count(self, list_id: int) -> int:
        """How many todos of the list have a server id."""
        ...

    def newest_known(self, list_id: int, limit: int) -> list[Held]:
        """The rows with the highest ids, highest first, of those without unsent edits."""
        ...

    def birth_times(self, list_id: int, limit: int) -> dict[ServerId, str]:
        """When the *limit* rows that are known longest, and the latest as many, were created there (instants)."""
        ...

    def totals(self, list_id: int) -> Totals:
        """The same aggregate as the server's, over the rows as last read (bases, not edits)."""
        ...
