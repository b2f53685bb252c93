"""The preferences of this run: as the file has them, and as they are in force under the environment."""

from PySide6.QtCore import QObject, Signal

from todo_desktop.model.errors import StorageError
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.preferences import Preferences, PreferencesFile


class KeptPreferences(QObject):
    """Raises StorageError where the file cannot be read."""

    failed = Signal(object)
    """A `StorageError`: what was chosen holds for this run only."""

    def __init__(self, file: PreferencesFile, environment: Environment, parent: QObject) -> None:
        super().__init__(parent)
        self._file = file
        self._environment = environment
        self.loaded = file.load()
        self._chosen = self.loaded.preferences

    @property
    def chosen(self) -> Preferences:
        """What the user chose."""
        return self._chosen

    @property
    def in_force(self) -> Preferences:
        """The same, with the environment's connection over it."""
        return self._environment.over(self._chosen)

    @property
    def is_overruled(self) -> bool:
        """Whether the environment names a server."""
        return bool(self._environment.base_url)

    def save(self, preferences: Preferences) -> bool:
        """Go on with *preferences*. Whether they are in the file."""
        self._chosen = preferences
        try:
            self._file.save(preferences)
        except StorageError as error:
            self.failed.emit(error)
            return False
        return True

    def replace(self, preferences: Preferences) -> bool:
        """Go on with *preferences*, unless they cannot be kept."""
        before = self._chosen
        if self.save(preferences):
            return True
        self._chosen = before
        return False
