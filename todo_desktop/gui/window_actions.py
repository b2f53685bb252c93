"""The window's actions and menus: words, keys and icons; what they do is connected by the window."""

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.window_menus import WindowMenus

_Key = QKeySequence.StandardKey


class WindowActions(Struct, frozen=True):
    """`done`, `delete`, `edit`, `copy`, `copy_rows` and `select_all` listen to their keys in the table only."""

    new: QAction
    offline: QAction
    setup: QAction
    lists: QAction
    settings: QAction
    quit: QAction
    undo: QAction
    redo: QAction
    edit: QAction
    done: QAction
    copy: QAction
    copy_rows: QAction
    details: QAction
    open_web: QAction
    go_to_list: QAction
    delete: QAction
    select_all: QAction
    search: QAction
    filter: QAction
    show_all: QAction
    show_open: QAction
    show_done: QAction
    news: QAction
    seen: QAction
    sidebar: QAction
    next_list: QAction
    previous_list: QAction
    compact: QAction
    theme_system: QAction
    theme_light: QAction
    theme_dark: QAction
    refresh: QAction
    outbox: QAction
    show_change: QAction
    request_log: QAction
    trash: QAction
    shortcuts: QAction
    hints: QAction
    doctor: QAction
    report: QAction
    about: QAction
    lists_menu: QMenu
    move_menu: QMenu
    copy_menu: QMenu
    views_menu: QMenu
    columns_menu: QMenu
    sort_menu: QMenu

    def in_order(self) -> list[QAction]:
        """All of them, as they stand in the menus."""
        named = [getattr(self, name) for name in self.__struct_fields__]
        return [action for action in named if isinstance(action, QAction)]


class ActionMaker:
    """Makes the actions of *window* once; *table* is where the keys of todos are heard."""

    def __init__(self, window: QMainWindow, table: QWidget, icons: Icons) -> None:
        self._window = window
        self._table = table
        self._icons = icons
        self._undressed: list[tuple[QAction, str]] = []

    def make(self, menus: WindowMenus) -> WindowActions:
        """The actions, in *menus*."""
        tr = _tr
        made = WindowActions(
            new=self._action("actionNew", tr("&New todo"), "add", _Key.New),
            offline=self._action("actionOffline", tr("Work &offline"), "offline", checkable=True),
            setup=self._action("actionSetup", tr("Set &up…"), "server"),
            lists=self._action("actionLists", tr("&Lists and servers…"), "list"),
            settings=self._action("actionSettings", tr("&Settings…"), "settings", "Ctrl+,"),
            quit=self._action("actionQuit", tr("&Quit"), "quit", "Ctrl+Q"),
            undo=self._action("actionUndo", tr("&Undo"), "undo", _Key.Undo),
            redo=self._action("actionRedo", tr("&Redo"), "redo", "Ctrl+Shift+Z", "Ctrl+Y"),
            edit=self._action("actionEdit", tr("&Edit"), "edit", "F2", in_table=True),
            done=self._action("actionDone", tr("&Mark done or open"), "check", "Space", in_table=True),
            copy=self._action("actionCopy", tr("&Copy"), "copy", _Key.Copy, in_table=True),
            copy_rows=self._action("actionCopyRows", tr("Copy &whole rows"), "", "Ctrl+Shift+C", in_table=True),
            go_to_list=self._action("actionGoToList", tr("&Go to its list"), "list"),
            details=self._action(
                "actionDetails", tr("A&bout this todo…"), "detail", "Alt+Enter", "Alt+Return", in_table=True
            ),
            open_web=self._action("actionOpenWeb", tr("Open in &NocoBase"), "external", "Ctrl+B"),
            delete=self._action("actionDelete", tr("&Delete"), "trash", _Key.Delete, in_table=True),
            select_all=self._action("actionSelectAll", tr("Select &all"), "check-all", _Key.SelectAll, in_table=True),
            search=self._action("actionSearch", tr("&Search"), "search", _Key.Find, "/"),
            filter=self._action("actionFilter", tr("&Filter"), "filter", "Ctrl+Shift+F", checkable=True),
            show_all=self._action("actionShowAll", tr("&All"), "", checkable=True),
            show_open=self._action("actionShowOpen", tr("&Open"), "", checkable=True),
            show_done=self._action("actionShowDone", tr("&Done"), "", checkable=True),
            news=self._action("actionNews", tr("Only what others chan&ged"), "", checkable=True),
            seen=self._action("actionSeen", tr("Mark all as see&n"), "eye"),
            sidebar=self._action("actionSidebar", tr("S&idebar"), "sidebar", "F9", checkable=True),
            next_list=self._action("actionNextList", tr("Ne&xt list"), "", "Ctrl+PgDown"),
            previous_list=self._action("actionPreviousList", tr("&Previous list"), "", "Ctrl+PgUp"),
            compact=self._action("actionCompact", tr("Co&mpact rows"), "", checkable=True),
            theme_system=self._action("actionThemeSystem", tr("As the &system"), "", checkable=True),
            theme_light=self._action("actionThemeLight", tr("&Light"), "", checkable=True),
            theme_dark=self._action("actionThemeDark", tr("&Dark"), "", checkable=True),
            refresh=self._action("actionRefresh", tr("&Refresh"), "refresh", "F5"),
            outbox=self._action("actionOutbox", tr("Changes on their &way"), "cloud-upload", "Ctrl+Shift+O"),
            show_change=self._action("actionShowChange", tr("Show the c&hange on its way"), "cloud-upload"),
            request_log=self._action("actionRequestLog", tr("Request &log…"), "server"),
            trash=self._action("actionTrash", tr("Recently remo&ved…"), "history"),
            shortcuts=self._action("actionShortcuts", tr("&Keyboard shortcuts"), "keyboard", "?", "F1"),
            hints=self._action("actionHints", tr("&First steps"), "help"),
            doctor=self._action("actionDoctor", tr("&Check the connection…"), "sync"),
            report=self._action("actionReport", tr("&Report a problem…"), "note"),
            about=self._action("actionAbout", tr("&About Todo Desktop"), "info"),
            lists_menu=self._menu("menuLists", tr("&Jump to list"), "list"),
            move_menu=self._menu("menuMoveTo", tr("M&ove to"), "list"),
            copy_menu=self._menu("menuCopyTo", tr("Copy &to"), "copy"),
            views_menu=self._menu("menuViews", tr("&Views"), "eye"),
            columns_menu=self._menu("menuColumns", tr("&Columns"), "columns"),
            sort_menu=self._menu("menuSort", tr("Sort &by"), "sort"),
        )
        self._group(made.show_all, made.show_open, made.show_done)
        self._group(made.theme_system, made.theme_light, made.theme_dark)
        self._fill(menus, made)
        return made

    def dress(self) -> None:
        """Give the actions their icons: with the first menu that opens, since drawing them delays the first paint."""
        for action, icon in self._undressed:
            self._icons.show_on(action, icon)
        self._undressed.clear()

    def _fill(self, menus: WindowMenus, a: WindowActions) -> None:
        theme = self._menu("menuTheme", _tr("&Theme"), "sun")
        theme.addActions([a.theme_system, a.theme_light, a.theme_dark])
        parts: tuple[tuple[QMenu, list[QAction | None]], ...] = (
            (menus.file, [a.new, None, a.offline, a.setup, a.lists, a.settings, None, a.quit]),
            (
                menus.edit,
                [a.undo, a.redo, None, a.edit, a.done, a.move_menu.menuAction(), a.copy_menu.menuAction(), a.delete,
                 a.trash, None, a.go_to_list, a.details, a.open_web, None, a.copy, a.copy_rows, a.select_all],
            ),
            (
                menus.view,
                [a.search, a.filter, a.views_menu.menuAction(), None, a.show_all, a.show_open, a.show_done, None,
                 a.news, a.seen, None, a.sidebar, a.lists_menu.menuAction(), a.next_list, a.previous_list, None,
                 a.columns_menu.menuAction(), a.sort_menu.menuAction(), a.compact, theme.menuAction(), None,
                 a.outbox, a.request_log, a.refresh],
            ),
            (menus.help, [a.shortcuts, a.hints, None, a.doctor, a.report, a.about]),
        )  # fmt: skip
        for menu, actions in parts:
            menu.aboutToShow.connect(self.dress)
            for action in actions:
                if action is None:
                    menu.addSeparator()
                else:
                    menu.addAction(action)

    def _action(
        self,
        name: str,
        text: str,
        icon: str,
        *keys: str | QKeySequence.StandardKey,
        checkable: bool = False,
        in_table: bool = False,
    ) -> QAction:
        action = QAction(text, self._window)
        action.setObjectName(name)
        # What stays the same where the text comes to name the step that is undone.
        action.setIconText(text.replace("&", ""))
        action.setCheckable(checkable)
        action.setShortcuts([QKeySequence(key) for key in keys])
        # Under a menu bar an item without words of its own would be moved by the system.
        action.setMenuRole(QAction.MenuRole.NoRole)
        if icon:
            self._undressed.append((action, icon))
        if in_table:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._table.addAction(action)
        else:
            self._window.addAction(action)
        return action

    def _menu(self, name: str, title: str, icon: str) -> QMenu:
        menu = QMenu(title, self._window)
        menu.setObjectName(name)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.dress)
        self._undressed.append((menu.menuAction(), icon))
        return menu

    def _group(self, *actions: QAction) -> None:
        group = QActionGroup(self._window)
        for action in actions:
            group.addAction(action)


def _tr(text: str) -> str:
    return QCoreApplication.translate("WindowActions", text)
