"""The program ends when it is told to, whatever hangs."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from todo_desktop.replica.care import repair_is_wanted, want_repair
from todo_desktop.replica.database import Purpose, open_database

LONGEST_SECONDS = 4.0
"""Two for what hangs, and some for a slow machine."""

HANGS_IN_THE_KEYRING = """
import sys, threading
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.__main__ import main

def load(self, base_url, login=0):
    print("hangs", flush=True)
    threading.Event().wait()

ApiKeyStore.load = load
sys.exit(main(sys.argv[1:]))
"""
HANGS_IN_A_NAME = """
import socket, sys, threading
from todo_desktop.__main__ import main

def getaddrinfo(*args, **options):
    print("hangs", flush=True)
    threading.Event().wait()

socket.getaddrinfo = getaddrinfo
sys.exit(main(sys.argv[1:]))
"""
HANGS_IN_A_REPAIR = """
import sys, threading
from todo_desktop.__main__ import main
from todo_desktop.replica import repair

def hang(folder):
    print("hangs", flush=True)
    threading.Event().wait()

repair.repair = hang
sys.exit(main(sys.argv[1:]))
"""
WANTS_A_REPAIR = """
from PySide6.QtCore import QTimer
from todo_desktop.app.program import Program

def begin(self):
    begun(self)
    QTimer.singleShot(0, self, self._repair)

begun, Program._begin = Program._begin, begin
"""
KEY_OF_USER_1 = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VySWQiOjF9.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("script", "key"),
    [
        pytest.param(HANGS_IN_THE_KEYRING, "", id="a job in the keyring"),
        pytest.param(HANGS_IN_A_NAME, "a.b.c", id="a job in the look-up of a name"),
        pytest.param(HANGS_IN_A_NAME, KEY_OF_USER_1, id="the sync in the look-up of a name"),
    ],
)
def test_it_ends_in_time_and_in_order_while_something_hangs(data_dir: Path, script: str, key: str) -> None:
    ends_when_told(data_dir, script, {"TODO_DESKTOP_BASE_URL": "http://demo.invalid/api", "TODO_DESKTOP_API_KEY": key})


@pytest.mark.parametrize("begins_with", [True, False])
def test_it_ends_while_the_replica_is_repaired_and_the_next_start_repairs_it(data_dir: Path, begins_with: bool) -> None:
    replica = data_dir / "replica"
    open_database(replica, Purpose.WINDOW).close()
    if begins_with:
        want_repair(replica)
    ends_when_told(data_dir, HANGS_IN_A_REPAIR if begins_with else f"{WANTS_A_REPAIR}{HANGS_IN_A_REPAIR}", {})
    assert repair_is_wanted(replica)


def ends_when_told(data_dir: Path, script: str, environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", script, "--data-dir", str(data_dir)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline() == "hangs\n"
        begun = time.monotonic()
        program.send_signal(signal.SIGTERM)
        said = program.stderr.read()
        assert program.wait(30) == 0, said
        assert time.monotonic() - begun < LONGEST_SECONDS
        assert said == ""
