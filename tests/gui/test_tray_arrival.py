"""At a login the tray may come later than the program."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from todo_desktop.app import tray_arrival
from todo_desktop.app.tray_arrival import TrayArrival

A_TRAY = """
import sys
from jeepney import message_bus
from jeepney.io.blocking import open_dbus_connection

connection = open_dbus_connection()
connection.send_and_get_reply(message_bus.RequestName("org.kde.StatusNotifierWatcher"))
print("there", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def arrival() -> Iterator[TrayArrival]:
    parent = QObject()
    made = TrayArrival(parent)
    yield made
    made.stop()
    parent.deleteLater()


@pytest.fixture
def start_tray() -> Iterator[subprocess.Popen[str]]:
    """Not the tray, but its name on the bus, once a line was read from it."""
    with subprocess.Popen(
        [sys.executable, "-c", A_TRAY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as tray:
        yield tray


def test_one_that_is_there_is_not_waited_for(
    arrival: TrayArrival, start_tray: subprocess.Popen[str], qtbot: QtBot
) -> None:
    assert start_tray.stdout is not None
    assert start_tray.stdout.readline() == "there\n"
    with qtbot.waitSignal(arrival.settled):
        arrival.begin()


def test_one_that_comes_later_is_noticed(arrival: TrayArrival, qtbot: QtBot, request: pytest.FixtureRequest) -> None:
    with qtbot.waitSignal(arrival.settled) as settled:
        arrival.begin()
        assert not settled.signal_triggered
        request.getfixturevalue("start_tray")


def test_none_is_waited_for_no_longer_than_was_said(arrival: TrayArrival, qtbot: QtBot) -> None:
    assert tray_arrival.LONGEST_MS >= 5_000
    arrival._timer.setInterval(50)
    with qtbot.waitSignal(arrival.settled):
        arrival.begin()
    assert not arrival._timer.isActive()
