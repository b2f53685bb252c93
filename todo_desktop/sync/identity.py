"""Who we are and what server this is: asked before anything is sent, read or removed.

A server has no name that it keeps. What a plain key can see of it and another server would not have:

- the user's creation time (`auth:check`): the user 1 of another installation was made at another time;
- the kind of the collection's ids;
- the creation times of rows that we know: another server, or a collection that was made anew, counts its ids from 1
  again, but not at the same milliseconds.

One known row with its own creation time is proof enough that all is well; rows that are missing prove nothing. A few
rows may have been deleted and brought back, which can give them a new creation time.
"""

from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.model.instants import normal_instant
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import server_id_of
from todo_desktop.sync.ports import Server, Store

SAMPLE = 5
"""So many of the oldest rows, and of the newest."""
STRANGERS = 3
"""So many known ids with other creation times, and none with its own, make a collection another one."""


class IdentityCheck:
    """Of one list. Each check raises NeedsAttention (ANOTHER_USER, ANOTHER_SERVER), and what a call raises."""

    def __init__(self, server: Server, store: Store, list_id: int) -> None:
        self._server = server
        self._store = store
        self._list_id = list_id
        self.accepted = False
        """Whether the user said that this is to be the list's server. To be taken back once it was read as a whole."""

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
        if not account.since or account.since == known.user_since:
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
        key = self._store.todo_list(self._list_id).collection.primary_key
        rows = self._server.by_ids(list(born))
        told = {server_id_of(row, key): at for row in rows if isinstance(at := row.get(name), str)}
        same = any(normal_instant(born.get(server_id, "")) == normal_instant(at) for server_id, at in told.items())
        if len(told) >= STRANGERS and not same:
            raise NeedsAttention(Problem.ANOTHER_SERVER, f"{len(told)} rows were made at other times")
