"""A server that is set up, between a sign-in and a sign-out; all of it in the background."""

import time
from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QMutex, QMutexLocker

from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.model.setup import Login, SetupDone, SetupLeftOver, SetupStep, SetupWish
from todo_desktop.nocobase.administrator import Administrator
from todo_desktop.nocobase.diagnosis import Diagnostician
from todo_desktop.nocobase.setup import Setup
from todo_desktop.nocobase.site import site_of
from todo_desktop.nocobase.undoing import Undoing


class SetupVisit:
    """A `gui.setup.visit.Visit` of *admin*. Raises NeedsAttention(MAY_NOT_MANAGE) for somebody who may do nothing."""

    def __init__(self, admin: Administrator, find_key: Callable[[str], ApiKey]) -> None:
        self._admin = admin
        self._find_key = find_key
        self._at_work = QMutex()
        self._left = Undoing()
        self._other: Administrator | None = None
        """Whose key is to be made, until nothing is left to be taken back of it."""
        try:
            self.site = site_of(admin, find_key(admin.connection.base_url))
        except BaseException:
            admin.sign_out()
            raise

    def set_up(self, wish: SetupWish, owner: Login | None, tell: Callable[[SetupStep], None]) -> SetupDone:
        with QMutexLocker(self._at_work):
            if not self._take_back():
                raise SetupLeftOver(self._left.left)
            at = self._admin.connection
            self._other = Administrator.sign_in(at, owner, monotonic=time.monotonic) if owner else None
            left = Undoing()
            try:
                setup = Setup(self._admin, wish, tell, owner=self._other, undo=left)
                done = setup.run(self._find_key(at.base_url) if wish.keeps_key else ApiKey(""))
            except BaseException:
                self._left = left
                raise
            finally:
                self._let_go_of_other()
            return done

    def end(self) -> None:
        """Once what is under way is done, or taken back."""
        with QMutexLocker(self._at_work):
            self._take_back()
            self._admin.sign_out()

    def _take_back(self) -> bool:
        """What an earlier set-up had to leave there; False where the server still does not answer."""
        taken = self._left.all()
        if taken:
            self._let_go_of_other()
        return taken

    def _let_go_of_other(self) -> None:
        if self._other is not None and not self._left:
            self._other.sign_out()
            self._other = None


def located(connection: Connection) -> Connection:
    """*connection* with the address where the server's API is. Raises NeedsAttention with what is wrong with it."""
    found = Diagnostician(monotonic=time.monotonic).test(connection)
    if found.problem not in (None, Problem.KEY_MISSING):
        raise NeedsAttention(found.problem, found.detail)
    return replace(connection, base_url=found.base_url)
