"""`--self-test` tells whether an installation works, and what is wrong where it does not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.server.lists import RemoteList
from tests.sync.remote import Remote
from tests.system.program import ROOT, connection_to

CHECKS = ["sqlite", "tls", "keyring", "translations", "sync", "qt", "icons", "window"]
LONGEST_SECONDS = 120


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def self_test(
    home: Path, *options: str, environment: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
    return subprocess.run(
        [sys.executable, "-m", "todo_desktop", *(options or ["--self-test"])],
        cwd=cwd, env={**surroundings, **(environment or {})}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS,
    )  # fmt: skip


def lines_of(done: subprocess.CompletedProcess[str]) -> dict[str, tuple[bool, str]]:
    """By check: whether it passed, and what it found."""
    rows = [line.split(maxsplit=2) for line in done.stdout.splitlines() if line.startswith(("ok ", "FAILED "))]
    return {name: (verdict == "ok", text) for verdict, name, text in rows}


def failed(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [name for name, (passed, _) in lines_of(done).items() if not passed]


def test_every_part_is_in_order_told_with_what_was_found_and_nothing_of_the_user_is_touched(home: Path) -> None:
    done = self_test(home)
    assert done.returncode == 0, done.stdout + done.stderr
    found = lines_of(done)
    assert list(found) == CHECKS
    assert all(passed for passed, _ in found.values())
    assert done.stdout.splitlines()[-1] == f"{len(CHECKS)} passed, 0 failed"
    assert done.stderr == ""
    assert list(home.iterdir()) == []
    assert found["icons"][1] == f"{len(list((ROOT / 'resources' / 'icons').rglob('*.svg')))} found"
    assert found["keyring"][1] == "SecretService Keyring"
    assert found["translations"][1].startswith("English (built in)")
    assert " on xcb, a screen of 1600 x 1200" in found["qt"][1]


def test_without_a_screen_it_says_so_and_goes_on(home: Path) -> None:
    done = self_test(home, environment={"DISPLAY": ":9999"})
    assert done.returncode == 1
    assert failed(done) == ["qt", "window"]
    assert "Start it in a desktop session." in lines_of(done)["qt"][1]
    assert "could not connect to display" in done.stdout


def test_a_part_that_is_missing_is_named(home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for part in ("todo_desktop", "resources/icons"):
        shutil.copytree(ROOT / part, copy / part)
    (copy / "resources" / "icons" / "bell.svg").write_text("<svg/>")
    (copy / "todo_desktop" / "nocobase" / "filters.py").unlink()
    done = self_test(home, cwd=copy)
    assert done.returncode == 1
    assert failed(done) == ["sync", "icons"]
    assert lines_of(done)["icons"][1].startswith("These icons cannot be drawn: bell. Install the program again")
    assert "cannot import name 'filters'" in done.stdout


def test_a_given_server_is_read_and_not_written_to(home: Path, tutorial_list: RemoteList) -> None:
    remote = Remote(tutorial_list)
    remote.create(title="Answer the mail")
    before = remote.rows()
    done = self_test(home, environment=connection_to(tutorial_list))
    assert done.returncode == 0, done.stdout
    assert lines_of(done)["sync"][1] == f"1 todos read from {tutorial_list.base_url}"
    assert remote.rows() == before
    assert tutorial_list.key not in done.stdout


def test_a_refused_key_fails_in_words(home: Path, tutorial_list: RemoteList) -> None:
    key = tutorial_list.key
    tutorial_list.revoke_key()
    done = self_test(home, environment=connection_to(tutorial_list))
    assert failed(done) == ["sync"]
    assert "key" in lines_of(done)["sync"][1]
    assert key not in done.stdout + done.stderr


def test_a_check_that_there_is_not_is_refused(home: Path) -> None:
    done = self_test(home, "--self-test=weather")
    assert done.returncode == 2
    assert "sqlite, tls" in done.stdout
