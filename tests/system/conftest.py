"""Starts the program as a process; nothing of it is left when the test ends."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.system.accessibility import ENVIRONMENT, AccessibilityBus
from tests.system.program import ProgramProcess, wait_for_titles

StartProgram = Callable[..., ProgramProcess]


@pytest.fixture
def start(data_dir: Path) -> Iterator[StartProgram]:
    """`start()` runs the program on `data_dir`; options and environment may be given."""
    started: list[ProgramProcess] = []

    def run(*options: str, environment: Mapping[str, str] | None = None) -> ProgramProcess:
        started.append(ProgramProcess(data_dir, *options, environment=environment))
        return started[-1]

    yield run
    for program in started:
        program.end()


@pytest.fixture
def bus() -> Iterator[AccessibilityBus]:
    found = AccessibilityBus()
    yield found
    found.close()


@pytest.fixture
def editing(start: StartProgram, bus: AccessibilityBus, data_dir: Path) -> ProgramProcess:
    """The editor of a title is open, with all of it selected."""
    program = start(environment=ENVIRONMENT)
    program.add("Pay rent")
    wait_for_titles(data_dir, "Pay rent")
    bus.application(program.pid).find("cell", "Title: Pay rent")  # on the disk it is earlier
    program.press("Escape", "Home", "F2", "ctrl+a")
    return program


def start_beside(first: ProgramProcess, start: StartProgram, **arguments: Mapping[str, str]) -> ProgramProcess:
    """A second window on the same folder: the first must be stuck, or it would come forward instead."""
    assert first.window
    first.freeze()
    try:
        second = start(**arguments)
        assert second.window
    finally:
        first.thaw()
    return second
