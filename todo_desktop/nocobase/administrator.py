"""Somebody who has signed in with a password: what a key may not do, such as making one, is done this way."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import NeedsAttention, OutcomeUnknown, Problem, Refused, TodoDesktopError
from todo_desktop.model.setup import Account, Login
from todo_desktop.model.values import Json
from todo_desktop.nocobase.api import CHECK_ACCOUNT
from todo_desktop.nocobase.http import HttpSession
from todo_desktop.nocobase.verdict import Intent

SIGN_IN_FORM = "Email/Password"
"""The kind of authenticator that takes a name and a password; it may have any name, and be there more than once."""
_MANAGING = ("root", "admin")

log = logging.getLogger(__name__)


class Administrator:
    """Signed in to *connection*'s server until `sign_out`. The calls are never watched nor logged."""

    def __init__(
        self, connection: Connection, user: Mapping[str, Any], *, monotonic: Callable[[], float], role: str = ""
    ) -> None:
        """*connection* has the session's token for its key; *user* is what `auth:check` says of it. Works in *role*,
        by default in the one that may do most."""
        self.connection = connection
        self.monotonic = monotonic
        self._user = user
        self.user_id = int(part_of(user, "id"))
        self.account = account_of(user)
        self.user_name = next((str(user[n]) for n in ("nickname", "username", "email") if user.get(n)), "")
        self.roles = frozenset(str(role.get("name")) for role in records_of(user.get("roles")))
        # The role that somebody works in by default may be a lesser one.
        works_in = role or next((role for role in _MANAGING if role in self.roles), "")
        self._http = HttpSession(connection, monotonic=monotonic, headers={"X-Role": works_in} if works_in else None)

    @classmethod
    def sign_in(cls, connection: Connection, login: Login, *, monotonic: Callable[[], float]) -> "Administrator":
        """*connection*'s key is not used. Raises NeedsAttention: NO_PASSWORD_SIGN_IN where the server offers none,
        MORE_THAN_A_PASSWORD where that is not enough, SIGN_IN_REFUSED for a wrong name or password."""
        nobody = connection.with_key(ApiKey(""))
        answer = _signed_in(nobody, _authenticator(nobody, monotonic), login, monotonic)
        token = answer.get("token") if isinstance(answer, dict) else None
        if not token or not isinstance(token, str):
            raise NeedsAttention(Problem.MORE_THAN_A_PASSWORD)
        signed_in = connection.with_key(ApiKey(token))
        session = HttpSession(signed_in, monotonic=monotonic)
        try:
            user = session.read(CHECK_ACCOUNT).data
        except NeedsAttention as error:
            if error.status != 401:
                raise
            raise NeedsAttention(Problem.MORE_THAN_A_PASSWORD, error.detail, status=401) from None
        finally:
            session.close()
        if not isinstance(user, dict):
            raise NeedsAttention(Problem.MORE_THAN_A_PASSWORD)
        return cls(signed_in, user, monotonic=monotonic)

    def sign_out(self) -> None:
        """The session's token is good for nothing any more, where the server can be told."""
        try:
            self.call("auth:signOut", silent=True)
        except TodoDesktopError as error:
            log.info("the session could not be ended: %s", error)
        self.close()

    def close(self) -> None:
        self._http.close()

    def working_as(self, role: str) -> "Administrator":
        """The same person, who works in *role* now; to be closed, not signed out."""
        return Administrator(self.connection, self._user, monotonic=self.monotonic, role=role)

    def call(self, action: str, body: Json = None, *, silent: bool = False) -> Any:
        """Change something; the answer's data, None where this action is *silent*: a success carries none.

        Raises NeedsAttention: MAY_NOT_MANAGE, SETUP_REFUSED.
        """
        try:
            return self._http.write(action, Intent.UPDATE, {}, body).data
        except OutcomeUnknown as error:
            if not silent or error.status is None or error.status >= 300:
                raise
            return None
        except (NeedsAttention, Refused) as error:
            raise _as_manager(error) from error

    def read(self, action: str, **query: Json) -> Any:
        """The data; nested values of *query* go as JSON. Raises NeedsAttention(MAY_NOT_MANAGE)."""
        texts = {
            name: value if isinstance(value, str) else msgspec.json.encode(value).decode()
            for name, value in query.items()
        }
        try:
            return self._http.read(action, texts).data
        except NeedsAttention as error:
            raise _as_manager(error) from error


def records_of(data: object) -> list[Mapping[str, Any]]:
    """The objects in *data*; none where it is no list."""
    return [each for each in data if isinstance(each, Mapping)] if isinstance(data, list) else []


def part_of(data: object, name: str) -> Any:
    """Raises NeedsAttention(NOT_NOCOBASE) where the answer has no such part."""
    if not isinstance(data, Mapping) or name not in data:
        raise NeedsAttention(Problem.NOT_NOCOBASE, f"an answer without {name}")
    return data[name]


def account_of(user: Mapping[str, Any]) -> Account:
    """*user* as the server describes one."""
    names = (user.get(name) for name in ("username", "email"))
    return Account(int(part_of(user, "id")), frozenset(name.casefold() for name in names if isinstance(name, str)))


def _authenticator(nobody: Connection, monotonic: Callable[[], float]) -> str:
    session = HttpSession(nobody, monotonic=monotonic)
    try:
        offered = records_of(session.read("authenticators:publicList").data)
    finally:
        session.close()
    names = [str(each.get("name")) for each in offered if each.get("authType") == SIGN_IN_FORM]
    if not names:
        raise NeedsAttention(Problem.NO_PASSWORD_SIGN_IN)
    return names[0]


def _signed_in(nobody: Connection, authenticator: str, login: Login, monotonic: Callable[[], float]) -> Json:
    session = HttpSession(nobody, monotonic=monotonic, headers={"X-Authenticator": authenticator})
    try:
        return session.read("auth:signIn", body={"account": login.account, "password": login.password}).data
    except NeedsAttention as error:
        if error.status != 401:
            raise
        raise NeedsAttention(Problem.SIGN_IN_REFUSED, error.detail, status=401) from None
    finally:
        session.close()


def _as_manager(error: NeedsAttention | Refused) -> TodoDesktopError:
    """What a refusal means to somebody who manages a server."""
    if error.status == 403:
        return NeedsAttention(Problem.MAY_NOT_MANAGE, error.detail, status=403)
    if isinstance(error, Refused):
        return NeedsAttention(Problem.SETUP_REFUSED, error.detail, status=error.status)
    return error
