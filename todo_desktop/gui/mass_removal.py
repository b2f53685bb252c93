"""Asks whether todos that are missing on the server all at once shall go here too. Nothing goes before a yes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QWidget


class MassRemovalQuestion(QMessageBox):
    """Open it with `open`. *missing* is how many todos are gone, in digits."""

    removal_wanted = Signal()

    def __init__(self, missing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("massRemovalQuestion")
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(self.tr("Todos are missing on the server"))
        self.setText(self.tr("{count} todos are gone from the server all at once.").format(count=missing))
        self.setInformativeText(
            self.tr(
                "Nothing was removed here. If that was meant, remove them here too; they can be restored for 30 days."
            )
        )
        self._remove = self.addButton(self.tr("Remove them here too"), QMessageBox.ButtonRole.DestructiveRole)
        self._remove.setObjectName("massRemovalRemove")
        keep = self.addButton(self.tr("Keep them here"), QMessageBox.ButtonRole.RejectRole)
        keep.setObjectName("massRemovalKeep")
        self.setDefaultButton(keep)
        self.setEscapeButton(keep)
        self.buttonClicked.connect(self._tell)
        self.finished.connect(self.deleteLater)

    def _tell(self, button: object) -> None:
        if button is self._remove:
            self.removal_wanted.emit()
