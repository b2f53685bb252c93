"""What a cell shows of each kind of value."""

import time

import pytest
from PySide6.QtCore import QLocale

from tests.support.gui_desk import FULL_COLLECTION, IDENTITY, NOW
from todo_desktop.gui.dates_in_words import clock_time
from todo_desktop.gui.plain_text import first_line, one_line, tooltip
from todo_desktop.gui.todo_table.cell import Cell, Shape
from todo_desktop.gui.todo_table.columns import MARK_KEY, columns_of, obstacle
from todo_desktop.gui.todo_table.display import CellDisplay, local_moment
from todo_desktop.model.lists import TodoList
from todo_desktop.model.permissions import FORBIDDEN, Grant, Permissions
from todo_desktop.model.todo import SyncState, Todo
from todo_desktop.model.values import Json

LIST = TodoList(1, IDENTITY, FULL_COLLECTION)
COLUMNS = {column.key: column for column in columns_of(LIST)}
US = QLocale("en_US")


def cell(field: str, value: Json, *, done: bool = False, locale: QLocale = US) -> Cell:
    todo = Todo(1, 1, 1, {"completed": done, field: value})
    return CellDisplay(locale, NOW, "completed", "due").cell(COLUMNS[field], todo)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-24", "Today"),
        ("2026-11-25", "Tomorrow"),
        ("2026-11-27", "Friday"),
        ("2026-12-24", "Dec 24"),
        ("2027-01-02", "Jan 2 2027"),
    ],
)
def test_a_day_to_come_is_said_in_words(day: str, words: str) -> None:
    assert cell("due", day).text == words


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-11-23", "Overdue, yesterday"), ("2026-11-20", "Overdue, Fri"), ("2026-03-03", "Overdue, Mar 3")],
)
def test_an_overdue_todo_says_so_in_words_and_colour(day: str, words: str) -> None:
    shown = cell("due", day)
    assert (shown.text, shown.tone) == (words, "danger")


def test_a_done_todo_is_struck_and_never_overdue() -> None:
    shown = cell("due", "2026-11-20", done=True)
    assert shown.struck
    assert (shown.tone, "Overdue" in shown.text) == ("", False)


def test_only_the_due_field_can_be_overdue() -> None:
    assert "Overdue" not in cell("starts", "2020-01-01T00:00:00.000Z").text


def test_a_moment_is_shown_in_the_time_of_this_computer() -> None:
    moment = local_moment(NOW)
    assert cell("starts", "2026-11-24T10:00:00.000Z").text.endswith(clock_time(moment, US))
    assert (moment.hour, moment.minute) == (time.localtime(NOW / 1000).tm_hour, time.localtime(NOW / 1000).tm_min)


def test_text_of_several_lines_is_one_line_in_its_cell_and_whole_in_its_tooltip() -> None:
    assert cell("title", "Pay\nthe  rent").text == "Pay ↵ the rent"
    assert cell("notes", "\nFirst\nsecond").text == "First …"
    assert cell("notes", "\nFirst\nsecond").full == "\nFirst\nsecond"


def test_a_todo_without_a_title_can_still_be_seen() -> None:
    assert cell("title", None).text == cell("title", "").text == "Untitled"


def test_numbers_stand_right_and_are_written_as_the_locale_does_and_exactly() -> None:
    assert cell("estimate", 1234567) == Cell(Shape.TEXT, "1,234,567", "1,234,567", right=True)
    assert cell("cost", "1200.5").text == "1,200.50"
    assert cell("cost", "1200.5", locale=QLocale("de_DE")).text == "1.200,50"
    assert cell("weight", 0.1).text == "0.1"
    assert cell("estimate", "9007199254740993").text == "9,007,199,254,740,993"
    assert cell("cost", f"{'123' * 12}.5").text == f"{','.join(['123'] * 12)}.50"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("شراء الحليب", True),
        ("1. לקנות חלב", True),
        ("Buy חלב", False),
        ("Ärger", False),
        ("日本語", False),
        ("🎉", False),
    ],
)
def test_a_text_begins_where_its_script_begins(text: str, right: bool) -> None:
    assert cell("title", text).right is right


def test_labels_carry_the_servers_words_and_colours_and_unknown_values_themselves() -> None:
    assert [(chip.text, chip.color) for chip in cell("priority", "high").chips] == [("High", "red")]
    assert [(chip.text, chip.color) for chip in cell("tags", ["home", "new"]).chips] == [("home", "green"), ("new", "")]


def test_null_means_not_done() -> None:
    display = CellDisplay(US, NOW, "completed", "due")
    for value in (None, False):
        assert not display.cell(COLUMNS["completed"], Todo(1, 1, 1, {"completed": value})).checked


def test_a_relation_is_shown_by_its_name() -> None:
    assert cell("assignee", {"id": 3, "username": "ana", "nickname": "Ana"}).text == "Ana"
    assert cell("assignee", [{"id": 3}, {"id": 4, "title": "Four"}]).text == "3, Four"
    assert cell("assignee", 7).text == "7"


def test_any_other_value_is_shown_as_compact_json() -> None:
    assert cell("extra", {"a": [1, "ü"]}).text == '{"a":[1,"ü"]}'


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
@pytest.mark.parametrize("instant", ["9999-12-31T23:59:59.000Z", "0001-01-01T00:00:00.000Z"])
def test_the_ends_of_time_can_be_shown_in_every_time_zone(
    monkeypatch: pytest.MonkeyPatch, zone: str, instant: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert cell("starts", instant).text
    finally:
        monkeypatch.undo()
        time.tzset()


def test_what_the_server_sends_instead_of_a_date_is_shown_as_it_is() -> None:
    assert cell("due", "next week").text == "next week"
    assert cell("due", 12).text == "12"


@pytest.mark.parametrize("state", list(SyncState))
def test_each_state_has_a_mark_with_words(state: SyncState) -> None:
    shown = CellDisplay(US, NOW).cell(COLUMNS[MARK_KEY], Todo(1, 1, 1, {}, state))
    assert (shown.shape, shown.mark) == (Shape.MARK, state)
    assert bool(shown.full) == (state is not SyncState.SYNCED)


def test_tooltips_never_take_text_for_markup() -> None:
    assert "&lt;img src=x&gt;" in tooltip("<img src=x>")
    assert tooltip("") == ""


def test_a_very_long_text_does_not_slow_the_cell_down() -> None:
    assert len(one_line("word " * 100_000)) <= 400
    assert len(first_line("word " * 100_000)) <= 405


def test_the_columns_begin_with_done_and_title_and_end_with_the_mark() -> None:
    keys = list(COLUMNS)
    assert keys[:2] == ["completed", "title"]
    assert keys[-1] == MARK_KEY


def test_fields_of_the_system_are_hidden_at_first_but_there() -> None:
    assert {key for key, column in COLUMNS.items() if column.hidden} == {"id", "createdAt", "updatedAt"}


def test_a_field_that_the_role_may_not_view_is_no_column() -> None:
    narrow = TodoList(1, IDENTITY, FULL_COLLECTION, Permissions(view=Grant(fields=frozenset({"title"}))))
    assert [column.key for column in columns_of(narrow)] == ["title", MARK_KEY]


@pytest.mark.parametrize(
    ("permissions", "field", "reason"),
    [
        (Permissions(), "createdAt", "This field is filled in by itself."),
        (Permissions(), "extra", "This kind of field can only be changed on the server for now."),
        (Permissions(update=FORBIDDEN), "title", "Your role may not change todos in this list."),
        (Permissions(update=Grant(fields=frozenset({"title"}))), "notes", "Your role may not change this field."),
        (Permissions(), "title", ""),
    ],
)
def test_a_cell_that_cannot_be_edited_says_why(permissions: Permissions, field: str, reason: str) -> None:
    found = FULL_COLLECTION.field(field)
    assert found is not None
    assert obstacle(TodoList(1, IDENTITY, FULL_COLLECTION, permissions), found) == reason
