"""The menu bar's menus, which are empty until the actions are made."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMainWindow, QMenu


class WindowMenus:
    """Stand in the menu bar of *window* at once, and keep its room."""

    def __init__(self, window: QMainWindow) -> None:
        self.file = _menu(window, "menuFile", _tr("&File"))
        self.edit = _menu(window, "menuEdit", _tr("&Edit"))
        self.view = _menu(window, "menuView", _tr("&View"))
        self.help = _menu(window, "menuHelp", _tr("&Help"))


def _menu(window: QMainWindow, name: str, title: str) -> QMenu:
    menu = QMenu(title, window)
    menu.setObjectName(name)
    menu.setToolTipsVisible(True)
    window.menuBar().addMenu(menu)
    return menu


def _tr(text: str) -> str:
    return QCoreApplication.translate("WindowMenus", text)
