"""The actions on todos: what they do to the selection, and when they can be used."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QMenu

from todo_desktop.gui.list_pane import ListPane
from todo_desktop.gui.plain_text import shortened
from todo_desktop.gui.rights_words import why_not_change, why_not_delete, why_not_in_nocobase, why_not_tick
from todo_desktop.gui.undo_words import left_alone_words, step_words
from todo_desktop.gui.window_actions import ActionMaker, WindowActions
from todo_desktop.model.changes import Changes
from todo_desktop.model.lists import TodoList
from todo_desktop.model.todo import Todo
from todo_desktop.service import TodoService

_MOST_LINKS = 8
"""Of a cell, in the menu of its row."""


class TodoActions(QObject):
    """Those of *actions* that work on what is selected in *pane*, and Undo and Redo."""

    list_wanted = Signal(int)
    """The own list of this todo is to be in sight."""
    left_alone = Signal(str)
    """What an undo or a redo did not do, and why."""
    web_page_wanted = Signal(object)
    """Of this `Todo`; None: of the list."""
    details_wanted = Signal(int)
    """About this todo, by its local id."""

    def __init__(
        self, service: TodoService, pane: ListPane, actions: WindowActions, maker: ActionMaker, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._pane = pane
        self._actions = actions
        self._maker = maker
        a, commands, chosen = actions, pane.commands, pane.view.selected_ids
        a.undo.triggered.connect(lambda: self._after_typing(commands.undo))
        a.redo.triggered.connect(lambda: self._after_typing(commands.redo))
        commands.left_alone.connect(lambda left: self.left_alone.emit(left_alone_words(left)))
        commands.begun.connect(self.show_steps)
        commands.progressed.connect(self.show_steps)
        a.edit.triggered.connect(pane.view.edit_current)
        a.done.triggered.connect(lambda: commands.toggle_done(chosen()))
        a.delete.triggered.connect(lambda: commands.delete(chosen()))
        a.copy.triggered.connect(lambda: commands.copy_titles(chosen()))
        a.copy_rows.triggered.connect(self._copy_rows)
        a.details.triggered.connect(self._open_details)
        a.open_web.triggered.connect(self._open_web)
        a.go_to_list.triggered.connect(self._go_to_list)
        a.select_all.triggered.connect(pane.view.selectAll)
        pane.view.selection_moved.connect(self.show_selection)
        pane.model.dataChanged.connect(self._look_at_rights_again)
        pane.view.menu_wanted.connect(self._open_row_menu)
        pane.view.open_wanted.connect(self._open_first_link)
        pane.view.idle_key.connect(self._say_why_not)
        service.subscribe(self._take_own)
        self.show_steps()

    def _after_typing(self, act: Callable[[], None]) -> None:
        """What is typed in an open editor is the last step; where it cannot be one, its editor waits."""
        if self._pane.view.commit_editor():
            act()

    def show_selection(self) -> None:
        """Enable what the selection and the role allow."""
        a, todo_list = self._actions, self._service.list
        chosen = self._pane.view.selectionModel().hasSelection()
        some = self._pane.some_chosen()
        _allow(a.done, why_not_tick(todo_list, some), chosen)
        _allow(a.edit, why_not_change(todo_list, some), chosen)
        _allow(a.delete, why_not_delete(todo_list, some), chosen)
        a.copy.setEnabled(chosen)
        a.copy_rows.setEnabled(chosen)
        a.details.setEnabled(chosen)
        _allow(a.open_web, why_not_in_nocobase(self._list_of_chosen()), True)
        a.go_to_list.setEnabled(chosen and todo_list.is_all)

    def _say_why_not(self, key: Qt.Key) -> None:
        action = self._actions.done if key is Qt.Key.Key_Space else self._actions.delete
        self._pane.view.say_of_current(action.toolTip() if not action.isEnabled() else "")

    def _look_at_rights_again(self) -> None:
        if self._service.list.permissions.by_record or self._pane.shows_several:
            self.show_selection()

    def _take_own(self, _changes: Changes) -> None:
        self.show_steps()

    def show_steps(self) -> None:
        """What Undo and Redo would do, in their own words. What is being done can be taken back, too: in its turn."""
        for action, words, step in (
            (self._actions.undo, self.tr("&Undo"), self._service.undo_step),
            (self._actions.redo, self.tr("&Redo"), self._service.redo_step),
        ):
            action.setEnabled(step is not None or self._pane.commands.busy)
            action.setText(f"{words} {step_words(step)}" if step else words)

    def _copy_rows(self) -> None:
        display = self._pane.model.display
        if display is not None:
            self._pane.commands.copy_rows(self._pane.view.selected_ids(), self._pane.keeper.in_sight(), display)

    def _open_row_menu(self, where: QPoint) -> None:
        a, pane = self._actions, self._pane
        self._maker.dress()
        menu = QMenu(pane)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offer_links(menu)
        menu.setToolTipsVisible(True)
        menu.addActions([a.edit, a.done, a.copy, a.copy_rows])
        if self._pane.shows_several:
            menu.addAction(a.go_to_list)
        menu.addActions([a.details, a.open_web])
        if any(todo.state for todo in pane.model.todos_at(pane.view.selected_rows()[:1])):
            menu.addAction(a.show_change)
        menu.addSeparator()
        if a.copy_menu.actions():
            menu.addActions([a.move_menu.menuAction(), a.copy_menu.menuAction()])
        menu.addAction(a.delete)
        menu.popup(where)

    def _links(self) -> list[tuple[str, str]]:
        """Of the current cell: what each is called, and its address."""
        from todo_desktop.gui.todo_table.cell_links import links_of  # noqa: PLC0415  (no start needs it)

        index, model = self._pane.view.currentIndex(), self._pane.model
        field = model.column_at(index.row(), index.column()).field if index.isValid() else None
        identity = self._service.list.identity
        server = identity.base_url if identity is not None else ""
        return links_of(field, model.value(index.row(), index.column()), server) if field is not None else []

    def _offer_links(self, menu: QMenu) -> None:
        """At the top: whoever asks for the menu of a link mostly wants to follow it."""
        for name, address in self._links()[:_MOST_LINKS]:
            action = menu.addAction(self.tr("Open {name}").format(name=shortened(name, 40).replace("&", "&&")))
            action.triggered.connect(partial(_open, address))
        if menu.actions():
            menu.addSeparator()

    def _open_web(self) -> None:
        self.web_page_wanted.emit(self._first_chosen())

    def _open_details(self) -> None:
        todo = self._first_chosen()
        if todo is not None:
            self.details_wanted.emit(todo.id)

    def _first_chosen(self) -> Todo | None:
        return next(iter(self._pane.model.todos_at(self._pane.view.selected_rows()[:1])), None)

    def _list_of_chosen(self) -> TodoList:
        """Of several that are shown together, the one that the first of the selected todos is of."""
        open_list = self._service.list
        todo = self._first_chosen() if open_list.is_all else None
        return open_list if todo is None else open_list.part(todo.list_id)

    def _go_to_list(self) -> None:
        for row in self._pane.view.selected_rows()[:1]:
            self.list_wanted.emit(self._pane.model.id_at(row))

    def _open_first_link(self) -> None:
        if self._pane.shows_several:
            self._go_to_list()
            return
        for _, address in self._links()[:1]:
            _open(address)


def _open(address: str, _checked: bool = False) -> None:
    QDesktopServices.openUrl(QUrl(address))


def _allow(action: QAction, reason: str, chosen: bool) -> None:
    """Disabled with the *reason* for which the role may not do it, which its tooltip then says."""
    action.setEnabled(chosen and not reason)
    action.setToolTip(reason)
    action.setStatusTip(reason)
