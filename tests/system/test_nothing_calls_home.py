"""The program speaks with the server of the settings, and with nobody else on any network."""

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.waiting import wait_until
from tests.system.program import PATIENCE_SECONDS, ProgramProcess, connection_to, wait_for_titles
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.shapes import TUTORIAL

OVERHEARD = """
import sys
from todo_desktop.__main__ import main

heard = open(sys.argv[1], "a", buffering=1)

def listen(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(arguments[1], tuple):
        heard.write(f"{arguments[1][0]} {arguments[1][1]}\\n")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        heard.write(f"{arguments[0]} {arguments[1] if len(arguments) > 1 else ''}\\n")

sys.addaudithook(listen)
sys.exit(main(sys.argv[2:]))
"""
WINDOWS = {"F1": "Keyboard", "ctrl+comma": "Settings"}


class OverheardProgram(ProgramProcess):
    """Each address on a network that it calls or asks for stands in `calls`."""

    def _command(self) -> list[str]:
        return [sys.executable, "-c", OVERHEARD, str(self._heard), "--data-dir", str(self.data_dir)]

    @property
    def _heard(self) -> Path:
        return self.data_dir.with_name("heard.txt")

    @property
    def calls(self) -> set[str]:
        return set(self._heard.read_text(encoding="utf-8").splitlines())


def use(program: ProgramProcess) -> None:
    """Here and there."""
    program.add("Pay rent")
    wait_for_titles(program.data_dir, "Pay rent")
    for key, title in WINDOWS.items():
        program.press(key)
        window = program.window_named(title)
        program.press_in(window, "Escape")
        wait_until(lambda window=window: window not in program.windows(), PATIENCE_SECONDS)  # type: ignore[misc]
    assert program.close() == 0


@pytest.fixture
def local(data_dir: Path) -> Iterator[OverheardProgram]:
    program = OverheardProgram(data_dir)
    yield program
    program.end()


@pytest.fixture
def connected(data_dir: Path, fake: FakeNocoBase) -> Iterator[OverheardProgram]:
    program = OverheardProgram(data_dir, environment=connection_to(fake.open_list(TUTORIAL)))
    yield program
    program.end()


def test_without_a_server_nobody_is_called(local: OverheardProgram) -> None:
    use(local)
    assert local.calls == set()


def test_with_a_server_nobody_else_is_called(connected: OverheardProgram, fake: FakeNocoBase) -> None:
    use(connected)
    server = urlsplit(fake.base_url)
    assert connected.calls == {f"{server.hostname} {server.port}"}
