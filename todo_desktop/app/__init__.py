"""The composition root: the only place that builds objects and connects them."""

import todo_desktop.app.loading_qt
from todo_desktop.app.start import run

__all__ = ["run"]
