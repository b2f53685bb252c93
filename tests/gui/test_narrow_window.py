"""The window at its smallest: nothing falls out of it."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.gui.window_hands import Hands
from todo_desktop.gui.theme import metrics


@pytest.mark.parametrize("width", [1280, 640, 420])
def test_the_toolbar_shows_all_its_parts_whole(local: Hands, width: int) -> None:
    local.window.resize(width, 480)
    local.qtbot.waitUntil(lambda: local.part("toolbar").width() == width)
    local.qtbot.waitUntil(lambda: local.part("newButton").isVisible())  # once the filter's button has made room
    for name in ("search", "showFilter", "newButton"):
        part = local.part(name)
        assert part.isVisible(), name
        assert part.height() == metrics.CONTROL, name
        assert part.geometry().right() < width, name
    assert local.part("filterDone").geometry().bottom() < local.part("showFilter").height()


def test_a_short_search_field_gives_its_room_to_what_is_typed(local: Hands) -> None:
    key = local.part("search").findChild(QLabel)
    assert isinstance(key, QLabel)
    assert key.isVisible()
    local.window.resize(420, 480)
    local.qtbot.waitUntil(lambda: not key.isVisible())
