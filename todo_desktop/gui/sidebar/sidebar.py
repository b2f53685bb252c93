"""The lists of all servers, to be chosen from."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView, QPushButton, QVBoxLayout, QWidget

from todo_desktop.gui.sidebar.delegate import SidebarDelegate
from todo_desktop.gui.sidebar.dragging import unpacked
from todo_desktop.gui.sidebar.entries import ListEntry
from todo_desktop.gui.sidebar.model import SidebarModel
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.query import Overview
from todo_desktop.model.status import SyncStatus

_AFTER_KEYS_MS = 150
"""Who walks through the lists with the arrow keys sees the one where he stops."""


class Sidebar(QFrame):
    """What it shows is given to it. It shows another list as chosen only when `show_lists` says so."""

    chosen = Signal(object)
    """The `ListAddress` that is to be in sight."""
    view_chosen = Signal(object, str)
    """A `ListAddress`, and the name of the view of it that is to be shown; an empty one: all of its todos."""
    dropped = Signal(object, object, bool)
    """Local ids, the `ListEntry` that they were dropped on, and whether they are to be moved there, not copied."""
    lists_wanted = Signal()
    """The user wants to add a list, or take one away."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        set_role(self, Role.SIDEBAR)
        self._in_sight = ListAddress()
        self._view_in_sight = ""
        self.model = self._model = SidebarModel(self)
        self._view = _Lists(self)
        self._view.setModel(self._model)
        self._delegate = SidebarDelegate(self._model, theme, icons, self._view)
        self._view.setItemDelegate(self._delegate)
        self._view.clicked.connect(self._choose)
        self._view.entered_by_key.connect(self._choose)
        self._view.walked.connect(self._choose_soon)
        self._view.dropped.connect(self._take_drop)
        self._view.aimed.connect(self._show_aim)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER_KEYS_MS)
        self._soon.timeout.connect(lambda: self._choose(self._view.currentIndex()))
        more = QPushButton(self.tr("Lists and servers…"), self)
        more.setObjectName("sidebarLists")
        set_role(more, Role.QUIET)
        icons.show_on(more, "add", "secondary")
        more.clicked.connect(self.lists_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, metrics.SMALL, 1, metrics.SMALL)
        column.setSpacing(metrics.TIGHT)
        column.addWidget(self._view, 1)
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setMinimumWidth(160)
        theme.changed.connect(self._view.viewport().update)

    def show_lists(self, entries: Sequence[ListEntry], in_sight: ListAddress) -> None:
        """Who is walking through them by the keys goes on from where they are."""
        walked_to = self._walked_to()
        self._in_sight = in_sight
        self._model.show(entries)
        self._show_chosen(walked_to)

    def show_views(self, views: Mapping[ListAddress, Sequence[str]], shown: str) -> None:
        """Names of views by their list; *shown* is that of the list in sight, empty where none is."""
        walked_to = self._walked_to()
        self._view_in_sight = shown
        self._model.show_views(views)
        self._show_chosen(walked_to)

    def _walked_to(self) -> tuple[ListAddress, str] | None:
        """The list or the view that somebody has come to by the keys, and that is not chosen yet."""
        row = self._view.currentIndex().row() if self._soon.isActive() else -1
        entry, view = self._model.entry(row), self._model.view(row)
        if view is not None:
            return view.address, view.name
        return (entry.address, "") if entry is not None else None

    def _show_chosen(self, walked_to: tuple[ListAddress, str] | None) -> None:
        row = self._model.row_of(*(walked_to or (self._in_sight, self._view_in_sight)))
        if row < 0:
            self._view.clearSelection()
        elif row != self._view.currentIndex().row() or not self._view.selectionModel().hasSelection():
            self._view.selectionModel().setCurrentIndex(
                self._model.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def show_overviews(self, overviews: Mapping[int, Overview]) -> None:
        self._model.show_overviews(overviews)

    def show_status(self, address: ListAddress, status: SyncStatus) -> None:
        self._model.show_status(address, status)

    def choose_next(self, step: int) -> None:
        """The list that comes *step* places later, from the end on at the beginning."""
        entries = self._model.entries
        now = next((n for n, entry in enumerate(entries) if entry.address == self._in_sight), 0)
        if entries:
            self.chosen.emit(entries[(now + step) % len(entries)].address)

    def stop(self) -> None:
        """The window closes."""
        self._soon.stop()

    def _take_drop(self, todo_ids: list[int], index: QModelIndex, moves: bool) -> None:
        entry = self._model.entry(index.row())
        if entry is not None and entry.address != self._in_sight and not entry.address.is_all:
            self.dropped.emit(todo_ids, entry, moves)

    def _show_aim(self, index: QModelIndex) -> None:
        entry = self._model.entry(index.row())
        self._delegate.aim = index.row() if entry is not None and entry.address != self._in_sight else -1
        self._view.viewport().update()

    def _choose_soon(self) -> None:
        self._soon.start()

    def _choose(self, index: QModelIndex) -> None:
        self._soon.stop()
        entry, view = self._model.entry(index.row()), self._model.view(index.row())
        if view is not None:
            self.view_chosen.emit(view.address, view.name)  # the one in sight, too: its filter may be another now
        elif entry is not None and entry.address != self._in_sight:
            self.chosen.emit(entry.address)
        elif entry is not None and self._view_in_sight:
            self.view_chosen.emit(entry.address, "")


class _Lists(QListView):
    """Arrow keys, Home and End walk; Enter chooses at once. Todos can be dropped on a list."""

    walked = Signal()
    dropped = Signal(object, QModelIndex, bool)
    entered_by_key = Signal(QModelIndex)
    aimed = Signal(QModelIndex)
    """Where what is dragged over it would fall: no index where it would not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sidebarView")
        self.setAccessibleName(self.tr("Lists"))
        set_role(self, Role.NAVIGATION)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if unpacked(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """A heading takes nothing, nor do all lists together."""
        index = self.indexAt(event.position().toPoint())
        takes = bool(index.flags() & Qt.ItemFlag.ItemIsDropEnabled) and bool(unpacked(event.mimeData()))
        event.setAccepted(takes)
        self.aimed.emit(index if takes else QModelIndex())

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802
        self.aimed.emit(QModelIndex())

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        moves = event.proposedAction() == Qt.DropAction.MoveAction
        # What is dropped stays in the view it came from until it is carried.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.aimed.emit(QModelIndex())
        self.dropped.emit(unpacked(event.mimeData()), self.indexAt(event.position().toPoint()), moves)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Only the left button chooses: another one would mark a list that is not in sight."""
        if event.button() == Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered_by_key.emit(self.currentIndex())
            return
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        if self.currentIndex().row() != before:
            self.walked.emit()
