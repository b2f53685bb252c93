"""A dialog that is there once: asked for again, the one that is open comes forward."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog

Shown = TypeVar("Shown", bound=QDialog)


class OpenOnce(QObject, Generic[Shown]):
    """Of one kind of dialog that can stay open beside the window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._open: Shown | None = None

    @property
    def shown(self) -> Shown | None:
        """The one that is open."""
        return self._open

    def show(self, make: Callable[[], Shown]) -> Shown:
        """The one that is open, in front of all, or the one that *make* gives; it ends when it is closed."""
        dialog = self._open
        if dialog is not None:
            dialog.raise_()
            dialog.activateWindow()
            return dialog
        dialog = self._open = make()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._forget)
        dialog.show()
        return dialog

    def close(self) -> None:
        """For one that tells of what is not asked for any more."""
        if self._open is not None:
            self._open.close()

    def _forget(self) -> None:
        self._open = None
