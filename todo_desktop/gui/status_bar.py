"""The bar at the bottom: the state in words, progress, what waits and what needs the user."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from todo_desktop.gui import verb_words
from todo_desktop.gui.elided_label import ElidedLabel
from todo_desktop.gui.message_action import MessageAction
from todo_desktop.gui.messages import problem_message
from todo_desktop.gui.plain_text import tooltip
from todo_desktop.gui.status_words import StatusWords, progress_words, status_words
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.verb_queue import VerbProgress
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import Milliseconds

_COUNTDOWN_MS = 1_000
_AGO_MS = 10_000


class StatusBar(QStatusBar):
    """Says times relative to *now*, and says them anew by itself."""

    action_wanted = Signal(object)
    """A `MessageAction`."""
    outbox_wanted = Signal()

    def __init__(
        self, theme: Theme, icons: Icons, now: Callable[[], Milliseconds], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._now = now
        self._host = ""
        self._is_of_all = False
        self._status = SyncStatus(Phase.LOCAL)
        self._action_of_button: MessageAction | None = None
        self.setObjectName("statusBar")
        self.setSizeGripEnabled(False)
        self.setFixedHeight(metrics.STATUS_BAR)
        self._dot = QLabel(self)
        self._connection = ElidedLabel()
        self._connection.setObjectName("statusConnection")
        self._action = _button("statusAction", Role.LINK)
        self._action.clicked.connect(self._act)
        self._progress = QProgressBar()
        self._progress.setObjectName("statusProgress")
        self._progress.setAccessibleName(self.tr("Progress"))
        self._progress.setFixedWidth(96)
        self._progress.setTextVisible(False)
        self._count = _label("statusProgressText")
        self._verb = _label("statusVerb")
        self._waiting = _button("statusWaiting", Role.QUIET)
        self._parked = _button("statusParked", Role.LINK)
        for button in (self._waiting, self._parked):
            button.clicked.connect(self._open_outbox)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._say)
        theme.changed.connect(self._say)
        self.show_verb(None)
        self.show_outbox(0, 0)
        self._say()

    def _lay_out(self) -> None:
        content = QWidget(self)
        row = QHBoxLayout(content)
        row.setContentsMargins(metrics.MEDIUM, 0, metrics.SMALL, 0)
        row.setSpacing(metrics.SMALL)
        row.addWidget(self._dot)
        row.addWidget(self._connection, 1)
        for widget in (self._action, self._progress, self._count, self._verb, self._waiting, self._parked):
            row.addWidget(widget)
        self.addWidget(content, 1)

    def show_host(self, host: str, *, of_all: bool = False) -> None:
        """*of_all*: it is told of the worst of several lists from now on, with its names."""
        self._host = host
        self._is_of_all = of_all

    def show_status(self, status: SyncStatus) -> None:
        self._status = status
        self._timer.start(_COUNTDOWN_MS if status.phase is Phase.UNREACHABLE else _AGO_MS)
        self._say()

    def show_outbox(self, waiting: int, parked: int) -> None:
        """Todos with unsent changes, and todos that need a person."""
        self._waiting.setVisible(waiting > 0)
        if waiting == 1:
            self._waiting.setText(self.tr("1 change waiting"))
        else:
            self._waiting.setText(self.tr("%Ln changes waiting", "", waiting))
        self._waiting.setAccessibleName(self._waiting.text())
        self._parked.setVisible(parked > 0)
        self._parked.setText(self.tr("1 needs you") if parked == 1 else self.tr("%Ln need you", "", parked))
        self._parked.setAccessibleName(self._parked.text())

    def show_verb(self, progress: VerbProgress | None) -> None:
        """A verb on many todos is being carried out."""
        self._verb.setVisible(progress is not None)
        self._verb.setText(verb_words.progress_words(progress, self.locale()) if progress is not None else "")

    def stop(self) -> None:
        """No more ticking: the window closes."""
        self._timer.stop()

    def _say(self) -> None:
        status = self._status
        words = self._words(status)
        self._dot.setPixmap(self._icons.pixmap("dot", metrics.ICON, words.color))
        if self._connection.text() != words.text:
            self._connection.setText(words.text)
            self._connection.setAccessibleName(words.text)
        host = self._host or status.host
        reason = problem_message(status.problem, detail=status.detail, host=host).text if status.problem else ""
        self._connection.setToolTip(tooltip(reason or words.text))
        self._action_of_button = words.action
        self._action.setVisible(words.action is not None)
        self._action.setText(words.action_label)
        self._show_progress(status)

    def _words(self, status: SyncStatus) -> StatusWords:
        if not self._is_of_all:
            return status_words(status, self._host or status.host, self._now(), self.locale())
        from todo_desktop.gui.all_lists.status import words  # noqa: PLC0415  (most show one list)

        return words(status, self._now(), self.locale())

    def _show_progress(self, status: SyncStatus) -> None:
        text = progress_words(status, self.locale())
        self._count.setText(text)
        self._count.setVisible(bool(text))
        self._progress.setVisible(bool(text))
        self._progress.setRange(0, status.total or 0)
        self._progress.setValue(min(status.done, status.total or 0))

    def _open_outbox(self) -> None:
        self.outbox_wanted.emit()

    def _act(self) -> None:
        if self._action_of_button is not None:
            self.action_wanted.emit(self._action_of_button)


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _button(name: str, role: Role) -> QPushButton:
    button = QPushButton()
    button.setObjectName(name)
    set_role(button, role)
    return button
