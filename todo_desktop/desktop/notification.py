"""What is said through the desktop's notifications, and what is answered there."""

from msgspec import Struct

DEFAULT = "default"
"""The action of a click on the notification itself."""


class Notification(Struct, frozen=True):
    """`summary` and `body` are plain text. `actions` are names and labels of buttons."""

    summary: str
    body: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    urgent: bool = False


class Pressed(Struct, frozen=True):
    """A button of the notification *subject*. `token` is the desktop's leave to take the focus, where it gave one."""

    subject: str
    action: str
    token: str = ""
