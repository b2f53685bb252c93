"""How the value of each kind of field is shown in a cell."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from todo_desktop.gui.dates_in_words import clock_time, day_words, overdue_words
from todo_desktop.gui.plain_text import first_line, one_line, runs_to_the_left
from todo_desktop.gui.todo_table.cell import Cell, Chip, Shape
from todo_desktop.gui.todo_table.columns import Column, Part
from todo_desktop.gui.todo_table.numbers import field_text
from todo_desktop.gui.todo_table.texts_of_a_kind import color_of, link_of
from todo_desktop.model.field_rules import Format
from todo_desktop.model.instants import from_instant
from todo_desktop.model.schema import NAMES_OF_RELATED, NUMBERS, Field, FieldKind
from todo_desktop.model.todo import SyncState, Todo
from todo_desktop.model.values import Json, Milliseconds

_MOMENTS = frozenset({FieldKind.DATETIME, FieldKind.DATETIME_LOCAL})
_REPEATED = frozenset({FieldKind.SELECT, FieldKind.DATE})
_PLAIN = NUMBERS | {FieldKind.TIME}
_LINKS = (Format.URL, Format.EMAIL, Format.PHONE)
_MOST_REPEATED = 1024
_TO_MANY = (FieldKind.RELATIONS, FieldKind.FILES)


class CellDisplay:
    """Makes cells for one moment: *now* decides what is overdue and which day is called today. `done` and `due` are
    field names, empty where the list has none."""

    def __init__(self, locale: QLocale, now: Milliseconds, done: str = "", due: str = "") -> None:
        self.locale = locale
        self.now = now
        self.today = local_moment(now).date()
        self._done = done
        self._due = due
        self._repeated: dict[tuple[str, str, bool], Cell] = {}

    def own(self, column: Column, _todo: Todo) -> Column:
        """*column* as it is for that todo, where not all are of one list."""
        return column

    def cell(self, column: Column, todo: Todo) -> Cell:
        found = self._untroubled(column, todo)
        return replace(found, trouble=True) if column.key in todo.parked else found

    def _untroubled(self, column: Column, todo: Todo) -> Cell:
        field = column.field
        if field is None:
            return Cell(Shape.MARK, mark=todo.state, full=state_word(todo.state))
        value = todo.values.get(field.name)
        if field.kind is FieldKind.BOOLEAN:
            return Cell(Shape.CHECK, checked=value is True, full=_check_word(value is True, column.part))
        finished = bool(self._done and todo.values.get(self._done) is True)
        if value is None or value == "":
            return _without_value(column, todo)
        if field.kind not in _REPEATED or not isinstance(value, str):
            return self._filled(column, field, value, finished)
        # The same few labels and days stand in thousands of rows.
        key = (field.name, value, finished)
        found = self._repeated.get(key)
        if found is None:
            if len(self._repeated) >= _MOST_REPEATED:
                self._repeated.clear()
            found = self._repeated[key] = self._filled(column, field, value, finished)
        return found

    def _filled(self, column: Column, field: Field, value: Json, finished: bool) -> Cell:
        chips = self._chips(field, value)
        if chips is not None:
            return Cell(Shape.CHIPS, chips=chips, full=", ".join(chip.text for chip in chips), struck=finished)
        if field.kind is FieldKind.DATE or field.kind in _MOMENTS:
            return self._dated(field, value, finished)
        full = self.text(field, value)
        if field.format is Format.COLOR:
            return Cell(Shape.COLOR, one_line(full), full, struck=finished, color=color_of(full))
        tone = "" if column.part is Part.TITLE or field.kind in _PLAIN else "secondary"
        if field.format in _LINKS and link_of(field.format, full):
            tone = "accent"
        line = _line(field, full)
        return Cell(Shape.TEXT, line, full, field.kind in NUMBERS or runs_to_the_left(line), tone, finished)

    def text(self, field: Field, value: Json) -> str:
        """The whole *value* as plain text."""
        if value is None:
            return ""
        if field.kind in NUMBERS:
            return field_text(field, value, self.locale)
        if field.is_related:
            return ", ".join(name_of(field, item) for item in (value if isinstance(value, list) else [value]))
        if field.kind is FieldKind.TIME:
            return time_words(value, self.locale)
        if field.format is Format.RICH and isinstance(value, str):
            from todo_desktop.model.rich_text import plain_text  # noqa: PLC0415  (few lists have any)

            return plain_text(value)
        return value if isinstance(value, str) and field.kind is not FieldKind.JSON else _compact(value)

    def words(self, field: Field, value: Json) -> str:
        """*value* as a sentence quotes it: labels, yes or no, days in words; empty where there is none."""
        if field.kind is FieldKind.BOOLEAN:
            return _check_word(value is True, Part.DONE if field.name == self._done else Part.FIELD)
        if value is None or value == "":
            return ""
        chips = self._chips(field, value)
        if chips is not None:
            return ", ".join(chip.text for chip in chips)
        moment = read_moment(field.kind, value) if field.kind is FieldKind.DATE or field.kind in _MOMENTS else None
        if moment is None:
            return self.text(field, value)
        day = day_words(moment.date(), self.today, self.locale)
        return f"{day} {clock_time(moment, self.locale)}" if field.kind in _MOMENTS else day

    def _chips(self, field: Field, value: Json) -> tuple[Chip, ...] | None:
        if field.kind is FieldKind.SELECT:
            return (_chip(field, value),)
        if field.kind is FieldKind.MULTI_SELECT and isinstance(value, list):
            return tuple(_chip(field, item) for item in value)
        if field.kind in _TO_MANY and isinstance(value, list):
            return tuple(Chip(one_line(name_of(field, item)), "") for item in value)
        return None

    def _dated(self, field: Field, value: Json, finished: bool) -> Cell:
        moment = read_moment(field.kind, value)
        if moment is None:
            text = one_line(str(value))
            return Cell(Shape.TEXT, text, text, struck=finished)
        exact = self.locale.toString(QDate(moment.year, moment.month, moment.day), QLocale.FormatType.LongFormat)
        late = field.name == self._due and not finished and self._has_passed(field.kind, moment)
        words = (overdue_words if late else day_words)(moment.date(), self.today, self.locale)
        if field.kind in _MOMENTS:
            words = f"{words} {clock_time(moment, self.locale)}"
            exact = f"{exact} {clock_time(moment, self.locale)}"
        return Cell(Shape.TEXT, words, f"{words} ({exact})", tone="danger" if late else "", struck=finished)

    def _has_passed(self, kind: FieldKind, moment: datetime) -> bool:
        if kind is FieldKind.DATE:
            return moment.date() < self.today
        return moment.replace(tzinfo=None) < local_moment(self.now).replace(tzinfo=None)


def local_moment(at: Milliseconds) -> datetime:
    """*at* in this computer's time zone."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone()


def read_moment(kind: FieldKind, value: Json) -> datetime | None:
    """A date, instant or wall clock time of the server as a moment here; None where *value* is none."""
    if not isinstance(value, str):
        return None
    try:
        if kind is FieldKind.DATETIME:
            at = from_instant(value)
            return None if at is None else local_moment(at)
        if kind is FieldKind.DATE:
            return datetime.combine(date.fromisoformat(value[:10]), datetime.min.time())
        return datetime.fromisoformat(value).replace(tzinfo=None)
    except (ValueError, OverflowError):  # an instant of the year 9999 may be the year 10000 here
        return None


def time_words(value: Json, locale: QLocale) -> str:
    """A time of day, with its seconds where it has any; whatever is none as it is."""
    found = QTime.fromString(str(value), "HH:mm:ss" if str(value).count(":") == 2 else "HH:mm")
    if not found.isValid():
        return str(value)
    return (
        locale.toString(found, "HH:mm:ss") if found.second() else locale.toString(found, QLocale.FormatType.ShortFormat)
    )


def _line(field: Field, full: str) -> str:
    """What of a text fits into one line."""
    if field.format is Format.MARKDOWN:
        from todo_desktop.gui.todo_table.markdown_line import markdown_line  # noqa: PLC0415  (few lists have any)

        return markdown_line(full)
    return first_line(full) if field.kind is FieldKind.LONG_TEXT else one_line(full)


def state_word(state: SyncState) -> str:
    """What the mark at a row's end means; empty where there is none."""
    return {
        SyncState.SYNCED: "",
        SyncState.WAITING: _tr("Waiting to be sent"),
        SyncState.FAILED: _tr("Could not be sent"),
        SyncState.CONFLICT: _tr("Changed here and on the server"),
    }[state]


def _check_word(checked: bool, part: Part) -> str:
    if part is Part.DONE:
        return _tr("Done") if checked else _tr("Open")
    return _tr("Yes") if checked else _tr("No")


def _without_value(column: Column, todo: Todo) -> Cell:
    if todo.server_id is None and todo.state is SyncState.FAILED and column.field is not None and column.field.required:
        return Cell(Shape.TEXT, _tr("Required"), "", tone="danger")
    if column.part is Part.TITLE:
        return Cell(Shape.TEXT, _tr("Untitled"), "", tone="secondary")
    return Cell()


def _chip(field: Field, value: Json) -> Chip:
    option = next((option for option in field.options if option.value == value), None)
    if option is None:
        return Chip(one_line(value if isinstance(value, str) else _compact(value)), "")
    return Chip(one_line(option.label or str(option.value)), option.color)


def name_of(field: Field, item: Json) -> str:
    """What a record of the relation *field* is called: by the title of its collection, or what looks like one. Of a
    file, with its ending."""
    if not isinstance(item, Mapping):
        return str(item)
    names = (field.target_title, *NAMES_OF_RELATED, field.target_key)
    name = next((str(item[key]) for key in names if item.get(key) not in (None, "")), "")
    ending = item.get("extname") if field.kind is FieldKind.FILES else None
    if isinstance(ending, str) and not name.endswith(ending):
        name += ending
    return name or _compact(dict(item))


def _compact(value: Json) -> str:
    return msgspec.json.encode(value).decode()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Cells", text)
