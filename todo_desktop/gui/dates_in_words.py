"""Days and moments as people say them: Today, Tomorrow, Friday, 3 Mar; and back from what they type."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

_DAYS_AS_WEEKDAY = 6


def day_words(day: date, today: date, locale: QLocale) -> str:
    """*day* as seen from *today*: a word, a weekday to come, or day and month (and year where it differs)."""
    distance = (day - today).days
    if distance in (-1, 0, 1):
        return {-1: _tr("Yesterday"), 0: _tr("Today"), 1: _tr("Tomorrow")}[distance]
    if 0 < distance <= _DAYS_AS_WEEKDAY:
        return locale.dayName(day.isoweekday(), QLocale.FormatType.LongFormat)
    return _calendar_day(day, today, locale)


def overdue_words(day: date, today: date, locale: QLocale) -> str:
    """*day*, which has passed, with the word that says so."""
    distance = (today - day).days
    if distance == 0:
        return _tr("Overdue, today")
    if distance == 1:
        return _tr("Overdue, yesterday")
    if distance <= _DAYS_AS_WEEKDAY:
        name = locale.dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
    else:
        name = _calendar_day(day, today, locale)
    return _tr("Overdue, {day}").format(day=name)


def clock_time(moment: datetime, locale: QLocale) -> str:
    """Hours and minutes the way *locale* writes them."""
    return locale.toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)


def read_day(typed: str, today: date, locale: QLocale) -> date | None:
    """The day that *typed* means: a word, a weekday to come, ISO, or the locale's short form; None where none does."""
    text = " ".join(typed.split())
    words = {_tr("Yesterday"): -1, _tr("Today"): 0, _tr("Tomorrow"): 1}
    for word, distance in words.items():
        if text.casefold() == word.casefold():
            return today + timedelta(days=distance)
    for distance in range(1, 8):
        day = today + timedelta(days=distance)
        names = {locale.dayName(day.isoweekday(), form).casefold() for form in _FORMS}
        if text.casefold() in names:
            return day
    return _iso_day(text) or _locale_day(text, today, locale)


def read_time(typed: str, locale: QLocale) -> tuple[int, int] | None:
    """(hour, minute) of *typed*: `14:30`, `9`, `9am`, or the locale's short form; None where it is no time."""
    text = typed.strip()
    for form in ("H:mm", "HH:mm", "HH:mm:ss", "h:mmap", "h:mm ap", "hap", "h ap", "H", "H.mm"):
        found = QLocale(QLocale.Language.C).toTime(text.upper(), form)
        if found.isValid():
            return found.hour(), found.minute()
    found = locale.toTime(text, QLocale.FormatType.ShortFormat)
    return (found.hour(), found.minute()) if found.isValid() else None


def typed_day(day: date, locale: QLocale) -> str:
    """*day* as an editor shows it."""
    return locale.toString(QDate(day.year, day.month, day.day), typed_format(locale))


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _locale_day(text: str, today: date, locale: QLocale) -> date | None:
    short = locale.dateFormat(QLocale.FormatType.ShortFormat)
    written = (typed_format(locale), short, _day_and_month(locale), f"{_day_and_month(locale)} yyyy")
    unpadded = (form.replace("dd", "d").replace("MM", "M") for form in (written[0], short))
    for form in (*written, *unpadded):
        found = locale.toDate(text, form, 2000)
        if found.isValid():
            year = found.year() if "y" in form else today.year
            return date(year, found.month(), found.day()) if QDate(year, found.month(), found.day()).isValid() else None
    return None


def typed_format(locale: QLocale) -> str:
    """How a day is typed: in the locale's short form, with all four digits of the year."""
    short = locale.dateFormat(QLocale.FormatType.ShortFormat)
    if locale.language() is QLocale.Language.C:
        return "yyyy-MM-dd"
    return short if "yyyy" in short else short.replace("yy", "yyyy")


def _calendar_day(day: date, today: date, locale: QLocale) -> str:
    form = _day_and_month(locale)
    if day.year != today.year:
        form = f"{form} yyyy"
    return locale.toString(QDate(day.year, day.month, day.day), form)


def _day_and_month(locale: QLocale) -> str:
    month_first = locale.dateFormat(QLocale.FormatType.ShortFormat).lstrip("yY./- ").startswith("M")
    return "MMM d" if month_first else "d MMM"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dates", text)


_FORMS = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
