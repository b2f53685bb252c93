"""The other lists in the window: the sidebar that shows them, the keys that step through them, and what goes there."""

# ruff: noqa: PLC0415

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QSplitter

from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.column_layout import LayoutBook
from todo_desktop.gui.list_pane import ListPane
from todo_desktop.gui.reader_thread import ReaderThread
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.status import SyncStatus
from todo_desktop.service import TodoService

if TYPE_CHECKING:
    from todo_desktop.gui.carrying import Carrying
    from todo_desktop.gui.sidebar.dock import SidebarDock
    from todo_desktop.gui.sidebar.entries import ListEntry
    from todo_desktop.gui.sidebar.menu import ListsMenu
    from todo_desktop.gui.window_actions import WindowActions


class WindowLists(QObject):
    """At the left of *splitter*. All it needs is made when there are two lists, and not before."""

    chosen = Signal(object)
    """The `ListAddress` of the list that is to be in sight."""
    lists_wanted = Signal()
    counted = Signal(object)
    """So many todos of all lists are open; None where there is one list alone."""
    status = Signal(object)
    """The `SyncStatus` of the list that most needs somebody, while all are in sight."""
    view_wanted = Signal(str)
    """The name of the view of the list in sight that is to be shown; an empty one: all of its todos."""
    failed = Signal(object)
    """A `StorageError`."""
    left = Signal(str)
    """Why some todos stayed where they are, as a sentence."""

    def __init__(
        self,
        service: TodoService,
        pane: ListPane,
        splitter: QSplitter,
        book: LayoutBook,
        reader: ReaderThread,
        bridge: SyncBridge,
        theme: Theme,
        icons: Icons,
    ) -> None:
        super().__init__(splitter)
        self._service = service
        self._pane = pane
        self._splitter = splitter
        self._book = book
        self._reader = reader
        self._bridge = bridge
        self._theme = theme
        self._icons = icons
        self._entries: tuple[ListEntry, ...] = ()
        self._shows_all = False
        self._in_sight = ListAddress()
        self._view = ""
        self._wanted: tuple[ListAddress, str] | None = None
        self.worst: ListAddress | None = None
        """The list that `status` is of."""
        bridge.list_status.connect(self._show_worst)
        self._room: QFrame | None = None
        self._dock: SidebarDock | None = None
        self._carrying: Carrying | None = None
        self._menu: ListsMenu | None = None
        self._keep_room(book.window.sidebar)

    def show_lists(self, entries: "Sequence[ListEntry]", in_sight: ListAddress, actions: "WindowActions") -> None:
        """These can be chosen: in the sidebar, where they are more than one."""
        self._entries = tuple(entries)
        if self._dock is None and len(entries) > 1:
            self._furnish(actions)
        self._give_room_up()
        if self._dock is not None:
            self._dock.show_lists(entries, in_sight)
        if self._carrying is not None:
            self._carrying.show_lists(entries, in_sight)
        if self._menu is not None:
            self._menu.show(in_sight)
        actions.lists_menu.menuAction().setEnabled(len(entries) > 1)
        self._shows_all = in_sight.is_all
        self._in_sight = in_sight
        self.show_views(self._view)
        if self._wanted is not None and self._wanted[0] == in_sight:
            self.view_wanted.emit(self._wanted[1])
            self._wanted = None
        self._show_worst()
        for action in (actions.next_list, actions.previous_list):
            action.setEnabled(len(entries) > 1)

    def show_views(self, shown: str) -> None:
        """The views of all lists; *shown* is the name of the one that is shown, empty where none is."""
        self._view = shown
        if self._dock is not None:
            views = {entry.address: self._book.view_names(entry.address) for entry in self._entries}
            self._dock.sidebar.show_views(views, shown)

    def _choose_view(self, address: ListAddress, name: str) -> None:
        """Of another list once that is in sight."""
        if address == self._in_sight:
            self.view_wanted.emit(name)
        else:
            self._wanted = address, name
            self.chosen.emit(address)

    def address_of(self, list_id: int) -> ListAddress | None:
        """None where it is not among those that can be chosen."""
        return next((entry.address for entry in self._entries if entry.list_id == list_id), None)

    def list_ids(self) -> list[int]:
        """Of all that were opened before."""
        return [entry.list_id for entry in self._entries if entry.list_id is not None]

    def status_of(self, list_id: int) -> SyncStatus | None:
        """How it stands with the sync of that list, as far as is known."""
        address = self.address_of(list_id)
        return self._bridge.latest(address) if address is not None else None

    def step(self, step: int) -> None:
        """To the list so many places further down."""
        if self._dock is not None:
            self._dock.sidebar.choose_next(step)

    def count_soon(self) -> None:
        """Something is different in some list."""
        if self._dock is not None:
            self._dock.count_soon()

    def stop(self) -> None:
        """The window closes."""
        if self._dock is not None:
            self._dock.stop()

    def _show_worst(self, _address: ListAddress | None = None, _status: SyncStatus | None = None) -> None:
        """Also where no status is known yet, but all lists are in sight."""
        if not self._shows_all:
            return
        from todo_desktop.gui.all_lists.status import worst

        entry, status = worst(self._entries, self._bridge.latest)
        self.worst = entry.address if entry is not None else None
        self.status.emit(status)

    def _keep_room(self, width: int) -> None:
        """So that the list does not move when the sidebar comes."""
        if width:
            self._room = QFrame(self._splitter)
            set_role(self._room, Role.SIDEBAR)
            self._room.setFixedWidth(width)
            self._splitter.addWidget(self._room)

    def _give_room_up(self) -> None:
        if self._room is not None:
            self._room.deleteLater()
            self._room = None

    def _furnish(self, actions: "WindowActions") -> None:
        from todo_desktop.gui.carrying import Carrying
        from todo_desktop.gui.sidebar.dock import SidebarDock
        from todo_desktop.gui.sidebar.menu import ListsMenu

        self._dock = SidebarDock(
            self._splitter,
            self._room,
            self._book,
            self._reader,
            self._bridge,
            actions.sidebar,
            self._theme,
            self._icons,
        )
        self._room = None
        self._dock.chosen.connect(self.chosen)
        self._dock.sidebar.view_chosen.connect(self._choose_view)
        self._dock.counted.connect(self.counted)
        self._dock.lists_wanted.connect(self.lists_wanted)
        self._menu = ListsMenu(actions.lists_menu, self._dock.sidebar.model, self._icons, self)
        self._menu.chosen.connect(self.chosen)
        self._pane.heading.take_lists(actions.lists_menu)
        self._menu.needing.connect(self._pane.heading.mark_lists)
        self._dock.missing.connect(self._pane.heading.offer_lists)
        self._carrying = Carrying(self._service, self._pane, actions.move_menu, actions.copy_menu, self)
        self._carrying.failed.connect(self.failed)
        self._carrying.left.connect(self.left)
        self._dock.sidebar.dropped.connect(self._carrying.drop)
