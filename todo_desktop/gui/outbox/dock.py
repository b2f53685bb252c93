"""The outbox panel's place in the window: made when it is first asked for, kept up to date while it is open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QSplitter

from todo_desktop.gui.list_pane import ListPane
from todo_desktop.gui.outbox.lists import OutboxLists
from todo_desktop.gui.outbox_watch import OutboxWatch, Todos
from todo_desktop.gui.reader_thread import ReaderThread
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.errors import TodoDesktopError
from todo_desktop.model.status import SyncStatus
from todo_desktop.model.values import Milliseconds
from todo_desktop.queries import TodoQueries

if TYPE_CHECKING:
    from todo_desktop.gui.outbox.panel import OutboxPanel

Verb: TypeAlias = Callable[[Todos], None]
_SHARE = 4
"""After each look it rests so many times as long as that look took."""
_LEAST_HEIGHT = 280
_NARROW = 720
_MOST_PERCENT = 70
"""Of the height, for a change that asks for a decision."""


class OutboxDock(QObject):
    """Below *pane* in *splitter*."""

    retry_wanted = Signal()
    todo_wanted = Signal(int, str)
    """A todo is to be selected, with the editor of that field open; only selected where none is named."""
    failed = Signal(object)
    """The `TodoDesktopError` that kept the outbox from being read."""

    def __init__(
        self,
        queries: TodoQueries,
        reader: ReaderThread,
        pane: ListPane,
        splitter: QSplitter,
        theme: Theme,
        icons: Icons,
        now: Callable[[], Milliseconds],
        lists: OutboxLists,
    ) -> None:
        super().__init__(splitter)
        self._queries = queries
        self._lists = lists
        self.watch = OutboxWatch(queries, reader, lambda: lists.ids, self)
        self._of_all = OutboxWatch(queries, reader, lambda: lists.every, self)
        self._pane = pane
        self._splitter = splitter
        self._theme = theme
        self._icons = icons
        self._now = now
        self._panel: OutboxPanel | None = None
        self._wanted: int | None = None
        """The todo whose change is to be selected, once it is there."""
        self._is_loading = False
        self._due = False
        self.watch.ordered.connect(self._show_order)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._refresh_if_due)

    def open(self, todo_id: int | None = None) -> None:
        """With the change of *todo_id* selected, else what comes first."""
        panel = self._made()
        if not panel.isVisible():
            panel.show()
            self._splitter.setSizes(_heights(self._splitter.width(), self._splitter.height()))
        self._wanted, self._is_loading = todo_id, True
        self._refresh()
        panel.view.setFocus()

    def toggle(self) -> None:
        if self._panel is not None and self._panel.isVisible():
            self.close()
        else:
            self.open()

    def open_all(self) -> None:
        """With the changes of all lists."""
        self._made().show_all()
        self.open()

    def close(self) -> None:
        if self._panel is not None:
            self._panel.leave()

    @property
    def is_loading(self) -> bool:
        """Whether it was opened, and what it shows is still being read."""
        return self._is_loading

    def retry_all(self) -> None:
        """Try everything again that waits or was refused in any list, without waiting for its time."""
        self._with_todos(self._of_all.unsent, self._pane.commands.retry)

    def refresh(self) -> None:
        """Entries came, went or moved on; or the list is another one. While many do, only as often as leaves the
        window time for its user."""
        self._due = True
        if not self._rest.isActive():
            self._refresh_if_due()

    def show_status(self, status: SyncStatus) -> None:
        """Of the list in sight; that of the others may be another one, too."""
        self._lists.in_sight = status
        if self._panel is not None:
            self._panel.show_status()

    def stop(self) -> None:
        """The window closes."""
        self._rest.stop()
        if self._panel is not None:
            self._panel.stop()

    def _made(self) -> "OutboxPanel":
        if self._panel is None:
            from todo_desktop.gui.outbox.panel import OutboxPanel  # noqa: PLC0415  (the first paint does not need it)

            commands = self._pane.commands
            panel = OutboxPanel(self._queries, self._lists, commands, self._theme, self._icons, self._now)
            panel.lists_chosen.connect(self._refresh)
            panel.closed.connect(self._pane.focus_rows)
            panel.retried.connect(self.retry_wanted)
            panel.settle_all_wanted.connect(partial(self._with_todos, self.watch.in_dispute))
            panel.room_wanted.connect(self._make_room)
            panel.detail.retried.connect(self.retry_wanted)
            panel.detail.edit_wanted.connect(self._edit)
            panel.detail.show_wanted.connect(lambda todo_id: self.todo_wanted.emit(todo_id, ""))
            self._splitter.addWidget(panel)
            self._splitter.setCollapsible(1, False)
            self._panel = panel
        return self._panel

    def _with_todos(self, ask: Callable[[Verb], None], verb: Verb) -> None:
        """They come from the reader thread where they are many."""
        try:
            ask(verb)
        except TodoDesktopError as error:
            self.failed.emit(error)

    def _refresh_if_due(self) -> None:
        if self._due and self._panel is not None and self._panel.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        self._due = False
        with self._resting_after():
            try:
                self._lists.look()
                self.watch.order()
            except TodoDesktopError as error:
                self.failed.emit(error)

    def _show_order(self, order: dict[int, int]) -> None:
        panel, wanted = self._panel, self._wanted
        if panel is None or not panel.isVisible():
            return
        self._wanted, self._is_loading = None, False
        with self._resting_after():  # it may come from the reader thread, long after it was asked for
            try:
                panel.show_order(order)
                if wanted is not None:
                    panel.select_todo(wanted)
            except TodoDesktopError as error:
                self.failed.emit(error)

    @contextmanager
    def _resting_after(self) -> Iterator[None]:
        began = QElapsedTimer()
        began.start()
        yield
        self._rest.start(_SHARE * began.elapsed())

    def _make_room(self, wanted: int) -> None:
        """Only upwards, and not all of it: the list stays in sight."""
        height = self._splitter.height()
        panel = min(wanted + self._splitter.handleWidth(), height * _MOST_PERCENT // 100)
        if self._splitter.sizes()[-1] < panel:
            self._splitter.setSizes([height - panel, panel])

    def _edit(self, todo_id: int, field: str) -> None:
        for todo in self._queries.rows([todo_id]):
            self.todo_wanted.emit(todo_id, field or self._lists.list_of(todo.list_id).collection.roles.title)


def _heights(width: int, height: int) -> list[int]:
    """Of the list and the panel: where the panel's parts stand one below the other, it gets the larger share."""
    panel = max(_LEAST_HEIGHT, height * (60 if width < _NARROW else 45) // 100)
    return [max(1, height - panel), panel]
