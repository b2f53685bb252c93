"""The composition root: the only place that builds objects and connects them."""

from todo_desktop.app.start import run

__all__ = ["run"]
