"""Folders of running servers are kept, those of killed ones are swept away; both can hold a socket."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.account import Account, server_account
from tests.server.session_folder import SHORT_PARENT, session_folder, temporary_folder

OWNER = """
from tests.server.account import server_account
from tests.server.session_folder import session_folder
with session_folder(server_account()) as folder:
    print(folder, flush=True)
    input()
"""


def set_temporary_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr("tempfile.tempdir", str(folder))


def test_the_folder_is_gone_when_its_server_was_stopped() -> None:
    with session_folder(server_account()) as folder:
        assert folder.is_dir()
    assert not folder.exists()


def test_another_start_sweeps_the_folder_of_a_killed_one_and_no_other() -> None:
    command = [sys.executable, "-c", OWNER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        theirs = Path(owner.stdout.readline().strip())
        with session_folder(server_account()) as ours:
            assert ours.is_dir()
            assert theirs.is_dir()
        owner.kill()
    with session_folder(server_account()):
        assert not theirs.exists()


def test_a_temporary_folder_too_deep_for_a_socket_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_temporary_folder(tmp_path / "a-folder-with-a-long-name" / "and-another-one-in-it", monkeypatch)
    assert temporary_folder(server_account()) == SHORT_PARENT


def test_a_temporary_folder_closed_to_the_servers_account_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_temporary_folder(tmp_path, monkeypatch)
    monkeypatch.setattr("tests.server.session_folder.LONGEST_PARENT", 10_000)
    somebody_else = Account("somebody", 12345, 12345, ("--reuid", "12345"))
    assert temporary_folder(somebody_else) == SHORT_PARENT
    assert temporary_folder(Account("ourselves", 0, 0, ())) == tmp_path
