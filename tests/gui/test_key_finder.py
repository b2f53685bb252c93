"""Where the key comes from and goes to: what the keyring answers is told, and to whoever asked."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.lists_of_servers import settings_for
from todo_desktop.app.key_finder import FoundUser, KeyFinder
from todo_desktop.gui.settings_dialog.dialog import SettingsDialog
from todo_desktop.gui.settings_dialog.result import SettingsResult
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.errors import Problem
from todo_desktop.settings.api_keys import ApiKeyStore, KeyringTrouble, Stored
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.log import ProgramLog
from todo_desktop.settings.preferences import Preferences
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.running import Starter
from todo_desktop.testing.trusted_keyring import TrustedKeyring

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
HERE = "http://here.example/api"
UNTOLD = ApiKey("a key that does not tell its user")


class Answering:
    """Answers what it is told to, once it may."""

    def __init__(self, problem: Problem) -> None:
        self.may_answer = threading.Event()
        self.asked = threading.Event()
        self._problem = problem

    def test(self, _connection: Connection) -> Diagnosis:
        self.asked.set()
        assert self.may_answer.wait(5)
        return Diagnosis(HERE, problem=self._problem)

    def cancel(self) -> None: ...


@pytest.fixture
def finder(todo_desktop_keyring: TrustedKeyring, todo_desktop_folders: Folders) -> Iterator[KeyFinder]:
    log = ProgramLog(todo_desktop_folders.logs)
    yield KeyFinder(ApiKeyStore(todo_desktop_folders.key_scope), Environment(), log)
    log.close()


def test_a_key_that_the_keyring_does_not_give_up_is_said_to_be_left_behind(
    finder: KeyFinder, todo_desktop_keyring: TrustedKeyring
) -> None:
    finder.take(HERE, 0, ApiKey("old"))
    todo_desktop_keyring.locked = True
    assert finder.forget(HERE) is KeyringTrouble.LOCKED
    assert finder.stored(HERE) is Stored.KEYRING, "as far as is known it is still there"
    todo_desktop_keyring.locked = False
    assert finder.forget(HERE) is None
    assert todo_desktop_keyring.passwords == {}


def test_the_window_says_that_a_key_was_left_behind(
    start_todo_desktop: Starter, here: FakeList, todo_desktop_keyring: TrustedKeyring, qtbot: QtBot
) -> None:
    running = start_todo_desktop(preferences=settings_for(here))
    running.list.wait_for("Of this server")
    todo_desktop_keyring.locked = True
    running.window.settings_requested.emit()
    dialog = running.window.findChild(SettingsDialog)
    assert dialog is not None
    dialog.accepted_settings.emit(SettingsResult(Preferences(), remove_key=True))
    dialog.reject()
    running.hands.qtbot.waitUntil(
        lambda: (
            "The system's keyring was not unlocked, so the old key may still be in it."
            in running.hands.text("noticeText")
        )
    )


def test_each_question_whose_key_it_is_gets_its_own_answer(finder: KeyFinder) -> None:
    """The window asks anew while an earlier question is still on its way."""
    finder.take(HERE, 0, UNTOLD)
    preferences = Preferences(base_url=HERE, collection="todos")
    slow, quick = Answering(Problem.TIMED_OUT), Answering(Problem.KEY_WRONG)
    answers: dict[str, FoundUser] = {}
    first = threading.Thread(target=lambda: answers.update(slow=finder.user_of(preferences, slow)))
    first.start()
    assert slow.asked.wait(5)
    quick.may_answer.set()
    answers["quick"] = finder.user_of(preferences, quick)
    slow.may_answer.set()
    first.join(5)
    assert {name: found.problem for name, found in answers.items()} == {
        "slow": Problem.TIMED_OUT, "quick": Problem.KEY_WRONG,
    }  # fmt: skip


def test_a_key_that_is_not_there_and_one_that_may_not_be_asked_for_are_told_apart(finder: KeyFinder) -> None:
    preferences = Preferences(base_url=HERE, collection="todos")
    assert finder.user_of(preferences, None) == FoundUser(None, Problem.KEY_MISSING)
    finder.take(HERE, 0, UNTOLD)
    assert finder.user_of(preferences, None) == FoundUser(None, None)
