"""The next start begins where the last one ended: view, selection, place, and words that were only typed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk, KeptLayouts
from todo_desktop.gui.column_layout import LayoutBook, Place, WindowLayout, window_layout
from todo_desktop.gui.session import QUICK_ADD
from todo_desktop.model.query import Show, SortKey
from todo_desktop.model.values import Json
from todo_desktop.settings.preferences import Preferences
from todo_desktop.testing.running import Starter

OpenHands = Callable[[Desk], Hands]


def begin_anew(hands: Hands, open_hands: OpenHands) -> Hands:
    """Close the window, and open it on the same desk again."""
    hands.window.close()
    hands.window.deleteLater()
    again = open_hands(hands.desk)
    again.qtbot.waitUntil(lambda: again.window.pane._resumed is None)
    return again


@pytest.fixture
def long(server_desk: Desk, open_hands: OpenHands) -> Hands:
    """More todos than are read before the first paint."""
    server_desk.fill([{"title": f"Todo {number:04}", "completed": number % 2 == 0} for number in range(600)])
    return open_hands(server_desk)


def top_of(hands: Hands) -> tuple[str, int]:
    row = hands.view.rowAt(0)
    return hands.titles[row], hands.view.rowViewportPosition(row)


@pytest.mark.parametrize("row", [3, 90, 470, 599])
def test_the_place_in_the_list_and_the_selected_todos_are_found_again(
    long: Hands, open_hands: OpenHands, row: int
) -> None:
    long.view.select_ids([long.model.id_at(place) for place in (row, row - 1, row - 3)])
    long.view.verticalScrollBar().setValue(long.view.verticalScrollBar().value() + 7)
    selected, top = long.selected, top_of(long)
    again = begin_anew(long, open_hands)
    assert again.selected == selected
    assert top_of(again) == top


def test_the_place_is_found_though_the_selection_is_elsewhere(long: Hands, open_hands: OpenHands) -> None:
    long.view.select_row(2)
    long.view.verticalScrollBar().setValue(36 * 400 + 5)
    top = top_of(long)
    again = begin_anew(long, open_hands)
    assert again.selected == ["Todo 0002"]
    assert top_of(again) == top


def test_todos_that_have_gone_meanwhile_are_not_missed(long: Hands, open_hands: OpenHands) -> None:
    gone, stays = (long.model.id_at(row) for row in (300, 301))
    long.view.select_ids([gone, stays])
    long.view.verticalScrollBar().setValue(36 * 300)
    long.window.close()
    long.desk.worker.remove(gone, long.desk.now)
    again = begin_anew(long, open_hands)
    assert again.selected == ["Todo 0301"]


def test_rows_that_are_new_at_the_very_top_are_seen(server_desk: Desk, open_hands: OpenHands) -> None:
    server_desk.fill([{"title": f"Todo {number}"} for number in range(60)])
    hands = open_hands(server_desk)
    hands.window.pane.sort(SortKey("title"))
    hands.settle()
    hands.window.close()
    server_desk.fill([{"title": "A new one"}])
    assert top_of(begin_anew(hands, open_hands)) == ("A new one", 0)


def test_search_filter_and_sort_are_in_force_again(long: Hands, open_hands: OpenHands) -> None:
    long.window.search.setText("todo 01")
    long.window.pane.filter(Show.DONE)
    long.window.pane.sort(SortKey("title", descending=True))
    long.settle()
    titles = long.titles
    assert 0 < len(titles) < 100
    again = begin_anew(long, open_hands)
    assert again.window.search.text() == "todo 01"
    assert again.titles == titles
    again.window.search.clear()
    again.settle()
    assert len(again.titles) == 300


def test_the_search_of_another_list_is_not_taken_over(make_desk: Callable[[], Desk], open_hands: OpenHands) -> None:
    desk = make_desk()
    desk.layouts.save({"window": WindowLayout(place=Place("another", "rent", (1,), 1, 0)).as_json()})
    desk.fill([{"title": "Buy milk"}])
    hands = open_hands(desk)
    assert hands.window.search.text() == ""
    assert hands.titles == ["Buy milk"]
    assert hands.selected == []


def test_a_list_that_is_opened_later_does_not_begin_with_the_search_of_the_first(
    long: Hands, open_hands: OpenHands
) -> None:
    long.window.search.setText("todo 01")
    long.settle()
    again = begin_anew(long, open_hands)
    other = again.desk.store.local_list(again.desk.list.collection)
    again.desk.service.open_list(other)
    again.window.show_list()
    assert again.window.search.text() == ""


def test_words_in_the_line_at_the_top_stay(local: Hands, open_hands: OpenHands) -> None:
    local.window.pane.quick_add.setText("half a thou")
    assert begin_anew(local, open_hands).window.pane.quick_add.text() == "half a thou"


def test_words_in_the_line_at_the_top_are_on_the_disk_soon_also_without_an_end(local: Hands) -> None:
    local.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    local.type("half a thou")
    local.qtbot.waitUntil(lambda: "half a thou" in str(local.desk.layouts.layouts))


def test_the_disk_is_not_waited_for_while_somebody_types_and_at_the_end_it_is(
    local: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouts = local.desk.layouts
    kept, threads = layouts.save, list[tuple[str, QThread]]()

    def save(pages: dict[str, Json]) -> None:
        threads.append((window_layout(pages["window"]).drafts[QUICK_ADD], QThread.currentThread()))
        kept(pages)

    monkeypatch.setattr(layouts, "save", save)
    local.window.pane.quick_add.setText("half a thou")
    local.qtbot.waitUntil(lambda: "half a thou" in str(layouts.layouts))
    local.window.pane.quick_add.setText("half a thought")
    local.window.session.keep()
    assert [text for text, _ in threads] == ["half a thou", "half a thought"]
    assert [thread is local.window.thread() for _, thread in threads] == [False, True]


def test_what_is_kept_at_the_end_is_not_written_over_by_what_was_to_be_written_before() -> None:
    kept = KeptLayouts()
    book = LayoutBook(kept)
    book.keep_window(WindowLayout(geometry="old"))
    old = book.writing()
    assert old is not None
    book.keep_window(WindowLayout(geometry="new"))
    book.write()
    old()
    assert window_layout(kept.layouts["window"]).geometry == "new"
    assert book.writing() is None


def test_what_another_thread_was_to_write_is_on_the_disk_at_the_end_though_it_came_to_nothing() -> None:
    kept = KeptLayouts()
    book = LayoutBook(kept)
    book.keep_window(WindowLayout(geometry="new"))
    assert book.writing() is not None
    book.write()
    assert window_layout(kept.layouts["window"]).geometry == "new"


def test_the_size_of_the_window_stays(local: Hands, open_hands: OpenHands) -> None:
    local.window.resize(701, 603)
    local.window.close()
    local.window.deleteLater()
    window = local.desk.open_window()
    assert (window.width(), window.height()) == (701, 603)


def test_a_window_of_a_larger_screen_fits_the_one_that_is_there(local: Hands) -> None:
    room = local.window.screen().availableSize()
    local.window.resize(room.width() + 400, room.height() + 300)
    local.window.close()
    local.window.deleteLater()
    window = local.desk.open_window()
    assert window.width() <= room.width()
    assert window.height() <= room.height()


def test_a_window_fits_the_screen_at_the_first_start(server_desk: Desk) -> None:
    window = server_desk.open_window()
    room = window.screen().availableSize()
    assert room.width() < 1080, "it would be wider"
    assert window.width() <= room.width()
    assert window.height() <= room.height()


def test_a_window_that_was_never_shown_leaves_everything_as_it_was(long: Hands) -> None:
    long.view.select_row(2)
    long.view.verticalScrollBar().setValue(36 * 400)
    long.window.search.setText("todo")
    long.settle()
    long.window.close()
    long.window.deleteLater()
    before = window_layout(long.desk.layouts.layouts["window"])
    long.desk.open_window().close()
    assert window_layout(long.desk.layouts.layouts["window"]) == before


@pytest.mark.parametrize("place", [None, [], {"top": "x"}, {"selected": [1.5]}, {"search": None}])
def test_a_place_that_cannot_be_read_is_the_beginning(place: object) -> None:
    assert window_layout({"place": place}).place == Place()  # type: ignore[dict-item]


def test_a_layout_is_read_as_it_was_written() -> None:
    layout = WindowLayout("AAAA", compact=True, drafts={"quickAdd": "x"}, place=Place("local", "a", (1, 2), 3, -4))
    assert window_layout(layout.as_json()) == layout


def test_the_editor_is_stored_and_the_words_kept_when_the_desktop_says_that_it_ends(
    start_todo_desktop: Starter, qtbot: QtBot
) -> None:
    running = start_todo_desktop(preferences=Preferences())
    running.window.pane.commands.add(["Pay rent"], lambda _titles: None)
    running.list.wait_for("Pay rent")
    running.window.pane.quick_add.setText("half a thou")
    running.window.pane.view.select_row(0)
    running.window.pane.view.edit_current()
    editor = running.window.pane.view.delegate.editor
    assert isinstance(editor, QLineEdit)
    editor.setText("Pay the rent")
    running.program.keep()
    running.list.wait_for("Pay the rent")
    assert running.window.isVisible()
    assert running.window.session._book._on_disk["window"]["drafts"] == {"quickAdd": "half a thou"}  # type: ignore[index,call-overload]
