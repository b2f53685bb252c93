"""One list: its heading, the line to add to it, its table or why that is empty, and the way back from a delete."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from todo_desktop.gui.column_layout import LayoutBook, Place, name_of
from todo_desktop.gui.entry_reasons import EntryReasons
from todo_desktop.gui.list_contents import ListContents
from todo_desktop.gui.list_heading import ListHeading
from todo_desktop.gui.quick_add_bar import QuickAddBar, also_needed
from todo_desktop.gui.reader_thread import ReaderThread
from todo_desktop.gui.shown_list import columns_in, display_in, filter_in, hindrance_in, query_in, values_in, where_in
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.todo_commands import TodoCommands
from todo_desktop.gui.todo_table.column_keeper import ColumnKeeper
from todo_desktop.gui.todo_table.columns import Column
from todo_desktop.gui.todo_table.display import CellDisplay
from todo_desktop.gui.todo_table.model import TodoTableModel
from todo_desktop.gui.todo_table.view import TodoTableView
from todo_desktop.gui.undo_bar import UndoBar
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import StorageError
from todo_desktop.model.query import Counts, Show, SortKey
from todo_desktop.model.schema import FieldRoles
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.todo import Todo
from todo_desktop.model.values import Json, Milliseconds
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService

if TYPE_CHECKING:
    from todo_desktop.gui.all_lists.target_field import TargetField
    from todo_desktop.gui.empty_state import EmptyState
    from todo_desktop.gui.sought_todos import SoughtTodos
    from todo_desktop.gui.todo_table.edited_cell import TypedText
    from todo_desktop.model.filter import Group
    from todo_desktop.model.query import WhereOfAll

_TELL_TIME_MS = 30_000
_MOST_SELECTED = 1000
"""Todos that are selected again at the next start."""


_LOOKED_AT = 20
"""Todos of a selection that are looked at before an action is offered."""


class ListPane(QWidget):
    """Shows `service.list`. `show_list` must be called once before it is seen, and again when that list is another."""

    empty_action_wanted = Signal(object)
    """The `EmptyAction` of the button in the empty state."""
    all_wanted = Signal()
    """A todo is to be shown that the search or the filter hides."""
    filling_wanted = Signal(object)
    """The todo of this id was just added among those of all lists, and lacks what its own list demands."""
    layout_changed = Signal()
    target_changed = Signal()
    """New todos go to another list."""
    show_changed = Signal(object)
    """The `Show` in force."""
    filter_changed = Signal()
    """Another filter is in force, or it is about another list or other fields."""
    hidden_by_filter = Signal(object)
    """The ids of todos that the user has just added, which the filter hides."""
    unstored = Signal(object, str)
    """A `TypedText` that could not be stored, its cell having gone; and why, as a sentence."""
    unreadable = Signal(object)
    """The `StorageError` that keeps rows from being drawn."""

    def __init__(
        self,
        service: TodoService,
        queries: TodoQueries,
        reader: ReaderThread,
        theme: Theme,
        icons: Icons,
        book: LayoutBook,
        now: Callable[[], Milliseconds],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._queries = queries
        self._book = book
        self._theme = theme
        self._icons = icons
        self._now = now
        self._status = SyncStatus(Phase.LOCAL)
        self._open_list: int | None = None
        self._told_unreadable = False
        self._sought_or_none: SoughtTodos | None = None
        self._columns_due = False
        self.filter_in_force: Group | None = None
        self._resumed: Place | None = None
        """Where to go once its rows are there and can be seen."""
        self.commands = TodoCommands(service, queries, self)
        self.reasons = EntryReasons(service, queries, now)
        self.contents = ListContents(reader, self)
        self.heading = ListHeading(theme, icons, self)
        self.quick_add = QuickAddBar(icons, self)
        self.model = TodoTableModel(self._read, self.commands.write, self.reasons.of, self)
        self.view = TodoTableView(self.model, self.commands.is_there, theme, icons)
        self.keeper = ColumnKeeper(self.view, self)
        self._empty: EmptyState | None = None
        self._line = QHBoxLayout()
        self._target: TargetField | None = None
        self._loading = QProgressBar(self)
        self._stack = QStackedWidget(self)
        self.undo_bar = UndoBar(self)
        self._lay_out()
        self._connect()
        self._clock = QTimer(self)
        self._clock.setInterval(_TELL_TIME_MS)
        self._clock.timeout.connect(self._tell_time)

    def _lay_out(self) -> None:
        self._loading.setObjectName("loadingBar")
        self._loading.setAccessibleName(self.tr("Loading"))
        self._loading.setTextVisible(False)
        set_role(self._loading, Role.LOADING)
        keeps_room = self._loading.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self._loading.setSizePolicy(keeps_room)
        self._stack.addWidget(self.view)
        line = self._line
        line.setContentsMargins(20, metrics.SMALL, 20, metrics.SMALL)
        line.setSpacing(metrics.SMALL)
        line.addWidget(self.quick_add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._loading)
        column.addWidget(self.heading)
        self._bars = QVBoxLayout()
        self._bars.setContentsMargins(20, metrics.SMALL, 20, 0)
        column.addLayout(self._bars)
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        self.setTabOrder(self.quick_add, self.view)

    def _connect(self) -> None:
        self.contents.arrived.connect(self._arrived)
        self.contents.counts_changed.connect(self._show_counts)
        self.quick_add.entered.connect(self._add)
        self.quick_add.left.connect(self.focus_rows)
        self.view.ticked.connect(self._tick)
        self.view.delegate.ended.connect(self._after_editing)
        self.commands.unstored.connect(self._give_back)
        self._service.on_leaving(self._leave_list)
        self.view.header.sort_wanted.connect(self.sort)
        self.keeper.changed.connect(self._keep_layout)
        self.commands.progressed.connect(self._show_outcome)
        self.commands.deleted.connect(self.undo_bar.offer)
        self.undo_bar.undo_wanted.connect(self.commands.undo)
        self._service.subscribe(self.take_own)

    # What is shown

    @property
    def shown(self) -> QWidget:
        """The table, or what says why it is empty."""
        return self._empty if self._empty is not None and self._empty.isVisible() else self.view

    def show_list(self) -> None:
        """The service's list is another one, or its fields or permissions are."""
        todo_list = self._service.list
        columns = columns_in(todo_list)
        self.model.hinder(hindrance_in(todo_list))
        same_list = todo_list.id == self._open_list
        name = todo_list.collection.label or self.tr("To do")
        self.heading.show_list(name, todo_list.permissions.update)
        self.show_target()
        if same_list and (columns == self.model.columns or self._goes_on_editing(columns)):
            if todo_list.is_all:
                self.model.set_display(self._display())
                query = query_in(todo_list, self.contents.query.text, self.keeper.layout)
                self.contents.begin(replace(query, where=self._where()))
            self._show_page()
            return
        chosen = self.view.selected_ids()
        layout = self._book.columns(todo_list)
        first, self._open_list = self._open_list is None, todo_list.id
        text = self.contents.query.text if same_list else self._resumed.search if first and self._resumed else ""
        if not same_list:
            self.filter_in_force = filter_in(layout)
        query = replace(query_in(todo_list, " ".join(text.split()), layout), where=self._where())
        ids = self.model.ids if same_list else array("q")
        at_once = not same_list and not query.text and query.where is None
        if at_once:
            try:
                ids = self.contents.read_now(query, self._queries)
            except StorageError:
                if first:
                    raise
                at_once = False  # the reader thread tries again, and tells
        self.model.show(columns, self._display(), ids)
        self.keeper.apply(columns, layout)
        self.view.select_ids(chosen if same_list else [])
        self._go_back()
        if not at_once:
            self.contents.begin(query)
        self.undo_bar.withdraw()
        self.show_changed.emit(layout.show)
        self.filter_changed.emit()
        self._clock.start()
        self._show_page()

    @property
    def shows_several(self) -> bool:
        """Whether several lists are shown as one."""
        return self._service.list.is_all

    def show_target(self) -> None:
        """New todos go to another list, or may be added there or not."""
        if self.shows_several:
            self._made_target().show_lists()
        if self._target is not None:
            self._target.setVisible(self.shows_several)
        may_add = self._service.target.permissions.create.allowed
        if not may_add and self.quick_add.hasFocus():
            self.focus_rows()
        self.quick_add.allow(may_add, also_needed(self._service.target))

    def _made_target(self) -> "TargetField":
        if self._target is None:
            from todo_desktop.gui.all_lists.target_field import TargetField  # noqa: PLC0415  (most show one list)

            self._target = TargetField(self._service, self._book, self)
            self._target.chosen.connect(self._after_choosing_target)
            self._line.addWidget(self._target)
            self.setTabOrder(self.quick_add, self._target)
            self.setTabOrder(self._target, self.view)
        return self._target

    def _after_choosing_target(self) -> None:
        self.layout_changed.emit()
        self.show_target()
        self.target_changed.emit()
        self.quick_add.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_status(self, status: SyncStatus) -> None:
        self._status = status
        self._loading.setVisible(status.phase in (Phase.LOADING, Phase.CONNECTING))
        self._loading.setRange(0, status.total or 0)
        self._loading.setValue(min(status.done, status.total or 0))
        self._show_page()

    def search(self, text: str) -> None:
        self.contents.search(text)

    def filter(self, show: Show) -> None:
        self.keeper.note(show=show)
        self.contents.filter(show)
        self.show_changed.emit(show)

    def narrow(self, group: "Group | None") -> None:
        """To what meets a filter; None: to nothing less than all."""
        self.look(group, self.keeper.layout.show, self.keeper.layout.sort)

    def look(self, group: "Group | None", show: Show, sort: tuple[SortKey, ...]) -> None:
        """At what meets a filter, and at that only what is open or done, in some order."""
        from todo_desktop.gui.filter_bar.kept import kept  # noqa: PLC0415  (most lists have no filter)

        self.filter_in_force = group or None
        self.keeper.keep(replace(self.keeper.layout, filter=kept(self.filter_in_force)))
        self.keeper.note(show=show, sort=sort)
        self.contents.look(show, sort, self._where())
        self.show_changed.emit(show)
        self.filter_changed.emit()

    def _where(self) -> "Group | WhereOfAll | None":
        """The filter at this moment."""
        return where_in(self._service.list, self.filter_in_force, self._now())

    def put_bar(self, bar: QWidget) -> None:
        """Between the heading and the line to add todos."""
        self._bars.addWidget(bar)

    def sort(self, key: SortKey | None) -> None:
        """By one field, or (None) in the list's own order."""
        keys = (key,) if key else ()
        self.keeper.note(sort=keys)
        self.contents.sort(keys)

    def resume(self, place: Place) -> None:
        """Begin where the list was left: to be called before the first `show_list`, which is of the same list."""
        self._resumed = place

    @property
    def place(self) -> Place:
        """Where the user is in the list."""
        if self._resumed is not None:
            return self._resumed
        chosen = self.view.selected_ids()
        if len(chosen) > _MOST_SELECTED:
            chosen = []
        return Place(name_of(self._service.list), self.contents.query.text, tuple(chosen), *self.view.first_in_sight())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        # Qt has just scrolled to the current row.
        self._go_back()

    def _go_back(self) -> None:
        """To the place of the session before: the first rows are there at once, others may follow."""
        place = self._resumed
        if place is None:
            return
        self.view.select_ids(place.selected)
        self.view.hold(place.top, place.offset)
        if self.contents.settled and self.isVisible():
            self._resumed = None

    def stop(self) -> None:
        """The window closes: keep what is being edited, end what is going on, tick no more."""
        self.view.commit_editor()
        self.commands.finish()
        self._clock.stop()
        self.undo_bar.withdraw()
        self._service.forget(self._leave_list)

    def some_chosen(self) -> list[Todo]:
        """The first of the selected todos, where it depends on the todo what the role may do with it."""
        if not (self._service.list.permissions.by_record or self.shows_several):
            return []
        return self.model.todos_at(self.view.selected_rows()[:_LOOKED_AT])

    # What is being edited

    def _goes_on_editing(self, columns: tuple[Column, ...]) -> bool:
        """The open editor's cell will be there: the new columns can wait for its end."""
        edited = self.view.delegate.edited
        same = edited is not None and any(c.field == edited.field and not c.obstacle for c in columns)
        self._columns_due = same
        return same

    def _after_editing(self, typed: "TypedText | None") -> None:
        """An editor has gone; *typed*: with its row or column, before that was stored."""
        if self._columns_due:
            self._columns_due = False
            self.show_list()
        if typed is not None:
            problem = typed.complaint or self.model.store_typed(typed.cell, typed.value)
            if problem:
                self.unstored.emit(typed, problem)
        if self.view.take_guest():
            self.contents.rows_changed()
        if self._sought_or_none is not None:
            self._sought_or_none.fill_in()

    def _give_back(self, values: Mapping[str, Json], problem: str) -> None:
        """What was typed while a long verb was under way, and could not be stored after it."""
        from todo_desktop.gui.todo_table.edited_cell import EditedCell, TypedText  # noqa: PLC0415  (hardly ever)

        for name, value in values.items():
            fields = (each.collection.field(name) for each in self._service.list.parts)
            field = next((each for each in fields if each is not None), None)
            if field is not None:
                typed = TypedText(EditedCell(0, field, ""), self._display().words(field, value), value, problem)
                self.unstored.emit(typed, problem)

    def _leave_list(self) -> None:
        """Another one is about to be opened: what is typed here belongs to this one."""
        self.view.commit_editor()
        self.commands.leave_list()

    # What changed

    def take_own(self, changes: Changes) -> None:
        """The user changed something here: it shows at once."""
        if not self._concerns(changes):
            return
        step = self._service.undo_step
        if step is None or step.verb != "delete":
            self.undo_bar.withdraw()
        if self.commands.reveals:
            self._sought.take(changes)
        self._take_rows(changes)
        self.contents.edited(more_to_come=self.commands.busy)

    def _show_outcome(self, progress: object) -> None:
        """A long verb has ended."""
        if progress is None:
            self.contents.edited()

    def take(self, changes: Changes) -> None:
        """The sync, or another program, changed something."""
        if not self._concerns(changes):
            return
        self._take_rows(changes)
        if changes.added or changes.changed or changes.removed:
            self.contents.rows_changed()

    def take_all(self) -> None:
        """Another program may have changed anything."""
        self.model.refresh_all()
        self.contents.rows_changed()
        self._show_page()

    def _read(self, todo_ids: Sequence[int]) -> list[Todo]:
        """Asked while painting: what cannot be read is left blank, and said once."""
        try:
            return self._queries.rows(todo_ids)
        except StorageError as error:
            if not self._told_unreadable:
                self._told_unreadable = True
                QTimer.singleShot(0, self, partial(self.unreadable.emit, error))
            return []

    def _concerns(self, changes: Changes) -> bool:
        todo_list = self._service.list
        return changes.list_id == self._open_list or any(changes.list_id == each.id for each in todo_list.parts)

    def _take_rows(self, changes: Changes) -> None:
        if changes.removed:
            self.view.show_order(self.model.without(changes.removed), asked=False)
        self.model.refresh(changes.changed | changes.added | changes.removed)
        self._show_page()

    def _arrived(self, ids: "array[int]", asked: bool) -> None:
        self.view.show_order(ids, asked=asked)
        self._go_back()
        if self._sought_or_none is not None:
            self._sought_or_none.show()
        self._show_page()

    def _show_counts(self, counts: Counts) -> None:
        query = self.contents.query
        self.heading.show_counts(counts, searching=bool(query.text) or query.where is not None)
        if self.contents.settled:
            if self._sought_or_none is not None:
                self._sought_or_none.give_up()
            self._go_back()
        self._show_page()

    def _show_page(self) -> None:
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.view)
        elif self.contents.settled:
            self._stack.setCurrentWidget(self._saying_why_it_is_empty())

    def _saying_why_it_is_empty(self) -> "EmptyState":
        from todo_desktop.gui.emptiness import emptiness  # noqa: PLC0415  (most lists are not)

        query, counts = self.contents.query, self.contents.counts
        empty = self._empty or self._make_empty_state()
        empty.say(emptiness(self._service.list, query, counts, self._status, self.locale()))
        return empty

    def _make_empty_state(self) -> "EmptyState":
        from todo_desktop.gui.empty_state import EmptyState  # noqa: PLC0415

        self._empty = EmptyState(self._theme, self._icons)
        self._empty.wanted.connect(self.empty_action_wanted)
        self._stack.addWidget(self._empty)
        return self._empty

    def _display(self) -> CellDisplay:
        return display_in(self._service.list, self.locale(), self._now())

    @property
    def roles(self) -> FieldRoles:
        """Which field plays which role in the list that is shown."""
        return self._service.list.collection.roles

    def _tell_time(self) -> None:
        """Days turn, and what was due a minute ago is overdue."""
        self.model.set_display(self._display())
        self.contents.narrow(self._where())

    def _keep_layout(self) -> None:
        self._book.keep_columns(self._service.list, self.keeper.layout)
        self.layout_changed.emit()

    # Hands

    def _add(self, titles: list[str]) -> None:
        self._sought.expect(len(titles))
        service = self._service
        values = values_in(service.list, service.target, self.filter_in_force, self._now())
        self.commands.add(titles, self.quick_add.give_back, values=values)

    def _tick(self, row: int, column: int) -> None:
        shown, todo = self.model.column_at(row, column), self.model.todo_at(row)
        if todo is not None and shown.field is not None:
            if self.model.obstacle(row, column):
                self.view.say_obstacle(row, column)
            else:
                self.commands.toggle(todo, shown.field.name)

    def go_to(self, todo_id: int, field: str = "") -> None:
        """Select the todo, and open the editor of *field* where one is named. A search or filter that hides it ends."""
        self._sought.go_to(todo_id, field)

    def fill_in(self, todo_id: int) -> None:
        """Select the todo, and lead to the fields that it lacks."""
        self._sought.go_to(todo_id, "", fills_in=True)

    @property
    def _sought(self) -> "SoughtTodos":
        from todo_desktop.gui.sought_todos import SoughtTodos  # noqa: PLC0415  (the first paint seeks none)

        if self._sought_or_none is None:
            self._sought_or_none = SoughtTodos(self, lambda: self._service.list)
        return self._sought_or_none

    def focus_rows(self) -> None:
        if not self.model.rowCount():
            return
        if not self.view.currentIndex().isValid():
            self.view.select_row(0)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
