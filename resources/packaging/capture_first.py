"""Runs in the bundle before anything else: a key that was pressed for the capture window is answered without Qt.

The hooks of PyInstaller that come after this one load it, whatever the program is started for.
"""

import sys

from todo_desktop.__main__ import is_captured_elsewhere
from todo_desktop.settings.options import CAPTURE, parse_options

if CAPTURE in sys.argv and is_captured_elsewhere(parse_options(sys.argv[1:])):
    sys.exit(0)
