"""Puts a fresh start of the program in the place of this one."""

import os
import subprocess
import sys
from collections.abc import MutableMapping

from todo_desktop.desktop.own_command import OwnCommand
from todo_desktop.settings.environment import API_KEY, Environment
from todo_desktop.settings.options import Options


def restart(options: Options, environment: Environment) -> None:
    """Does not return, but where the system cannot exchange a process: there a new one begins beside it. It gets the
    *options* and the environment that this one was started with, and shows its window: who asks for it sits there."""
    kept = [name for name, is_set in (("--offline", options.offline), ("--debug", options.debug)) if is_set]
    command = OwnCommand(_command()).on(options.profile, options.data_dir, *kept).arguments
    environ = _as_at_the_start(os.environ, environment)
    if os.name == "nt":
        subprocess.Popen(command, env=environ)
    else:
        os.execve(command[0], command, environ)  # noqa: S606 (no shell is wanted)


def _command() -> tuple[str, ...]:
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, "-m", "todo_desktop")


def _as_at_the_start(environ: MutableMapping[str, str], environment: Environment) -> dict[str, str]:
    """The key was taken out of *environ*, to be handed to no other program; this is the same one."""
    # The packaged program would take itself for a child of its own, and look for its parts where they were unpacked.
    found = {**environ, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    key = environment.api_key.reveal()
    return {**found, API_KEY: key} if key else found
