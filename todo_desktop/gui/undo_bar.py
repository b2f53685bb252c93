"""The bar that offers to take a delete or a move back, for eight seconds, instead of asking before."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.service import UNDO_MS


class UndoBar(QFrame):
    """Floats at the bottom of *pane*."""

    undo_wanted = Signal()

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        self._pane = pane
        self.setObjectName("undoBar")
        set_role(self, Role.TOAST)
        self._text = QLabel(self)
        self._text.setObjectName("undoText")
        button = QPushButton(self.tr("Undo"), self)
        button.setObjectName("undoButton")
        button.setAccessibleName(self.tr("Undo what was just done"))
        set_role(button, Role.LINK)
        button.clicked.connect(self.undo_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.LARGE, metrics.TIGHT, metrics.SMALL, metrics.TIGHT)
        row.setSpacing(metrics.SMALL)
        row.addWidget(self._text)
        row.addWidget(button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(UNDO_MS)
        self._timer.timeout.connect(self.hide)
        pane.installEventFilter(self)
        self.hide()

    def offer(self, deleted: int) -> None:
        """*deleted* todos have just gone."""
        self.offer_words(self.tr("Todo deleted.") if deleted == 1 else self.tr("%Ln todos deleted.", "", deleted))

    def offer_words(self, text: str) -> None:
        """What has just been done, as a sentence."""
        self._text.setText(text)
        self.setAccessibleName(self._text.text())
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def withdraw(self) -> None:
        self._timer.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        left = (self._pane.width() - self.width()) // 2
        self.move(max(0, left), self._pane.height() - self.height() - metrics.LARGE)
