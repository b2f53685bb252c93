"""The look of calendars, as far as a style sheet does not reach."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget

from todo_desktop.gui.theme.palette import Palette


def tone_down(calendar: QCalendarWidget, palette: Palette) -> None:
    """Take the pure red from the weekends, which is hard to read on a dark ground, and the numbers of the weeks."""
    weekend = QTextCharFormat()
    weekend.setForeground(QColor(palette.secondary))
    calendar.setWeekdayTextFormat(Qt.DayOfWeek.Saturday, weekend)
    calendar.setWeekdayTextFormat(Qt.DayOfWeek.Sunday, weekend)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
