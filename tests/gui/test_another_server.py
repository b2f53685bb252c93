"""Another server at a known address: the window says so, and its user decides."""

from collections.abc import Callable

from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk
from todo_desktop.model.errors import Problem
from todo_desktop.model.status import Phase, SyncStatus


def test_another_server_is_told_in_words_and_used_only_when_the_user_says_so(
    server_desk: Desk, open_hands: Callable[[Desk], Hands]
) -> None:
    server_desk.fill([{"title": "Pay rent"}])
    hands = open_hands(server_desk)
    hands.add("Typed meanwhile")
    with hands.qtbot.waitSignal(server_desk.bridge.status):
        server_desk.bridge.post_status(SyncStatus(Phase.PAUSED, Problem.ANOTHER_SERVER, "the user was made at …"))
    hands.settle()
    said = hands.text("noticeText")
    assert said.startswith("Another server answers at demo.example, or ")
    assert "Your unsent change is kept." in said
    assert hands.button_text("noticeAction") == "Use this server"
    assert not hands.part("massRemovalBar").isVisible()
    assert server_desk.control.answers == []
    hands.press("noticeAction")
    assert server_desk.control.answers == ["accept server"]
