"""The set-up asks for what it needs, says what it will do, and tells what became of it."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from todo_desktop.gui.setup_dialog import SetupDialog, SetupOrder
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.model.setup import Column, Part, SetupDone, SetupStep

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
STEPS = (SetupStep(Part.COLLECTION, "todos"), SetupStep(Part.ROLE, "todo_desktop", was_there=True))
DONE = SetupDone("http://localhost:13000/api", "todos", ApiKey("abc.def.ghi"), STEPS)


class Asked:
    """The dialog, and what it orders."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.orders: list[SetupOrder] = []
        self.problem: Problem | None = None
        self.taken: list[SetupDone] = []
        self.dialog = SetupDialog("", self._run)
        self.dialog.finished_setup.connect(self.taken.append)
        qtbot.addWidget(self.dialog)
        self.dialog.show()

    def _run(self, order: SetupOrder, tell: Callable[[SetupStep], None]) -> SetupDone:
        self.orders.append(order)
        if self.problem is not None:
            raise NeedsAttention(self.problem)
        for step in STEPS:
            tell(step)
        return DONE

    def line(self, name: str) -> QLineEdit:
        found = self.dialog.findChild(QLineEdit, name)
        assert found is not None
        return found

    def text(self, name: str) -> str:
        found = self.dialog.findChild(QLabel, name)
        assert found is not None
        return found.text()

    def begin(self, address: str = "localhost:13000", account: str = "root", password: str = "secret") -> None:  # noqa: S107
        for name, text in (("setupAddress", address), ("setupAccount", account), ("setupPassword", password)):
            self.line(name).setText(text)
        self.press()

    def press(self) -> None:
        found = self.dialog.findChild(QPushButton, "setupBegin")
        assert found is not None
        found.click()


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    return Asked(qtbot)


def test_it_says_what_it_will_do_with_the_columns_that_are_chosen(asked: Asked) -> None:
    box = asked.dialog.findChild(QCheckBox, "setupColumn-tags")
    assert box is not None
    assert "Tags" not in asked.text("setupPlan")
    box.setChecked(True)
    assert "Tags" in asked.text("setupPlan")
    lifetime = asked.dialog.findChild(QComboBox, "setupLifetime")
    assert lifetime is not None
    lifetime.setCurrentIndex(0)
    asked.begin()
    asked.qtbot.waitUntil(lambda: bool(asked.taken))
    (order,) = asked.orders
    assert Column.TAGS in order.wish.columns
    assert order.wish.lifetime == "30d"
    assert order.base_url == "http://localhost:13000"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"address": "ftp://x"}, "setupAddress"), ({"account": ""}, "setupAccount"), ({"password": ""}, "setupPassword")],
)
def test_what_is_missing_is_asked_for_where_it_belongs(asked: Asked, wrong: dict[str, str], field: str) -> None:
    asked.begin(**wrong)
    assert asked.orders == []
    assert asked.text("setupTrouble")
    assert asked.dialog.focusWidget() is asked.line(field)


def test_the_password_stays_nowhere(asked: Asked) -> None:
    asked.begin()
    assert asked.line("setupPassword").text() == ""
    asked.qtbot.waitUntil(lambda: bool(asked.taken))
    assert "secret" not in repr(asked.orders[0])


def test_each_step_is_told_and_the_end(asked: Asked) -> None:
    asked.begin()
    asked.qtbot.waitUntil(lambda: "Ready" in asked.text("setupProgress"))
    assert asked.text("setupProgress").splitlines()[:2] == ["✓ Made the collection todos", "✓ The role is there"]
    assert asked.taken == [DONE]
    asked.press()
    assert not asked.dialog.isVisible()


def test_what_went_wrong_is_said_and_it_can_be_tried_again(asked: Asked) -> None:
    asked.problem = Problem.SIGN_IN_REFUSED
    asked.begin()
    asked.qtbot.waitUntil(lambda: "does not know this name" in asked.text("setupTrouble"))
    asked.problem = None
    asked.begin()
    asked.qtbot.waitUntil(lambda: bool(asked.taken))
    assert asked.text("setupTrouble") == ""
