"""A pytest plugin that drives Todo Desktop; it needs the extra `testing`.

    pytest_plugins = ["todo_desktop.testing"]


    def test_a_todo_is_added_and_ticked(todo_desktop):
        todo_desktop.list.add("Pay rent")
        todo_desktop.list.tick("Pay rent")
        assert todo_desktop.list.done == ["Pay rent"]

`pytest -p todo_desktop.testing` does it as well. The fixtures run the whole program in the process of the test, on a
temporary folder, with a keyring of its own; windows open off screen unless `QT_QPA_PLATFORM` says otherwise. They end
what they began, and fail the test where a thread, a timer or a window is left.

| fixture | gives |
| --- | --- |
| `todo_desktop` | the program on an empty local list |
| `connected_todo_desktop` | the program on the list that `todo_desktop_server` gives |
| `todo_desktop_server` | a new list on the fake server; override it to give a `ServerList` of yours |
| `start_todo_desktop` | starts it, again on the same data: `start_todo_desktop()`, `start_todo_desktop(server)` |
| `fake_nocobase` | a NocoBase in this process: `open_list(TUTORIAL)`, `faults.next(…)`, `actions_asked` |
| `todo_desktop_folders` | where the program keeps its files |
| `todo_desktop_keyring` | what stands for the system's keyring: `passwords`, `locked` |

What is started is a `todo_desktop.testing.running.TodoDesktop`: its `list`, `settings`, `outbox`, `status` and `notice`
are page objects, `window` is the window itself, and `hands` clicks and types by object names (see the README).

PYTEST_DONT_REWRITE: the asserts here bring their words along, and tests may import from here.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase
from todo_desktop.testing.given_server import GivenServer, ServerList
from todo_desktop.testing.leaks import no_thread_left_running, nothing_of_qt_left_behind
from todo_desktop.testing.shapes import FULL, TUTORIAL

# What has to do with Qt, or with the keyring, is imported where it is used: the fake server alone needs neither.
if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from todo_desktop.settings.folders import Folders
    from todo_desktop.testing.running import Starter, TodoDesktop
    from todo_desktop.testing.trusted_keyring import TrustedKeyring

__all__ = ["FULL", "TUTORIAL", "FakeList", "FakeNocoBase", "GivenServer", "ServerList"]


@pytest.fixture
def fake_nocobase() -> Iterator[FakeNocoBase]:
    """A fresh fake NocoBase, listening on a port of this computer."""
    with FakeNocoBase() as server:
        yield server


@pytest.fixture
def todo_desktop_server(fake_nocobase: FakeNocoBase) -> GivenServer:
    """An empty list like that of NocoBase's tutorial, and a key with all rights."""
    return fake_nocobase.open_list(TUTORIAL)


@pytest.fixture
def todo_desktop_folders(tmp_path: Path) -> "Folders":
    """The folders of the profile, empty."""
    from todo_desktop.settings.folders import folders_of

    folders = folders_of(data_dir=tmp_path / "todo-desktop")
    folders.make()
    return folders


@pytest.fixture
def todo_desktop_keyring(monkeypatch: pytest.MonkeyPatch) -> "TrustedKeyring":
    """In the place of the system's keyring, which is left alone."""
    import keyring

    from todo_desktop.testing.trusted_keyring import TrustedKeyring

    ring = TrustedKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)
    return ring


@pytest.fixture(scope="session")
def todo_desktop_application() -> "QApplication":
    """The QApplication of this process, with the program's names."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from todo_desktop.app.start import make_application

    app = make_application()
    app.setStyle("fusion")  # it may have been made by somebody else
    return app


@pytest.fixture
def start_todo_desktop(
    todo_desktop_application: "QApplication",
    todo_desktop_folders: "Folders",
    todo_desktop_keyring: "TrustedKeyring",
    qtbot: "QtBot",
) -> "Iterator[Starter]":
    """`start_todo_desktop(server=None, *, preferences=None, offline=False)`, as often as is needed."""
    from todo_desktop.testing.running import Starter

    with no_thread_left_running(), nothing_of_qt_left_behind(todo_desktop_application):
        starter = Starter(todo_desktop_application, qtbot, todo_desktop_folders)
        yield starter
        todo_desktop_keyring.answered.set()
        starter.end()


@pytest.fixture
def todo_desktop(start_todo_desktop: "Starter") -> "TodoDesktop":
    return start_todo_desktop()


@pytest.fixture
def connected_todo_desktop(start_todo_desktop: "Starter", todo_desktop_server: GivenServer) -> "TodoDesktop":
    return start_todo_desktop(todo_desktop_server)
