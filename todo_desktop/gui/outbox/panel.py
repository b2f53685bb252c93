"""The outbox below the list: every change that is not on the server yet, and the one that is looked at."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from todo_desktop.gui.outbox.delegate import HEIGHT, OutboxDelegate
from todo_desktop.gui.outbox.detail import ChangeDetail
from todo_desktop.gui.outbox.lists import OutboxLists
from todo_desktop.gui.outbox.model import OutboxModel
from todo_desktop.gui.outbox.words import ChangeWords
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.todo_commands import TodoCommands
from todo_desktop.model.values import Milliseconds
from todo_desktop.queries import TodoQueries

TICK_MS = 1_000
_STACKED_BELOW = 720


class OutboxPanel(QFrame):
    """Opens above the status bar; Esc closes it. `show_order` after every change of the outbox; raises StorageError."""

    closed = Signal()
    lists_chosen = Signal()
    """The changes of other lists are to be shown."""
    retried = Signal()
    """The user does not want to wait for the next try."""
    settle_all_wanted = Signal(object)
    """Every todo in dispute is to be given to this verb of the commands."""
    room_wanted = Signal(int)
    """Another change asks for a decision: it can be seen whole in a panel of this height."""

    def __init__(
        self,
        queries: TodoQueries,
        lists: OutboxLists,
        commands: TodoCommands,
        theme: Theme,
        icons: Icons,
        now: Callable[[], Milliseconds],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._queries = queries
        self._lists = lists
        self._commands = commands
        self._now = now
        self.setObjectName("outboxPanel")
        self.setAccessibleName(self.tr("Changes on their way"))
        set_role(self, Role.OUTBOX)
        self.model = OutboxModel(queries, self._words, lists, self)
        self.view = QTableView(self)
        self._delegate = OutboxDelegate(self.model, theme, icons, self.view)
        self.detail = ChangeDetail(commands, self.view, self)
        self._heading = QLabel(self)
        self._of_all = QCheckBox(self.tr("All lists"), self)
        self._retry_all = QPushButton(self.tr("Retry all"), self)
        self._settle_all = QPushButton(self.tr("Settle all"), self)
        self._stack = QStackedWidget(self)
        self._asked: int | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._tell_time)
        self._prepare_view()
        self._lay_out(icons)
        theme.changed.connect(self.view.viewport().update)
        self.hide()

    # What is shown

    def show_order(self, order: dict[int, int]) -> None:
        """*order*: each entry's todo by its place in the outbox."""
        row = max(0, self.view.currentIndex().row())
        self.model.show_order(order)
        count = self.model.rowCount()
        if count and not self.view.currentIndex().isValid():
            self.select(min(row, count - 1))
        self._show_heading(count)
        self._show_detail()

    def show_status(self) -> None:
        """It stands otherwise with the sync of some list."""
        self._tell_time()

    def show_all(self) -> None:
        """The changes of all lists, where there are others than that in sight."""
        self._of_all.setChecked(self._lists.has_others)

    def select(self, row: int) -> None:
        self.view.setCurrentIndex(self.model.index(row, 0))

    def select_todo(self, todo_id: int) -> None:
        """Where the todo has no change on its way, the selection stays."""
        row = self.model.row_of_todo(todo_id)
        if row >= 0:
            self.select(row)

    def leave(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def stop(self) -> None:
        """No more ticking: the window closes."""
        self._tick.stop()

    def _words(self, list_id: int) -> ChangeWords:
        return ChangeWords(self._lists.list_of(list_id), self._now(), self.locale())

    def _take_wish(self, wants_all: bool) -> None:
        self._lists.wants_all = wants_all
        self.lists_chosen.emit()

    def _show_heading(self, count: int) -> None:
        if count == 1:
            self._heading.setText(self.tr("1 change on its way"))
        else:
            self._heading.setText(self.tr("%Ln changes on their way", "", count))
        self._heading.setVisible(count > 0)
        self._retry_all.setVisible(count > 1)
        disputed = sum(len(self._queries.in_dispute(list_id, 2)) for list_id in self._lists.ids)
        self._settle_all.setVisible(disputed > 1)
        self._of_all.setVisible(self._lists.has_others or self._lists.wants_all)
        self._stack.setCurrentIndex(0 if count else 1)

    def _show_detail(self) -> None:
        line = self.model.line(self.view.currentIndex().row())
        was_there = line is None and self.detail.has_focus
        self.detail.setVisible(line is not None)
        if was_there:
            self._focus_list()
        if line is not None:
            list_id = line.held.list_id
            status = self._lists.status_of(list_id)
            self.detail.show_line(line, self._lists.list_of(list_id).collection, self._words(list_id), status)
        asks = line.id if line is not None and self.detail.asks else None
        if asks != self._asked:
            self._asked = asks
            if asks is not None:
                self.room_wanted.emit(self._height_for_detail())

    def _height_for_detail(self) -> int:
        margins = self._column.contentsMargins()
        around = margins.top() + self._top.sizeHint().height() + self._column.spacing() + margins.bottom()
        beside = self._sides.direction() is QBoxLayout.Direction.LeftToRight
        return around + self.detail.whole_height() + (0 if beside else 2 * HEIGHT)

    def _tell_time(self) -> None:
        self.model.tick()
        self._show_detail()

    # Building

    def _prepare_view(self) -> None:
        self.view.setObjectName("outboxList")
        self.view.setAccessibleName(self.tr("Changes on their way"))
        set_role(self.view, Role.LIST)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        # A list view would lay out every row anew whenever time passes.
        self.view.horizontalHeader().hide()
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(HEIGHT)
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.view.doubleClicked.connect(lambda _index: self.detail.open_editor())
        self.view.installEventFilter(self)
        self.detail.decided.connect(self._focus_list)

    def _lay_out(self, icons: Icons) -> None:
        set_role(self._heading, Role.HEADING)
        self._heading.setObjectName("outboxHeading")
        self._retry_all.setObjectName("outboxRetryAll")
        self._retry_all.clicked.connect(self._send_all)
        self._of_all.setObjectName("outboxAllLists")
        self._of_all.setToolTip(self.tr("Show the changes of all lists, whichever is in sight"))
        self._of_all.toggled.connect(self._take_wish)
        self._settle_all.setObjectName("outboxSettleAll")
        self._settle_all.setMenu(self._settling_menu())
        close = self._close = QToolButton(self)
        close.setObjectName("outboxClose")
        close.setAccessibleName(self.tr("Close"))
        icons.show_on(close, "close", "secondary")
        close.clicked.connect(self.leave)
        top = self._top = QHBoxLayout()
        top.setContentsMargins(metrics.LARGE, 0, 0, 0)
        top.setSpacing(metrics.SMALL)
        top.addWidget(self._heading)
        top.addStretch(1)
        for button in (self._of_all, self._retry_all, self._settle_all, close):
            top.addWidget(button)
        changes = QWidget(self)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, changes)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(0)
        self._sides.addWidget(self.view, 2)
        self._sides.addWidget(self.detail, 3)
        nothing = QLabel(self.tr("Everything has reached the server."), self)
        nothing.setObjectName("outboxEmpty")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(nothing, Role.SECONDARY)
        self._stack.addWidget(changes)
        self._stack.addWidget(nothing)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(metrics.TIGHT, metrics.SMALL, metrics.SMALL, metrics.TIGHT)
        column.setSpacing(metrics.TIGHT)
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    def _settling_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("menuSettleAll")
        for says, name, act in (
            (self.tr("Take mine everywhere"), "settleAllMine", self._commands.keep_mine),
            (self.tr("Take the server's everywhere"), "settleAllTheirs", self._commands.take_theirs),
        ):
            action = menu.addAction(says)
            action.setObjectName(name)
            action.triggered.connect(lambda _=False, act=act: self.settle_all_wanted.emit(act))
        return menu

    # Hands

    def _on_current(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_detail()

    def _focus_list(self) -> None:
        """Where it is empty, Esc is all that is left to do."""
        part = self.view if self.model.rowCount() else self._close
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send_all(self) -> None:
        self._commands.retry(self.model.todo_ids())
        self.retried.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keys in the list."""
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            act = {
                Qt.Key.Key_Return: self.detail.take_focus,
                Qt.Key.Key_Enter: self.detail.take_focus,
                Qt.Key.Key_F2: self.detail.open_editor,
                Qt.Key.Key_Delete: self.detail.ask_to_discard,
            }.get(Qt.Key(event.key()))
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._tick.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """In a narrow window one stands below the other."""
        narrow = self.width() < _STACKED_BELOW
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(wanted)
        super().resizeEvent(event)
