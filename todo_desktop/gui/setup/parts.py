"""What the pages of the wizard are made of."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from todo_desktop.gui.theme.role import Role, set_role

_AFTER_SIGN = 6
_BETWEEN_ITEMS = 2


def words(name: str, text: str = "", role: Role | None = None) -> QLabel:
    """Plain text that wraps."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role is not None:
        set_role(label, role)
    return label


class Items(QWidget):
    """Lines of plain text, each behind a sign of its own: where one wraps, it goes on below its words."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._items: tuple[tuple[str, str], ...] = ()
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_AFTER_SIGN)
        self._grid.setVerticalSpacing(_BETWEEN_ITEMS)
        self._grid.setColumnStretch(1, 1)

    def say(self, items: Iterable[tuple[str, str]]) -> None:
        """(sign, words) each. Without any it takes no room."""
        self._items = tuple(items)
        self.setVisible(bool(self._items))
        while len(self._labels) < len(self._items):
            self._add_line()
        for place, labels in enumerate(self._labels):
            texts = self._items[place] if place < len(self._items) else ("", "")
            for label, text in zip(labels, texts, strict=True):
                label.setText(text)
                label.setVisible(bool(text))

    def text(self) -> str:
        return "\n".join(f"{sign} {said}" for sign, said in self._items)

    def _add_line(self) -> None:
        row = len(self._labels)
        sign, said = words(""), words("")
        sign.setWordWrap(False)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(sign, row, 0, top | Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(said, row, 1, top)
        self._labels.append((sign, said))


def line(name: str, accessible_name: str, edited: Callable[[], object], *, is_password: bool = False) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(accessible_name)
    if is_password:
        field.setEchoMode(QLineEdit.EchoMode.Password)
    field.textEdited.connect(lambda _text: edited())
    return field


def lifetime_box(name: str, accessible_name: str, lifetimes: tuple[tuple[str, str], ...]) -> QComboBox:
    """A year at first. *lifetimes*: what is shown, and what NocoBase calls it."""
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(accessible_name)
    for text, lifetime in lifetimes:
        box.addItem(text, lifetime)
    box.setCurrentIndex(box.findData("365d"))
    return box


def lifetimes() -> tuple[tuple[str, str], ...]:
    """Of a key: in words, and as NocoBase has them."""
    return ((_tr("30 days"), "30d"), (_tr("90 days"), "90d"), (_tr("1 year"), "365d"), (_tr("ever"), "never"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Setup", text)
