"""Folders of running servers are kept, those of killed ones are swept away."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.session_folder import session_folder

OWNER = """
from tests.server.session_folder import session_folder
with session_folder() as folder:
    print(folder, flush=True)
    input()
"""


@pytest.fixture(autouse=True)
def _temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)


def test_the_folder_is_gone_when_its_server_was_stopped() -> None:
    with session_folder() as folder:
        assert folder.is_dir()
    assert not folder.exists()


def test_another_start_sweeps_the_folder_of_a_killed_one_and_no_other() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        theirs = Path(owner.stdout.readline().strip())
        with session_folder() as ours:
            assert ours.is_dir()
            assert theirs.is_dir()
        owner.kill()
    with session_folder():
        assert not theirs.exists()
