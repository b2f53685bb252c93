"""A new key is made in a window that can be left at any moment: the server keeps no key that nobody knows."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from todo_desktop.gui.setup.renewal_dialog import RenewalDialog
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.setup import Login

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
NEW = ApiKey("new")


class Server:
    """Makes a key once it may go on; takes it back where that is not wanted any more, unless that comes *too_late*."""

    def __init__(self) -> None:
        self.was_asked = threading.Event()
        self.may_go_on = threading.Event()
        self.too_late = False

    def renew(self, _owner: Login, _manager: Login | None, _lifetime: str, demand_wanted: Callable[[], None]) -> ApiKey:
        self.was_asked.set()
        assert self.may_go_on.wait(20)
        if not self.too_late:
            demand_wanted()
        return NEW


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.may_go_on.set()


@pytest.fixture
def begun(server: Server, qtbot: QtBot) -> RenewalDialog:
    """A dialog whose key is just being made."""
    dialog = RenewalDialog("demo.example", "", server.renew)
    qtbot.addWidget(dialog)
    dialog.show()
    for name in ("renewalAccount", "renewalPassword"):
        field = dialog.findChild(QLineEdit, name)
        assert field is not None
        field.setText("ada")
    press(dialog, "renewalBegin")
    qtbot.waitUntil(server.was_asked.is_set)
    return dialog


def press(dialog: RenewalDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_the_window_closes_once_a_key_that_is_not_wanted_any_more_was_taken_back(
    begun: RenewalDialog, server: Server, qtbot: QtBot
) -> None:
    told: list[ApiKey] = []
    begun.renewed.connect(told.append)
    press(begun, "renewalClose")
    assert begun.isVisible()
    server.may_go_on.set()
    qtbot.waitUntil(lambda: not begun.isVisible())
    assert told == []


def test_a_key_that_was_made_before_anybody_gave_it_up_is_kept(
    begun: RenewalDialog, server: Server, qtbot: QtBot
) -> None:
    told: list[ApiKey] = []
    begun.renewed.connect(told.append)
    server.too_late = True
    begun.close()
    server.may_go_on.set()
    qtbot.waitUntil(lambda: not begun.isVisible())
    assert told == [NEW]
