"""The program on a real server, connected by its environment."""

import json
import random
from pathlib import Path

import pytest

from tests.server.lists import RemoteList
from tests.server.server import Server
from tests.support.waiting import wait_until
from tests.sync.remote import Remote
from tests.system.conftest import StartProgram, start_beside
from tests.system.program import (
    PATIENCE_SECONDS,
    ProgramProcess,
    connection_to,
    titles_in,
    todos_in,
    wait_for_titles,
)
from todo_desktop.model.todo import SyncState
from todo_desktop.testing.rights import READ_ONLY


@pytest.fixture
def remote(tutorial_list: RemoteList) -> Remote:
    found = Remote(tutorial_list)
    found.create(title="Answer the mail")
    return found


@pytest.fixture
def program(start: StartProgram, tutorial_list: RemoteList, remote: Remote, data_dir: Path) -> ProgramProcess:
    """Connected, and showing the one todo that the server has."""
    running = start("--debug", environment=connection_to(tutorial_list))
    wait_for_titles(data_dir, "Answer the mail")
    return running


def _all_is_sent(data_dir: Path) -> bool:
    return all(todo.state is SyncState.SYNCED for todo in todos_in(data_dir))


def test_what_is_typed_ticked_and_edited_in_the_window_reaches_the_server(
    program: ProgramProcess, remote: Remote, data_dir: Path
) -> None:
    program.add("Typed in the window")
    wait_until(lambda: "Typed in the window" in remote.titles(), PATIENCE_SECONDS)
    program.press("Escape", "Home", "space")
    wait_until(lambda: [row["completed"] for row in remote.rows()].count(True) == 1, PATIENCE_SECONDS)
    program.press("F2", "ctrl+a")
    program.write("Edited in the window")
    program.press("Return")
    wait_until(lambda: "Edited in the window" in remote.titles(), PATIENCE_SECONDS)
    wait_until(lambda: _all_is_sent(data_dir), PATIENCE_SECONDS)
    assert program.close() == 0
    assert titles_in(data_dir) == remote.titles()


def test_what_others_change_appears_when_the_user_asks(program: ProgramProcess, remote: Remote, data_dir: Path) -> None:
    remote.update(remote.rows()[0]["id"], title="Changed elsewhere")
    remote.create(title="Added elsewhere")
    program.press("F5")
    wait_for_titles(data_dir, "Changed elsewhere", "Added elsewhere")
    remote.delete(remote.row("Added elsewhere")["id"])
    program.press("F5")
    wait_for_titles(data_dir, "Changed elsewhere")
    assert program.close() == 0


def test_a_delete_in_the_window_reaches_the_server_once_it_cannot_be_undone(
    program: ProgramProcess, remote: Remote, data_dir: Path
) -> None:
    remote.create(title="Stays")
    program.press("F5")
    wait_for_titles(data_dir, "Answer the mail", "Stays")
    program.press("ctrl+n", "Escape", "Home", "Delete")
    wait_until(lambda: len(titles_in(data_dir)) == 1, PATIENCE_SECONDS)
    assert len(remote.rows()) == 2, "the undo bar is still there"
    wait_until(lambda: len(remote.rows()) == 1, PATIENCE_SECONDS)
    assert program.close() == 0
    assert titles_in(data_dir) == remote.titles()


def test_editing_goes_on_while_the_server_is_down_and_both_agree_afterwards(
    program: ProgramProcess, remote: Remote, data_dir: Path, nocobase: Server
) -> None:
    nocobase.stop_app()
    try:
        program.add("Typed while it was down")
        wait_for_titles(data_dir, "Answer the mail", "Typed while it was down")
        program.press("Escape", "Home", "space")
        wait_until(
            lambda: [todo.values.get("completed") for todo in todos_in(data_dir)].count(True) == 1, PATIENCE_SECONDS
        )
    finally:
        nocobase.start_app()
    wait_until(lambda: "Typed while it was down" in remote.titles(), 60)
    wait_until(lambda: _all_is_sent(data_dir), PATIENCE_SECONDS)
    assert [row["completed"] for row in remote.rows()].count(True) == 1
    assert program.close() == 0


def test_it_starts_with_its_list_while_the_server_is_down(
    program: ProgramProcess, tutorial_list: RemoteList, remote: Remote, data_dir: Path, start: StartProgram,
    nocobase: Server,
) -> None:  # fmt: skip
    assert program.close() == 0
    nocobase.stop_app()
    try:
        again = start(environment=connection_to(tutorial_list))
        again.press("ctrl+n", "Escape", "Home", "space")
        wait_until(lambda: todos_in(data_dir)[0].values.get("completed") is True, PATIENCE_SECONDS)
        assert again.terminate() == 0
        assert again.said() == ""
    finally:
        nocobase.start_app()
    third = start(environment=connection_to(tutorial_list))
    wait_until(lambda: remote.rows()[0]["completed"] is True, PATIENCE_SECONDS)
    assert third.close() == 0


def test_a_power_cut_while_todos_are_sent_neither_loses_nor_doubles_one(
    program: ProgramProcess, tutorial_list: RemoteList, remote: Remote, data_dir: Path, start: StartProgram
) -> None:
    for number in range(4):
        program.add(f"Todo {number}")
    program.kill()
    typed = titles_in(data_dir)
    assert len(typed) >= 4, "what was shown is on the disk"
    again = start(environment=connection_to(tutorial_list))
    wait_until(lambda: _all_is_sent(data_dir) and remote.titles() == typed, 60)
    assert again.close() == 0


def test_killed_at_random_moments_while_one_types_it_neither_loses_nor_doubles_a_todo(
    program: ProgramProcess, tutorial_list: RemoteList, remote: Remote, data_dir: Path, start: StartProgram
) -> None:
    chance = random.Random(11)  # noqa: S311
    shown: set[str] = set()
    for turn in range(5):
        program.add(f"Surely typed in turn {turn}")
        wait_until(lambda turn=turn: f"Surely typed in turn {turn}" in titles_in(data_dir), PATIENCE_SECONDS)  # type: ignore[misc]
        program.kill_while_typing([f"Typed {n} in turn {turn}" for n in range(3)], chance.uniform(0.0, 1.5))
        on_disk = titles_in(data_dir)
        assert shown <= set(on_disk)
        assert len(set(on_disk)) == len(on_disk)
        shown |= set(on_disk)
        program = start(environment=connection_to(tutorial_list))
    wait_until(lambda: _all_is_sent(data_dir) and remote.titles() == titles_in(data_dir), 60)
    assert program.close() == 0
    assert {"Surely typed in turn 0", "Surely typed in turn 4"} < shown
    assert remote.titles() == sorted(shown)
    here = {t.server_id: (t.values["title"], bool(t.values.get("completed"))) for t in todos_in(data_dir)}
    assert here == {row["id"]: (row["title"], bool(row["completed"])) for row in remote.rows()}


def test_the_key_is_nowhere_but_in_memory(
    program: ProgramProcess, tutorial_list: RemoteList, remote: Remote, data_dir: Path
) -> None:
    program.add("Typed in the window")
    wait_until(lambda: "Typed in the window" in remote.titles(), PATIENCE_SECONDS)
    tutorial_list.revoke_key()
    program.press("F5")
    secret = tutorial_list.key.encode()
    signature = secret.rsplit(b".", 1)[1]
    log = data_dir / "logs" / "todo-desktop.log"
    wait_until(lambda: "key-revoked" in log.read_text(encoding="utf-8"), PATIENCE_SECONDS)
    for child in _descendants(program.pid):
        assert secret not in Path(f"/proc/{child}/environ").read_bytes()
    assert secret not in Path(f"/proc/{program.pid}/cmdline").read_bytes()
    assert program.close() == 0
    said = program.said()
    assert "DEBUG" in said, "and it had a lot to say"
    assert tutorial_list.key not in said
    files = [path for path in data_dir.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert secret not in content, path
        assert signature not in content, path


def test_two_windows_on_one_folder_and_one_server_lose_and_double_nothing(
    program: ProgramProcess, tutorial_list: RemoteList, remote: Remote, data_dir: Path, start: StartProgram
) -> None:
    second = start_beside(program, start, environment=connection_to(tutorial_list))
    for number in range(3):
        program.add(f"first {number}")
        second.add(f"second {number}")
    wait_until(lambda: len(remote.rows()) == 7, PATIENCE_SECONDS)
    assert program.close() == 0
    second.add("after the first has gone")
    wait_until(lambda: len(remote.rows()) == 8 and _all_is_sent(data_dir), PATIENCE_SECONDS)
    assert remote.titles() == titles_in(data_dir)
    assert second.close() == 0


def test_local_todos_are_offered_and_brought_to_the_server(
    start: StartProgram, tutorial_list: RemoteList, remote: Remote, data_dir: Path
) -> None:
    local = start()
    for number in range(3):
        local.add(f"Local {number}")
    wait_until(lambda: len(titles_in(data_dir)) == 3, PATIENCE_SECONDS)
    assert local.close() == 0
    connected = start(environment=connection_to(tutorial_list))
    window = connected.window
    wait_until(lambda: len(connected.windows()) > 1, PATIENCE_SECONDS)
    dialog = next(found for found in connected.windows() if found != window)
    connected.press_in(dialog, "Return")
    wait_until(lambda: len(remote.rows()) == 4, PATIENCE_SECONDS)
    wait_until(lambda: _all_is_sent(data_dir), PATIENCE_SECONDS)
    assert connected.close() == 0
    assert remote.titles() == ["Answer the mail", "Local 0", "Local 1", "Local 2"]
    settings = data_dir / "settings.json"
    assert not settings.exists() or not json.loads(settings.read_text(encoding="utf-8")).get("upload")


def test_nothing_is_offered_for_upload_to_a_list_that_may_only_be_read(
    start: StartProgram, tutorial_list: RemoteList, remote: Remote, data_dir: Path
) -> None:
    local = start()
    local.add("Stays here")
    wait_for_titles(data_dir, "Stays here")
    assert local.close() == 0
    reading = start("--debug", environment=connection_to(tutorial_list.with_rights(READ_ONLY)))
    assert reading.window
    wait_until(lambda: "Answer the mail" in titles_in(data_dir), PATIENCE_SECONDS)
    # Further syncs begin after the first has ended, which would have offered.
    log = data_dir / "logs" / "todo-desktop.log"
    for _ in range(3):
        seen = _reads(log)
        reading.press("F5")
        wait_until(lambda seen=seen: _reads(log) > seen, PATIENCE_SECONDS)  # type: ignore[misc]
    assert reading.windows() == [reading.window]
    assert reading.close() == 0
    assert remote.titles() == ["Answer the mail"]


def _reads(log: Path) -> int:
    return log.read_text(encoding="utf-8").count(":query")


def _descendants(pid: int) -> list[int]:
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text(encoding="ascii").split()
    ]
    return [*children, *(grandchild for child in children for grandchild in _descendants(child))]
