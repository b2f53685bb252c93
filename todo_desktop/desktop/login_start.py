"""Starts the program with the desktop, hidden: where each system looks for what its user wants to be started.

What is there is asked for each time and kept nowhere else: systems have settings of their own for it.
"""

import contextlib
import hashlib
import os
import plistlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from todo_desktop.desktop.own_command import OwnCommand
from todo_desktop.settings.files import storage_error, write_private
from todo_desktop.settings.folders import DEFAULT_PROFILE, Folders

if sys.platform == "win32":
    import winreg

_ENTRY = """\
[Desktop Entry]
Type=Application
Name=Todo Desktop
Comment=Keep your todo list at hand, online or not
Exec={command}
{path}Icon=todo-desktop
Terminal=false
X-GNOME-Autostart-enabled=true
"""
_SPECIAL = frozenset(" \t\n\"'\\><~|&;$*?#()`")


class LoginStart(Protocol):
    """Of one profile."""

    @property
    def is_on(self) -> bool: ...

    def turn(self, on: bool) -> None:
        """Raises StorageError."""
        ...


def login_start(folders: Folders, command: OwnCommand) -> LoginStart:
    """*command* starts the program on *folders*, hidden."""
    name = _name_of(folders)
    if sys.platform == "win32":
        return _RunKey(name, command)
    if sys.platform == "darwin":
        return _LaunchAgent(Path.home() / "Library" / "LaunchAgents" / f"{name}.plist", command)
    config = os.environ.get("XDG_CONFIG_HOME", "") or str(Path.home() / ".config")
    return DesktopEntry(Path(config, "autostart", f"{name}.desktop"), command)


def _name_of(folders: Folders) -> str:
    """One for each profile and each folder that the user chose."""
    name = "todo-desktop" if folders.profile == DEFAULT_PROFILE else f"todo-desktop-{folders.profile}"
    if folders.portable:
        name += f"-{hashlib.sha256(str(folders.data).encode()).hexdigest()[:8]}"
    return name


class DesktopEntry:
    """A file in the folder that desktops look through at login (XDG autostart)."""

    def __init__(self, path: Path, command: OwnCommand) -> None:
        self._path = path
        self._command = command

    @property
    def is_on(self) -> bool:
        try:
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return False
        # Desktops turn an entry off in either way.
        return not {"Hidden=true", "X-GNOME-Autostart-enabled=false"} & {line.replace(" ", "") for line in lines}

    def turn(self, on: bool) -> None:
        if not on:
            _remove(self._path)
            return
        path = f"Path={_escaped(self._command.folder)}\n" if self._command.folder else ""
        _make_folder(self._path.parent)
        write_private(self._path, _ENTRY.format(command=exec_line(self._command.arguments), path=path).encode())


def exec_line(arguments: Sequence[str]) -> str:
    """The value of `Exec` that starts *arguments*, whatever letters they hold."""
    return " ".join(_quoted(argument) for argument in arguments)


def _quoted(argument: str) -> str:
    plain = argument.replace("%", "%%")
    if plain and not _SPECIAL & set(plain):
        return plain
    return _escaped('"' + "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in plain) + '"')


def _escaped(text: str) -> str:
    """As any value of a desktop entry."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


class _LaunchAgent:
    """macOS. Not tried by anybody yet."""

    def __init__(self, path: Path, command: OwnCommand) -> None:
        self._path = path
        self._command = command

    @property
    def is_on(self) -> bool:
        return self._path.is_file()

    def turn(self, on: bool) -> None:
        if not on:
            _remove(self._path)
            return
        agent: dict[str, object] = {
            "Label": self._path.stem,
            "ProgramArguments": list(self._command.arguments),
            "RunAtLoad": True,
        }
        if self._command.folder:
            agent["WorkingDirectory"] = self._command.folder
        _make_folder(self._path.parent)
        write_private(self._path, plistlib.dumps(agent))


class _RunKey:
    """Windows. Not tried by anybody yet."""

    _KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"

    def __init__(self, name: str, command: OwnCommand) -> None:
        self._name = name
        self._command = command

    if sys.platform == "win32":

        @property
        def is_on(self) -> bool:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, self._KEY) as key:
                    winreg.QueryValueEx(key, self._name)
            except OSError:
                return False
            return True

        def turn(self, on: bool) -> None:
            try:
                with winreg.CreateKey(winreg.HKEY_CURRENT_USER, self._KEY) as key:
                    if on:
                        words = subprocess.list2cmdline(self._command.arguments)
                        winreg.SetValueEx(key, self._name, 0, winreg.REG_SZ, words)
                    elif self.is_on:
                        winreg.DeleteValue(key, self._name)
            except OSError as error:
                raise storage_error(error, Path(self._KEY)) from error

    else:
        is_on = False

        def turn(self, on: bool) -> None:
            raise NotImplementedError


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, folder) from error


def _remove(path: Path) -> None:
    try:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
    except OSError as error:
        raise storage_error(error, path) from error
