"""What a start leaves for later: nothing of Help, of the desktop around the window, or that tests are made with, is
loaded before the paint."""

import os
import subprocess
import sys
from pathlib import Path

TELLS_WHAT_IS_LOADED = """
import os, sys
from todo_desktop.__main__ import main
from todo_desktop.app.program import Program

def tell(self, *_rest):
    print(*sys.modules, sep="\\n", flush=True)
    os._exit(0)

Program._after_first_paint = tell
main(sys.argv[1:])
"""
LATER = (
    *("todo_desktop.app.crash_watch", "todo_desktop.app.last_words", "todo_desktop.app.restart"),
    *("todo_desktop.app.help_flow", "todo_desktop.app.problem_report", "todo_desktop.settings.licences"),
    *("todo_desktop.gui.crash_dialog", "todo_desktop.gui.report_dialog", "todo_desktop.gui.licences_dialog"),
    *("todo_desktop.gui.about_dialog", "todo_desktop.gui.first_hints", "todo_desktop.gui.dialog_parts"),
    *("todo_desktop.gui.tray", "todo_desktop.gui.capture_window", "todo_desktop.gui.desktop_notifications"),
    *("todo_desktop.gui.window_parts", "todo_desktop.gui.window_commands", "todo_desktop.gui.window_updates"),
    *("todo_desktop.gui.sidebar", "todo_desktop.gui.lists_dialog", "todo_desktop.settings.server_changes"),
    *("todo_desktop.desktop", "todo_desktop.gui.settings_dialog", "todo_desktop.testing"),
    *(
        "todo_desktop.gui.news_watch",
        "todo_desktop.gui.todo_details",
        "todo_desktop.replica.news",
        "todo_desktop.model.news",
    ),
    *("todo_desktop.doctor", "todo_desktop.gui.doctor_dialog", "todo_desktop.gui.request_log"),
    *("jeepney", "PySide6.QtDBus", "PySide6.QtNetwork", "requests", "keyring", "pytest", "faulthandler"),
)


def test_help_the_desktop_and_what_tests_are_made_with_come_after_it(data_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TELLS_WHAT_IS_LOADED, "--data-dir", str(data_dir)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    loaded = set(done.stdout.split())
    assert "todo_desktop.gui.main_window" in loaded
    assert sorted(loaded.intersection(LATER)) == []
