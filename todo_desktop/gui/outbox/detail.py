"""One change of the outbox: the whole of it, why it is not done yet, and what can be done about it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from todo_desktop.gui.outbox.conflict_chooser import ConflictChooser
from todo_desktop.gui.outbox.model import Line
from todo_desktop.gui.outbox.words import ChangeWords
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.todo_commands import TodoCommands
from todo_desktop.model.change import UNDECIDED, EntryState
from todo_desktop.model.decision import is_by_field
from todo_desktop.model.schema import Collection
from todo_desktop.model.status import SyncStatus


class ChangeDetail(QScrollArea):
    """Carries out most itself, by *commands*."""

    edit_wanted = Signal(int, str)
    """Todo, and the field to open (empty: its title)."""
    show_wanted = Signal(int)
    retried = Signal()
    decided = Signal()
    """The keys were with what was to be decided, and there is no more of it."""

    def __init__(self, commands: TodoCommands, before: QWidget, parent: QWidget | None = None) -> None:
        """Tab comes to it from *before*."""
        super().__init__(parent)
        self._commands = commands
        self._before = before
        self._line: Line | None = None
        self._field = ""
        """Which is edited to mend it."""
        self.setObjectName("changeDetail")
        self.setAccessibleName(self.tr("The change"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = self._content = QWidget(self)
        self._change = _label(content, "changeText", Role.HEADING)
        self._state = _label(content, "changeState", Role.SECONDARY)
        self._reason = _label(content, "changeReason", None)
        self._chooser: ConflictChooser | None = None
        self._retry = self._button("changeRetry", self.tr("Retry now"), self._send_now)
        self._edit = self._button("changeEdit", self.tr("Edit"), self._open_editor)
        self._discard = self._button("changeDiscard", self.tr("Discard"), self.ask_to_discard)
        self._show = self._button("changeShow", self.tr("Show todo"), self._show_todo)
        self._hands = QWidget(content)
        row = QHBoxLayout(self._hands)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.SMALL)
        for button in (self._retry, self._edit, self._discard, self._show):
            row.addWidget(button)
        row.addStretch(1)
        self._question = _Question(content)
        self._question.confirmed.connect(self._throw_away)
        self._question.left.connect(self._leave_question)
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(metrics.LARGE, metrics.SMALL, metrics.LARGE, metrics.MEDIUM)
        self._column.setSpacing(metrics.SMALL)
        for widget in (self._change, self._state, self._reason, self._hands, self._question):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.setWidget(content)
        # The area fills its widget when it takes it; the panel's own ground is to be seen.
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def show_line(self, line: Line, collection: Collection, words: ChangeWords, status: SyncStatus) -> None:
        """What is there already stays, with its focus and its question, unless the change is another one."""
        self._say_state(line, words, status)
        if line == self._line:
            if self._chooser is not None:
                self._chooser.tell_time(words)
            return
        was_deciding = self._chooser is not None and _has_focus(self._chooser)
        self._line = line
        self._field = words.to_edit(line.entry)
        self._change.setText(words.change(line.held, line.entry))
        reason = words.reason(line.entry) if line.entry.state is EntryState.PARKED else ""
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self._state.setVisible(not reason)
        self._show_chooser(line, collection, words)
        self._show_hands(line)
        self._leave_question()
        self._question.ask(words.discarding(line.held))
        self._question.hide()
        if was_deciding:
            self._go_on()

    @property
    def has_focus(self) -> bool:
        """Whether something in it has the keys."""
        return _has_focus(self)

    @property
    def asks(self) -> bool:
        """Whether it shows something to choose from."""
        return self._chooser is not None

    def whole_height(self) -> int:
        """What it takes to be seen without scrolling, at its present width."""
        self._column.activate()
        return self._column.totalHeightForWidth(self.viewport().width())

    def ask_to_discard(self) -> None:
        """In place: the buttons give way to what would happen."""
        if self._line is not None and self._discard.isEnabled():
            self._hands.hide()
            self._question.show()
            self._question.take_focus()
            self.ensureWidgetVisible(self._question)

    def open_editor(self) -> None:
        if self._edit.isEnabled():
            self._open_editor()

    def take_focus(self) -> None:
        """To the first thing that can be done."""
        buttons = [b for b in self._content.findChildren(QPushButton) if b.isVisible() and b.isEnabled()]
        chooser = [b for b in buttons if self._chooser is not None and self._chooser.isAncestorOf(b)]
        for button in (chooser or buttons)[:1]:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_state(self, line: Line, words: ChangeWords, status: SyncStatus) -> None:
        state = words.state(line.entry, status)
        said = f"{state[:1].upper()}{state[1:]}."
        if said != self._state.text():
            self._state.setText(said)

    def _show_chooser(self, line: Line, collection: Collection, words: ChangeWords) -> None:
        if self._chooser is not None:
            self._column.removeWidget(self._chooser)
            self._chooser.hide()
            self._chooser.deleteLater()
            self._chooser = None
        entry = line.entry
        if entry.state is not EntryState.PARKED or not (entry.problem in UNDECIDED or is_by_field(entry)):
            return
        chooser = ConflictChooser(line.held, entry, collection, words)
        todo_id = line.held.todo_id
        chooser.chosen.connect(lambda choices: self._commands.resolve(todo_id, choices))
        chooser.mine_wanted.connect(lambda: self._commands.keep_mine([todo_id]))
        chooser.theirs_wanted.connect(lambda: self._commands.take_theirs([todo_id]))
        self._column.insertWidget(3, chooser)
        chooser.show()  # else it takes no room before the next event
        self._chooser = chooser
        self._bring_in_order()

    def _bring_in_order(self) -> None:
        """For Tab: what is to be decided first."""
        before = self._before
        decisions = self._chooser.buttons if self._chooser is not None else []
        for button in (*decisions, self._retry, self._edit, self._discard, self._show, *self._question.buttons):
            QWidget.setTabOrder(before, button)
            button.installEventFilter(self)
            before = button

    def _go_on(self) -> None:
        """To the next decision."""
        if self._chooser is not None:
            self.take_focus()
        else:
            self.decided.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """What gets the keys is brought into sight: Tab comes from outside, too."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QPushButton):
            self.ensureWidgetVisible(watched)
        return super().eventFilter(watched, event)

    def _show_hands(self, line: Line) -> None:
        """What is in dispute is decided, not tried again; a todo out of sight cannot be edited or shown."""
        parked = line.entry.state is EntryState.PARKED
        self._retry.setVisible(not (parked and (line.entry.problem in UNDECIDED or is_by_field(line.entry))))
        self._retry.setEnabled(line.entry.state is not EntryState.ACKNOWLEDGED)
        self._edit.setEnabled(not line.held.hidden)
        self._show.setEnabled(not line.held.hidden)

    def _leave_question(self) -> None:
        self._question.hide()
        self._hands.show()

    def _send_now(self) -> None:
        if self._line is not None:
            self._commands.retry([self._line.held.todo_id])
            self.retried.emit()

    def _open_editor(self) -> None:
        if self._line is not None:
            self.edit_wanted.emit(self._line.held.todo_id, self._field)

    def _show_todo(self) -> None:
        if self._line is not None:
            self.show_wanted.emit(self._line.held.todo_id)

    def _throw_away(self) -> None:
        if self._line is not None:
            self._commands.discard([self._line.held.todo_id])

    def _button(self, name: str, says: str, act: object) -> QPushButton:
        button = QPushButton(says, self)
        button.setObjectName(name)
        button.setAccessibleName(says)
        button.clicked.connect(act)
        return button


class _Question(QFrame):
    """Says what discarding does, and asks."""

    confirmed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("discardQuestion")
        set_role(self, Role.CARD)
        self._text = _label(self, "discardText", None)
        self._yes = QPushButton(self.tr("Discard"), self)
        self._yes.setObjectName("discardConfirm")
        self._yes.setAccessibleName(self.tr("Discard the change"))
        set_role(self._yes, Role.DANGER)
        self._yes.clicked.connect(self.confirmed)
        no = self._no = QPushButton(self.tr("Keep it"), self)
        no.setObjectName("discardCancel")
        no.setAccessibleName(self.tr("Keep the change"))
        no.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(metrics.SMALL)
        row.addWidget(self._yes)
        row.addWidget(no)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.MEDIUM, metrics.SMALL, metrics.MEDIUM, metrics.SMALL)
        column.setSpacing(metrics.SMALL)
        column.addWidget(self._text)
        column.addLayout(row)
        self.hide()

    @property
    def buttons(self) -> list[QPushButton]:
        """In the order of reading."""
        return [self._yes, self._no]

    def ask(self, text: str) -> None:
        self._text.setText(text)
        self.setAccessibleName(text)

    def take_focus(self) -> None:
        self._yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _has_focus(part: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and part.isAncestorOf(focused)


def _label(parent: QWidget, name: str, role: Role | None) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    if role is not None:
        set_role(label, role)
    return label
