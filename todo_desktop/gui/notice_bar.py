"""The one bar under the toolbar that says what needs the user."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from todo_desktop.gui.message_action import MessageAction, action_label
from todo_desktop.gui.messages import ProblemMessage
from todo_desktop.gui.plain_text import tooltip
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role


class NoticeBar(QFrame):
    """Shows one thing at a time: what else would be lost, then what went wrong just now, what hinders the list, and at
    last what is good to know. What is shown goes before the next of them is."""

    wanted = Signal(object)
    """The `MessageAction` of its button, unless that is COPY."""
    turning = Signal()
    """It is about to come or to go."""
    read = Signal(str)
    """What was good to know of this subject was dismissed."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: list[ProblemMessage] = []
        self._passing: ProblemMessage | None = None
        self._standing: ProblemMessage | None = None
        self._good_to_know: dict[str, ProblemMessage] = {}
        self.setObjectName("noticeBar")
        self._text = QLabel(self)
        self._text.setObjectName("noticeText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = QPushButton(self)
        self._action.setObjectName("noticeAction")
        set_role(self._action, Role.LINK)
        self._action.clicked.connect(self._act)
        self._other: QPushButton | None = None
        self._dismiss = QToolButton(self)
        self._dismiss.setObjectName("noticeDismiss")
        self._dismiss.setAccessibleName(self.tr("Dismiss"))
        icons.show_on(self._dismiss, "close", "secondary")
        self._dismiss.clicked.connect(self.dismiss)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(20, metrics.TIGHT, metrics.MEDIUM, metrics.TIGHT)
        row.setSpacing(metrics.SMALL)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._dismiss)
        self.setMinimumHeight(40)
        self._show()

    def stand(self, message: ProblemMessage | None) -> None:
        """What hinders the list, until it is called again with None."""
        if message != self._standing:
            self._standing = message
            self._show()

    def pass_by(self, message: ProblemMessage) -> None:
        """What went wrong just now, until it is dismissed or something else goes wrong."""
        self._passing = message
        self._show()

    def take_back(self, message: ProblemMessage) -> None:
        """It passes by no more."""
        if message == self._passing:
            self.let_pass()

    def keep(self, message: ProblemMessage) -> None:
        """What is nowhere else, until it is dismissed: nothing takes its place."""
        self._kept.append(message)
        self._show()

    def inform(self, subject: str, message: ProblemMessage | None) -> None:
        """What is good to know of *subject*, until it is dismissed; None takes it back."""
        self._good_to_know.pop(subject, None)
        if message is not None:
            self._good_to_know[subject] = message
        self._show()

    def informs(self, subject: str) -> bool:
        """Whether what was said of *subject* was not dismissed yet."""
        return subject in self._good_to_know

    def let_pass(self) -> None:
        """Take back what went wrong."""
        self._passing = None
        self._show()

    def dismiss(self) -> None:
        """What is shown has been read."""
        if self._kept:
            del self._kept[0]
        elif self._passing is not None:
            self._passing = None
        elif self._standing is None and self._good_to_know:
            subject, _ = self._good_to_know.popitem()
            self.read.emit(subject)
        self._show()

    @property
    def _shown(self) -> ProblemMessage | None:
        newest = next(reversed(self._good_to_know.values()), None)
        return next(iter(self._kept), None) or self._passing or self._standing or newest

    def _show(self) -> None:
        message = self._shown
        if self.isHidden() is not (message is None):
            self.turning.emit()
        self.setVisible(message is not None)
        if message is None:
            return
        set_role(self, Role.NOTICE if message in self._good_to_know.values() else Role.BANNER)
        self._text.setText(message.text)
        self._text.setToolTip(tooltip(message.detail))
        self.setAccessibleName(message.text)
        self._action.setText(message.action_label)
        self._action.setVisible(message.action is not None)
        self._show_other(message.other)
        self._dismiss.setVisible(message is not self._standing)

    def _show_other(self, action: MessageAction | None) -> None:
        """Hardly any message has a second button."""
        if self._other is None and action is not None:
            self._other = QPushButton(self)
            self._other.setObjectName("noticeOtherAction")
            set_role(self._other, Role.LINK)
            self._other.clicked.connect(self._act_otherwise)
            self._row.insertWidget(2, self._other)
        if self._other is not None:
            self._other.setText(action_label(action) if action is not None else "")
            self._other.setVisible(action is not None)

    def _act_otherwise(self) -> None:
        message = self._shown
        if message is not None and message.other is not None:
            self.wanted.emit(message.other)

    def _act(self) -> None:
        message = self._shown
        if message is None or message.action is None:
            return
        if message.action is MessageAction.COPY:
            QGuiApplication.clipboard().setText(message.copies)
        else:
            self.wanted.emit(message.action)
