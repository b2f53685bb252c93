"""The editor of a day or a moment: typed in words or figures, or picked from a calendar; empty for none."""

from datetime import UTC, date, datetime, time

from PySide6.QtCore import QDate, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QWidget

from todo_desktop.gui.dates_in_words import clock_time, read_day, read_time, typed_day
from todo_desktop.gui.theme.calendar import tone_down
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.todo_table.display import CellDisplay, local_moment, read_moment
from todo_desktop.gui.todo_table.editors.typed_line import TypedLine
from todo_desktop.model.instants import to_instant
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json

_AFTERNOON = time(14)


class MomentEditor(TypedLine):
    """Down opens the calendar. A moment without a typed time is at 0:00."""

    def __init__(self, field: Field, value: Json, display: CellDisplay, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._display = display
        self._palette = theme.palette
        self._with_time = field.kind is not FieldKind.DATE
        self._first_moment = read_moment(field.kind, value)
        self._first = self._written(self._first_moment)
        self._calendar: QCalendarWidget | None = None
        self.setText(self._first)
        self.setFrame(False)
        self.setClearButtonEnabled(True)
        hint = self.tr("Tomorrow {time}") if self._with_time else self.tr("Tomorrow, or {date}")
        self.setPlaceholderText(hint.format(**self._examples()))
        pick = QAction(theme.icons.icon("calendar", "secondary"), self.tr("Pick a day"), self)
        pick.triggered.connect(self.open_calendar)
        self.addAction(pick, QLineEdit.ActionPosition.TrailingPosition)

    def value(self) -> Json:
        moment = self._typed()
        if moment is None:
            return None
        if self._field.kind is FieldKind.DATE:
            return moment.date().isoformat()
        if self._field.kind is FieldKind.DATETIME_LOCAL:
            return moment.strftime("%Y-%m-%d %H:%M:%S")
        try:
            return to_instant(round(moment.astimezone(UTC).timestamp() * 1000))
        except (ValueError, OverflowError):  # the year 10000 there
            return None

    def complaint(self) -> str:
        if not self.text().strip():
            return self.tr("This field cannot be empty.") if self._field.required else ""
        if self.value() is not None:
            return ""
        if self._with_time:
            reason = self.tr("This is not a day and a time. Type for example Tomorrow {time} or {date} {time}.")
        else:
            reason = self.tr("This is not a day. Type for example Tomorrow or {date}.")
        return reason.format(**self._examples())

    def has_popup(self) -> bool:
        return self._calendar is not None and self._calendar.isVisible()

    def wanted_size(self, cell: QSize) -> QSize:
        return cell.expandedTo(QSize(232 if self._with_time else 212, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Down:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Below the editor; Esc closes it, a click or Enter takes the day."""
        if self._calendar is None:
            self._calendar = self._new_calendar()
        moment = self._typed()
        day = moment.date() if moment else self._display.today
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._calendar.adjustSize()
        self._calendar.move(self.mapToGlobal(QPoint(0, self.height())))
        self._calendar.show()
        self._calendar.setFocus()

    def _new_calendar(self) -> QCalendarWidget:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setObjectName("calendar")
        calendar.setAccessibleName(self.tr("Calendar"))
        calendar.setLocale(self._display.locale)
        tone_down(calendar, self._palette)
        calendar.clicked.connect(self._pick)
        calendar.activated.connect(self._pick)
        return calendar

    def _pick(self, picked: QDate) -> None:
        if self._calendar is not None and self._calendar.isVisible():
            self._calendar.hide()
            moment = self._typed() or self._first_moment
            at = moment.time() if moment and self._with_time else time()
            self.setText(self._written(datetime.combine(date(picked.year(), picked.month(), picked.day()), at)))
            self.setFocus()

    def _examples(self) -> dict[str, str]:
        """A `date` and a `time` as they may be typed here."""
        today, locale = self._display.today, self._display.locale
        afternoon = datetime.combine(today, _AFTERNOON)
        return {"date": typed_day(today, locale), "time": clock_time(afternoon, locale)}

    def _written(self, moment: datetime | None) -> str:
        if moment is None:
            return ""
        day = typed_day(moment.date(), self._display.locale)
        return f"{day} {clock_time(moment, self._display.locale)}" if self._with_time else day

    def _typed(self) -> datetime | None:
        """What is typed, in local time; None where it is empty or no moment."""
        text = self.text().strip()
        today, locale = self._display.today, self._display.locale
        day = read_day(text, today, locale)
        if day is not None:
            return datetime.combine(day, time())
        if not self._with_time:
            return None
        words = text.replace("T", " ", 1).split() if text[:4].isdigit() else text.split()
        for cut in range(len(words) - 1, 0, -1):
            day = read_day(" ".join(words[:cut]), today, locale)
            clock = read_time(" ".join(words[cut:]), locale)
            if day is not None and clock is not None:
                return datetime.combine(day, time(*clock))
        clock = read_time(text, locale)
        return datetime.combine(self._day_for_a_bare_time(), time(*clock)) if clock else None

    def _day_for_a_bare_time(self) -> date:
        return self._first_moment.date() if self._first_moment else local_moment(self._display.now).date()
