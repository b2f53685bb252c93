"""The menus about columns: which are shown, where they stand, and what the list is sorted by."""

from msgspec.structs import asdict
from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from todo_desktop.gui.list_pane import ListPane
from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.todo_table.columns import Column, Part
from todo_desktop.model.query import SortKey
from todo_desktop.model.role_choice import roles_for


class ColumnMenus:
    """Fills the two menus when they are opened; the header's own menu is the first of them."""

    def __init__(self, pane: ListPane, columns: QMenu, sort: QMenu) -> None:
        self._pane = pane
        self._columns = columns
        self._sort = sort
        self._at = -1
        columns.aboutToShow.connect(self._fill_columns)
        columns.aboutToHide.connect(self._forget_place)
        sort.aboutToShow.connect(self._fill_sort)

    def open_at(self, where: QPoint, logical: int) -> None:
        """For the column under the pointer."""
        self._at = logical
        self._columns.popup(where)

    def _forget_place(self) -> None:
        self._at = -1

    def _fill_columns(self) -> None:
        menu, keeper = self._columns, self._pane.keeper
        menu.clear()
        for roles in menu.findChildren(QMenu):
            roles.deleteLater()  # what is cleared are only the actions
        for column in self._pane.model.columns:
            action = menu.addAction(_label(column))
            action.setCheckable(True)
            action.setChecked(keeper.is_visible(column))
            action.setEnabled(column.part in (Part.FIELD, Part.LIST))
            action.toggled.connect(lambda shown, column=column: keeper.set_visible(column, shown))
        menu.addSeparator()
        at = self._at if self._at >= 0 else self._pane.view.currentIndex().column()
        self._offer_roles(at)
        for text, by in ((_tr("Move left"), -1), (_tr("Move right"), 1)):
            action = menu.addAction(text)
            action.setEnabled(at >= 0)
            action.triggered.connect(lambda _=False, by=by, at=at: keeper.shift(at, by))
        menu.addAction(_tr("Reset columns")).triggered.connect(keeper.reset)

    def _offer_roles(self, at: int) -> None:
        """What the field of that column may be used as."""
        column = self._pane.model.columns[at] if at >= 0 else None
        roles = roles_for(column.field) if column is not None and column.field is not None else ()
        if column is None or column.field is None or not roles or self._pane.shows_several:
            return
        menu = self._columns.addMenu(_tr("Use {column} as").format(column=_label(column)))
        menu.setObjectName("menuRoles")
        present, name = asdict(self._pane.roles), column.field.name
        for role in roles:
            action = menu.addAction(_role_word(role))
            action.setCheckable(True)
            action.setChecked(present[role] == name)
            action.setEnabled(role != "title" or present[role] != name)
            chosen = "" if action.isChecked() else name
            action.triggered.connect(lambda _=False, r=role, f=chosen: self._pane.commands.choose_role(r, f))

    def _fill_sort(self) -> None:
        menu = self._sort
        menu.clear()
        present = self._pane.keeper.layout.sort[0] if self._pane.keeper.layout.sort else None
        fields = QActionGroup(menu)
        own = self._choice(_tr("The list's own order"), present is None, fields)
        own.triggered.connect(lambda: self._pane.sort(None))
        for column in self._pane.model.columns:
            if column.field is None:
                continue
            name = column.field.name
            action = self._choice(_label(column), present is not None and present.field == name, fields)
            action.triggered.connect(lambda _=False, name=name: self._pane.sort(SortKey(name)))
        menu.addSeparator()
        falling = menu.addAction(_tr("Descending"))
        falling.setCheckable(True)
        falling.setChecked(present is not None and present.descending)
        falling.setEnabled(present is not None)
        if present is not None:
            falling.toggled.connect(lambda down: self._pane.sort(SortKey(present.field, down)))

    def _choice(self, text: str, chosen: bool, group: QActionGroup) -> QAction:
        action = self._sort.addAction(text)
        action.setCheckable(True)
        action.setChecked(chosen)
        group.addAction(action)
        return action


def _role_word(role: str) -> str:
    return {
        "title": _tr("Title"),
        "done": _tr("Checkbox for done"),
        "due": _tr("Due date"),
        "priority": _tr("Priority"),
        "tags": _tr("Tags"),
        "notes": _tr("Notes"),
    }[role]


def _label(column: Column) -> str:
    """A field may be called anything: an ampersand is a letter here, not a key."""
    return one_line(column.label).replace("&", "&&")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ColumnMenus", text)
