"""Runs each check in a process of its own: Qt aborts where it finds no screen, and that is to be told, too."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import TextIO

from msgspec import Struct
from msgspec.structs import replace

from todo_desktop.model.typed_key import typed_key
from todo_desktop.self_test.checks import ADVICE, CheckFailed, look
from todo_desktop.settings.environment import Environment, take_environment
from todo_desktop.settings.options import EVERY_CHECK, Options
from todo_desktop.settings.terminal import say as terminal_say

LONGEST_SECONDS = 120


class Finding(Struct, frozen=True):
    """What a check said. `aside` holds what Qt and Python said besides, where it failed."""

    passed: bool
    text: str
    aside: str = ""


def run_self_test(options: Options, environ: MutableMapping[str, str], terminal: TextIO | None) -> int:
    """The exit status: 0 where all is well. One line for each check goes to *terminal*, where there is one.

    The server that *environ* names is read and not written to; without one, the sync is tried against a server of the
    check's own.
    """
    environment = take_environment(environ)

    def say(line: str) -> None:
        terminal_say(terminal, f"{line}\n")

    if options.self_test == EVERY_CHECK:
        return _run_all(environment, say)
    if options.self_test not in ADVICE or options.data_dir is None:
        say(f"There is no such check. There are: {', '.join(ADVICE)}. Each needs an empty --data-dir.")
        return 2
    return _run_one(options.self_test, options.data_dir, environment, say)


def _run_all(environment: Environment, say: Callable[[str], None]) -> int:
    failed = 0
    with tempfile.TemporaryDirectory(prefix="todo-desktop-self-test-") as scratch:
        for name, advice in ADVICE.items():
            folder = Path(scratch, name)
            folder.mkdir(mode=0o700)
            finding = _run_apart(name, folder, environment, advice)
            failed += not finding.passed
            say(f"{'ok' if finding.passed else 'FAILED':<8}{name:<14}{finding.text}")
            for line in finding.aside.splitlines():
                say(f"{'':<8}| {line}")
    say(f"{len(ADVICE) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _run_one(name: str, folder: Path, environment: Environment, say: Callable[[str], None]) -> int:
    """In this process, which the parent watches."""
    if environment.base_url and not environment.api_key and not sys.stdin.isatty():
        environment = replace(environment, api_key=typed_key(sys.stdin.readline()))
    try:
        say(look(name, folder, environment))
    except CheckFailed as failure:
        say(str(failure))
        return 1
    return 0


def _run_apart(name: str, folder: Path, environment: Environment, advice: str) -> Finding:
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "todo_desktop"]
    try:
        done = subprocess.run(
            [*program, f"--self-test={name}", "--data-dir", str(folder)],
            # The key is in no environment of another process.
            input=f"{environment.api_key.reveal()}\n",
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return Finding(False, f"Nothing happened for {LONGEST_SECONDS} s. {advice}")
    text = done.stdout.strip()
    if done.returncode == 0:
        return Finding(True, text)
    return Finding(False, text or f"It {_end_of(done.returncode)}. {advice}", done.stderr.strip())


def _end_of(status: int) -> str:
    """In words."""
    if status >= 0:
        return f"ended with status {status}"
    names = {int(number): number.name for number in signal.Signals}
    return f"was ended by {names.get(-status, -status)}"
