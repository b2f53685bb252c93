"""The whole program in this process, on a folder of the test's own."""

from msgspec.structs import replace
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from todo_desktop.app.program import Program
from todo_desktop.model.connection import ApiKey
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.log import ProgramLog
from todo_desktop.settings.options import Options
from todo_desktop.settings.preferences import Preferences, PreferencesFile
from todo_desktop.testing.given_server import GivenServer
from todo_desktop.testing.hands import WindowHands
from todo_desktop.testing.list_page import ListPage
from todo_desktop.testing.other_pages import NoticePage, OutboxPage, SettingsPage, StatusPage

PATIENCE_MS = 10_000


class TodoDesktop:
    """One run of the program, from `begin` until `end`: its window, and what it shows part by part."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program = program
        self.window = program.window
        self.hands = WindowHands(self.window, qtbot)
        self.list = ListPage(self.hands)
        self.settings = SettingsPage(self.hands)
        self.outbox = OutboxPage(self.hands)
        self.status = StatusPage(self.hands)
        self.notice = NoticePage(self.hands)
        self._has_ended = False

    def begin(self) -> None:
        """Until its window is there, and what goes on behind it has begun."""
        painted: list[bool] = []
        self.program.painted.connect(lambda: painted.append(True))
        self.program.start()
        self.hands.bring_up()
        self.hands.qtbot.waitUntil(lambda: bool(painted))

    def end(self) -> None:
        """As its user would, by closing the window; once is enough."""
        if self._has_ended:
            return
        self._has_ended = True
        self.window.end()
        self.program.stop()
        self.window.deleteLater()
        self.program.deleteLater()


class Starter:
    """Starts the program on *folders*, as often as it is called; `end` ends all of it."""

    def __init__(self, app: QApplication, qtbot: QtBot, folders: Folders) -> None:
        self._app = app
        self._qtbot = qtbot
        self._folders = folders
        self._log = ProgramLog(folders.logs)
        self._started: list[TodoDesktop] = []

    def __call__(
        self,
        server: GivenServer | None = None,
        *,
        preferences: Preferences | None = None,
        offline: bool = False,
        environment: Environment | None = None,
    ) -> TodoDesktop:
        """On the list of *server*, whose key goes into the keyring of the test. Without one, and without *preferences*,
        with the settings that an earlier start left: at first those of the local list. *environment*: what the
        variables of a harness say."""
        if server is not None:
            ApiKeyStore(self._folders.key_scope).store(server.base_url, ApiKey(server.key))
            preferences = connected(preferences or Preferences(), server)
        if preferences is not None:
            PreferencesFile(self._folders.settings_file).save(preferences)
        options = Options(data_dir=self._folders.data, offline=offline)
        program = Program(self._app, options, self._folders, environment or Environment(), self._log)
        self._started.append(TodoDesktop(program, self._qtbot))
        self._started[-1].begin()
        return self._started[-1]

    def end(self) -> None:
        for running in self._started:
            running.end()
        self._qtbot.waitUntil(self._no_thread_runs, timeout=PATIENCE_MS)
        self._log.close()

    def _no_thread_runs(self) -> bool:
        return not any(thread.isRunning() for thread in self._app.findChildren(QThread))


def connected(preferences: Preferences, server: GivenServer) -> Preferences:
    """*preferences* with *server* for their server."""
    return replace(preferences, base_url=server.base_url, collection=server.collection)
