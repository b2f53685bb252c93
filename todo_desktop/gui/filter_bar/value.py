"""The part of a condition's row where its value is entered: one widget for each kind."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.theme.role import set_invalid
from todo_desktop.model.decimals import exact
from todo_desktop.model.filter import Scalar, Value
from todo_desktop.model.filter_operators import is_time
from todo_desktop.model.schema import Field

NAME = "filterValue"


class ValueEntry(QWidget):
    """`value` is None while nothing is entered that a condition could have."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.parts: list[QWidget] = []
        """What is typed and chosen in, in the order of the Tab key."""
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(8)

    def value(self) -> Value:
        raise NotImplementedError

    def name(self, widget: QWidget, object_name: str = NAME) -> None:
        widget.setObjectName(object_name)
        widget.setAccessibleName(self.tr("Value"))
        self.line.addWidget(widget)
        self.parts.append(widget)


class TypedEntry(ValueEntry):
    """A line of text, which *read* makes into a value; a text that it cannot is marked."""

    def __init__(self, text: str, read: Callable[[str], Value], parent: QWidget, unit: str = "") -> None:
        super().__init__(parent)
        self._read = read
        self._given = text
        self._line = QLineEdit(text, self)
        self._line.setPlaceholderText(unit or self.tr("Value"))
        self._line.textChanged.connect(self._take)
        self._line.setMinimumWidth(90)
        self.name(self._line)

    def value(self) -> Value:
        text = self._line.text()
        return self._read(text) if text or not self._given else None

    def _take(self, text: str) -> None:
        set_invalid(self._line, bool(text.strip()) and self._read(text) is None)
        self.changed.emit()


def text_entry(value: Value, parent: QWidget) -> ValueEntry:
    """An empty text is a value only where it was given as one."""
    given = value == ""
    return TypedEntry(value if isinstance(value, str) else "", lambda text: text if text or given else None, parent)


def number_entry(field: Field, value: Value, locale: QLocale, parent: QWidget) -> ValueEntry:
    """In the user's own writing; percents are a hundred times as large as what is stored."""
    hundred = Decimal(100 if field.percent else 1)
    number = exact(value) if isinstance(value, int | float | str) else None
    text = "" if number is None else f"{(number * hundred).normalize():f}".replace(".", locale.decimalPoint())

    def read(typed: str) -> Value:
        plain = typed.strip().replace(locale.groupSeparator(), "").replace(locale.decimalPoint(), ".")
        found = exact(plain)
        if found is None:
            return None
        found = found / hundred
        return int(found) if found == found.to_integral_value() else float(found)

    return TypedEntry(text, read, parent, "%" if field.percent else "")


def key_entry(value: Value, parent: QWidget) -> ValueEntry:
    def read(typed: str) -> Value:
        return (int(typed) if typed.isdecimal() and typed.isascii() else typed) if typed.strip() else None

    return TypedEntry("" if value is None else str(value), read, parent)


def time_entry(value: Value, parent: QWidget) -> ValueEntry:
    def read(typed: str) -> Value:
        text = ":".join(part.zfill(2) for part in typed.strip().split(":"))
        return text if is_time(text) else None

    return TypedEntry(value if isinstance(value, str) else "", read, parent, "10:00")


Choices = Sequence[tuple[Scalar, str]]
"""Each value with its name."""


class ChoiceEntry(ValueEntry):
    """One of some values."""

    def __init__(self, choices: Choices, value: Value, parent: QWidget) -> None:
        super().__init__(parent)
        self._box = QComboBox(self)
        self._box.setPlaceholderText(self.tr("Choose…"))
        self._box.setMinimumWidth(96)
        self._values: list[Scalar] = []
        self._wanted = value
        self.name(self._box)
        self.offer(choices)
        self._box.activated.connect(self._take)

    def offer(self, choices: Choices) -> None:
        """What is chosen stays, whether it is among them or not."""
        if not choices:
            self._box.setPlaceholderText(self.tr("Nothing to choose from"))
        chosen = self.value() if self._box.count() else self._wanted
        self._box.clear()
        self._values = [value for value, _ in choices]
        self._box.addItems([one_line(label) or "—" for _, label in choices])
        if isinstance(chosen, int | float | str) and chosen not in self._values:
            self._values.append(chosen)
            self._box.addItem(one_line(str(chosen)) or "—")
        self._box.setCurrentIndex(self._values.index(chosen) if chosen in self._values else -1)

    def value(self) -> Value:
        place = self._box.currentIndex()
        return self._values[place] if place >= 0 else None

    def _take(self) -> None:
        self.changed.emit()


class SeveralEntry(ValueEntry):
    """Any number of some values: a button that says which, and a menu to tick them in."""

    def __init__(self, choices: Choices, value: Value, parent: QWidget) -> None:
        super().__init__(parent)
        self._chosen: list[Scalar] = [*value] if isinstance(value, tuple) else []
        self._button = QPushButton(self)
        self._menu = _StayingMenu(self._button)
        self._menu.setObjectName("filterChoices")
        self._button.setMenu(self._menu)
        self._button.setMinimumWidth(96)
        self.name(self._button)
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        known = [value for value, _ in choices]
        self._choices = [*choices, *((value, str(value)) for value in self._chosen if value not in known)]
        self._menu.clear()
        for value, label in self._choices:
            action = self._menu.addAction(one_line(label).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value in self._chosen)
            action.toggled.connect(lambda on, value=value: self._tick(value, on))
        self._say()

    def value(self) -> Value:
        return tuple(value for value, _ in self._choices if value in self._chosen) or None

    def _tick(self, value: Scalar, on: bool) -> None:
        self._chosen = [each for each in self._chosen if each != value] + ([value] if on else [])
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        names = [one_line(label) for value, label in self._choices if value in self._chosen]
        words = ", ".join(names[:3]) + (f" +{len(names) - 3}" if len(names) > 3 else "")
        nothing = self.tr("Choose…") if self._choices else self.tr("Nothing to choose from")
        self._button.setText(words.replace("&", "&&") or nothing)
        self._button.setAccessibleDescription(", ".join(names))


class _StayingMenu(QMenu):
    """Stays open while entries are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        action: QAction | None = self.activeAction()
        if action is not None and action.isCheckable() and event.button() == Qt.MouseButton.LeftButton:
            action.trigger()
        else:
            super().mouseReleaseEvent(event)


def options_of(field: Field) -> Choices:
    return [(option.value, option.label) for option in field.options]
