"""Who we are and what server this is: asked before anything is sent, read or removed.

A server has no name that it keeps. What a plain key can see of it and another server would not have:

- the user's creation time (`auth:check`): the user 1 of another installation was made at another time;
- the kind of the collection's ids;
- the creation times of rows that we know: another server, or a collection that was made anew, counts its ids from 1
  again, but not at the same milliseconds.

One known row with its own creation time is proof enough that all is well; rows that are missing prove nothing. Rows may
have been deleted and brought back, which can give them a new creation time: a few, whatever they hold now, and, where
the user is the one we know, as many as still hold some of what was typed into them. A server that was set up anew may
begin with the same todos, but not with the same user.
"""

from collections.abc import Mapping

from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.model.instants import normal_instant
from todo_desktop.model.reused_ids import is_known_again
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Record, ServerId, server_id_of
from todo_desktop.sync.ports import Server, Store

SAMPLE = 5
"""So many of the oldest rows, and of the newest."""
STRANGERS = 3
"""So many known ids with other todos of other creation times, and none with its own, make a collection another one."""


class IdentityCheck:
    """Of one list. Each check raises NeedsAttention (ANOTHER_USER, ANOTHER_SERVER), and what a call raises."""

    def __init__(self, server: Server, store: Store, list_id: int) -> None:
        self._server = server
        self._store = store
        self._list_id = list_id
        self.accepted = False
        """Whether the user said that this is to be the list's server. To be taken back once it was read as a whole."""
        self._same_user = False
        """Whether the user's creation time is the one that we know."""

    def check(self) -> None:
        """All that needs no description of the collection."""
        self.check_user()
        self.check_rows()

    def check_user(self) -> None:
        """The key belongs to the user of this list, and that user is the one we know."""
        known = self._store.todo_list(self._list_id)
        account = self._server.account()
        if known.identity is None or str(account.user_id) != known.identity.user_id:
            raise NeedsAttention(Problem.ANOTHER_USER, account.name)
        self._same_user = bool(account.since) and account.since == known.user_since
        if self._same_user or not account.since:
            return
        if known.user_since and not self.accepted:
            raise NeedsAttention(Problem.ANOTHER_SERVER, f"the user was made at {account.since}")
        self._store.save_user_since(self._list_id, account.since)

    def check_collection(self, found: Collection) -> None:
        """The rows that we know can be rows of this collection."""
        known = self._store.todo_list(self._list_id).collection
        same = (known.primary_key, known.key_kind) == (found.primary_key, found.key_kind)
        if not same and not self.accepted and self._store.count(self._list_id):
            raise NeedsAttention(Problem.ANOTHER_SERVER, f"ids of the kind {found.key_kind.value}")

    def check_rows(self) -> None:
        """Known rows are there with their creation times, or not there at all."""
        born = self._store.birth_times(self._list_id, SAMPLE)
        name = self._store.todo_list(self._list_id).collection.created_at
        if self.accepted or not born or not name:
            return
        rows = self._server.by_ids(list(born))
        key = self._store.todo_list(self._list_id).collection.primary_key
        told = {server_id_of(row, key): row for row in rows if isinstance(row.get(name), str)}
        if any(normal_instant(born.get(one, "")) == normal_instant(str(row[name])) for one, row in told.items()):
            return
        strangers = len(told) - (self._known_again(told) if self._same_user else 0)
        if strangers >= STRANGERS:
            raise NeedsAttention(Problem.ANOTHER_SERVER, f"{strangers} rows were made at other times")

    def _known_again(self, rows: Mapping[ServerId, Record]) -> int:
        """How many of them still have something of what was typed into ours."""
        collection = self._store.todo_list(self._list_id).collection
        ours = self._store.held_by_server_id(self._list_id, rows)
        return sum(is_known_again(held.last_read or {}, rows[key], collection) for key, held in ours.items())
