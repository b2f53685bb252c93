"""What the wizard asks of whoever speaks to the server for it. All of it may block: called in the background."""

from collections.abc import Callable
from typing import Protocol

from todo_desktop.model.setup import Login, SetupDone, SetupStep, SetupWish, Site

Tell = Callable[[SetupStep], None]


class Visit(Protocol):
    """Somebody has signed in to a server, and looked at what is there."""

    site: Site

    def set_up(self, wish: SetupWish, owner: Login | None, tell: Tell) -> SetupDone:
        """With a key of *owner*'s, or of who has signed in. Raises TodoDesktopError; the server is then as it was, or,
        where that is SetupLeftOver, will be once it answers another call of this, or `end`."""
        ...

    def end(self) -> None:
        """Sign out."""
        ...


SignIn = Callable[[str, Login], Visit]
"""At a base URL. Raises TodoDesktopError; nothing was changed."""
