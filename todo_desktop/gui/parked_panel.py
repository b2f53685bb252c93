"""The changes that need a person, one below the other, each with its reason and what can be done."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.change import ChangeKind, Entry
from todo_desktop.model.errors import Problem

_MOST = 200
_HEIGHT = 232


class ParkedPanel(QFrame):
    """Opens above the status bar; Esc closes it."""

    keep_wanted = Signal(int)
    """Send our change of this todo again."""
    drop_wanted = Signal(int)
    """Give our change of this todo up."""
    show_wanted = Signal(int)
    closed = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("parkedPanel")
        self.setAccessibleName(self.tr("Changes that need you"))
        set_role(self, Role.CARD)
        heading = QLabel(self.tr("Changes that need you"), self)
        set_role(heading, Role.HEADING)
        close = QToolButton(self)
        close.setObjectName("parkedClose")
        close.setAccessibleName(self.tr("Close"))
        icons.show_on(close, "close", "secondary")
        close.clicked.connect(self.leave)
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(close)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.LARGE, metrics.SMALL, metrics.SMALL, metrics.SMALL)
        column.setSpacing(metrics.TIGHT)
        column.addLayout(top)
        column.addWidget(self._area, 1)
        self.setMaximumHeight(_HEIGHT)
        self.hide()

    def show_entries(self, entries: Sequence[Entry], names: Mapping[int, str], reasons: Mapping[int, str]) -> None:
        """*names* are titles by todo id, *reasons* sentences by an entry's place in the outbox."""
        if not entries:
            self.leave()
            return
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, metrics.SMALL, 0)
        column.setSpacing(metrics.SMALL)
        for entry in entries[:_MOST]:
            column.addWidget(self._row(entry, names.get(entry.todo_id, ""), reasons.get(entry.seq, "")))
        column.addStretch(1)
        self._area.setWidget(content)
        # The area fills its widget when it takes it; the card's own ground is to be seen.
        content.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)

    def leave(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _row(self, entry: Entry, name: str, reason: str) -> QWidget:
        row = QWidget()
        title = QLabel(one_line(name) or self.tr("Untitled"), row)
        why = QLabel(reason, row)
        set_role(why, Role.SECONDARY)
        for label in (title, why):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(why)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(metrics.SMALL)
        line.addLayout(words, 1)
        keep, drop = self._labels(entry)
        for words_of_it, object_name, signal in (
            (keep, "parkedKeep", self.keep_wanted),
            (drop, "parkedDrop", self.drop_wanted),
        ):
            button = QPushButton(words_of_it, row)
            button.setObjectName(object_name)
            button.setAccessibleName(f"{words_of_it}: {one_line(name)}")
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(entry.todo_id))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _labels(self, entry: Entry) -> tuple[str, str]:
        """Of the two buttons: for our change, and against it."""
        if entry.problem is Problem.GONE and entry.kind is not ChangeKind.DELETE:
            return self.tr("Bring it back"), self.tr("Let it go")
        if entry.problem is Problem.CONFLICT:
            return self.tr("Keep mine"), self.tr("Take the server's")
        return self.tr("Try again"), self.tr("Discard my change")
