"""Users of a server by their names, and who wrote which state of a row: as far as somebody was told."""

from collections.abc import Mapping

from todo_desktop.model.answers import Authors, Person
from todo_desktop.replica.database import Database

_NAME = "INSERT OR REPLACE INTO person (list_id, user_id, name) VALUES (?, ?, ?)"
_WROTE = "INSERT OR REPLACE INTO written (todo_id, at, user_id) SELECT id, ?, ? FROM todo WHERE id = ?"


class People:
    """Writes must be inside a transaction of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, list_id: int, authors: Mapping[int, Authors]) -> None:
        """What was told of these todos, by local id."""
        people = {p.user_id: p.name for a in authors.values() for p in (a.creator, a.writer) if p is not None}
        self._database.run_many(_NAME, [(list_id, user_id, name) for user_id, name in people.items()])
        wrote = [(a.at, a.writer.user_id, todo_id) for todo_id, a in authors.items() if a.writer is not None]
        self._database.run_many(_WROTE, wrote)

    def forget(self, todo_id: int) -> None:
        """The todo is gone."""
        self._database.run("DELETE FROM written WHERE todo_id = ?", (todo_id,))

    def named(self, list_id: int, user_id: str) -> Person:
        """The name is empty where it was never told."""
        name = self._database.value("SELECT name FROM person WHERE list_id = ? AND user_id = ?", (list_id, user_id))
        return Person(user_id, name or "")

    def writer_of(self, todo_id: int, at: str) -> str:
        """The id of whoever made the todo what it has been since the instant *at*; empty where that was never told."""
        found = self._database.value("SELECT user_id FROM written WHERE todo_id = ? AND at = ?", (todo_id, at))
        return found or ""
