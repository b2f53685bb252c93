"""What another process writes into the same replica appears within a second or so, and disturbs nothing."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtTest import QTest

from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk
from todo_desktop.app import other_windows
from todo_desktop.app.other_windows import OtherWindows
from todo_desktop.model import editing
from todo_desktop.model.permissions import Grant, Permissions

OpenHands = Callable[[Desk], Hands]


@pytest.fixture
def followed(
    server_desk: Desk, open_hands: OpenHands, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Hands, OtherWindows]]:
    """A window on two todos that follows its neighbours, quicker than the program does."""
    monkeypatch.setattr(other_windows, "POLL_MS", 20)
    server_desk.fill([{"title": "Pay rent"}, {"title": "Call Ana"}])
    hands = open_hands(server_desk)
    others = OtherWindows(server_desk.store)
    others.wrote.connect(hands.window.follow)
    others.start()
    yield hands, others
    others.stop()


def write_elsewhere(hands: Hands, title: str, *, todo_id: int = 0) -> None:
    """As another process does: nobody tells our window."""
    desk = hands.desk
    if todo_id:
        held = desk.worker.held([todo_id])[todo_id]
        held = editing.edited(held, {"title": title}, desk.list.collection, tracked=True, operation="o", now=desk.now)
    else:
        held = editing.new_todo(desk.list.id, {"title": title}, tracked=True, operation="o", now=desk.now)
    desk.worker.put(held)


def test_a_todo_added_elsewhere_is_shown_and_the_selection_stays(followed: tuple[Hands, OtherWindows]) -> None:
    hands, _ = followed
    hands.click(1, "title")
    write_elsewhere(hands, "Typed in the other window")
    hands.qtbot.waitUntil(lambda: len(hands.titles) == 3)
    assert set(hands.titles) == {"Pay rent", "Call Ana", "Typed in the other window"}
    assert hands.selected == ["Call Ana"]
    assert hands.text("statusWaiting") == "1 change waiting"


def test_a_value_changed_elsewhere_is_shown_though_its_row_was_drawn(followed: tuple[Hands, OtherWindows]) -> None:
    hands, _ = followed
    write_elsewhere(hands, "Pay the rent", todo_id=hands.model.id_at(0))
    hands.qtbot.waitUntil(lambda: hands.titles[0] == "Pay the rent")


def test_an_open_editor_keeps_what_is_typed_while_another_window_writes(followed: tuple[Hands, OtherWindows]) -> None:
    hands, others = followed
    hands.double_click(0, "title")
    QTest.keyClicks(hands.editor, "Half typed")
    with hands.qtbot.waitSignal(others.wrote):
        write_elsewhere(hands, "Changed elsewhere", todo_id=hands.model.id_at(1))
    hands.qtbot.waitUntil(lambda: "Changed elsewhere" in hands.titles)
    assert hands.editor.value() == "Half typed"


def test_rights_that_the_other_window_learned_of_are_in_force_here(followed: tuple[Hands, OtherWindows]) -> None:
    hands, _ = followed
    desk = hands.desk
    assert hands.part("quickAdd").isEnabled()
    desk.worker.save_schema(desk.list.id, desk.list.collection, Permissions(create=Grant(allowed=False)))
    hands.qtbot.waitUntil(lambda: not hands.part("quickAdd").isEnabled())


def test_a_change_to_be_sent_is_told_apart_from_what_the_sync_writes(followed: tuple[Hands, OtherWindows]) -> None:
    hands, others = followed
    heard: list[str] = []
    others.edited.connect(lambda: heard.append("edited"))
    with hands.qtbot.waitSignal(others.wrote):
        hands.desk.worker.save_last_sync(hands.desk.list.id, 1)
    assert heard == []
    with hands.qtbot.waitSignal(others.edited):
        write_elsewhere(hands, "To be sent")
