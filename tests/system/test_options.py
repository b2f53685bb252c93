"""What the program answers without opening a window."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.program import PATIENCE_SECONDS, ROOT
from todo_desktop import __version__


def _run(*options: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "share")}
    return subprocess.run(
        [sys.executable, "-m", "todo_desktop", *options],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
    )  # fmt: skip


def test_it_tells_its_version(tmp_path: Path) -> None:
    done = _run("--version", home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Todo Desktop {__version__}\n", "")


def test_it_tells_its_options(tmp_path: Path) -> None:
    done = _run("--help", home=tmp_path)
    assert done.returncode == 0
    for option in ("--profile", "--data-dir", "--offline", "--debug", "--version"):
        assert option in done.stdout


@pytest.mark.parametrize(
    "options", [["--wrong"], ["--profile", "../up"], ["--data-dir", ""], ["--data-dir", __file__], ["no-such-verb"]]
)
def test_a_wrong_option_is_refused_in_words(options: list[str], tmp_path: Path) -> None:
    done = _run(*options, home=tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("todo-desktop: error: ")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
