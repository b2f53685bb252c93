"""Verbs on more todos than a frame has time for: the window stays in use, and the outcome is that of one short verb."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, IDENTITY, Desk, MakeDesk
from todo_desktop.gui.verb_queue import FEW
from todo_desktop.model.permissions import FORBIDDEN, Permissions
from todo_desktop.model.query import SortKey
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import UndoStep

OpenHands = Callable[[Desk], Hands]
MANY = 4 * FEW


class Many(Hands):
    """Many todos of a server, all selected."""

    ids: list[int]

    @property
    def busy(self) -> bool:
        return self.window.pane.commands.busy

    def done(self) -> None:
        """Until all that was asked for is carried out and shown."""
        self.qtbot.waitUntil(lambda: not self.busy, timeout=30_000)
        self.settle()

    def count(self, field: str, value: object) -> int:
        return sum(todo.values.get(field) == value for todo in self.desk.queries.rows(self.ids))


def many_of(desk: Desk, hands: Hands, ids: list[int]) -> Many:
    many = Many.__new__(Many)
    many.__dict__.update(hands.__dict__)
    many.ids = ids
    many.view.setFocus()
    many.view.selectAll()
    return many


@pytest.fixture
def many(server_desk: Desk, open_hands: OpenHands) -> Many:
    ids = server_desk.fill([{"title": f"Todo {n:04}"} for n in range(MANY)])
    return many_of(server_desk, open_hands(server_desk), ids)


def test_ticking_all_lets_the_event_loop_turn_and_is_one_step(many: Many) -> None:
    many.window.actions_.done.trigger()
    assert many.count("completed", True) == 0
    many.qtbot.waitUntil(lambda: 0 < many.count("completed", True) < MANY)
    many.done()
    assert many.count("completed", True) == MANY
    assert many.desk.service.undo_step == UndoStep("done", MANY)
    assert many.window.actions_.undo.text() == f"&Undo marking {MANY} done"


def test_no_more_goes_to_the_disk_at_once_than_the_window_has_time_for(
    many: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though what was done is seldom told."""
    for name, value in (("_FLUSHED_AFTER", 100), ("_MOST", 50), ("_FIRST_PAUSE", 1000.0)):
        monkeypatch.setattr(f"todo_desktop.gui.verb_queue.{name}", value)
    flush, at = many.desk.store.flush, [0]

    def counted() -> None:
        at.append(many.count("completed", True))
        flush()

    monkeypatch.setattr(many.desk.store, "flush", counted)
    many.window.actions_.done.trigger()
    many.done()
    assert at[-1] == MANY
    assert max(later - earlier for earlier, later in pairwise(at)) <= 150


def test_an_undo_pressed_meanwhile_takes_back_all_of_it(many: Many) -> None:
    many.window.actions_.done.trigger()
    many.window.actions_.undo.trigger()
    many.done()
    assert many.count("completed", True) == 0
    assert many.desk.service.redo_step == UndoStep("done", MANY)


def test_what_is_asked_for_meanwhile_comes_in_its_turn(many: Many) -> None:
    many.window.actions_.done.trigger()
    last = many.ids[-1]
    many.window.pane.commands.toggle(many.desk.queries.rows([last])[0], "completed")  # it is not ticked yet: ticks it
    assert many.window.pane.commands.write([last], {"title": "Renamed"}) == ""
    many.window.pane.commands.delete([last])
    many.done()
    assert many.count("completed", True) == MANY - 1 + many.desk.queries.held([last])[last].hidden
    assert many.desk.queries.held([last])[last].values["title"] == "Renamed"
    assert many.desk.service.undo_step == UndoStep("delete", 1)


def test_what_is_typed_for_a_todo_whose_turn_is_to_come_is_checked_at_once(many: Many) -> None:
    many.window.actions_.done.trigger()
    assert many.window.pane.commands.write([many.ids[-1]], {"title": "x" * 300}) == "At most 255 letters fit here."
    many.done()


def test_a_todo_that_had_its_turn_can_be_edited_at_once(many: Many) -> None:
    many.window.actions_.done.trigger()
    first = many.model.id_at(0)
    many.qtbot.waitUntil(lambda: many.desk.queries.rows([first])[0].values.get("completed") is True)
    assert many.busy
    assert many.window.pane.commands.write([first], {"title": "Renamed"}) == ""
    assert many.desk.queries.rows([first])[0].values["title"] == "Renamed"
    many.done()


def test_a_todo_can_be_added_meanwhile(many: Many) -> None:
    many.window.actions_.done.trigger()
    many.window.pane.commands.add(["New"], lambda titles: pytest.fail(f"not added: {titles}"))
    assert many.busy
    many.done()
    assert "New" in many.titles


def test_a_long_delete_offers_to_take_it_back_and_what_comes_back_is_selected(many: Many) -> None:
    many.window.actions_.delete.trigger()
    many.done()
    assert many.model.rowCount() == 0
    assert many.text("undoText") == f"{MANY} todos deleted."
    many.press("undoButton")
    many.done()
    assert many.model.rowCount() == MANY
    many.qtbot.waitUntil(lambda: len(many.view.selected_rows()) == MANY)
    many.window.actions_.redo.trigger()
    many.done()
    assert many.model.rowCount() == 0


@pytest.mark.parametrize(("action", "head"), [("copy", 0), ("copy_rows", 1)])
def test_copying_all_lets_the_event_loop_turn_and_holds_nothing_up(many: Many, action: str, head: int) -> None:
    QGuiApplication.clipboard().setText("before")
    getattr(many.window.actions_, action).trigger()
    assert QGuiApplication.clipboard().text() == "before"
    assert many.window.pane.commands.write([many.ids[-1]], {"notes": "Meanwhile"}) == ""
    assert many.desk.queries.rows([many.ids[-1]])[0].values["notes"] == "Meanwhile"
    many.done()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == MANY + head
    assert [line for line in lines if "Todo 0399" in line]
    assert many.desk.service.undo_step == UndoStep("edit", 1)


def test_ticking_all_that_is_ticked_unticks_it(many: Many) -> None:
    for _ in range(2):
        many.window.actions_.done.trigger()
        many.done()
    assert many.count("completed", True) == 0
    assert many.desk.service.undo_step == UndoStep("open", MANY)


def test_how_far_it_has_come_is_in_sight_and_goes_with_it(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("todo_desktop.gui.verb_queue._SOON", 0.0)
    monkeypatch.setattr("todo_desktop.gui.verb_queue._FIRST_PAUSE", 0.005)
    verb = many.part("statusVerb")
    assert isinstance(verb, QLabel)
    assert not verb.isVisible()
    many.window.actions_.delete.trigger()
    many.qtbot.waitUntil(lambda: verb.text().startswith("Deleting: ") and verb.text().endswith(f" of {MANY}"))
    assert verb.isVisible()
    many.window.actions_.undo.trigger()
    many.qtbot.waitUntil(lambda: verb.text().endswith("· 1 more waits"))
    many.qtbot.waitUntil(lambda: verb.text().startswith("Undoing: "))
    many.done()
    assert not verb.isVisible()


def test_what_the_role_may_not_do_is_refused_as_a_whole(make_desk: MakeDesk, open_hands: OpenHands) -> None:
    desk = make_desk(FULL_COLLECTION, Permissions(destroy=FORBIDDEN))
    ids = desk.fill([{"title": f"Todo {n:04}"} for n in range(MANY)])
    many = many_of(desk, open_hands(desk), ids)
    many.window.pane.commands.delete(ids)
    many.done()
    assert many.model.rowCount() == MANY
    assert many.text("noticeText").startswith("This key may not delete todos")
    assert "stopped" not in many.text("noticeText")


def test_closing_the_window_carries_out_what_there_is_time_for(many: Many) -> None:
    many.window.actions_.done.trigger()
    many.window.close()
    assert not many.busy
    assert many.count("completed", True) == MANY


def test_closing_the_window_leaves_the_rest_of_a_long_verb_and_does_what_was_typed_behind_it(
    many: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("todo_desktop.gui.todo_commands._AT_QUIT_MS", 0)
    many.window.actions_.done.trigger()
    many.window.pane.commands.write([many.ids[-1]], {"title": "Renamed"})
    many.window.actions_.undo.trigger()
    many.window.close()
    assert not many.busy
    assert many.count("completed", True) < MANY
    assert many.count("title", "Renamed") == 1


def test_what_was_done_of_a_verb_before_the_program_is_killed_is_done(many: Many) -> None:
    many.window.actions_.done.trigger()
    many.qtbot.waitUntil(lambda: many.count("completed", True) > 0)
    elsewhere = open_database(many.desk.folder, Purpose.READER)
    held = TodoStore(elsewhere).held(many.ids)
    elsewhere.close()
    ticked = [each for each in held.values() if each.values.get("completed")]
    assert ticked
    assert all((len(each.entries) == 1) == bool(each.values.get("completed")) for each in held.values())
    many.done()


def test_another_list_ends_what_goes_on_in_the_one_before_and_says_so(many: Many) -> None:
    many.window.actions_.done.trigger()
    many.qtbot.waitUntil(lambda: many.count("completed", True) > 0)
    other = many.desk.store.open_list(replace(IDENTITY, collection="jobs"), FULL_COLLECTION)
    many.desk.service.open_list(other)
    many.window.show_list()
    many.done()
    assert 0 < many.count("completed", True) < MANY
    assert many.text("noticeText").startswith("It was stopped after ")


def test_a_large_selection_follows_its_todos_into_another_order(many: Many) -> None:
    many.view.select_ids(many.ids[:-1])
    many.window.pane.sort(SortKey("title", descending=True))
    many.qtbot.waitUntil(lambda: many.titles[0] == f"Todo {MANY - 1:04}")
    assert sorted(many.view.selected_ids()) == sorted(many.ids[:-1])
