"""Adding, ticking, editing, deleting and taking it all back, with mouse and keyboard."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, Desk, MakeDesk
from todo_desktop.gui.verb_queue import FEW
from todo_desktop.model.lists import local_collection
from todo_desktop.model.permissions import FORBIDDEN, Permissions
from todo_desktop.model.query import Query, Show
from todo_desktop.service import UndoStep

OpenHands = Callable[[Desk], Hands]
Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_a_title_and_enter_add_a_todo_and_the_line_is_ready_for_the_next(desk: Desk, open_hands: OpenHands) -> None:
    hands = open_hands(desk)
    hands.add("Buy milk")
    assert hands.window.focusWidget() is hands.part("quickAdd")
    hands.type("Buy oats")
    hands.key(Key.Key_Return)
    assert sorted(hands.titles) == ["Buy milk", "Buy oats"]
    assert hands.text("quickAdd") == ""


def test_a_blank_title_adds_nothing(local: Hands) -> None:
    local.add("   ")
    assert len(local.titles) == 3


def test_several_pasted_lines_become_several_todos(local: Hands) -> None:
    QGuiApplication.clipboard().setText("One\n\n  Two \nThree\n")
    local.key(Key.Key_N, CTRL)
    local.key(Key.Key_V, CTRL)
    assert {"One", "Two", "Three"} < set(local.titles)


@pytest.mark.parametrize("count", [3, 2 * FEW + 1])
def test_pasted_lines_are_one_step_to_undo_and_to_redo(server_desk: Desk, open_hands: OpenHands, count: int) -> None:
    hands = open_hands(server_desk)
    commands = hands.window.pane.commands
    QGuiApplication.clipboard().setText("\n".join(f"Line {n:04}" for n in range(count)))
    hands.key(Key.Key_N, CTRL)
    hands.key(Key.Key_V, CTRL)
    for do in (None, hands.window.actions_.undo, hands.window.actions_.redo):
        if do is not None:
            do.trigger()
        hands.qtbot.waitUntil(lambda: not commands.busy, timeout=30_000)
        hands.settle()
        assert len(hands.titles) == (0 if do is hands.window.actions_.undo else count)
    assert server_desk.service.undo_step == UndoStep("add", count)


def test_pasted_lines_whose_turn_does_not_come_are_given_back(server_desk: Desk, open_hands: OpenHands) -> None:
    hands = open_hands(server_desk)
    lines = [f"Line {n:04}" for n in range(2 * FEW)]
    QGuiApplication.clipboard().setText("\n".join(lines))
    hands.key(Key.Key_N, CTRL)
    QTest.keyClick(hands.part("quickAdd"), Key.Key_V, CTRL)
    server_desk.service.open_list(server_desk.store.local_list(local_collection({})))
    hands.window.show_list()
    hands.settle()
    added = len(server_desk.queries.ids(Query(server_desk.list.id)))
    assert hands.part("quickAdd").property("text").splitlines() == lines[added:]


def test_pasted_lines_that_do_not_fit_come_back_and_the_others_are_added(
    server_desk: Desk, open_hands: OpenHands
) -> None:
    hands = open_hands(server_desk)
    too_long = ["a" * 300, "b" * 300]
    said: list[str] = []
    hands.window.pane.commands.failed.connect(said.append)
    QGuiApplication.clipboard().setText("\n".join(["One", too_long[0], "Two", too_long[1], "Three"]))
    hands.key(Key.Key_N, CTRL)
    hands.key(Key.Key_V, CTRL)
    assert {"One", "Two", "Three"} <= set(hands.titles)
    assert hands.part("quickAdd").property("text").splitlines() == too_long
    assert hands.text("noticeText") == "At most 255 letters fit here."
    assert len(said) == 1, "once for all of them"


def test_a_new_todo_is_brought_into_sight(desk: Desk, open_hands: OpenHands) -> None:
    desk.fill([{"title": f"Todo {n:03}"} for n in range(200)])
    hands = open_hands(desk)
    hands.window.pane.sort(None)
    hands.add("Zebra")
    assert (
        hands.view.viewport()
        .rect()
        .intersects(hands.view.visualRect(hands.model.index(hands.titles.index("Zebra"), 1)))
    )


def test_escape_leaves_the_line_for_the_list(local: Hands) -> None:
    local.key(Key.Key_N, CTRL)
    local.type("half")
    local.key(Key.Key_Escape)
    assert local.window.focusWidget() is local.view
    assert local.text("quickAdd") == ""


def test_a_click_anywhere_in_its_cell_ticks_a_todo_and_leaves_the_selection_alone(local: Hands) -> None:
    local.click(0, "title")
    row = local.titles.index("Water the plants")
    corner = local.cell(row, "completed").topLeft()
    QTest.mouseClick(local.view.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    local.settle()
    assert local.value(row, "completed") is True
    assert local.selected == [local.titles[0]]


def test_space_ticks_every_selected_todo_and_again_unticks_them(local: Hands) -> None:
    local.click(0, "title")
    local.key(Key.Key_A, CTRL)
    local.key(Key.Key_Space)
    assert [local.value(row, "completed") for row in range(3)] == [True, True, True]
    local.key(Key.Key_Space)
    assert [local.value(row, "completed") for row in range(3)] == [False, False, False]


def test_f2_edits_the_title_and_enter_keeps_it(local: Hands) -> None:
    local.click(0, "title")
    local.key(Key.Key_F2)
    QTest.keyClicks(local.editor, "Pay the rent")
    QTest.keyClick(local.editor, Key.Key_Return)
    local.settle()
    assert "Pay the rent" in local.titles
    assert local.view.delegate.editor is None


def test_enter_opens_the_editor_and_escape_leaves_everything_as_it_was(local: Hands) -> None:
    before = local.titles
    local.click(0, "title")
    local.key(Key.Key_Return)
    QTest.keyClicks(local.editor, "Nonsense")
    QTest.keyClick(local.editor, Key.Key_Escape)
    assert local.view.delegate.editor is None
    assert local.titles == before
    assert local.desk.service.undo_step is None or local.desk.service.undo_step.verb == "add"


def test_an_edit_is_kept_when_the_focus_goes_elsewhere(local: Hands) -> None:
    local.double_click(0, "title")
    QTest.keyClicks(local.editor, "Kept")
    local.part("search").setFocus()
    local.settle()
    assert "Kept" in local.titles


def test_a_refused_value_stays_in_its_editor_with_the_reason_beside_it(local: Hands) -> None:
    before = local.titles
    local.double_click(0, "title")
    QTest.keyClicks(local.editor, "   ")
    QTest.keyClick(local.editor, Key.Key_Return)
    assert local.editor.isVisible()
    assert local.part("editorNote").isVisible()
    assert local.text("editorNote") == "This field cannot be empty."
    QTest.keyClick(local.editor, Key.Key_Escape)
    assert local.titles == before
    assert not local.part("editorNote").isVisible()


def test_delete_takes_the_selection_away_at_once_and_offers_it_back(local: Hands) -> None:
    local.click(0, "title")
    local.key(Key.Key_Down, SHIFT)
    local.key(Key.Key_Delete)
    assert len(local.titles) == 1
    assert local.part("undoBar").isVisible()
    assert local.text("undoText") == "2 todos deleted."
    local.press("undoButton")
    assert len(local.titles) == 3
    assert not local.part("undoBar").isVisible()


def test_the_undo_bar_never_takes_back_something_else_than_the_deletion(local: Hands) -> None:
    local.click(0, "title")
    local.key(Key.Key_Delete)
    local.click(0, "completed")
    assert not local.part("undoBar").isVisible()


def test_after_a_delete_the_next_todo_is_selected(local: Hands) -> None:
    titles = local.titles
    local.click(1, "title")
    local.key(Key.Key_Delete)
    assert local.selected == [titles[2]]
    local.key(Key.Key_Delete)
    assert local.selected == [titles[0]]


def test_ticking_in_the_open_filter_goes_on_to_the_next_todo(local: Hands) -> None:
    local.press("filterOpen")
    _, second = local.titles
    local.click(0, "title")
    local.key(Key.Key_Space)
    assert local.titles == [second]
    assert local.selected == [second]


def test_undo_and_redo_say_what_they_would_do(local: Hands) -> None:
    actions = local.window.actions_
    local.click(0, "title")
    local.key(Key.Key_Delete)
    assert actions.undo.text() == "&Undo the deletion"
    local.key(Key.Key_Z, CTRL)
    assert len(local.titles) == 3
    assert actions.redo.text() == "&Redo the deletion"
    local.key(Key.Key_Z, CTRL | SHIFT)
    assert len(local.titles) == 2


def test_undo_works_from_the_line_where_todos_are_typed(local: Hands) -> None:
    local.add("A slip")
    assert "A slip" in local.titles
    local.key(Key.Key_Z, CTRL)
    assert "A slip" not in local.titles


def test_home_and_end_are_the_lists_own(local: Hands) -> None:
    local.click(1, "title")
    local.key(Key.Key_End)
    assert local.view.selected_rows() == [2]
    local.key(Key.Key_Home)
    assert local.view.selected_rows() == [0]


def test_copy_takes_titles_and_whole_rows_for_a_spreadsheet(local: Hands) -> None:
    local.click(0, "title")
    local.key(Key.Key_A, CTRL)
    local.key(Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().splitlines() == local.titles
    local.key(Key.Key_C, CTRL | SHIFT)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Done", "Title", "Due", "Priority", "Notes"]
    assert len(lines) == 4


def test_a_list_that_may_only_be_read_says_so_and_changes_nothing(make_desk: MakeDesk, open_hands: OpenHands) -> None:
    rights = Permissions(create=FORBIDDEN, update=FORBIDDEN, destroy=FORBIDDEN)
    desk = make_desk(FULL_COLLECTION, rights)
    desk.fill([{"title": "Theirs", "completed": False}])
    hands = open_hands(desk)
    assert hands.part("listReadOnly").isVisible()
    assert not hands.part("quickAdd").isEnabled()
    assert not hands.part("newButton").isEnabled()
    hands.click(0, "completed")
    hands.click(0, "title")
    hands.key(Key.Key_Return)
    assert hands.part("editorNote").isVisible()
    assert hands.text("editorNote") == "Your role may not change todos in this list."
    hands.key(Key.Key_Delete)
    assert hands.text("editorNote") == "Your role may not delete todos from this list."
    hands.key(Key.Key_Down)
    assert not hands.part("editorNote").isVisible()
    assert hands.view.delegate.editor is None
    assert hands.titles == ["Theirs"]
    assert hands.value(0, "completed") is False


def test_why_a_cell_cannot_be_edited_is_said_beside_it_and_nothing_moves(
    server_desk: Desk, open_hands: OpenHands
) -> None:
    server_desk.fill([{"title": "Pay rent"}, {"title": "Call Ana"}])
    hands = open_hands(server_desk)
    before = hands.view.geometry()
    hands.double_click(0, "extra")
    hands.settle()
    note = hands.part("editorNote")
    assert note.isVisible()
    assert hands.view.viewport().rect().contains(note.geometry())
    assert hands.view.geometry() == before
    hands.click(1, "title")
    assert not note.isVisible()


@pytest.mark.parametrize(("key", "first"), [(Key.Key_End, False), (Key.Key_Home, True)])
@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.NoModifier, CTRL])
def test_home_and_end_select_the_first_and_the_last_todo(
    local: Hands, key: Qt.Key, first: bool, modifiers: Qt.KeyboardModifier
) -> None:
    local.click(1, "title")
    local.key(key, modifiers)
    assert local.selected == [local.titles[0 if first else -1]]


def test_ctrl_shift_end_selects_all_from_here_on(local: Hands) -> None:
    local.click(1, "title")
    local.key(Key.Key_End, CTRL | SHIFT)
    assert local.selected == local.titles[1:]


def test_a_title_that_looks_like_markup_is_only_that_text(desk: Desk, open_hands: OpenHands) -> None:
    hands = open_hands(desk)
    hands.add("<img src=x> <b>bold</b>")
    assert hands.titles == ["<img src=x> <b>bold</b>"]


def test_select_all_of_a_long_list_is_one_range(server_desk: Desk, open_hands: OpenHands) -> None:
    server_desk.fill([{"title": f"Todo {n}"} for n in range(3_000)])
    hands = open_hands(server_desk)
    hands.click(0, "title")
    hands.key(Key.Key_A, CTRL)
    assert hands.view.selectionModel().selection().count() == 1
    assert len(hands.view.selected_ids()) == 3_000


@pytest.mark.parametrize(
    ("name", "show"), [("filterOpen", Show.OPEN), ("filterDone", Show.DONE), ("filterAll", Show.ALL)]
)
def test_the_filter_shows_what_it_says(local: Hands, name: str, show: Show) -> None:
    local.press(name)
    expected = {Show.OPEN: 2, Show.DONE: 1, Show.ALL: 3}[show]
    assert len(local.titles) == expected
    assert local.text("listCounts") == "2 open, 1 done"


def test_every_named_part_has_a_name_for_a_screen_reader(local: Hands) -> None:
    named = ("quickAdd", "search", "filterAll", "filterOpen", "filterDone", "todoTable", "tableHeader", "showFilter")
    for name in named:
        assert local.part(name).accessibleName(), name
    focusable = [
        w for w in local.window.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()
    ]
    silent = [w.objectName() or repr(w) for w in focusable if not w.accessibleName() and not getattr(w, "text", str)()]
    assert not silent


def test_an_undo_that_somebody_elses_value_forbids_says_so(server_desk: Desk, open_hands: OpenHands) -> None:
    server_desk.fill([{"title": "Pay rent"}])
    hands = open_hands(server_desk)
    todo_id = hands.model.id_at(0)
    server_desk.service.edit([todo_id], {"title": "Mine"})
    held = server_desk.worker.held([todo_id])[todo_id]
    server_desk.worker.put(replace(held, values={**held.values, "title": "Theirs"}, entries=(), base=None))
    hands.key(Key.Key_Z, CTRL)
    assert hands.text("noticeText") == "One value was left as it is: somebody has changed it since."
    assert hands.value(0, "title") == "Theirs"
    QTest.mouseClick(hands.part("noticeDismiss"), Qt.MouseButton.LeftButton)
    assert not hands.part("noticeBar").isVisible()


def test_what_was_just_added_is_selected_and_the_next_key_goes_on_with_it(local: Hands) -> None:
    local.add("Buy milk")
    assert local.selected == ["Buy milk"]
    local.key(Key.Key_Down)
    assert local.window.focusWidget() is local.view
    local.key(Key.Key_Space)
    assert local.value(local.titles.index("Buy milk"), "completed") is True


def test_down_leaves_what_is_typed_where_it_is(local: Hands) -> None:
    local.key(Key.Key_N, CTRL)
    local.type("Half a tho")
    local.key(Key.Key_Down)
    assert local.text("quickAdd") == "Half a tho"


def test_a_deleted_todo_is_selected_when_it_comes_back(local: Hands) -> None:
    local.click(0, "title")
    deleted = local.selected
    local.key(Key.Key_Delete)
    local.window.actions_.undo.trigger()
    local.settle()
    assert local.selected == deleted


def test_a_search_or_filter_that_hides_what_is_added_ends(local: Hands) -> None:
    local.press("filterDone")
    local.key(Key.Key_F, CTRL)
    local.type("ana")
    local.add("Buy milk")
    local.qtbot.waitUntil(lambda: local.selected == ["Buy milk"])
    assert local.text("search") == ""
    assert local.window.actions_.show_all.isChecked()
