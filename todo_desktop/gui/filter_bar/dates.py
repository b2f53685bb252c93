"""Where a condition's date is entered: a day, a period by its name, or so many days back or ahead."""

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QDateEdit, QSpinBox, QWidget

from todo_desktop.gui.dates_in_words import typed_format
from todo_desktop.gui.filter_bar.value import NAME, ValueEntry
from todo_desktop.gui.filter_bar.words import named_periods, period_words, unit_words
from todo_desktop.model.filter import Value
from todo_desktop.model.filter_dates import Period

_DAY, _RANGE, _PAST, _NEXT = "day", "range", "past", "next"
_MOST = 9999


class DateEntry(ValueEntry):
    """*ranges*: a range of two days can be entered, instead of one."""

    def __init__(self, value: Value, today: QDate, parent: QWidget, *, ranges: bool) -> None:
        super().__init__(parent)
        self._kind = QComboBox(self)
        self._kind.setMinimumWidth(96)
        self._kinds: list[object] = []
        """What each of its entries stands for."""
        self.name(self._kind)
        self._first, self._last = _day(today, self), _day(today, self)
        self._count = QSpinBox(self)
        self._count.setRange(1, _MOST)
        self._count.setValue(7)
        self._unit = QComboBox(self)
        self._unit.addItems([*unit_words().values()])
        self.name(self._first, "filterDay")
        self.name(self._last, "filterLastDay")
        self.name(self._count, "filterNumber")
        self.name(self._unit, "filterUnit")
        self._last.setAccessibleName(self.tr("Last day"))
        self._count.setAccessibleName(self.tr("How many"))
        self._unit.setAccessibleName(self.tr("Unit"))
        self._fill(_RANGE if ranges else _DAY, value)
        self._show(value)
        self._kind.activated.connect(self._choose)
        for day in (self._first, self._last):
            day.dateChanged.connect(self._take)
        self._count.valueChanged.connect(self._take)
        self._unit.activated.connect(self._take)

    def value(self) -> Value:
        kind = self._chosen
        number, unit = self._count.value(), [*unit_words()][self._unit.currentIndex()]
        if kind == _PAST:
            return Period(unit, -number, -1)
        if kind == _NEXT:
            return Period(unit, 1, number)
        if kind == _DAY:
            return _text(self._first)
        if kind == _RANGE:
            return _text(self._first), _text(self._last)
        return kind if isinstance(kind, Period | str | tuple) else None

    @property
    def _chosen(self) -> object:
        return self._kinds[self._kind.currentIndex()]

    def _add(self, kind: object, words: str) -> None:
        self._kinds.append(kind)
        self._kind.addItem(words)

    def _fill(self, fixed: str, value: Value) -> None:
        self._add(fixed, self.tr("These days") if fixed == _RANGE else self.tr("This day"))
        for period, words in named_periods().items():
            self._add(period, words)
        self._add(_PAST, self.tr("The past…"))
        self._add(_NEXT, self.tr("The next…"))
        if isinstance(value, Period) and value not in self._kinds and not _counted(value):
            self._add(value, period_words(value))
        elif _is_other(value):
            # What was pasted may be a month, a minute, a moment: it stays as it is.
            self._add(value, " – ".join(map(str, value)) if isinstance(value, tuple) else str(value))

    def _show(self, value: Value) -> None:
        """Nothing is entered yet where it is None: the day stands on today."""
        wanted = self._kinds[0]
        if isinstance(value, Period) and _counted(value) and value not in self._kinds:
            wanted = _counted(value)
            self._count.setValue(max(abs(value.first), abs(value.last)))
            self._unit.setCurrentIndex([*unit_words()].index(value.unit))
        elif isinstance(value, Period) or _is_other(value):
            wanted = value
        else:
            days = value if isinstance(value, tuple) else (value, value)
            for edit, day in zip((self._first, self._last), days, strict=False):
                if isinstance(day, str):
                    edit.setDate(QDate.fromString(day, Qt.DateFormat.ISODate))
        self._kind.setCurrentIndex(self._kinds.index(wanted))
        self._show_parts()

    def _show_parts(self) -> None:
        kind = self._chosen
        self._first.setVisible(kind in (_DAY, _RANGE))
        self._last.setVisible(kind == _RANGE)
        self._count.setVisible(kind in (_PAST, _NEXT))
        self._unit.setVisible(kind in (_PAST, _NEXT))

    def _choose(self) -> None:
        self._show_parts()
        self.changed.emit()

    def _take(self) -> None:
        self.changed.emit()


def _counted(period: Period) -> str:
    """Whether it is so many of the past or the next, and which; empty where it is neither."""
    return _NEXT if period.first == 1 else _PAST if period.last == -1 else ""


def _is_other(value: Value) -> bool:
    days = value if isinstance(value, tuple) else (value,)
    return value is not None and not isinstance(value, Period) and not all(_is_day(day) for day in days)


def _is_day(value: object) -> bool:
    text = str(value)
    return len(text) == len("2026-12-01") and QDate.fromString(text, Qt.DateFormat.ISODate).isValid()


def _day(today: QDate, parent: QWidget) -> QDateEdit:
    edit = QDateEdit(today, parent)
    edit.setObjectName(NAME)
    edit.setDisplayFormat(typed_format(edit.locale()))
    edit.setCalendarPopup(True)
    edit.setMinimumWidth(110)
    return edit


def _text(edit: QDateEdit) -> str:
    return str(edit.date().toString(Qt.DateFormat.ISODate))
