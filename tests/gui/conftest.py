"""For every test of a window: a virtual screen, a desk with a real replica, and nothing left behind."""

import os
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.gui.running_program import Running, StartProgram, remote_list
from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, Desk, MakeDesk, theme_for
from todo_desktop.app.program import Program
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.schema import Collection
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.folders import Folders, folders_of
from todo_desktop.settings.log import ProgramLog
from todo_desktop.settings.options import Options
from todo_desktop.settings.preferences import Preferences, PreferencesFile
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.fake_nocobase.server import FakeList
from todo_desktop.testing.trusted_keyring import TrustedKeyring

OpenHands = Callable[[Desk], Hands]


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["todo-desktop", "-style", "fusion"]


@pytest.fixture(autouse=True)
def _nothing_of_qt_is_left_behind(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A thread that runs, a timer that ticks or a window that is still there fails the test that made it."""
    started: list[weakref.ref[QObject]] = []
    for kind in (QThread, QTimer):
        start = kind.start

        def remembered(self: QThread | QTimer, *args: object, start: object = start) -> None:
            started.append(weakref.ref(self))
            start(self, *args)  # type: ignore[operator]

        monkeypatch.setattr(kind, "start", remembered)
    windows = {id(widget) for widget in qapp.topLevelWidgets()}
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    left = [widget for widget in qapp.topLevelWidgets() if id(widget) not in windows and widget.isVisible()]
    assert not left, f"the test left windows open: {left}"
    alive = [found for reference in started if (found := reference()) is not None and isValid(found)]
    threads = [thread for thread in alive if isinstance(thread, QThread) and thread.isRunning()]
    assert not threads, f"the test left threads running: {threads}"
    timers = [timer for timer in alive if isinstance(timer, QTimer) and timer.isActive()]
    assert not timers, f"the test left timers ticking: {[(timer, timer.parent()) for timer in timers]}"


@pytest.fixture(scope="session")
def light_theme(qapp: QApplication) -> Theme:
    return theme_for(qapp)


@pytest.fixture
def make_desk(tmp_path: Path, light_theme: Theme, qtbot: QtBot) -> Iterator[MakeDesk]:
    """`make_desk()` is the local list, `make_desk(FULL_COLLECTION)` a server's; both closed after the test."""
    desks: list[Desk] = []

    def make(collection: Collection | None = None, permissions: Permissions | None = None) -> Desk:
        folder = tmp_path / f"desk-{len(desks)}"
        desks.append(Desk(folder, light_theme, collection=collection, permissions=permissions or Permissions()))
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """The local list, empty, its window not opened yet."""
    return make_desk()


@pytest.fixture
def server_desk(make_desk: MakeDesk) -> Desk:
    """A server's list with every kind of field, empty, its window not opened yet."""
    return make_desk(FULL_COLLECTION)


@pytest.fixture
def open_hands(qtbot: QtBot) -> OpenHands:
    """Opens the window of a desk: `open_hands(desk)`."""
    return lambda desk: Hands(desk, qtbot)


@pytest.fixture
def local(desk: Desk, open_hands: OpenHands) -> Hands:
    """The local list with three todos, in an open window."""
    desk.fill([{"title": "Pay rent"}, {"title": "Call Ana", "completed": True}, {"title": "Water the plants"}])
    return open_hands(desk)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> TrustedKeyring:
    ring = TrustedKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)
    return ring


@pytest.fixture
def folders(data_dir: Path) -> Folders:
    folders = folders_of(data_dir=data_dir)
    folders.make()
    return folders


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, folders: Folders, ring: TrustedKeyring) -> Iterator[StartProgram]:
    """`start(preferences)`."""
    started: list[Running] = []
    log = ProgramLog(folders.logs)

    def begin(preferences: Preferences, *, offline: bool = False) -> Running:
        PreferencesFile(folders.settings_file).save(preferences)
        program = Program(qapp, Options(data_dir=folders.data, offline=offline), folders, Environment(), log)
        started.append(Running(program, qtbot))
        program.start()
        return started[-1]

    yield begin
    ring.answered.set()
    for running in started:
        running.end()
    app = QCoreApplication.instance()
    qtbot.waitUntil(lambda: not any(thread.isRunning() for thread in app.findChildren(QThread)) if app else True)
    log.close()


@pytest.fixture
def other_fake() -> Iterator[FakeNocoBase]:
    with FakeNocoBase() as server:
        yield server


@pytest.fixture
def here(fake: FakeNocoBase, folders: Folders, ring: TrustedKeyring) -> FakeList:
    return remote_list(fake, "Of this server", folders)


@pytest.fixture
def there(other_fake: FakeNocoBase, folders: Folders, ring: TrustedKeyring) -> FakeList:
    return remote_list(other_fake, "Of the other server", folders)
