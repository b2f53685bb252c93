"""The table's view: hands, eyes and feet. What is asked of it goes out as signals."""

from array import array
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QLine,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QToolTip, QWidget

from todo_desktop.gui.plain_text import tooltip
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.todo_table.columns import Column, Part
from todo_desktop.gui.todo_table.delegate import TodoDelegate
from todo_desktop.gui.todo_table.editor_note import EditorNote
from todo_desktop.gui.todo_table.header import TodoHeader
from todo_desktop.gui.todo_table.model import TodoTableModel
from todo_desktop.gui.todo_table.row_marks import RowMarks
from todo_desktop.gui.todo_table.row_selection import RowSelection
from todo_desktop.gui.todo_table.viewport import give_viewport
from todo_desktop.model.schema import FieldKind

_Select = QItemSelectionModel.SelectionFlag
_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OF_ACTIONS = (Qt.Key.Key_Space, Qt.Key.Key_Delete)
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)


class TodoTableView(QTableView):
    """Rows of one height, selected whole; the current cell is where an editor opens."""

    ticked = Signal(int, int)
    """Row and column of a checkbox that was clicked, or pressed by an assistive program."""
    open_wanted = Signal()
    """What the current cell leads to, by Ctrl+Enter."""
    menu_wanted = Signal(object)
    """Where (global)."""
    mark_clicked = Signal(int)
    """Of this todo."""
    idle_key = Signal(object)
    """The `Qt.Key` of an action that is disabled: it would have been the shortcut otherwise."""
    selection_moved = Signal()
    resized = Signal()

    def __init__(
        self,
        model: TodoTableModel,
        is_there: Callable[[int], bool],
        theme: Theme,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        """*is_there* tells whether a todo exists, whatever is shown."""
        super().__init__(parent)
        self.is_there = is_there
        give_viewport(self)
        self._model = model
        self._pressed: tuple[int, int] | None = None
        self._guest = False
        self.setObjectName("todoTable")
        self.setAccessibleName(self.tr("Todos"))
        set_role(self, Role.LIST)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        # Rows are selected whole all the same (`selectionCommand`): of a row Qt would not tell which cell was pressed.
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header = TodoHeader(theme, icons, self)
        self.setHorizontalHeader(self.header)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(metrics.ROW_COMPACT)
        # A press on it sorts, and selects no column.
        self.header.sectionPressed.disconnect()
        self._take_model(model)
        self.delegate = TodoDelegate(model, theme, icons, self)
        self.setItemDelegate(self.delegate)
        self._marks = RowMarks(self, model)
        self._note = EditorNote(self.viewport())
        self.delegate.refused.connect(self._note.say)
        theme.changed.connect(self._restyle)
        self.set_compact(False)

    def _take_model(self, model: TodoTableModel) -> None:
        self.setModel(model)
        made_by_qt, self._rows = self.selectionModel(), RowSelection(model, self)
        self.setSelectionModel(self._rows)
        made_by_qt.deleteLater()
        self._rows.selectionChanged.connect(self.selection_moved)
        self._rows.pressed.connect(self.ticked)

    def selectionCommand(  # noqa: N802
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        command = super().selectionCommand(index, event)
        return command | _Select.Rows if command else command

    def set_compact(self, compact: bool) -> None:
        self.verticalHeader().setDefaultSectionSize(metrics.ROW_COMPACT if compact else metrics.ROW)
        self.verticalScrollBar().setSingleStep(self.verticalHeader().defaultSectionSize())

    # Rows and selection

    def selected_rows(self) -> list[int]:
        """In order."""
        return self._rows.chosen()

    def selected_ids(self) -> list[int]:
        ids = self._model.ids
        return [ids[row] for row in self.selected_rows()]

    def select_row(self, row: int) -> None:
        """Make *row* the only selected one, and the current one."""
        self._rows.choose_one(row)

    def select_ids(self, todo_ids: Iterable[int]) -> None:
        """Select those of the todos that are shown, and make the first of them current."""
        self.select_rows(sorted(self._model.rows_of(set(todo_ids)).values()))

    def select_rows(self, rows: Sequence[int]) -> None:
        """Select these, which are in order, and make the first of them current."""
        if rows:
            title = self._model.index(rows[0], self._model.title_column)
            self.selectionModel().setCurrentIndex(title, _Select.NoUpdate)
        self._rows.choose(rows)

    def selectAll(self) -> None:  # noqa: N802
        """One range: Qt's own way looks at every cell."""
        self._rows.choose_all()

    def show_order(self, ids: "array[int]", *, asked: bool) -> None:
        """Show *ids*. What the user looks at stays where it is; where they asked for something else, the current row
        is followed, or the list starts at its top."""
        chosen = self.selectionModel().hasSelection()
        row = self._rows.first() if chosen else self.currentIndex().row()
        if not asked:
            self._keep_edited(ids)
        anchor = self._anchor() if not asked else None
        self._model.set_order(ids, asked=asked)
        if chosen and not self.selectionModel().hasSelection() and len(ids):
            self.select_row(min(row, len(ids) - 1))
        if anchor is not None:
            self.hold(*anchor)
        elif self.selectionModel().hasSelection():
            self.scrollTo(self.currentIndex())
        else:
            self.scrollToTop()
        self._update_hovered(self.viewport().mapFromGlobal(QCursor.pos()))

    def _keep_edited(self, ids: "array[int]") -> None:
        """The row under edit stays while its todo is there, though it is not among *ids* any more."""
        edited = self.delegate.edited
        if edited is not None and edited.todo_id not in ids and self.is_there(edited.todo_id):
            ids.insert(min(self._model.row_of(edited.todo_id), len(ids)), edited.todo_id)
            self._guest = True

    def take_guest(self) -> bool:
        """Whether a row may still be shown only because it was being edited."""
        guest, self._guest = self._guest, False
        return guest

    def reveal(self, todo_id: int) -> None:
        """Scroll to the todo, where it is shown."""
        row = self._model.row_of(todo_id)
        if row >= 0:
            # New rows lengthen the scroll bar only with the next event.
            self.updateGeometries()
            self.scrollTo(self._model.index(row, self._model.title_column))

    def scrollTo(  # noqa: N802
        self, index: QModelIndex | QPersistentModelIndex, hint: _Hint = _Hint.EnsureVisible
    ) -> None:
        """Whoever goes back to the title sees the checkbox before it, too."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if bar.value() < before and index.column() == self._model.title_column:
            title = self.header.sectionPosition(index.column()) + self.columnWidth(index.column())
            bar.setValue(0 if title <= self.viewport().width() else bar.value())

    def _anchor(self) -> tuple[int, int] | None:
        """The todo to hold still and where it is drawn: the one under the pointer, else the first in sight. None at
        the very top with the pointer elsewhere: there, new first rows are to be seen."""
        pointer = self.viewport().mapFromGlobal(QCursor.pos())
        inside = self.underMouse() and self.viewport().rect().contains(pointer)
        row = self.rowAt(pointer.y()) if inside else -1
        if row < 0 and self.verticalScrollBar().value() == 0:
            return None if self._model.rowCount() == 0 else (-1, 0)
        row = row if row >= 0 else self.rowAt(0)
        return None if row < 0 else (self._model.id_at(row), self.rowViewportPosition(row))

    def first_in_sight(self) -> tuple[int, int]:
        """The todo at the top and where it is drawn (0, or above the edge); -1 where the list begins there."""
        row = self.rowAt(0) if self.verticalScrollBar().value() else -1
        return (self._model.id_at(row), self.rowViewportPosition(row)) if row >= 0 else (-1, 0)

    def hold(self, todo_id: int, top: int) -> None:
        """Scroll so that the todo, where it is shown, is drawn at *top*."""
        row = self._model.row_of(todo_id) if todo_id >= 0 else -1
        if row >= 0:
            self.updateGeometries()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowViewportPosition(row) - top)

    # Editing

    def edit_current(self) -> None:
        """Open the editor of the current cell, or of the title where that cell has none."""
        index = self.currentIndex()
        if not index.isValid():
            return
        column = self._model.columns[index.column()]
        if column.part in (Part.DONE, Part.LIST, Part.MARK):
            index = index.siblingAtColumn(self._model.title_column)
            column = self._model.columns[index.column()]
        self._edit(index, column)

    def edit_field(self, field: str, wanted: str = "") -> None:
        """Open the editor of that field of the current row; of the title where its column is out of sight. *wanted*
        says why, beside it."""
        keys = [column.key for column in self._model.columns]
        place = keys.index(field) if field in keys else self._model.title_column
        if self.isColumnHidden(place):
            place = self._model.title_column
        index = self.currentIndex().siblingAtColumn(place)
        if index.isValid():
            self._edit(index, self._model.columns[place])
        if wanted and self.delegate.editor is not None:
            self._note.say_wanted(self.delegate.editor, wanted)

    def _edit(self, index: QModelIndex, column: Column) -> None:
        if column.part is Part.LIST:
            self.open_wanted.emit()
        elif self._model.obstacle(index.row(), index.column()):
            if column.field is not None and column.field.kind is FieldKind.FILES:
                self.open_wanted.emit()  # there is nothing else to be wanted of it
            self.say_obstacle(index.row(), index.column())
        elif column.field is not None and column.field.kind is FieldKind.BOOLEAN:
            self.ticked.emit(index.row(), index.column())
        elif column.field is not None:
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.edit(index)

    def say_obstacle(self, row: int, column: int) -> None:
        """Why that cell cannot be edited, beside it: a line above the table would push away what was clicked."""
        self._note.say_of_cell(self.visualRect(self._model.index(row, column)), self._model.obstacle(row, column))

    def say_of_current(self, reason: str) -> None:
        """Why nothing is done to the current row, beside its title."""
        if self.currentIndex().isValid():
            title = self.currentIndex().siblingAtColumn(self._model.title_column)
            self._note.say_of_cell(self.visualRect(title), reason)

    def _forget_obstacle(self) -> None:
        if self.delegate.editor is None:
            self._note.hide()

    def commit_editor(self) -> bool:
        """Store and close what is being edited; False where its value was refused and it stays open."""
        return self.delegate.commit()

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A checkbox is hit by a click anywhere in its cell, and leaves the selection alone."""
        self._forget_obstacle()
        index = self.indexAt(event.position().toPoint())
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if plain and index.isValid() and self._is_checkbox(index):
            self._pressed = index.row(), index.column()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.selectionModel().setCurrentIndex(index, _Select.NoUpdate)
            return
        self._pressed = None
        marked = self._marks.row_at_edge(event.position().toPoint()) if plain else -1
        if marked >= 0:
            self._press_mark(marked)
        else:
            super().mousePressEvent(event)

    def _press_mark(self, row: int) -> None:
        """Its row is selected, and not the cell that lies below it, to which Qt would scroll a moment later."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.setAutoScroll(False)
        self.select_row(row)
        self.setAutoScroll(True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
            marked = self._marks.row_at(event.position().toPoint())
            if event.button() == Qt.MouseButton.LeftButton and not event.modifiers() and marked >= 0:
                self.mark_clicked.emit(self._model.id_at(marked))
            return
        index = self.indexAt(event.position().toPoint())
        if (index.row(), index.column()) == pressed:
            self.ticked.emit(*pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            super().mouseDoubleClickEvent(event)
        elif self._is_checkbox(index) or self._marks.row_at_edge(event.position().toPoint()) >= 0:
            # The second click of a quick pair counts as a click.
            self.mousePressEvent(event)
        else:
            self._edit(index, self._model.columns[index.column()])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._update_hovered(event.position().toPoint())
        if self._pressed is None:
            super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Leave:
            self._set_hovered(-1)
        elif event.type() == QEvent.Type.Wheel:
            handled = super().viewportEvent(event)
            self._update_hovered(self.viewport().mapFromGlobal(QCursor.pos()))
            return handled
        elif isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), tooltip(self.tooltip_at(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def tooltip_at(self, position: QPoint) -> str:
        """Plain text: what the cell there does not show, and what there is to say of it."""
        marked = self._marks.row_at_edge(position)
        if marked >= 0:
            return self._model.tooltip_text(marked, self.header.count() - 1)
        index = self.indexAt(position)
        if not index.isValid():
            return ""
        row, column = index.row(), index.column()
        if self.delegate.shows_all(self._model.cell(row, column), self.columnWidth(column)):
            return self._model.reasons(row, column)
        return self._model.tooltip_text(row, column)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The marks stay in sight at the row's end where their column is scrolled away."""
        self.delegate.marking = self.currentIndex().isValid() or self.selectionModel().hasSelection()
        super().paintEvent(event)
        self._paint_lines(event.rect())
        if self._marks.are_away:
            self._marks.paint(event.rect())

    def _paint_lines(self, area: QRect) -> None:
        """A hairline under each row, all of them at once."""
        first, last = self.rows_in(area)
        height, top = self.verticalHeader().defaultSectionSize(), self.rowViewportPosition(first)
        right = min(self.viewport().width(), self.header.length() - self.header.offset()) - 1
        bottoms = range(top + height - 1, top + (last - first + 1) * height, height)
        painter = QPainter(self.viewport())
        painter.setPen(self.delegate.line)
        painter.drawLines([QLine(0, y, right, y) for y in bottoms])
        painter.end()

    def rows_in(self, area: QRect) -> tuple[int, int]:
        """The first and the last row there; the last is below the first where there are none."""
        first, last = self.rowAt(max(0, area.top())), self.rowAt(area.bottom())
        return max(0, first), last if last >= 0 else self._model.rowCount() - 1

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._forget_obstacle()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        super().scrollContentsBy(dx, dy)
        self._forget_obstacle()
        if dx:
            # The marks do not move sideways with what Qt shifts.
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self._forget_obstacle()
        if event.key() in _ENDS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # Home and End are the list's already; with Ctrl, Qt would move the current cell and select nothing.
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.ControlModifier
            event = QKeyEvent(event.type(), event.key(), modifiers)
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open_wanted.emit()
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in (*_ENTER, Qt.Key.Key_F2):
            self.edit_current()
        elif event.key() in _OF_ACTIONS:
            self.idle_key.emit(Qt.Key(event.key()))
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802
        """Home and End are the list's, not the row's."""
        if action in (_Move.MoveHome, _Move.MoveEnd) and self._model.rowCount():
            row = 0 if action == _Move.MoveHome else self._model.rowCount() - 1
            return self._model.index(row, max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        row = self.rowAt(event.pos().y())
        if row >= 0 and row not in self.selected_rows():
            self.select_row(row)
        self.menu_wanted.emit(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The current row does not fall out of sight where the table gets lower."""
        row = self.currentIndex().row()
        top = self.rowViewportPosition(row) if row >= 0 else -1
        bottom = top + self.rowHeight(row)
        super().resizeEvent(event)
        if top >= 0 and event.size().height() < bottom <= event.oldSize().height():
            across = self.horizontalScrollBar().value()
            self.scrollTo(self.currentIndex())
            self.horizontalScrollBar().setValue(across)
        self.resized.emit()

    def _is_checkbox(self, index: QModelIndex) -> bool:
        column = self._model.columns[index.column()]
        return column.field is not None and column.field.kind is FieldKind.BOOLEAN

    def _update_hovered(self, position: QPoint) -> None:
        inside = self.viewport().underMouse() and self.viewport().rect().contains(position)
        self._set_hovered(self.rowAt(position.y()) if inside else -1)

    def _set_hovered(self, row: int) -> None:
        before, self.delegate.hovered = self.delegate.hovered, row
        for changed in {before, row} - {-1} if before != row else ():
            top, height = self.rowViewportPosition(changed), self.verticalHeader().defaultSectionSize()
            self.viewport().update(0, top, self.viewport().width(), height)

    def _restyle(self) -> None:
        self.delegate.restyle()
        self.viewport().update()
        self.header.viewport().update()
