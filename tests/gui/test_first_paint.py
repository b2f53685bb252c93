"""The first paint waits for nothing of the desktop around the window."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from todo_desktop.__main__ import main
from todo_desktop.app import run  # in the order of a start
from todo_desktop.gui.main_window import MainWindow

later = ("todo_desktop.desktop", "todo_desktop.gui.tray", "todo_desktop.gui.capture_window",
    "todo_desktop.gui.desktop_notifications", "todo_desktop.gui.settings_dialog", "jeepney", "PySide6.QtDBus",
    "PySide6.QtNetwork")
furnish = MainWindow.furnish

def furnished(self):
    assert self.isVisible()
    print([name for name in sys.modules if name.startswith(later)], flush=True)
    furnish(self)
    self.end()

MainWindow.furnish = furnished
sys.exit(main(sys.argv[1:]))
"""


def test_nothing_of_the_desktop_is_loaded_before_it(data_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "--data-dir", str(data_dir)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "[]\n"
