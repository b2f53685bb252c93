"""The real server starts, answers, goes away and comes back, and leaves nothing behind."""

import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.server.lists import RemoteList, open_list
from tests.server.server import Server
from todo_desktop.testing.shapes import TUTORIAL

VERSION = "2.2.15"


def alive(pid: int) -> bool:
    """Whether a process of that id runs; one that ended and was not yet waited for does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def told_variables(lines: Iterable[str]) -> dict[str, str]:
    """The `NAME=value` lines up to the one that says how to stop."""
    told = {}
    for line in lines:
        name, separator, value = line.strip().partition("=")
        if separator:
            told[name] = value
        if line.startswith("Ctrl-C"):
            break
    return told


def get(url: str, key: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, headers={"Authorization": f"Bearer {key}"}, timeout=10)


def ask(todos: RemoteList) -> requests.Response:
    return get(f"{todos.base_url}/{todos.collection}:list", todos.key)


def answers(todos: RemoteList) -> int:
    """The status of a list, 0 where there is no answer."""
    try:
        return ask(todos).status_code
    except requests.RequestException:
        return 0


def test_the_server_is_healthy_and_of_the_version_that_we_speak_of(nocobase: Server) -> None:
    assert nocobase.app.healthy()
    answer = get(f"{nocobase.base_url}/app:getInfo", key="")
    assert answer.json()["data"]["version"] == VERSION


def test_nobody_but_this_machine_reaches_the_server(nocobase: Server) -> None:
    listening = Path("/proc/net/tcp").read_text(encoding="ascii")
    port = f"{nocobase.app.port:04X}"
    assert f"0100007F:{port} 00000000:0000 0A" in listening
    assert f"00000000:{port} 00000000:0000 0A" not in listening
    assert f":{port} " not in Path("/proc/net/tcp6").read_text(encoding="ascii")


@dataclass(frozen=True, slots=True)
class Restart:
    """What was seen of a server that was stopped and started again: each of the records is that of the same todo."""

    refused: bool
    error_while_starting: dict[str, object]
    before: object
    after: object
    status_of_old_key: int


@pytest.fixture(scope="module")
def restart(nocobase: Server) -> Restart:
    todos = open_list(nocobase, TUTORIAL)
    before = [nocobase.admin.create_record(todos.collection, title="Still here")]
    nocobase.stop_app()
    refused = not answers(todos)
    nocobase.app.launch()
    error: dict[str, object] = {}

    def starting_or_ready() -> bool:
        try:
            answer = ask(todos)
        except requests.RequestException:
            return False
        if answer.status_code == 503:
            error.update(answer.json()["error"])
        return answer.status_code in {200, 503}

    nocobase.app.wait_until(starting_or_ready)
    nocobase.start_app()
    return Restart(refused, error, before, nocobase.admin.records(todos.collection), answers(todos))


def test_error_connection_refused_by_a_stopped_server(restart: Restart) -> None:
    assert restart.refused


def test_error_503_app_commanding_of_a_starting_server(restart: Restart) -> None:
    assert restart.error_while_starting["code"] == "APP_COMMANDING"
    assert restart.error_while_starting["maintaining"] is True


def test_a_server_comes_back_with_its_data_and_keys(restart: Restart) -> None:
    assert restart.after == restart.before
    assert restart.status_of_old_key == 200


def test_a_server_started_by_hand_tells_its_key_and_leaves_nothing_after_ctrl_c(nocobase: Server) -> None:
    command = [sys.executable, "-m", "tests.server", "--rows", "7"]
    with ExitStack() as stack:
        program = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        stack.callback(program.kill)
        assert program.stdout is not None
        told = told_variables(program.stdout)
        base_url, collection, key = (told[f"TODO_DESKTOP_{name}"] for name in ("BASE_URL", "COLLECTION", "API_KEY"))
        assert base_url != nocobase.base_url
        assert get(f"{base_url}/{collection}:list", key).json()["meta"]["count"] == 7
        processes = children_of(program.pid)
        assert len(processes) == 2
        program.send_signal(signal.SIGINT)
        assert program.wait(30) == 0
    assert not any(map(alive, processes))
    with pytest.raises(requests.ConnectionError):
        get(base_url, key)
    assert nocobase.app.healthy()
