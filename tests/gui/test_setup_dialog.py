"""The wizard asks for what it needs, says what it will do, and tells what became of it."""

import threading
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from todo_desktop.gui.background_job import wait_for_jobs
from todo_desktop.gui.setup.dialog import Page, SetupDialog
from todo_desktop.gui.setup.parts import Items
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.model.setup import (
    ROLE,
    Account,
    Column,
    KeyAtHand,
    KnownCollection,
    Login,
    Part,
    SetupDone,
    SetupLeftOver,
    SetupStep,
    SetupWish,
    Site,
)

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
STEPS = (SetupStep(Part.COLLECTION, "todos"), SetupStep(Part.ROLE, "todo_desktop", was_there=True))
DONE = SetupDone("http://localhost:13000/api", "todos", ApiKey("abc.def.ghi"), STEPS)
TASKS = KnownCollection("tasks", "Tasks", frozenset({Column.TITLE, Column.COMPLETED, Column.NOTES}))
SITE = Site("http://localhost:13000/api", 1, "Ana", (TASKS,))


class Asked:
    """The dialog, and what it asks for: it is a `Visit` as well."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.site = SITE
        self.signed_in: list[tuple[str, Login]] = []
        self.wishes: list[tuple[SetupWish, Login | None]] = []
        self.problem: Problem | None = None
        self.left: tuple[SetupStep, ...] = ()
        self.taken: list[SetupDone] = []
        self.visits = 0
        self.ended = 0
        self.held_after = 0
        """The steps after which the server takes its time, until `go_on`; 0: it never does."""
        self.steps_told = 0
        self._may_go_on = threading.Event()
        self.dialog = SetupDialog("", self.sign_in)
        self.dialog.finished_setup.connect(self.taken.append)
        qtbot.addWidget(self.dialog)
        self.dialog.show()

    def sign_in(self, base_url: str, login: Login) -> "Asked":
        self.signed_in.append((base_url, login))
        self._fail()
        self.visits += 1
        return self

    def set_up(self, wish: SetupWish, owner: Login | None, tell: Callable[[SetupStep], None]) -> SetupDone:
        self.wishes.append((wish, owner))
        self._fail()
        if self.left:
            raise SetupLeftOver(self.left)
        for count, step in enumerate(STEPS, start=1):
            tell(step)
            self.steps_told = count
            if count == self.held_after:
                assert self._may_go_on.wait(30)
        return DONE

    def go_on(self) -> None:
        self._may_go_on.set()

    def end(self) -> None:
        self.ended += 1

    def _fail(self) -> None:
        if self.problem is not None:
            raise NeedsAttention(self.problem)

    def line(self, name: str) -> QLineEdit:
        found = self.dialog.findChild(QLineEdit, name)
        assert found is not None
        return found

    def box(self, name: str) -> QCheckBox:
        found = self.dialog.findChild(QCheckBox, name)
        assert found is not None
        return found

    def choose(self, name: str, text: str) -> None:
        found = self.dialog.findChild(QComboBox, name)
        assert found is not None
        found.setCurrentText(text)

    def text(self, name: str) -> str:
        found = self.dialog.findChild(QWidget, name)
        assert isinstance(found, QLabel | Items)
        return found.text()

    def sees(self, name: str) -> bool:
        found = self.dialog.findChild(QWidget, name)
        return found is not None and found.isVisible()

    def enter(self, address: str = "localhost:13000", account: str = "ana", password: str = "secret") -> None:  # noqa: S107
        for name, text in (("setupAddress", address), ("setupAccount", account), ("setupPassword", password)):
            self.line(name).setText(text)
        self.press()

    def come_to_wish(self) -> None:
        self.press("setupWayServer")
        self.enter()
        self.qtbot.waitUntil(lambda: self.sees("setupPlan"))

    def button(self, name: str) -> QPushButton:
        found = self.dialog.findChild(QPushButton, name)
        assert found is not None
        assert found.isVisible()
        return found

    def press(self, name: str = "setupBegin") -> None:
        self.button(name).click()

    def has_focus(self, name: str) -> bool:
        return self.dialog.focusWidget().objectName() == name


@pytest.fixture
def asked(qtbot: QtBot) -> Iterator[Asked]:
    asked = Asked(qtbot)
    yield asked
    asked.dialog.reject()
    assert wait_for_jobs(QDeadlineTimer(10_000))
    assert asked.ended == asked.visits


def test_enter_presses_the_button_that_has_the_focus(asked: Asked) -> None:
    QTest.keyClick(asked.button("setupWayServer"), Qt.Key.Key_Return)
    assert asked.sees("setupAddress")
    QTest.keyClick(asked.button("setupBack"), Qt.Key.Key_Return)
    assert asked.sees("setupWayServer"), "and did not sign in"


@pytest.mark.parametrize(("way", "signal"), [("setupWayHere", "here_wanted"), ("setupWayKey", "key_wanted")])
def test_it_begins_with_three_ways_of_which_two_need_nothing_of_it(asked: Asked, way: str, signal: str) -> None:
    assert asked.sees("setupWayServer")
    with asked.qtbot.waitSignal(getattr(asked.dialog, signal)):
        asked.press(way)
    assert not asked.dialog.isVisible()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"address": "ftp://x"}, "setupAddress"), ({"account": ""}, "setupAccount"), ({"password": ""}, "setupPassword")],
)
def test_what_is_missing_is_asked_for_where_it_belongs(asked: Asked, wrong: dict[str, str], field: str) -> None:
    asked.press("setupWayServer")
    asked.enter(**wrong)
    assert asked.signed_in == []
    assert asked.text("setupTrouble")
    assert asked.dialog.focusWidget() is asked.line(field)


def test_the_password_stays_nowhere(asked: Asked) -> None:
    asked.press("setupWayServer")
    asked.enter()
    assert asked.line("setupPassword").text() == ""
    asked.qtbot.waitUntil(lambda: bool(asked.signed_in))
    assert asked.signed_in == [("http://localhost:13000", Login("ana", "secret"))]
    assert "secret" not in repr(asked.signed_in)


def test_a_pasted_command_gives_its_address(asked: Asked) -> None:
    asked.press("setupWayServer")
    address = asked.line("setupAddress")
    address.setText("curl https://demo.example/nb/api/tasks:list -H 'Authorization: Bearer abc.def.ghi'")
    address.textEdited.emit(address.text())
    assert address.text() == "https://demo.example/nb/api"


def test_it_is_said_where_a_password_would_go_in_the_open(asked: Asked) -> None:
    asked.press("setupWayServer")
    for address, is_open in (("http://demo.example", True), ("https://demo.example", False), ("localhost:1300", False)):
        asked.line("setupAddress").setText(address)
        assert asked.sees("setupOpenWay") is is_open


def test_what_went_wrong_is_said_and_it_can_be_tried_again(asked: Asked) -> None:
    asked.problem = Problem.SIGN_IN_REFUSED
    asked.press("setupWayServer")
    asked.enter()
    asked.qtbot.waitUntil(lambda: "does not know this name" in asked.text("setupTrouble"))
    asked.problem = None
    asked.enter()
    asked.qtbot.waitUntil(lambda: asked.sees("setupPlan"))
    assert asked.text("setupSignedIn") == "Signed in as Ana."


@pytest.mark.parametrize("problem", [Problem.NO_PASSWORD_SIGN_IN, Problem.MORE_THAN_A_PASSWORD])
def test_where_a_password_is_not_enough_the_steps_by_hand_are_told(asked: Asked, problem: Problem) -> None:
    asked.problem = problem
    asked.press("setupWayServer")
    asked.enter()
    asked.qtbot.waitUntil(lambda: asked.sees("setupByHand"))
    assert "cannot do that for you" in asked.text("setupTrouble")
    assert "API keys" in asked.text("setupByHand")
    with asked.qtbot.waitSignal(asked.dialog.key_wanted):
        asked.press("setupEnterKey")


def test_it_says_what_it_will_do_as_it_is_chosen(asked: Asked) -> None:
    asked.come_to_wish()
    columns = "Title, Completed, Due, Priority, Notes"
    assert asked.text("setupPlan").startswith(f"• It makes the collection todos with {columns}.")
    asked.box("setupColumn-tags").setChecked(True)
    assert "Tags" in asked.text("setupPlan")
    assert "three todos" not in asked.text("setupPlan")
    asked.box("setupSamples").setChecked(True)
    assert "three todos" in asked.text("setupPlan")
    asked.choose("setupLifetime", "30 days")
    asked.press()
    asked.qtbot.waitUntil(lambda: bool(asked.taken))
    ((wish, owner),) = asked.wishes
    assert (wish.collection, wish.lifetime, len(wish.samples), owner) == ("todos", "30d", 3, None)
    assert Column.TAGS in wish.columns


@pytest.mark.parametrize(
    ("has_todos", "said"),
    [
        (False, "• It adds three todos to begin with."),
        (None, "• It adds three todos to begin with, unless there are any."),
        (True, ""),
    ],
)
def test_todos_to_begin_with_are_promised_only_where_there_are_none(
    asked: Asked, has_todos: bool | None, said: str
) -> None:
    asked.site = replace(SITE, collections=(replace(TASKS, has_todos=has_todos),))
    asked.come_to_wish()
    asked.box("setupSamples").setChecked(True)
    asked.choose("setupCollection", "tasks")
    assert [line for line in asked.text("setupPlan").splitlines() if "three todos" in line] == ([said] if said else [])
    assert asked.box("setupSamples").isEnabled() is (has_todos is not True)
    asked.press()
    asked.qtbot.waitUntil(lambda: bool(asked.wishes))
    assert bool(asked.wishes[0][0].samples) is (has_todos is not True)


def test_a_line_of_the_plan_that_wraps_goes_on_below_its_words(asked: Asked) -> None:
    asked.come_to_wish()
    plan = asked.dialog.findChild(Items, "setupPlan")
    assert plan is not None
    sign, said = plan.findChildren(QLabel)[2:4]
    assert sign.text() == "•"
    assert said.text().startswith("It makes a role Todo Desktop that may do everything")
    assert said.geometry().left() > sign.geometry().right()
    asked.qtbot.waitUntil(lambda: said.height() > sign.height())  # it is on two lines


ANA, BEN = Account(1, frozenset({"ana"})), Account(2, frozenset({"ben", "ben@example.com"}))
HERS = KeyAtHand(ANA, ROLE)


@pytest.mark.parametrize(
    ("key", "account", "stays"),
    [
        (None, "", False),
        (HERS, "", True),
        (HERS, "ben", False),
        (KeyAtHand(BEN, ROLE), "Ben@Example.com", True),
        (KeyAtHand(BEN, ROLE), "", False),
        (KeyAtHand(ANA, "other", frozenset({"tasks"})), "", True),
        (KeyAtHand(ANA, "other"), "", False),
        (KeyAtHand(), "", False),
    ],
)
def test_it_says_whether_the_key_at_hand_stays_and_does_what_it_said(
    asked: Asked, key: KeyAtHand | None, account: str, stays: bool
) -> None:
    asked.site = replace(SITE, key=key)
    asked.come_to_wish()
    asked.choose("setupCollection", "tasks")
    if account:
        asked.box("setupForAnother").setChecked(True)
        asked.line("setupOwner").setText(account)
        asked.line("setupOwner").textEdited.emit(account)
        asked.line("setupOwnerPassword").setText("secret")
    plan = asked.text("setupPlan")
    assert ("The key at hand is tried" in plan) is stays
    assert ("makes a key with that role" in plan) is (key is None)
    assert ("The key at hand does not do here" in plan) is (key is not None and not stays)
    assert ("gets a role that may make keys" in plan) is (bool(account) and not stays)
    asked.press()
    asked.qtbot.waitUntil(lambda: bool(asked.wishes))
    assert asked.wishes[0][0].keeps_key is stays


def test_a_lifetime_is_chosen_only_for_a_key_that_is_made(asked: Asked) -> None:
    asked.site = replace(SITE, key=HERS)
    asked.come_to_wish()
    lifetime = asked.dialog.findChild(QComboBox, "setupLifetime")
    assert lifetime is not None
    assert not lifetime.isEnabled()
    asked.box("setupForAnother").setChecked(True)
    assert lifetime.isEnabled()


def test_it_says_of_the_role_and_its_page_exactly_what_will_change(asked: Asked) -> None:
    known = replace(TASKS, is_allowed=True, page="My tasks")
    asked.site = replace(SITE, collections=(known,), has_role=True)
    asked.come_to_wish()
    asked.choose("setupCollection", "tasks")
    for column in ("due", "priority"):
        asked.box(f"setupColumn-{column}").setChecked(False)
    assert "The role Todo Desktop is there: your account gets it." in asked.text("setupPlan")
    assert "The page My tasks, which shows this collection" in asked.text("setupPlan")
    asked.box("setupColumn-due").setChecked(True)
    assert "it gets all four rights in this collection, and your account gets it." in asked.text("setupPlan")


def test_it_says_that_a_role_of_that_name_may_do_more_than_it_would_give(asked: Asked) -> None:
    asked.site = replace(SITE, has_role=True, role_is_wider=True)
    asked.come_to_wish()
    assert "That role may do more on this server, and a key with it may, too." in asked.text("setupPlan")


def test_where_all_is_as_it_should_be_the_plan_says_so(asked: Asked) -> None:
    known = replace(TASKS, is_allowed=True, page="My tasks", page_seen=True)
    asked.site = replace(SITE, collections=(known,), has_role=True, members=(ANA,), key=HERS)
    asked.come_to_wish()
    asked.choose("setupCollection", "tasks")
    for column in ("due", "priority"):
        asked.box(f"setupColumn-{column}").setChecked(False)
    assert asked.text("setupPlan").splitlines()[:3] == [
        "• The collection tasks is there and stays as it is.",
        "• The role Todo Desktop is there and stays as it is; your account has it.",
        "• The key at hand is tried, on a todo that is deleted again, and stays.",
    ]


def test_a_collection_that_is_there_keeps_its_columns_and_gets_the_missing_ones(asked: Asked) -> None:
    asked.come_to_wish()
    asked.choose("setupCollection", "tasks")
    is_there = "• The collection tasks is there: its todos stay, and it gets Due, Priority."
    assert asked.text("setupPlan").startswith(is_there)
    notes = asked.box("setupColumn-notes")
    assert notes.isChecked()
    assert not notes.isEnabled(), "it has it already"
    for column in ("due", "priority"):
        asked.box(f"setupColumn-{column}").setChecked(False)
    assert asked.text("setupPlan").startswith("• The collection tasks is there and stays as it is.")
    asked.choose("setupCollection", "todos")
    assert notes.isEnabled()


@pytest.mark.parametrize("name", ["Er rands!", "1st", "_todos", "Tâches", "todos/x"])
def test_a_collection_needs_a_name_that_the_server_takes(asked: Asked, name: str) -> None:
    asked.come_to_wish()
    asked.choose("setupCollection", name)
    assert asked.sees("setupNoName"), "at once, before anybody agrees to a plan"
    assert asked.text("setupPlan") == ""
    asked.press()
    assert asked.wishes == []
    assert "letters, digits, _ and -" in asked.text("setupNoName")
    asked.choose("setupCollection", "Er-rands_2")
    assert not asked.sees("setupNoName")
    assert "Er-rands_2" in asked.text("setupPlan")
    asked.choose("setupCollection", "")
    asked.press()
    assert asked.sees("setupNoName")
    assert asked.dialog.focusWidget() is asked.dialog.findChild(QComboBox, "setupCollection")


def test_another_user_signs_in_for_the_key_too(asked: Asked) -> None:
    asked.come_to_wish()
    assert not asked.sees("setupOwner")
    asked.box("setupForAnother").setChecked(True)
    asked.line("setupOwner").setText("ben")
    asked.press()
    assert asked.wishes == []
    assert "Only who it belongs to" in asked.text("setupWishTrouble")
    asked.line("setupOwnerPassword").setText("secret")
    asked.press()
    asked.qtbot.waitUntil(lambda: bool(asked.taken))
    assert asked.wishes[0][1] == Login("ben", "secret")
    assert asked.line("setupOwnerPassword").text() == ""


def test_a_refusal_leads_to_what_is_to_be_typed_again(asked: Asked) -> None:
    asked.problem = Problem.MAY_NOT_MANAGE
    asked.press("setupWayServer")
    asked.enter()
    asked.qtbot.waitUntil(lambda: asked.sees("setupTrouble"))
    assert asked.has_focus("setupAccount")
    asked.problem = None
    asked.enter()
    asked.qtbot.waitUntil(lambda: asked.sees("setupPlan"))
    asked.box("setupForAnother").setChecked(True)
    asked.line("setupOwner").setText("ben")
    asked.line("setupOwnerPassword").setText("wrong")
    asked.problem = Problem.SIGN_IN_REFUSED
    asked.press()
    asked.qtbot.waitUntil(lambda: asked.sees("setupWishTrouble"))
    assert asked.has_focus("setupOwnerPassword")


def test_each_step_is_told_and_the_end(asked: Asked) -> None:
    asked.come_to_wish()
    asked.press()
    asked.qtbot.waitUntil(lambda: "Ready" in asked.text("setupEnd"))
    assert asked.text("setupProgress").splitlines() == ["✓ Made the collection todos", "✓ The role is there"]
    assert asked.taken == [DONE]
    asked.press()
    assert not asked.dialog.isVisible()


def test_a_step_that_fails_leads_back_to_what_was_chosen(asked: Asked) -> None:
    asked.come_to_wish()
    asked.problem = Problem.SETUP_REFUSED
    asked.press()
    asked.qtbot.waitUntil(lambda: asked.sees("setupWishTrouble"))
    assert "taken away again" in asked.text("setupWishTrouble")
    asked.problem = None
    asked.press()
    asked.qtbot.waitUntil(lambda: bool(asked.taken))


def test_the_window_is_as_high_as_the_page_that_is_shown(asked: Asked) -> None:
    asked.come_to_wish()
    before = asked.dialog.height()
    asked.held_after = 1
    asked.press()
    at_once = asked.dialog.height()
    asked.go_on()
    asked.qtbot.waitUntil(lambda: asked.taken == [DONE])
    assert at_once < before / 2


def test_what_a_silent_server_keeps_is_named(asked: Asked) -> None:
    asked.come_to_wish()
    asked.left = (
        SetupStep(Part.FIELD, "sort"),
        SetupStep(Part.ROLE, "Todo Desktop"),
        SetupStep(Part.KEY, "Todo Desktop"),
    )
    asked.press()
    asked.qtbot.waitUntil(lambda: asked.sees("setupWishTrouble"))
    said = asked.text("setupWishTrouble")
    assert "There may be: the column Order, the role Todo Desktop, an API key Todo Desktop." in said
    asked.left = ()
    asked.press()
    asked.qtbot.waitUntil(lambda: bool(asked.taken))


def test_enter_once_more_does_not_give_up_what_is_at_work(asked: Asked) -> None:
    asked.come_to_wish()
    asked.held_after = 1
    QTest.keyClick(asked.dialog, Qt.Key.Key_Return)
    asked.qtbot.waitUntil(lambda: "Made the collection todos" in asked.text("setupProgress"))
    QTest.keyClick(asked.dialog.focusWidget(), Qt.Key.Key_Return)
    asked.go_on()
    asked.qtbot.waitUntil(lambda: asked.taken == [DONE])


def test_what_is_given_up_in_the_middle_is_taken_back_before_the_wizard_goes(asked: Asked) -> None:
    asked.come_to_wish()
    asked.held_after = 1
    asked.press()
    asked.qtbot.waitUntil(lambda: "Made the collection todos" in asked.text("setupProgress"))
    asked.press("setupClose")
    assert "taken back" in asked.text("setupEnd")
    assert asked.dialog.isVisible(), "until it is"
    asked.go_on()
    asked.qtbot.waitUntil(lambda: not asked.dialog.isVisible())
    assert asked.taken == []
    assert asked.steps_told == 1


def test_what_is_given_up_too_late_is_used(asked: Asked) -> None:
    asked.come_to_wish()
    asked.held_after = len(STEPS)
    asked.press()
    asked.qtbot.waitUntil(lambda: "The role is there" in asked.text("setupProgress"))
    asked.press("setupClose")
    asked.go_on()
    asked.qtbot.waitUntil(lambda: asked.taken == [DONE])
    assert "Ready" in asked.text("setupEnd")


@pytest.mark.parametrize("close", ["setupBegin", "setupClose"])
def test_the_session_ends_with_the_dialog(asked: Asked, close: str) -> None:
    asked.come_to_wish()
    if close == "setupBegin":
        asked.press()
        asked.qtbot.waitUntil(lambda: bool(asked.taken))
    asked.press(close)
    asked.qtbot.waitUntil(lambda: asked.ended == 1)


def test_back_and_forth_signs_in_anew_and_ends_the_session_before(asked: Asked) -> None:
    asked.come_to_wish()
    asked.press("setupBack")
    assert asked.sees("setupAddress")
    asked.enter()
    asked.qtbot.waitUntil(lambda: asked.ended == 1)
    asked.dialog.show_page(Page.WAYS)
    asked.dialog.reject()
    asked.qtbot.waitUntil(lambda: asked.ended == 2)
