"""Where one profile keeps its files."""

from pathlib import Path

from msgspec import Struct

from todo_desktop.settings.files import PRIVATE_FOLDER, storage_error

DEFAULT_PROFILE = "default"

_LONGEST_NAME = 40


def is_profile_name(text: str) -> bool:
    """Whether *text* can name a profile, and so a folder on every system."""
    signs = text.replace("-", "").replace("_", "")
    return text[:1].isalnum() and signs.isalnum() and text.isascii() and len(text) <= _LONGEST_NAME


class Folders(Struct, frozen=True):
    """The paths of one profile. Nothing exists before `make`. `portable`: the user chose the folder."""

    profile: str
    data: Path
    portable: bool = False

    @property
    def settings_file(self) -> Path:
        return self.data / "settings.json"

    @property
    def window_file(self) -> Path:
        return self.data / "window.json"

    @property
    def replica(self) -> Path:
        return self.data / "replica"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def key_scope(self) -> str:
        """Keeps the keys of profiles, and of folders that the user chose, apart in the system's keyring."""
        return f"{self.profile} in {self.data}" if self.portable else self.profile

    def make(self) -> None:
        """Create the folders that are missing, open to their owner alone. Raises StorageError.

        A folder of the user's own choosing keeps the mode that it has.
        """
        try:
            self.data.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            for folder in (self.replica, self.logs):
                folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
                folder.chmod(PRIVATE_FOLDER)
            if not self.portable:
                self.data.chmod(PRIVATE_FOLDER)
        except OSError as error:
            raise storage_error(error, self.data) from error


def folders_of(profile: str = DEFAULT_PROFILE, data_dir: Path | None = None) -> Folders:
    """Everything under *data_dir* (a profile other than the default one in `profiles/NAME` there), else in the system's
    place for the data of programs. Raises ValueError where *profile* is no name for one."""
    if not is_profile_name(profile):
        raise ValueError(f"not a profile name: {profile!r}")
    if data_dir is None:
        return Folders(profile, _system_folder() / profile)
    # An absolute path stays the same folder when the working directory changes.
    root = data_dir.expanduser().absolute()
    return Folders(profile, root if profile == DEFAULT_PROFILE else root / "profiles" / profile, portable=True)


def _system_folder() -> Path:
    import platformdirs  # noqa: PLC0415  (8 ms, and not needed with a folder of one's own)

    return platformdirs.user_data_path("todo-desktop", appauthor=False)
