"""The command that starts this program again, however it was installed."""

import os
import shutil
import sys
from pathlib import Path

from msgspec import Struct

import todo_desktop
from todo_desktop.settings.folders import DEFAULT_PROFILE

NAME = "todo-desktop"


class OwnCommand(Struct, frozen=True):
    """`folder` is where it has to be started; empty where that does not matter."""

    arguments: tuple[str, ...]
    folder: str = ""

    def on(self, profile: str, data_dir: Path | None, *more: str) -> "OwnCommand":
        """The same with the options that lead to these settings and todos again, and with *more*."""
        options: list[str] = [] if profile == DEFAULT_PROFILE else ["--profile", profile]
        if data_dir is not None:
            options += ["--data-dir", str(data_dir.expanduser().absolute())]
        return OwnCommand((*self.arguments, *options, *more), self.folder)


def own_command(started_as: str) -> OwnCommand:
    """*started_as* is `sys.argv[0]`: of an installation, the command that it brought. From source, this Python, in the
    folder of the source."""
    if getattr(sys, "frozen", False):  # set by PyInstaller
        return OwnCommand((_lasting(os.environ.get("APPIMAGE", "") or sys.executable),))
    command = Path(started_as).absolute()
    if command.stem.startswith(NAME) and command.is_file():
        return OwnCommand((_lasting(str(command)),))
    folder = Path(todo_desktop.__file__).resolve().parents[1]
    return OwnCommand((sys.executable, "-m", todo_desktop.__name__), str(folder))


def _lasting(executable: str) -> str:
    """`todo-desktop` where the path leads to it: that stays when an upgrade goes into another folder."""
    found = shutil.which(NAME)
    return NAME if found and Path(found).resolve() == Path(executable).resolve() else executable
