"""What is done in turns leaves room for others, keeps its order, and ends where it is to end."""

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from todo_desktop.app.turns import Turns


@pytest.fixture
def done() -> list[str]:
    return []


def test_others_get_their_turn_between_two_steps(qtbot: QtBot, done: list[str]) -> None:
    parent = QObject()

    def first() -> None:
        done.append("first")
        QTimer.singleShot(0, parent, lambda: done.append("somebody else"))

    Turns([first, lambda: done.append("second")], lambda: True, parent)
    assert done == ["first"]
    qtbot.waitUntil(lambda: done == ["first", "somebody else", "second"])


def test_nothing_more_is_done_once_it_is_not_to_go_on(qtbot: QtBot, done: list[str]) -> None:
    parent = QObject()
    turns = Turns([lambda: done.append("first"), lambda: done.append("second")], lambda: not done, parent)
    with qtbot.waitSignal(turns.destroyed):
        pass
    assert done == ["first"]
