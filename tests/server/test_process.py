"""A server's process ends with us, whatever way we end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.server.account import server_account
from tests.server.errors import ServerUnavailable
from tests.server.process import ServerProcess

OWNER = """
import os, pathlib, sys
from tests.server.account import server_account
from tests.server.process import ServerProcess
command = server_account().command("sleep", "600")
folder = pathlib.Path(sys.argv[1])
print(ServerProcess(command, folder=folder, environment=os.environ, log=folder / "sleep.log").pid, flush=True)
input()
"""
DEADLINE_SECONDS = 20


def start(folder: Path, script: str) -> ServerProcess:
    command = server_account().command("sh", "-c", script)
    return ServerProcess(command, folder=folder, environment=os.environ, log=folder / "example.log")


def ended(pid: int) -> bool:
    """Whether no process of that id runs: it is gone, or only waits to be collected."""
    try:
        return ") Z " in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_it_dies_when_we_are_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        assert not ended(pid)
        owner.kill()
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not ended(pid):
        assert time.monotonic() < deadline


def test_one_that_ignores_the_request_to_stop_is_killed_with_its_children(tmp_path: Path) -> None:
    process = start(tmp_path, "trap '' TERM; sleep 600 & echo $!; wait; wait")
    log = tmp_path / "example.log"
    process.wait_until(lambda: log.read_text(encoding="ascii").endswith("\n"), DEADLINE_SECONDS)
    child = int(log.read_text(encoding="ascii"))
    process.stop(signal.SIGTERM, seconds=0.1)
    assert ended(process.pid)
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not ended(child):
        assert time.monotonic() < deadline


def test_one_that_ends_too_early_is_told_with_its_last_words(tmp_path: Path) -> None:
    process = start(tmp_path, "echo the port is taken; exit 3")
    with pytest.raises(ServerUnavailable, match=r"example ended with 3:\nthe port is taken"):
        process.wait_until(lambda: False, DEADLINE_SECONDS)


def test_one_that_is_never_ready_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    process = start(tmp_path, "sleep 600")
    try:
        with pytest.raises(ServerUnavailable, match="not ready after 0 s"):
            process.wait_until(lambda: False, 0.1)
    finally:
        process.stop(signal.SIGTERM, seconds=5)
