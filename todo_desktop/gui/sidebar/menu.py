"""The lists as a menu, for a window that has no room for the sidebar, and for who reaches them by the menu's keys."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.sidebar.model import SidebarModel
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.model.lists import ListAddress


class ListsMenu(QObject):
    """Fills *menu* with what *model* holds whenever it is opened."""

    chosen = Signal(object)
    """The `ListAddress` that is to be in sight."""

    def __init__(self, menu: QMenu, model: SidebarModel, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._menu = menu
        self._model = model
        self._icons = icons
        self._group = QActionGroup(menu)
        self.in_sight = ListAddress()
        menu.aboutToShow.connect(self.fill)

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
            action.setChecked(entry.address == self.in_sight)
            action.setToolTip("\n".join(state.words))
            if state.icon:
                action.setIcon(self._icons.icon(state.icon, state.color))
            self._group.addAction(action)
            action.triggered.connect(partial(self._choose, entry.address))

    def _choose(self, address: ListAddress, _checked: bool = False) -> None:
        if address != self.in_sight:
            self.chosen.emit(address)
