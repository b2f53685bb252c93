"""What others added, changed and removed since the user looked last. What a first load brings is no news."""

from collections.abc import Iterable, Mapping, Sequence

from todo_desktop.model.answers import Authors
from todo_desktop.model.held import Held
from todo_desktop.model.news import News, NewsKind, NewsOverview, differing, from_others
from todo_desktop.model.other_ends import keys_of, two_ended
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Json, Milliseconds, Record, ServerId
from todo_desktop.replica.database import Database
from todo_desktop.replica.json_text import from_text, ids_from_text, to_text
from todo_desktop.replica.lists import Lists

_SELECTED = "SELECT todo_id, kind, before, author FROM news"
_BY_ID = f"{_SELECTED} WHERE todo_id IN (SELECT value FROM json_each(?))"  # noqa: S608 - constants
_FORGET = "DELETE FROM news WHERE todo_id IN (SELECT value FROM json_each(?))"
_PUT = "INSERT OR REPLACE INTO news (todo_id, list_id, kind, before, author) VALUES (?, ?, ?, ?, ?)"
# What came back is not removed, whatever way it came; what is hidden was deleted here, and is none either.
_KNOWN = """
    SELECT kind, json_group_array(todo_id) FROM news LEFT JOIN todo ON todo.id = todo_id
    WHERE news.list_id = ? AND iif(kind = 'removed', todo.id IS NULL, todo.hidden = 0) GROUP BY kind
"""
_TO_NAME = """
    SELECT server_id, todo_id, ifnull(author, '') FROM news JOIN todo ON todo.id = todo_id
    WHERE news.list_id = ? AND server_id IS NOT NULL
        AND (author IS NULL OR (author <> '' AND author NOT IN (SELECT value FROM json_each(?))))
    LIMIT ?
"""
_SHOWING = """
    SELECT DISTINCT server_id FROM todo, json_each(extra, ?3) AS each
    WHERE list_id = ?1 AND server_id IN (SELECT value FROM json_each(?2)) AND each.value ->> ?4 = ?5
"""


class NewsBook:
    """What writes must be inside a transaction of the database."""

    def __init__(self, database: Database, lists: Lists) -> None:
        self._database = database
        self._lists = lists

    def is_kept(self, list_id: int) -> bool:
        """Whether anything is news there: in a server's list that was read whole once."""
        return bool(self._database.value("SELECT loaded AND base_url IS NOT NULL FROM list WHERE id = ?", (list_id,)))

    def add(self, list_id: int, rows: Sequence[tuple[int, Record]]) -> None:
        """These todos, by local id, came in with these values."""
        name = self._lists.collection(list_id).created_by
        user = self._user(list_id)
        authors = ((todo_id, _author(record, name)) for todo_id, record in rows)
        self._put(list_id, [News(todo_id, NewsKind.ADDED, author=who) for todo_id, who in authors if who != user])

    def change(self, list_id: int, rows: Sequence[tuple[int, Record, Record]]) -> None:
        """These todos: what was there before, and is there now."""
        collection = self._lists.collection(list_id)
        found = ((todo_id, differing(collection, before, now), now) for todo_id, before, now in rows)
        told = ((todo_id, self._without_seen(list_id, was, now), now) for todo_id, was, now in found if was)
        self._change(list_id, collection, [each for each in told if each[1]])

    def read(self, held: Held, row: Record) -> None:
        """The server showed *row* of *held*, which has unsent edits. Where the row does not tell who wrote it, nobody
        can: the next to write it is the user."""
        collection = self._lists.collection(held.list_id)
        was = self._without_seen(held.list_id, from_others(collection, held, row), row)
        if was and self.is_kept(held.list_id):
            self._change(held.list_id, collection, [(held.todo_id, was, row)], untold="")

    def remove(self, held: Held) -> None:
        """It is gone on the server, and nobody deleted it here. What nobody has seen yet just goes."""
        known = self.of([held.todo_id]).get(held.todo_id)
        self.forget([held.todo_id])
        unseen = known is not None and known.kind is NewsKind.ADDED
        if held.server_id is not None and not held.entries and not unseen and self.is_kept(held.list_id):
            self._put(held.list_id, [News(held.todo_id, NewsKind.REMOVED, author="")])

    def forget(self, todo_ids: Iterable[int]) -> None:
        """They have been looked at."""
        self._database.run(_FORGET, (to_text(list(todo_ids)),))

    def forget_all(self, list_id: int) -> None:
        self._database.run("DELETE FROM news WHERE list_id = ?", (list_id,))

    def look(self, list_id: int, at: Milliseconds) -> None:
        """The user has looked at the list then, last of all."""
        self._database.run("UPDATE list SET looked_at = ? WHERE id = ?", (at, list_id))

    def overview(self, list_ids: Sequence[int]) -> NewsOverview:
        """Of these lists together."""
        found: dict[str, set[int]] = {kind: set() for kind in NewsKind}
        times = []
        for list_id in list_ids:
            rows = self._database.rows(_KNOWN, (list_id,))
            for kind, ids in rows:
                found[kind].update(ids_from_text(ids))
            if rows:
                times.append(self._database.value("SELECT looked_at FROM list WHERE id = ?", (list_id,)))
        added, changed, removed = (frozenset(found[kind]) for kind in NewsKind)
        return NewsOverview(added, changed, removed, min(times, default=None) if None not in times else None)

    def of(self, todo_ids: Iterable[int]) -> dict[int, News]:
        rows = self._database.rows(_BY_ID, (to_text(list(todo_ids)),))
        return {row[0]: News(row[0], NewsKind(row[1]), from_text(row[2], dict), row[3]) for row in rows}

    def to_name(self, list_id: int, most: int, named: Iterable[str]) -> dict[ServerId, tuple[int, str]]:
        """Todos of which nobody has asked yet who did it, or whose author is not among those who are *named*: local id
        and author by the server's id."""
        rows = self._database.rows(_TO_NAME, (list_id, to_text(list(named)), most))
        return {server_id: (todo_id, author) for server_id, todo_id, author in rows}

    def name(self, list_id: int, authors: Mapping[int, Authors]) -> frozenset[int]:
        """It was asked who did it. What the user did elsewhere is no news. Local ids of what differs now."""
        known, user = self.of(authors), self._user(list_id)
        named = {n: _author_of(each, authors[n]) for n, each in known.items()}
        self.forget([n for n, author in named.items() if author == user])
        rest = [(author, n) for n, author in named.items() if author != known[n].author]
        self._database.run_many("UPDATE news SET author = ? WHERE todo_id = ?", rest)
        return frozenset(n for _, n in rest)

    def _without_seen(self, list_id: int, was: Mapping[str, Json], now: Record) -> Mapping[str, Json]:
        """*was*, what was changed in a row, without what its other end shows already, as where the children of a todo
        were edited here: the user knows."""
        collection = self._lists.collection(list_id)
        seen = set()
        for field in two_ended(collection):
            if field.name in was and not field.foreign_key:
                before, after = keys_of(field, was[field.name]), keys_of(field, now[field.name])
                values = (list_id, to_text([*before, *after]), f'$."{field.other_end}"', f'$."{field.target_key}"')
                showing = self._database.rows(_SHOWING, (*values, now.get(collection.primary_key)))
                seen |= {field.name} if {key for (key,) in showing} == after else set()
        return {name: value for name, value in was.items() if name not in seen}

    def _change(
        self,
        list_id: int,
        collection: Collection,
        rows: Sequence[tuple[int, Mapping[str, Json], Record]],
        untold: str | None = None,
    ) -> None:
        """Todos, what the changed fields held before, and what is there now. *untold* stands for an author of whom the
        row does not tell."""
        if not rows:
            return
        user, known = self._user(list_id), self.of([todo_id for todo_id, _, _ in rows])
        put, back = [], []
        for todo_id, was, now in rows:
            author, earlier = _author(now, collection.updated_by), known.get(todo_id)
            author = untold if author is None else author
            if author == user or (earlier is not None and earlier.kind is not NewsKind.CHANGED):
                continue
            before = {**was, **(earlier.before if earlier is not None else {})}
            before = {n: old for n, old in before.items() if n not in now or not collection.same(n, old, now[n])}
            if before:
                put.append(News(todo_id, NewsKind.CHANGED, before, author))
            else:
                back.append(todo_id)
        self._put(list_id, put)
        self.forget(back)

    def _put(self, list_id: int, news: Sequence[News]) -> None:
        rows = [(each.todo_id, list_id, each.kind.value, to_text(dict(each.before)), each.author) for each in news]
        self._database.run_many(_PUT, rows)

    def _user(self, list_id: int) -> str:
        """Whose list it is."""
        found: str = self._database.value("SELECT ifnull(user_id, '') FROM list WHERE id = ?", (list_id,))
        return found


def _author_of(news: News, authors: Authors) -> str:
    """Empty where nobody can tell."""
    creator, writer = authors.creator, authors.writer
    if news.kind is NewsKind.ADDED:
        return news.author or (creator.user_id if creator is not None else "")
    return writer.user_id if writer is not None else news.author or ""


def _author(record: Record, name: str) -> str | None:
    value = record.get(name) if name else None
    return None if value is None else str(value)
