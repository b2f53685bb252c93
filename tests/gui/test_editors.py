"""Each kind of value has an editor that fits it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QDialog, QLineEdit, QPlainTextEdit

from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, Desk, MakeDesk
from todo_desktop.gui.todo_table.display import local_moment
from todo_desktop.gui.todo_table.editors.choice import ChoiceEditor
from todo_desktop.gui.todo_table.editors.long_text import LongTextEditor
from todo_desktop.gui.todo_table.editors.moment import MomentEditor
from todo_desktop.model.instants import from_instant
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json

Key = Qt.Key


@pytest.fixture
def hands(server_desk: Desk, open_hands: Callable[[Desk], Hands]) -> Hands:
    """One todo with a value in every field."""
    full: dict[str, Json] = {
        "title": "Pay rent", "tags": ["home"], "due": "2026-12-01", "priority": "high", "notes": "First\nsecond",
        "starts": "2026-12-01T10:00:00.000Z", "estimate": 3, "cost": "1200.50", "weight": 0.5, "flagged": False,
    }  # fmt: skip
    server_desk.fill([full])
    return open_hands(server_desk)


def typed(hands: Hands, field: str, text: str) -> Json:
    """What is stored after *text* was typed over the field's value."""
    hands.double_click(0, field)
    editor = hands.editor
    if isinstance(editor, QLineEdit | QPlainTextEdit):
        editor.selectAll()
    if text:
        QTest.keyClicks(editor, text)
    else:
        QTest.keyClick(editor, Key.Key_Delete)
    enter = (
        Qt.KeyboardModifier.ControlModifier if isinstance(editor, QPlainTextEdit) else Qt.KeyboardModifier.NoModifier
    )
    QTest.keyClick(editor, Key.Key_Return, enter)
    hands.settle()
    return hands.value(0, field)


@pytest.mark.parametrize(
    ("field", "text", "stored"),
    [
        ("title", "Pay the rent", "Pay the rent"),
        ("title", "  Pay the rent ", "Pay the rent"),
        ("notes", "New", "New"),
        ("estimate", "12,000", 12000),
        ("estimate", "", None),
        ("cost", "99.5", "99.50"),
        ("cost", "1.005", "1.01"),
        ("cost", "", None),
        ("weight", "0.25", 0.25),
        ("due", "tomorrow", "2026-11-25"),
        ("due", "2027-01-31", "2027-01-31"),
        ("due", "", None),
    ],
)
def test_what_is_typed_is_stored_as_its_kind(hands: Hands, field: str, text: str, stored: Json) -> None:
    assert typed(hands, field, text) == stored
    assert hands.view.delegate.editor is None


@pytest.fixture
def share(make_desk: MakeDesk, open_hands: Callable[[Desk], Hands]) -> Hands:
    """One todo with a progress of a quarter."""
    progress = Field("progress", FieldKind.NUMBER, "Progress", percent=True)
    desk = make_desk(replace(FULL_COLLECTION, fields=(*FULL_COLLECTION.fields, progress)))
    desk.fill([{"title": "Pay rent", "progress": 0.25}])
    return open_hands(desk)


@pytest.mark.parametrize(
    ("text", "stored", "shown"),
    [("30", 0.3, "30 %"), ("7", 0.07, "7 %"), ("12.5 %", 0.125, "12.5 %"), ("150%", 1.5, "150 %"), ("0", 0.0, "0 %")],
)
def test_a_share_is_typed_and_shown_as_percent(share: Hands, text: str, stored: float, shown: str) -> None:
    assert share.model.cell(0, share.column("progress")).text == "25 %"
    assert typed(share, "progress", text) == stored
    assert share.model.cell(0, share.column("progress")).text == shown


def test_the_editor_of_a_share_holds_its_percent_and_counts_in_them(share: Hands) -> None:
    share.double_click(0, "progress")
    assert isinstance(share.editor, QLineEdit)
    assert share.editor.text() == "25"
    QTest.keyClick(share.editor, Key.Key_Up)
    QTest.keyClick(share.editor, Key.Key_Return)
    share.settle()
    assert share.value(0, "progress") == 0.26


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("estimate", "1.5", "Only whole numbers fit here."),
        ("estimate", "many", "This is not a number."),
        ("estimate", "1e999999999", "This is not a number."),
        ("estimate", "99999999999", "This number is too large for the field."),
        ("cost", "1x", "This is not a number."),
        ("due", "someday", "This is not a day. Type for example Tomorrow or "),
        ("starts", "someday", "This is not a day and a time. Type for example Tomorrow 14:00 or "),
    ],
)
def test_what_does_not_fit_is_said_and_stays_as_typed(hands: Hands, field: str, text: str, reason: str) -> None:
    before = hands.value(0, field)
    typed(hands, field, text)
    assert hands.text("editorNote").startswith(reason)
    assert isinstance(hands.editor, QLineEdit)
    assert hands.editor.text() == text
    assert hands.editor.property("invalid") is True
    assert hands.value(0, field) == before


def test_an_invalid_value_is_not_lost_when_the_focus_goes_elsewhere(hands: Hands) -> None:
    hands.double_click(0, "estimate")
    QTest.keyClicks(hands.editor, "abc")
    hands.part("search").setFocus()
    assert isinstance(hands.editor, QLineEdit)
    assert hands.editor.text().endswith("abc")


def test_the_editor_of_a_moment_says_that_it_takes_a_time(hands: Hands) -> None:
    hands.double_click(0, "starts")
    assert isinstance(hands.editor, QLineEdit)
    example = hands.editor.placeholderText()
    assert example == "Tomorrow 14:00"
    hands.editor.clear()
    QTest.keyClicks(hands.editor, example)
    QTest.keyClick(hands.editor, Key.Key_Return)
    hands.settle()
    stored = hands.value(0, "starts")
    assert isinstance(stored, str)
    assert datetime.fromisoformat(stored).astimezone().hour == 14


def test_a_moment_is_typed_in_local_time_and_stored_as_an_instant(hands: Hands) -> None:
    stored = typed(hands, "starts", "2026-12-24 18:30")
    assert isinstance(stored, str)
    moment = local_moment(from_instant(stored) or 0)
    assert (moment.month, moment.day, moment.hour, moment.minute) == (12, 24, 18, 30)


def test_a_bare_time_keeps_the_day_of_a_moment(hands: Hands) -> None:
    stored = typed(hands, "starts", "18:30")
    assert isinstance(stored, str)
    moment = local_moment(from_instant(stored) or 0)
    assert (moment.day, moment.hour, moment.minute) == (1, 18, 30)


def test_a_moment_that_is_only_looked_at_is_not_changed(hands: Hands) -> None:
    hands.double_click(0, "starts")
    QTest.keyClick(hands.editor, Key.Key_Return)
    hands.settle()
    assert hands.value(0, "starts") == "2026-12-01T10:00:00.000Z"
    assert hands.desk.service.undo_step is None


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
def test_a_day_is_picked_from_the_calendar(hands: Hands) -> None:
    hands.double_click(0, "due")
    editor = hands.editor
    assert isinstance(editor, MomentEditor)
    QTest.keyClick(editor, Key.Key_Down)
    calendar = editor.findChild(QCalendarWidget, "calendar")
    assert isinstance(calendar, QCalendarWidget)
    assert calendar.isVisible()
    assert calendar.selectedDate() == QDate(2026, 12, 1)
    calendar.clicked.emit(QDate(2026, 12, 24))
    QTest.keyClick(editor, Key.Key_Return)
    hands.settle()
    assert hands.value(0, "due") == "2026-12-24"


def test_a_label_is_chosen_with_the_keyboard(hands: Hands) -> None:
    hands.double_click(0, "priority")
    assert isinstance(hands.editor, ChoiceEditor)
    QTest.keyClick(hands.editor, Key.Key_Down)
    QTest.keyClick(hands.editor, Key.Key_Return)
    hands.settle()
    assert hands.value(0, "priority") == "medium"


def test_what_is_typed_in_a_choice_is_no_command_of_the_window(hands: Hands) -> None:
    hands.double_click(0, "priority")
    QTest.keyClicks(hands.editor, "?/")
    assert hands.window.findChild(QDialog, "shortcutsDialog") is None
    assert not hands.part("search").hasFocus()
    assert hands.editor.isVisible()


def test_a_click_on_a_label_takes_it(hands: Hands) -> None:
    hands.double_click(0, "priority")
    editor = hands.editor
    assert isinstance(editor, ChoiceEditor)
    hands.click_at(editor.viewport(), editor.visualItemRect(editor.item(3)).center())
    hands.settle()
    assert hands.value(0, "priority") == "low"
    assert hands.view.delegate.editor is None


def test_a_choice_can_be_taken_away(hands: Hands) -> None:
    hands.double_click(0, "priority")
    QTest.keyClick(hands.editor, Key.Key_Home)
    QTest.keyClick(hands.editor, Key.Key_Return)
    hands.settle()
    assert hands.value(0, "priority") is None


def test_several_labels_are_ticked(hands: Hands) -> None:
    hands.double_click(0, "tags")
    QTest.keyClick(hands.editor, Key.Key_Down)
    QTest.keyClick(hands.editor, Key.Key_Space)
    QTest.keyClick(hands.editor, Key.Key_Return)
    hands.settle()
    assert hands.value(0, "tags") == ["home", "work"]


def test_a_value_that_is_no_option_can_be_kept(hands: Hands) -> None:
    hands.desk.service.edit([hands.model.id_at(0)], {"tags": ["home", "elsewhere"]})
    hands.settle()
    hands.double_click(0, "tags")
    editor = hands.editor
    assert isinstance(editor, ChoiceEditor)
    assert [editor.item(row).text() for row in range(editor.count())] == ["home", "work", "event", "elsewhere"]
    QTest.keyClick(editor, Key.Key_Return)
    hands.settle()
    assert hands.value(0, "tags") == ["home", "elsewhere"]


def test_a_checkbox_of_another_field_turns_with_a_click_or_enter(hands: Hands) -> None:
    hands.click(0, "flagged")
    assert hands.value(0, "flagged") is True
    hands.key(Key.Key_Return)
    assert hands.value(0, "flagged") is False


def test_enter_in_a_long_text_is_a_new_line(hands: Hands) -> None:
    hands.double_click(0, "notes")
    editor = hands.editor
    assert isinstance(editor, LongTextEditor)
    QTest.keyClicks(editor, "One")
    QTest.keyClick(editor, Key.Key_Return)
    QTest.keyClicks(editor, "two")
    QTest.keyClick(editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert hands.value(0, "notes") == "One\ntwo"


def test_a_title_of_several_lines_keeps_them_in_its_editor(hands: Hands) -> None:
    hands.desk.service.edit([hands.model.id_at(0)], {"title": "One\ntwo"})
    hands.settle()
    hands.double_click(0, "title")
    assert isinstance(hands.editor, LongTextEditor)
    assert hands.editor.toPlainText() == "One\ntwo"
    QTest.keyClick(hands.editor, Key.Key_Escape)


def test_what_is_longer_than_the_field_holds_is_refused_and_not_cut(hands: Hands) -> None:
    hands.double_click(0, "title")
    assert isinstance(hands.editor, QLineEdit)
    hands.editor.selectAll()
    hands.editor.insert("x" * 256)
    QTest.keyClick(hands.editor, Key.Key_Return)
    assert hands.editor.text() == "x" * 256
    assert hands.text("editorNote") == "At most 255 letters fit here; these are 256."
    QTest.keyClick(hands.editor, Key.Key_Escape)


def test_looking_at_a_long_title_of_emoji_does_not_cut_it(hands: Hands) -> None:
    title = "\N{WASTEBASKET}\N{PARTY POPPER}" * 120
    hands.desk.service.edit([hands.model.id_at(0)], {"title": title})
    hands.settle()
    hands.double_click(0, "title")
    QTest.keyClick(hands.editor, Key.Key_Tab)
    hands.settle()
    assert hands.value(0, "title") == title


def test_tab_keeps_the_value_and_goes_on(hands: Hands) -> None:
    hands.double_click(0, "title")
    QTest.keyClicks(hands.editor, "Kept")
    QTest.keyClick(hands.editor, Key.Key_Tab)
    hands.settle()
    assert hands.value(0, "title") == "Kept"


def test_an_editor_lies_within_what_can_be_seen(hands: Hands) -> None:
    for field in ("notes", "tags", "priority", "starts"):
        hands.double_click(0, field)
        assert hands.view.viewport().rect().contains(hands.editor.geometry()), field
        QTest.keyClick(hands.editor, Key.Key_Escape)


def test_a_kind_without_an_editor_says_why(hands: Hands) -> None:
    hands.double_click(0, "extra")
    assert hands.view.delegate.editor is None
    assert hands.text("editorNote") == "This kind of field can only be changed on the server for now."


def test_a_short_choice_shows_every_option_without_scrolling(hands: Hands) -> None:
    for field in ("priority", "tags"):
        hands.double_click(0, field)
        editor = hands.editor
        assert isinstance(editor, ChoiceEditor)
        assert editor.verticalScrollBar().maximum() == 0, field
        QTest.keyClick(editor, Key.Key_Escape)
