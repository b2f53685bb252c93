"""What the settings dialog takes in and hands back."""

from msgspec import Struct

from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.settings.preferences import Preferences


class DesktopState(Struct, frozen=True):
    """What the desktop has and does, which is kept nowhere of ours. `has_tray`: icons are shown there now."""

    has_tray: bool = False
    starts_at_login: bool = False


NO_DESKTOP = DesktopState()


class SettingsResult(Struct, frozen=True):
    """`new_key` is to be stored for `preferences.base_url`. `remove_key`: the key of the address that was in use
    before is to be forgotten. `diagnosis` is a test that found nothing in the way, None where none was made or it was
    overruled."""

    preferences: Preferences
    new_key: ApiKey | None = None
    remove_key: bool = False
    diagnosis: Diagnosis | None = None
    start_at_login: bool = False


class ConnectionDraft(Struct, frozen=True):
    """What is on the connection page, checked. `api_key` is empty unless one was typed; `base_url` is empty for the use
    without a server."""

    connection: Connection
    sync_interval: int
    remove_key: bool = False


def same_server(one: str, other: str) -> bool:
    """Whether two base URLs differ at most in the `/api` that a test adds."""
    return one.rstrip("/").removesuffix("/api") == other.rstrip("/").removesuffix("/api")
