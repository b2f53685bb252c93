"""*Move to* and *Copy to*: the other lists as entries of two menus, and what they do to the selected todos."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from todo_desktop.gui.list_pane import ListPane
from todo_desktop.gui.open_once import OpenOnce
from todo_desktop.gui.rights_words import why_not_delete
from todo_desktop.gui.sidebar.dragging import TodoDragging
from todo_desktop.gui.sidebar.entries import ListEntry
from todo_desktop.model.errors import StorageError
from todo_desktop.model.lists import ListAddress, TodoList
from todo_desktop.service import TodoService

if TYPE_CHECKING:
    from todo_desktop.gui.carry_dialog import CarryDialog
    from todo_desktop.model.misfits import Misfits


class Carrying(QObject):
    """From *pane* to the lists that are shown beside it."""

    failed = Signal(object)
    """A `StorageError`."""
    left = Signal(str)
    """Why some todos stayed where they are, as a sentence."""

    def __init__(self, service: TodoService, pane: ListPane, move: QMenu, copy: QMenu, parent: QObject) -> None:
        super().__init__(parent)
        self._service = service
        self._pane = pane
        self._move = move
        self._copy = copy
        self._in_sight = ListAddress()
        self._here: ListEntry | None = None
        """The one in sight; None where that is several."""
        self._titles: Counter[str] = Counter()
        pane.view.selection_moved.connect(self.show_possible)
        self._question: OpenOnce[CarryDialog] = OpenOnce(self)
        self._dragging = TodoDragging(pane.view, self)

    def show_lists(self, entries: Sequence[ListEntry], in_sight: ListAddress) -> None:
        """All but the one in sight can be carried to, once each was opened."""
        if in_sight != self._in_sight:
            self._in_sight = in_sight
            self._question.close()
        self._here = next((entry for entry in entries if entry.address == in_sight and not in_sight.is_all), None)
        self._titles = Counter(entry.title for entry in entries)
        others = [entry for entry in entries if entry.address != in_sight and entry.list_id is not None]
        for menu, moves in ((self._move, True), (self._copy, False)):
            menu.clear()
            for entry in others:
                action = QAction(_called(entry).replace("&", "&&"), menu)
                action.setData(entry.list_id)
                action.triggered.connect(partial(self._carry_selected, entry, moves))
                menu.addAction(action)
        self.show_possible()

    def show_possible(self) -> None:
        """Enable what the selection and the role allow."""
        chosen = self._pane.view.selectionModel().hasSelection() and bool(self._copy.actions())
        some = self._pane.some_chosen() if chosen else []
        self._copy.menuAction().setEnabled(chosen)
        why_not = why_not_delete(self._service.list, some) if chosen else ""
        self._move.menuAction().setEnabled(chosen and not why_not)
        self._move.menuAction().setToolTip(why_not)
        lists = {todo.list_id for todo in some}
        for action in (*self._move.actions(), *self._copy.actions()):
            action.setEnabled(lists != {action.data()})  # where all of them are already they need not go

    def _carry_selected(self, entry: ListEntry, moves: bool, _checked: bool = False) -> None:
        self.carry(self._pane.view.selected_ids(), entry, moves=moves)

    def drop(self, todo_ids: Sequence[int], entry: ListEntry, moves: bool) -> None:
        """What was dragged there; where nothing may be deleted here it is copied."""
        may_leave = any(each.permissions.destroy.allowed for each in self._service.list.parts)
        self.carry(todo_ids, entry, moves=moves and may_leave)

    def carry(self, todo_ids: Sequence[int], entry: ListEntry, *, moves: bool) -> None:
        """Where the other list has no place for something, that is told before."""
        if not todo_ids or entry.list_id is None:
            return
        try:
            there = self._service.list_of(entry.list_id)
        except StorageError as error:
            self.failed.emit(error)
            return
        self._pane.commands.look_for_misfits(
            todo_ids, there, lambda misfits: self._ask(todo_ids, there, entry, moves, misfits)
        )

    def _ask(self, todo_ids: Sequence[int], there: TodoList, entry: ListEntry, moves: bool, misfits: "Misfits") -> None:
        if not misfits:
            self._go(todo_ids, there, entry, self._here, moves, False)
            return
        from todo_desktop.gui.carry_dialog import CarryDialog  # noqa: PLC0415  (where it is needed)

        self._question.close()  # of other todos, or of another list: it was not answered
        self._question.show(
            lambda: CarryDialog(len(todo_ids), self._title_of(entry), misfits, moves=moves, parent=self._pane.window())
        ).chosen.connect(partial(self._go, todo_ids, there, entry, self._here, moves))

    def _go(
        self,
        todo_ids: Sequence[int],
        there: TodoList,
        entry: ListEntry,
        here: ListEntry | None,
        moves: bool,
        into_notes: bool,
    ) -> None:
        asked = len(todo_ids)

        def say(done: int) -> None:
            if done:
                self._pane.undo_bar.offer_words(self._done(done, moves).format(list=self._title_of(entry)))
            homeless = asked - done - self._pane.commands.passed
            if moves and homeless > 0:
                self.left.emit(self._stayed(homeless, here, entry))

        self._pane.commands.carry(todo_ids, there, moves=moves, into_notes=into_notes, then=say)

    def _done(self, count: int, moves: bool) -> str:
        if moves:
            many = self.tr("%Ln todos moved to “{list}”.", "", count)
            return self.tr("Todo moved to “{list}”.") if count == 1 else many
        return (
            self.tr("Todo copied to “{list}”.") if count == 1 else self.tr("%Ln todos copied to “{list}”.", "", count)
        )

    def _title_of(self, entry: ListEntry) -> str:
        """With its place where another list is called the same."""
        return entry.title if self._titles[entry.title] < 2 else _called(entry)

    def _stayed(self, count: int, here: ListEntry | None, there: ListEntry) -> str:
        """Whatever list is in sight when it is read."""
        if here is None:
            one = self.tr("One todo stays in its list: “{there}” has no place for all that it holds.")
            many = self.tr("%Ln todos stay in their lists: “{there}” has no place for all that they hold.", "", count)
            return (one if count == 1 else many).format(there=_called(there))
        one = self.tr("One todo stays in “{here}”: “{there}” has no place for all that it holds.")
        many = self.tr("%Ln todos stay in “{here}”: “{there}” has no place for all that they hold.", "", count)
        return (one if count == 1 else many).format(here=_called(here), there=_called(there))


def _called(entry: ListEntry) -> str:
    return f"{entry.title} ({entry.place})"
