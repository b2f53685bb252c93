"""Every change of the outbox as one row: its order is asked for, the todos behind it only when they are drawn."""

from array import array
from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QObject, Qt

from todo_desktop.gui.ordered_model import NOWHERE, Index, OrderedModel
from todo_desktop.gui.outbox.lists import OutboxLists
from todo_desktop.gui.outbox.words import WordsNow, sentence
from todo_desktop.gui.plain_text import tooltip
from todo_desktop.gui.todo_table.row_cache import RowCache
from todo_desktop.model.change import Entry
from todo_desktop.model.held import Held
from todo_desktop.queries import TodoQueries


class Line(Struct, frozen=True):
    """`id` is the entry's place in the outbox."""

    id: int
    held: Held
    entry: Entry


class OutboxModel(OrderedModel):
    """Rows are known by their entries' `seq`."""

    def __init__(
        self, queries: TodoQueries, words: WordsNow, lists: OutboxLists, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._queries = queries
        self._words = words
        self._lists = lists
        self._todos: dict[int, int] = {}
        self._lines = RowCache(self._read)

    def show_order(self, order: dict[int, int]) -> None:
        """Entries came, went or moved on; *order* holds the todo of each."""
        self._todos = order
        self._lines.clear()
        self.set_order(array("q", self._todos))
        self._tell_changed()

    def tick(self) -> None:
        """Time passes, or the sync goes on: what is said of it has other words."""
        self._tell_changed()

    def line(self, row: int) -> Line | None:
        """None where the entry has gone meanwhile."""
        return self._lines.get(self._ids, row) if 0 <= row < len(self._ids) else None

    def row_of_todo(self, todo_id: int) -> int:
        """Of its first entry, -1 where it has none."""
        return next((self.row_of(seq) for seq, owner in self._todos.items() if owner == todo_id), -1)

    def todo_ids(self) -> list[int]:
        """Every todo with a change on its way, once."""
        return list(dict.fromkeys(self._todos.values()))

    def change_words(self, row: int) -> str:
        line = self.line(row)
        return self._words(line.held.list_id).change(line.held, line.entry) if line else ""

    def state_words(self, row: int) -> str:
        """After the name of its list, where several are shown."""
        line = self.line(row)
        if line is None:
            return ""
        list_id = line.held.list_id
        name = self._lists.name_of(list_id)
        state = self._words(list_id).state(line.entry, self._lists.status_of(list_id))
        return f"{name} · {state}" if name else state

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return sentence(self.change_words(index.row()), self.state_words(index.row()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"{self.change_words(index.row())}\n{self.state_words(index.row())}")
        return None

    def _tell_changed(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))

    def _read(self, seqs: Sequence[int]) -> list[Line]:
        held = self._queries.held([self._todos[seq] for seq in seqs if seq in self._todos])
        entries = {entry.seq: (one, entry) for one in held.values() for entry in one.entries}
        return [Line(seq, *entries[seq]) for seq in seqs if seq in entries]
