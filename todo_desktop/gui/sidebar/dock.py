"""The sidebar's place in the window: there while there are several lists, room for them and the wish to see it."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QSplitter

from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.column_layout import LayoutBook
from todo_desktop.gui.reader_thread import OverviewQuestion, ReaderThread
from todo_desktop.gui.sidebar.entries import ListEntry
from todo_desktop.gui.sidebar.sidebar import Sidebar
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.changes import Changes
from todo_desktop.model.lists import ListAddress

WIDTH = 232
NARROW = 680
"""Where the window is narrower, the list has all of it."""
_REST_MS = 400
"""Between two counts of all lists."""


class SidebarDock(QObject):
    """At the left of *splitter*, where *room* was kept for it."""

    chosen = Signal(object)
    """The `ListAddress` that is to be in sight."""
    lists_wanted = Signal()
    missing = Signal(bool)
    """Whether there are lists to choose from, and no sidebar that shows them."""
    counted = Signal(object)
    """So many todos of all lists are open; None where there is one list alone."""

    def __init__(
        self,
        splitter: QSplitter,
        room: QFrame | None,
        book: LayoutBook,
        reader: ReaderThread,
        bridge: SyncBridge,
        action: QAction,
        theme: Theme,
        icons: Icons,
    ) -> None:
        super().__init__(splitter)
        self._splitter = splitter
        self._book = book
        self._reader = reader
        self._bridge = bridge
        self._action = action
        self._entries: tuple[ListEntry, ...] = ()
        self.sidebar = Sidebar(theme, icons, splitter)
        self._width = book.window.sidebar or WIDTH
        self.sidebar.hide()
        if room is not None:
            room.setParent(None)  # at once: sizes are set for what is in the splitter
            room.deleteLater()
        splitter.insertWidget(0, self.sidebar)
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        splitter.setCollapsible(0, False)
        splitter.setCollapsible(1, False)
        self.sidebar.chosen.connect(self.chosen)
        self.sidebar.lists_wanted.connect(self.lists_wanted)
        action.setChecked(not book.window.sidebar_hidden)
        action.toggled.connect(self._take_wish)
        splitter.splitterMoved.connect(self._keep)
        splitter.installEventFilter(self)
        reader.overview_read.connect(self._take_overviews)
        bridge.list_status.connect(self.sidebar.show_status)
        bridge.changes.connect(self.count_soon)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._count)

    def show_lists(self, entries: Sequence[ListEntry], in_sight: ListAddress) -> None:
        new = [entry for entry in entries if entry not in self._entries]
        self._entries = tuple(entries)
        self.sidebar.show_lists(entries, in_sight)
        for entry in new:
            status = self._bridge.latest(entry.address)
            if status is not None:
                self.sidebar.show_status(entry.address, status)
        self._action.setEnabled(len(entries) > 1)
        self._show()
        if len(entries) < 2:
            self.counted.emit(None)
        elif new:
            self._count()

    def count_soon(self, _changes: Changes | None = None) -> None:
        """Something is different in some list."""
        if not self._rest.isActive():
            self._rest.start()

    def stop(self) -> None:
        """The window closes."""
        self._rest.stop()
        self.sidebar.stop()
        self._splitter.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize:
            self._show()
        return super().eventFilter(watched, event)

    def _count(self) -> None:
        ids = tuple(entry.list_id for entry in self._entries if entry.list_id is not None)
        if len(self._entries) > 1:
            self._reader.ask_overview(OverviewQuestion(ids))

    def _take_overviews(self, overviews: object) -> None:
        if isinstance(overviews, dict):
            self.sidebar.show_overviews(overviews)
            self.counted.emit(sum(each.open for each in overviews.values()))

    def _show(self) -> None:
        several = len(self._entries) > 1
        wanted = several and self._action.isChecked() and self._splitter.width() >= NARROW
        self.missing.emit(several and not wanted)
        if wanted == self.sidebar.isVisibleTo(self._splitter):
            return
        self.sidebar.setVisible(wanted)
        if wanted:
            self._splitter.setSizes([self._width, max(1, self._splitter.width() - self._width)])
        self._keep()

    def _take_wish(self, _shown: bool) -> None:
        self._show()
        self._keep()

    def _keep(self, *_moved: int) -> None:
        shown = self.sidebar.isVisibleTo(self._splitter)
        if shown and self._splitter.sizes()[0]:
            self._width = self._splitter.sizes()[0]
        layout = self._book.window
        hidden = not self._action.isChecked()
        self._book.keep_window(replace(layout, sidebar=self._width if shown else 0, sidebar_hidden=hidden))
