"""Rows that are known by their ids: an order of any length, and changes of it told to views row by row."""

from array import array
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Signal

from todo_desktop.gui.todo_table.order_change import Insert, Move, Rearrange, Remove, steps_between

Index: TypeAlias = QModelIndex | QPersistentModelIndex

NOWHERE = QModelIndex()
_FEW = 4
"""Up to so many ids are looked for one by one; for more, the whole order is gone through once: at 100,000 rows one look
takes 3 ms, and once through 15."""


class OrderedModel(QAbstractTableModel):
    """Holds the order as an `array('q')`; what the rows show is up to who derives from it."""

    rearranging = Signal()
    """All rows are about to be laid out anew."""
    rearranged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids = array("q")

    @property
    def ids(self) -> "array[int]":
        """The order shown; not to be changed."""
        return self._ids

    def id_at(self, row: int) -> int:
        return self._ids[row]

    def row_of(self, row_id: int) -> int:
        """-1 where it is not shown."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

    def rows_of(self, ids: AbstractSet[int]) -> dict[int, int]:
        """Where each of them is shown; those that are not are left out."""
        if len(ids) > _FEW:
            return {row_id: row for row, row_id in enumerate(self._ids) if row_id in ids}
        return {row_id: row for row_id in ids if (row := self.row_of(row_id)) >= 0}

    def set_order(self, ids: "array[int]", *, asked: bool = False) -> None:
        """Show *ids*, telling views as little as is different; where the user *asked* for another order, all at once:
        looking for what is the same would take longer."""
        if asked and ids != self._ids:
            self._rearrange(ids)
            return
        for step in steps_between(self._ids, ids):
            match step:
                case Remove():
                    self._remove(step)
                case Insert():
                    self._insert(step)
                case Move():
                    self._move(step)
                case Rearrange():
                    self._rearrange(step.ids)

    def without(self, ids: Iterable[int]) -> "array[int]":
        """The order less some ids."""
        gone = frozenset(ids)
        if len(gone) > _FEW:
            return array("q", [row_id for row_id in self._ids if row_id not in gone])
        left = array("q", self._ids)
        for row in sorted((self.row_of(row_id) for row_id in gone), reverse=True):
            if row >= 0:
                del left[row]
        return left

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._ids)

    def _remove(self, step: Remove) -> None:
        self.beginRemoveRows(NOWHERE, step.first, step.last)
        del self._ids[step.first : step.last + 1]
        self.endRemoveRows()

    def _insert(self, step: Insert) -> None:
        self.beginInsertRows(NOWHERE, step.row, step.row + len(step.ids) - 1)
        self._ids[step.row : step.row] = step.ids
        self.endInsertRows()

    def _move(self, step: Move) -> None:
        # Qt names the row before which the moved one is put, counted before the move.
        before = step.target + 1 if step.target > step.source else step.target
        self.beginMoveRows(NOWHERE, step.source, step.source, NOWHERE, before)
        self._ids.insert(step.target, self._ids.pop(step.source))
        self.endMoveRows()

    def _rearrange(self, ids: "array[int]") -> None:
        """One new layout; what views hold on to by a persistent index follows its row."""
        self.rearranging.emit()
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        followed = [self._ids[index.row()] for index in held]
        self._ids = ids
        places = self.rows_of(set(followed))
        moved = [places.get(row_id, -1) for row_id in followed]
        self.changePersistentIndexList(
            held,
            [
                self.createIndex(row, index.column()) if row >= 0 else QModelIndex()
                for row, index in zip(moved, held, strict=True)
            ],
        )
        self.layoutChanged.emit()
        self.rearranged.emit()
