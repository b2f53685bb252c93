"""PySide's own sources are compiled once for all starts, and whatever becomes of the file that keeps them, it loads."""

import os
import re
import subprocess
import sys
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

from todo_desktop.app.loading_qt import CompiledParts, LatePattern

SOURCE, NAME = b"answer = 42\n", "shibokensupport/feature.py"
A_START = """
import builtins, sys
python_compile, compiled = compile, []
def watch(source, filename, *rest, **named):
    compiled.append(str(filename))
    return python_compile(source, filename, *rest, **named)
builtins.compile = watch
import todo_desktop.app
assert builtins.compile is watch
import PySide6.QtCore
print(sum(name.startswith("shibokensupport") for name in compiled))
"""


@pytest.fixture(autouse=True)
def _python_keeps_what_it_compiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def answer(parts: CompiledParts) -> int:
    names: dict[str, int] = {}
    exec(parts.code(SOURCE, NAME), names)  # noqa: S102
    return names["answer"]


def kept(tmp_path: Path) -> Path:
    """A file that holds SOURCE, compiled."""
    path = tmp_path / "compiled" / "parts.pyc"
    parts = CompiledParts(path)
    answer(parts)
    parts.keep()
    return path


def test_what_was_compiled_once_is_recalled(tmp_path: Path) -> None:
    path = kept(tmp_path)
    first, second = CompiledParts(path), CompiledParts(path)
    assert first.code(SOURCE, NAME) == second.code(SOURCE, NAME)
    assert answer(first) == 42


def test_another_source_under_the_same_name_is_compiled_anew(tmp_path: Path) -> None:
    parts = CompiledParts(kept(tmp_path))
    names: dict[str, int] = {}
    exec(parts.code(b"answer = 43\n", NAME), names)  # noqa: S102
    assert names["answer"] == 43


def test_only_what_this_start_used_is_kept(tmp_path: Path) -> None:
    path = kept(tmp_path)
    size = path.stat().st_size
    parts = CompiledParts(path)
    parts.code(b"answer = 43\n", NAME)
    parts.keep()
    assert path.stat().st_size == size
    assert b"42" not in path.read_bytes()


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", MAGIC_NUMBER, MAGIC_NUMBER + b"nonsense", b"\0\0\0\0" + b"i\x01\0\0\0"]
)
def test_a_file_that_is_damaged_or_of_another_python_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = kept(tmp_path)
    sound = path.read_bytes()
    path.write_bytes(content)
    parts = CompiledParts(path)
    assert answer(parts) == 42
    parts.keep()
    assert path.read_bytes() == sound


def test_where_nothing_can_be_written_it_is_compiled_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    parts = CompiledParts(tmp_path / "file" / "parts.pyc")
    assert answer(parts) == 42
    parts.keep()


def test_nothing_is_written_where_python_is_told_to_write_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert not kept(tmp_path).exists()


def test_the_second_start_compiles_nothing_of_pyside(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(tmp_path)
    compiled = [
        int(
            subprocess.run(
                [sys.executable, "-c", A_START], env=environment, capture_output=True, check=True, text=True
            ).stdout
        )
        for _ in range(2)
    ]
    assert compiled[0] > 5
    assert compiled[1] == 0


A_START_THAT_WATCHES_PATTERNS = """
import re, sys
made, make = [], re.compile
def watch(pattern, flags=0):
    made.append(sys._getframe(1).f_code.co_filename)
    return make(pattern, flags)
re.compile = watch
import todo_desktop.app
assert re.compile is watch
print(sum(name.startswith("shibokensupport") for name in made))
from PySide6.QtCore import QObject
try:
    QObject().setObjectName(1, 2)
except TypeError as error:
    print("QObject.setObjectName" in str(error))
"""


def test_no_pattern_of_pyside_is_made_before_somebody_uses_it() -> None:
    """One of them is used to say what a wrong call ought to have been."""
    said = subprocess.run(
        [sys.executable, "-c", A_START_THAT_WATCHES_PATTERNS], capture_output=True, check=True, text=True
    )
    assert said.stdout.split() == ["0", "True"]


def test_a_late_pattern_does_what_the_pattern_would_and_is_made_once() -> None:
    made: list[re.Pattern[str]] = []

    def make() -> re.Pattern[str]:
        made.append(re.compile("[,;]"))
        return made[-1]

    pattern = LatePattern(make)
    split = pattern.split
    assert not made
    assert split("a,b;c") == ["a", "b", "c"]
    assert split("a,b;c", maxsplit=1) == ["a", "b;c"]
    assert len(made) == 1
