"""Search: the folded text of every todo, and a trigram index that follows behind it.

A changed text gets a new document number, so the index only ever grows at its end: documents up to `indexed_to` are
found through it, later ones by reading them, and numbers that are no longer in use match nothing. So a first sync
need not wait for the index, and an answer is right at any moment.
"""

from collections.abc import Iterable, Sequence

from todo_desktop.replica.database import Database
from todo_desktop.replica.json_text import ids_from_text, to_text

_GRAM = 3
_BATCH = 250
_MERGE_PAGES = 16
_STALE = 20_000


class SearchText:
    """The texts, written along with their todos."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, todo_id: int, text: str) -> int:
        """Returns the document number."""
        return self._database.insert("INSERT INTO search_text (todo_id, text) VALUES (?, ?)", (todo_id, text))

    def next_document(self) -> int:
        """The number that `add_many` gives to its first text."""
        last = self._database.value("SELECT seq FROM sqlite_sequence WHERE name = 'search_text'")
        return (last or 0) + 1

    def add_many(self, documents: Sequence[tuple[int, int, str]]) -> None:
        """(document number, todo, text) each, numbered upwards from `next_document`."""
        self._database.run_many("INSERT INTO search_text (doc, todo_id, text) VALUES (?, ?, ?)", documents)

    def is_same(self, document: int, text: str) -> bool:
        return bool(self._database.value("SELECT text = ? FROM search_text WHERE doc = ?", (text, document)))

    def replace(self, document: int, todo_id: int, text: str) -> int:
        """Returns the todo's document number from now on."""
        if self.is_same(document, text):
            return document
        self.remove([document])
        return self.add(todo_id, text)

    def remove(self, documents: Iterable[int]) -> None:
        gone = to_text(list(documents))
        self._database.run("DELETE FROM search_text WHERE doc IN (SELECT value FROM json_each(?))", (gone,))
        self._database.run(
            "UPDATE search_state SET stale = stale + (SELECT count(*) FROM json_each(?) WHERE value <= indexed_to)",
            (gone,),
        )

    def index_some(self) -> bool:
        """Let the index catch up by one small step (some 5 ms); whether there is more to do."""
        if not self._is_behind():
            return False
        with self._database.transaction():
            indexed_to, stale = self._state()
            if stale > _STALE and stale > self._database.value("SELECT count(*) FROM search_text"):
                self._database.run("INSERT INTO search_index (search_index) VALUES ('delete-all')")
                self._database.run("UPDATE search_state SET indexed_to = 0, stale = 0")
                return True
            last = self._database.value(
                "SELECT max(doc) FROM (SELECT doc FROM search_text WHERE doc > ? ORDER BY doc LIMIT ?)",
                (indexed_to, _BATCH),
            )
            if last is None:
                return False
            self._database.run(
                "INSERT INTO search_index (rowid, text) SELECT doc, text FROM search_text WHERE doc > ? AND doc <= ?",
                (indexed_to, last),
            )
            self._database.run("UPDATE search_state SET indexed_to = ?", (last,))
        self._database.run("INSERT INTO search_index (search_index, rank) VALUES ('merge', ?)", (_MERGE_PAGES,))
        return self._is_behind()

    def _is_behind(self) -> bool:
        due = "SELECT stale > ? OR EXISTS (SELECT 1 FROM search_text WHERE doc > indexed_to) FROM search_state"
        return bool(self._database.value(due, (_STALE,)))

    def _state(self) -> tuple[int, int]:
        row = self._database.row("SELECT indexed_to, stale FROM search_state")
        return (row[0], row[1]) if row else (0, 0)


class Search:
    """Finds todos by words."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def todos_with(self, words: Sequence[str]) -> list[int]:
        """Ids of the todos of all lists whose text has every one of the folded *words*, in no order."""
        here = " AND ".join("instr(text, ?)" for _ in words)
        match = _match(words)
        if not match:
            found = f"SELECT json_group_array(todo_id) FROM search_text WHERE {here}"  # noqa: S608 - no text of the user
            return ids_from_text(self._database.value(found, words))
        found = f"""
            SELECT json_group_array(todo_id) FROM (
                SELECT todo_id FROM search_index CROSS JOIN search_text ON doc = search_index.rowid
                WHERE search_index MATCH ? AND doc <= (SELECT indexed_to FROM search_state) AND {here.replace("text", "search_text.text")}
                UNION ALL
                SELECT todo_id FROM search_text WHERE doc > (SELECT indexed_to FROM search_state) AND {here}
            )
        """  # noqa: E501, S608 - no text of the user
        return ids_from_text(self._database.value(found, (match, *words, *words)))


def is_indexed(words: Sequence[str]) -> bool:
    """Whether the index helps with *words*: one of them must be long enough."""
    return bool(_match(words))


def _match(words: Sequence[str]) -> str:
    """The trigrams that a text with all *words* must have, in the index's language; empty where none is long enough."""
    # The index cannot be asked for a NUL; such a word is compared with the texts alone.
    grams = dict.fromkeys(
        word[start : start + _GRAM] for word in words if "\0" not in word for start in range(len(word) - _GRAM + 1)
    )
    return " AND ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
