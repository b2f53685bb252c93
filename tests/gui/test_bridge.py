"""What the worker's thread posts arrives on the window's thread, merged, in order and never lost."""

from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from todo_desktop.gui.bridge import PAUSE_MS, SyncBridge
from todo_desktop.model.changes import Changes
from todo_desktop.model.status import Phase, SyncStatus


def in_another_thread(posts: int, bridge: SyncBridge) -> None:
    with ThreadPoolExecutor(1) as pool:
        for n in range(1, posts + 1):
            pool.submit(bridge.post_changes, Changes(1, added=frozenset({n}))).result()


def test_what_another_thread_posts_arrives_on_this_one(qtbot: QtBot) -> None:
    bridge = SyncBridge()
    threads: list[QThread] = []
    bridge.changes.connect(lambda _: threads.append(QThread.currentThread()))
    with qtbot.waitSignal(bridge.changes):
        in_another_thread(1, bridge)
    assert threads == [bridge.thread()]
    qtbot.waitUntil(lambda: not bridge._pause.isActive())


def test_a_burst_becomes_a_few_changes_and_none_is_lost(qtbot: QtBot) -> None:
    bridge = SyncBridge()
    heard: list[Changes] = []
    bridge.changes.connect(heard.append)
    in_another_thread(500, bridge)
    qtbot.waitUntil(lambda: sum(len(changes.added) for changes in heard) == 500)
    assert len(heard) <= 2
    qtbot.waitUntil(lambda: not bridge._pause.isActive())


def test_a_lone_change_does_not_wait(qtbot: QtBot) -> None:
    bridge = SyncBridge()
    with qtbot.waitSignal(bridge.changes, timeout=PAUSE_MS - 10):
        bridge.post_changes(Changes(1, changed=frozenset({1})))
    qtbot.waitUntil(lambda: not bridge._pause.isActive())


def test_changes_of_two_lists_stay_two(qtbot: QtBot) -> None:
    bridge = SyncBridge()
    heard: list[Changes] = []
    bridge.changes.connect(heard.append)
    bridge.post_changes(Changes(1, added=frozenset({1})))
    bridge.post_changes(Changes(2, added=frozenset({1})))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert {changes.list_id for changes in heard} == {1, 2}
    qtbot.waitUntil(lambda: not bridge._pause.isActive())


def test_of_the_states_only_the_newest_counts(qtbot: QtBot) -> None:
    bridge = SyncBridge()
    heard: list[SyncStatus] = []
    bridge.status.connect(heard.append)
    for done in range(100):
        bridge.post_status(SyncStatus(Phase.LOADING, done=done))
    bridge.post_status(SyncStatus(Phase.IDLE))
    qtbot.waitUntil(lambda: bool(heard) and heard[-1].phase is Phase.IDLE)
    assert len(heard) <= 2
    qtbot.waitUntil(lambda: not bridge._pause.isActive())
