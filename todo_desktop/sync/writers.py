"""Who wrote the server's side of a conflict, and what is news to the user: asked once, for these rows alone. What the
author of news is called may change: that is asked for anew once a day."""

from collections.abc import Callable

from msgspec.structs import replace

from todo_desktop.model.answers import Authors
from todo_desktop.model.change import Entry, EntryState, Writer
from todo_desktop.model.changes import Changes
from todo_desktop.model.values import Milliseconds, ServerId
from todo_desktop.sync.ports import Server, Store

NEWS_AT_ONCE = 400
"""Rows of one look: as many ids as fit into one address."""
NAMES_LAST = 24 * 3_600_000
"""How long a name is taken for that of its user (ms)."""


class Writers:
    """Of one list."""

    def __init__(self, server: Server, store: Store, list_id: int, now: Callable[[], Milliseconds]) -> None:
        self._server = server
        self._now = now
        self._store = store
        self._list_id = list_id
        self._asked: set[tuple[int, str]] = set()
        """Todo and change time: where no answer came, none will."""
        self._named: dict[str, Milliseconds] = {}
        """When it was asked what these users are called, whether that was told or not."""

    def name(self) -> Changes:
        """Put names to those that have none yet. Raises what a read raises."""
        return self._name_in_conflicts() | self._name_in_news()

    def _name_in_news(self) -> Changes:
        """Where a role does not see in the rows whose they are: what the user did elsewhere is no news."""
        now = self._now()
        self._named = {user_id: at for user_id, at in self._named.items() if 0 <= now - at < NAMES_LAST}
        nameless = self._store.news_to_name(self._list_id, NEWS_AT_ONCE, self._named)
        if not nameless:
            return Changes(self._list_id)
        found = self._server.authors(list(nameless))
        told = {person.user_id for each in found.values() for person in (each.creator, each.writer) if person}
        self._named |= dict.fromkeys(told.union(author for _, author in nameless.values()), now)
        authors = {todo_id: found.get(server_id, Authors()) for server_id, (todo_id, _) in nameless.items()}
        return Changes(self._list_id, changed=self._store.note_authors(self._list_id, authors))

    def _name_in_conflicts(self) -> Changes:
        nameless = self._nameless()
        if not nameless:
            return Changes(self._list_id)
        self._asked |= {(entry.todo_id, entry.writer.at) for entry in nameless.values() if entry.writer}
        found = self._server.writers(list(nameless))
        changed = {entry.todo_id for server_id, entry in nameless.items() if self._note(entry, found.get(server_id))}
        return Changes(self._list_id, changed=frozenset(changed), outbox=bool(changed))

    def _nameless(self) -> dict[ServerId, Entry]:
        """Conflicts of rows that are there, by the row's id."""
        parked = [e for e in self._store.entries(self._list_id, {EntryState.PARKED}) if _is_nameless(e)]
        fresh = {e.todo_id: e for e in parked if e.writer and (e.todo_id, e.writer.at) not in self._asked}
        held = self._store.held(fresh)
        return {h.server_id: fresh[todo_id] for todo_id, h in held.items() if h.server_id is not None}

    def _note(self, entry: Entry, found: Writer | None) -> bool:
        """Keep the name, unless somebody else has written since."""
        if found is None or entry.writer is None or found.at != entry.writer.at:
            return False
        with self._store.transaction():
            held = self._store.held([entry.todo_id]).get(entry.todo_id)
            if held is None or entry not in held.entries:
                return False
            named = tuple(replace(e, writer=found) if e == entry else e for e in held.entries)
            self._store.put(replace(held, entries=named))
        return True


def _is_nameless(entry: Entry) -> bool:
    return entry.writer is not None and bool(entry.writer.at) and not entry.writer.name
