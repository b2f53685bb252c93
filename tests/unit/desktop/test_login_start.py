"""The program starts with the desktop where its user wants it, with the command that it was started by."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import todo_desktop
from todo_desktop.desktop.login_start import DesktopEntry, exec_line, login_start
from todo_desktop.desktop.own_command import OwnCommand, own_command
from todo_desktop.model.errors import StorageError
from todo_desktop.settings.folders import Folders, folders_of

COMMAND = OwnCommand(("todo-desktop", "--hidden"))


def is_on(folders: Folders) -> bool:
    return login_start(folders, COMMAND).is_on


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


def test_turned_on_it_is_on_and_turned_off_nothing_is_left(config: Path) -> None:
    start = login_start(folders_of(), COMMAND)
    assert is_on(folders_of()) is False
    start.turn(True)
    assert is_on(folders_of())
    (entry,) = (config / "autostart").iterdir()
    assert entry.name == "todo-desktop.desktop"
    assert "Exec=todo-desktop --hidden\n" in entry.read_text(encoding="utf-8")
    start.turn(False)
    start.turn(False)
    assert not is_on(folders_of())
    assert list((config / "autostart").iterdir()) == []


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false", "Hidden = true"])
def test_turned_off_in_the_desktops_own_settings_it_is_off(config: Path, line: str) -> None:
    start = login_start(folders_of(), COMMAND)
    start.turn(True)
    (entry,) = (config / "autostart").iterdir()
    kept = [each for each in entry.read_text(encoding="utf-8").splitlines() if not each.startswith("X-GNOME")]
    entry.write_text("\n".join([*kept, line]), encoding="utf-8")
    assert not is_on(folders_of())
    start.turn(True)
    assert is_on(folders_of())


def test_profiles_and_folders_have_entries_of_their_own(config: Path, tmp_path: Path) -> None:
    for folders in (
        folders_of(),
        folders_of("work"),
        folders_of(data_dir=tmp_path / "a"),
        folders_of("work", tmp_path),
    ):
        assert not is_on(folders)
        login_start(folders, COMMAND).turn(True)
    assert len(list((config / "autostart").iterdir())) == 4


def test_a_folder_that_cannot_be_written_to_is_said(config: Path) -> None:
    config.mkdir()
    (config / "autostart").touch()
    with pytest.raises(StorageError):
        login_start(folders_of(), COMMAND).turn(True)


@pytest.mark.parametrize(
    "argument",
    [
        "plain",
        "with space",
        'say "no"',
        "50%",
        "%U",
        "$HOME",
        "`date`",
        "back\\slash",
        "a\\\\b",
        "~",
        "it's",
        "a;b|c",
        "é ✓",
    ],
)
def test_a_desktop_starts_exactly_that_command(tmp_path: Path, argument: str) -> None:
    entry = tmp_path / "entry.desktop"
    DesktopEntry(entry, OwnCommand(("todo-desktop", argument))).turn(True)
    assert arguments_in(entry) == ["todo-desktop", argument]


def arguments_in(entry: Path) -> list[str]:
    """Of the entry's command, read as the specification says: general escapes, then quotes, then percent signs."""
    value = next(
        line.removeprefix("Exec=")
        for line in entry.read_text(encoding="utf-8").splitlines()
        if line.startswith("Exec=")
    )
    value = re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), value)
    words = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', value)
    return [(plain or re.sub(r"\\(.)", r"\1", quoted)).replace("%%", "%") for quoted, plain in words]


def test_what_needs_no_quotes_has_none() -> None:
    assert exec_line(["/usr/bin/todo-desktop", "--data-dir", "/home/ana/todos"]) == (
        "/usr/bin/todo-desktop --data-dir /home/ana/todos"
    )


def test_from_source_it_is_this_python_in_the_folder_of_the_source(tmp_path: Path) -> None:
    command = own_command("/somewhere/todo_desktop/__main__.py").on("work", tmp_path, "--version")
    assert Path(command.folder) == Path(todo_desktop.__file__).parents[1]
    done = subprocess.run(command.arguments, cwd=command.folder, capture_output=True, text=True, check=True)
    assert done.stdout == f"Todo Desktop {todo_desktop.__version__}\n"
    assert command.arguments[1:] == (
        "-m",
        "todo_desktop",
        "--profile",
        "work",
        "--data-dir",
        str(tmp_path),
        "--version",
    )


def test_installed_it_is_the_command_that_came_along(tmp_path: Path) -> None:
    command = tmp_path / "todo-desktop"
    command.touch()
    assert own_command(str(command)) == OwnCommand((str(command),))


def test_a_command_that_is_on_the_path_goes_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, link = tmp_path / "1.0" / "todo-desktop", tmp_path / "bin" / "todo-desktop"
    for path in (real, link):
        path.parent.mkdir()
    real.touch(mode=0o755)
    link.symlink_to(real)
    monkeypatch.setenv("PATH", str(link.parent))
    assert own_command(str(real)) == OwnCommand(("todo-desktop",))


def test_of_a_bundle_it_is_its_executable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.delenv("APPIMAGE", raising=False)
    assert own_command("anything") == OwnCommand((sys.executable,))
    monkeypatch.setenv("APPIMAGE", "/home/ana/Todo.AppImage")
    assert own_command("anything") == OwnCommand(("/home/ana/Todo.AppImage",))


def test_a_relative_folder_stays_the_same_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert OwnCommand(("x",)).on("default", Path("data")).arguments == ("x", "--data-dir", os.fspath(tmp_path / "data"))
