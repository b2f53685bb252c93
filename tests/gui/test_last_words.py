"""What is kept for the next start does not keep this one from its end."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning

from todo_desktop.app.last_words import FILE_NAME, LastWords


def test_a_run_that_ends_by_itself_leaves_nothing(tmp_path: Path) -> None:
    words = LastWords(tmp_path)
    assert words.begin() == ""
    words.end()
    assert not (tmp_path / FILE_NAME).exists()


def test_the_end_goes_on_where_the_file_cannot_be_removed(tmp_path: Path) -> None:
    words = LastWords(tmp_path)
    words.begin()
    (tmp_path / FILE_NAME).unlink()
    (tmp_path / FILE_NAME).mkdir()
    words.end()


class ClosedTerminal:
    def write(self, _text: str) -> None:
        raise OSError(5, "Input/output error")


@pytest.mark.expects_log("Qt: .*something odd")
def test_what_qt_says_is_logged_though_the_terminal_was_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = LastWords(tmp_path)
    words.begin()
    try:
        with monkeypatch.context() as closed:
            closed.setattr(sys, "stderr", ClosedTerminal())
            qWarning("something odd")
    finally:
        words.end()
