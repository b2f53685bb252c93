"""One quiet line in the heading: how many todos others changed since the user looked last."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QSizePolicy, QWidget

from todo_desktop.gui.elided_label import ElidedLabel
from todo_desktop.gui.plain_text import tooltip
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.role import Role, set_role

_SENTENCE = 60
"""Its least width."""


class NewsBar(QWidget):
    """Takes the room that is free in a line; nothing moves when it comes."""

    show_wanted = Signal()
    """Only these todos are to be shown; or all again."""
    seen_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ElidedLabel(self)
        self._text.setObjectName("newsText")
        set_role(self._text, Role.SECONDARY)
        self._show = _button("newsShow", self.show_wanted)
        self._seen = _button("newsSeen", self.seen_wanted)
        self._seen.setText(self.tr("Mark all as seen"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.SMALL)
        row.addWidget(self._text, 1)
        row.addWidget(self._show)
        row.addWidget(self._seen)
        # Its room is what others leave: a window may be narrower than all of it.
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._shows = False
        self.hide()

    def say(self, words: str, detail: str, *, shown: bool, any_to_show: bool) -> None:
        """*shown*: nothing else is in the list now. *detail* is for the tooltip. Empty *words*: there are no news."""
        self._text.setText(words)
        self._text.setAccessibleName(words)
        self._text.setToolTip(tooltip("\n".join(text for text in (words, detail) if text)))
        self._show.setText(self.tr("Show all") if shown else self.tr("Show"))
        self._show.setAccessibleName(self.tr("Show all todos") if shown else self.tr("Show only what others changed"))
        self._shows = any_to_show or shown
        self.setVisible(bool(words) or shown)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As much as there is room for: the sentence goes last."""
        left = self.width() - _SENTENCE
        for button, wanted in ((self._show, self._shows), (self._seen, True)):
            left -= button.sizeHint().width() + metrics.SMALL
            button.setVisible(wanted and left >= 0)


def _button(name: str, wanted: object) -> QPushButton:
    button = QPushButton()
    button.setObjectName(name)
    set_role(button, Role.INLINE)
    button.clicked.connect(wanted)
    return button
