"""What was removed from the list in the last 30 days, and can be restored."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget
from shiboken6 import isValid

from todo_desktop.gui.dialog_parts import button_row, prepare_rows, push_button
from todo_desktop.gui.ordered_model import NOWHERE, Index, OrderedModel
from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.refusals import refusal
from todo_desktop.gui.status_words import ago
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.todo_commands import TodoCommands
from todo_desktop.gui.todo_table.row_cache import RowCache
from todo_desktop.model.errors import TodoDesktopError
from todo_desktop.model.lists import TodoList
from todo_desktop.model.todo import Trashed
from todo_desktop.model.values import Milliseconds
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService


class RecentlyRemovedDialog(QDialog):
    """Open it with `show`: the list can be used meanwhile. It is empty until `refresh`."""

    def __init__(
        self,
        service: TodoService,
        queries: TodoQueries,
        commands: TodoCommands,
        now: Callable[[], Milliseconds],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._queries = queries
        self._commands = commands
        self.setObjectName("recentlyRemovedDialog")
        self.setWindowTitle(self.tr("Recently removed"))
        self._list = service.list
        self._model = _TrashModel(queries.trashed, service.list, now, self)
        self._view = QTableView(self)
        self._hint = QLabel(self)
        self._restore = push_button("removedRestore", self.tr("Restore"), main=True)
        self._prepare_view()
        self._lay_out()
        commands.replayed.connect(self.refresh)  # for what is back without its help
        self.resize(560, 420)

    def tells_of(self, todo_list: TodoList) -> bool:
        """Whether *todo_list* is the one whose removed todos are shown."""
        return [each.id for each in self._list.parts] == [each.id for each in todo_list.parts]

    def refresh(self) -> None:
        """Read anew what was removed."""
        try:
            self._model.set_order(self._queries.trash_ids(*(each.id for each in self._list.parts)))
        except TodoDesktopError as error:
            self._say(error)
        self._show_hint()
        self._show_selection()

    def _prepare_view(self) -> None:
        view = self._view
        prepare_rows(view, self._model, "removedList", self.tr("Recently removed todos"))
        header = view.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, 160)
        view.selectionModel().selectionChanged.connect(self._show_selection)
        view.doubleClicked.connect(lambda _index: self._bring_back())

    def _lay_out(self) -> None:
        self._hint.setObjectName("removedHint")
        self._hint.setWordWrap(True)
        set_role(self._hint, Role.SECONDARY)
        self._restore.clicked.connect(self._bring_back)
        close = push_button("removedClose", self.tr("Close"))
        close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.LARGE, metrics.LARGE, metrics.LARGE, metrics.MEDIUM)
        column.setSpacing(metrics.MEDIUM)
        column.addWidget(self._hint)
        column.addWidget(self._view, 1)
        column.addLayout(button_row([], [close, self._restore]))

    def _show_hint(self) -> None:
        if self._model.rowCount() == 0:
            self._hint.setText(self.tr("Nothing was removed in the last 30 days."))
        elif self._list.is_local:
            self._hint.setText(self.tr("Removed todos are kept for 30 days."))
        else:
            self._hint.setText(
                self.tr("Removed todos are kept for 30 days. What you restore goes to the server again.")
            )

    def _show_selection(self) -> None:
        may_add = any(each.permissions.create.allowed for each in self._list.parts)
        allowed = may_add and self._service.list.id == self._list.id
        self._restore.setEnabled(allowed and self._view.selectionModel().hasSelection())

    def _bring_back(self) -> None:
        """All that is selected, as one step that can be undone."""
        if not self._restore.isEnabled():
            return
        selection = self._view.selectionModel().selection()
        parts = [selection.at(place) for place in range(selection.count())]
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        self._commands.restore([self._model.id_at(row) for row in rows], self._restored)

    def _restored(self) -> None:
        if isValid(self):  # a long one may outlive the dialog
            self.refresh()

    def _say(self, error: TodoDesktopError) -> None:
        self._commands.failed.emit(refusal(error, self._list))


class _TrashModel(OrderedModel):
    """Title and time of each, read when it is drawn."""

    def __init__(
        self,
        read: Callable[[Sequence[int]], list[Trashed]],
        todo_list: TodoList,
        now: Callable[[], Milliseconds],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._rows = RowCache(read)
        self._list = todo_list
        self._now = now

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        trashed = self._rows.get(self._ids, index.row()) if index.isValid() else None
        if trashed is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if index.column() == 0:
            own = self._list.part(trashed.todo.list_id)
            title = one_line(own.title_of(trashed.todo.values)) or self.tr("Untitled")
            return self.tr("{title} (before it went back)").format(title=title) if trashed.went_back else title
        return ago(trashed.removed_at, self._now(), QLocale())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Title"), self.tr("Removed"))[section]
