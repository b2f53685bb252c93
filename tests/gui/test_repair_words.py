"""What is said about a repaired replica: what happened, what was kept, and where the damaged file is."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale

from todo_desktop.gui.message_action import MessageAction
from todo_desktop.gui.repair_words import repaired_message
from todo_desktop.model.repaired import Repaired

US = QLocale("en_US")
WHAT = "The file that holds the todos on this computer was damaged."
WHERE = "The damaged file is in the data folder as replica.damaged-1.sqlite3."


@pytest.mark.parametrize(
    ("todos", "unsent", "complete", "kept"),
    [
        (12, 3, True, "It was repaired, and nothing in it was lost."),
        (12, 3, False, "What could be read is here: 12 todos and 3 unsent changes."),
        (1, 1, False, "What could be read is here: 1 todo and 1 unsent change."),
        (12, 0, False, "What could be read is here: 12 todos."),
        (0, 0, False, "Nothing in it could be read. What a server has is fetched again."),
    ],
)
def test_what_was_kept_is_said_in_words(todos: int, unsent: int, complete: bool, kept: str) -> None:
    message = repaired_message(Repaired("replica.damaged-1.sqlite3", todos, unsent, complete, None), US)
    assert message.text == f"{WHAT} {kept} {WHERE}"
    assert message.action is MessageAction.SHOW_FOLDER


def test_a_backup_that_helped_is_named_by_its_day() -> None:
    repaired = Repaired("replica.damaged-1.sqlite3", 12, 0, complete=False, backup=date(2026, 11, 23))
    assert "Gaps were filled from the backup of Monday, November 23, 2026." in repaired_message(repaired, US).text
