"""A restart leads to the same data and shows the window, however the program was started."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from todo_desktop.app.restart import restart
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.options import Options, parse_options


@pytest.mark.skipif(os.name == "nt", reason="there a process is not exchanged")
@pytest.mark.parametrize("started_as", [["--hidden"], ["capture", "Pay rent"], []])
def test_it_shows_the_window_on_the_same_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, started_as: list[str]
) -> None:
    begun: list[Sequence[str]] = []

    def execve(_path: str, command: Sequence[str], _environ: Mapping[str, str]) -> None:
        begun.append(command)

    monkeypatch.setattr(os, "execve", execve)
    places = ["--profile", "work", "--data-dir", str(tmp_path), "--offline"]
    restart(parse_options([*places, *started_as]), Environment())
    ((_python, _m, _module, *arguments),) = begun
    assert parse_options(arguments) == Options("work", tmp_path, offline=True)
