"""The lists as a menu, for a window that has no room for the sidebar, and for who reaches them by the menu's keys."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.sidebar.model import SidebarModel
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.model.lists import ListAddress

_NEEDS = ("error", "warning")
"""The icons of what does not go on by itself, the worst first."""


class ListsMenu(QObject):
    """Fills *menu* with what *model* holds whenever it is opened."""

    chosen = Signal(object)
    """The `ListAddress` that is to be in sight."""
    needing = Signal(str, str)
    """The icon of the worst that any list out of sight needs somebody for, and a sentence; empty where none does."""

    def __init__(self, menu: QMenu, model: SidebarModel, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._menu = menu
        self._model = model
        self._icons = icons
        self._group = QActionGroup(menu)
        self._in_sight = ListAddress()
        model.dataChanged.connect(self.look)
        menu.aboutToShow.connect(self.fill)

    def show(self, in_sight: ListAddress) -> None:
        """That list is in sight, or there are other ones to choose from."""
        self._in_sight = in_sight
        self.look()

    def look(self) -> None:
        """Tell which list out of sight needs somebody: where the sidebar is hidden, nothing else does."""
        others = [entry for entry in self._model.entries if entry.address != self._in_sight]
        states = [(entry, self._model.state(entry)) for entry in others]
        worst = next(((e, s) for icon in _NEEDS for e, s in states if s.icon == icon), None)
        if worst is None or self._in_sight.is_all:  # of those the status bar tells
            self.needing.emit("", "")
        else:
            self.needing.emit(worst[1].icon, "\n".join((one_line(worst[0].title), *worst[1].words)))

    def fill(self) -> None:
        """Each list with how many of its todos are open and how it stands with it, below the place where it is."""
        menu, model = self._menu, self._model
        menu.clear()
        place = ""
        for entry in model.entries:
            if entry.place != place:
                menu.addSeparator()
                heading = menu.addAction(one_line(entry.place).replace("&", "&&"))
                heading.setEnabled(False)
                place = entry.place
            overview, state = model.overview(entry), model.state(entry)
            opened = f"\t{menu.locale().toString(overview.open)}" if overview is not None and overview.open else ""
            action = menu.addAction(one_line(entry.title).replace("&", "&&") + opened)
            action.setCheckable(True)
            action.setChecked(entry.address == self._in_sight)
            action.setToolTip("\n".join(state.words))
            if state.icon:
                action.setIcon(self._icons.icon(state.icon, state.color))
            self._group.addAction(action)
            action.triggered.connect(partial(self._choose, entry.address))

    def _choose(self, address: ListAddress, _checked: bool = False) -> None:
        if address != self._in_sight:
            self.chosen.emit(address)
