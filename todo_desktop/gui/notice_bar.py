"""The one bar under the toolbar that says what needs the user."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from todo_desktop.gui.messages import ProblemMessage
from todo_desktop.gui.plain_text import tooltip
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role


class NoticeBar(QFrame):
    """Shows one thing at a time: what hinders the list, else the newest of what can be dismissed."""

    wanted = Signal(object)
    """The `MessageAction` of its button."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing: ProblemMessage | None = None
        self._passing: ProblemMessage | None = None
        self._passing_informs = False
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
        self._dismiss = QToolButton(self)
        self._dismiss.setObjectName("noticeDismiss")
        self._dismiss.setAccessibleName(self.tr("Dismiss"))
        icons.show_on(self._dismiss, "close", "secondary")
        self._dismiss.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
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

    def pass_by(self, message: ProblemMessage, *, informs: bool = False) -> None:
        """What went wrong just now (or, where it only *informs*, is good to know), until it is dismissed."""
        self._passing, self._passing_informs = message, informs
        self._show()

    def take_back(self, message: ProblemMessage) -> None:
        """It passes by no more."""
        if message == self._passing:
            self.dismiss()

    def dismiss(self) -> None:
        self._passing = None
        self._show()

    def _show(self) -> None:
        message = self._passing or self._standing
        self.setVisible(message is not None)
        if message is None:
            return
        set_role(self, Role.NOTICE if self._passing and self._passing_informs else Role.BANNER)
        self._text.setText(message.text)
        self._text.setToolTip(tooltip(message.detail))
        self.setAccessibleName(message.text)
        self._action.setText(message.action_label)
        self._action.setVisible(message.action is not None)
        self._dismiss.setVisible(self._passing is not None)

    def _act(self) -> None:
        message = self._passing or self._standing
        if message is not None and message.action is not None:
            self.wanted.emit(message.action)
