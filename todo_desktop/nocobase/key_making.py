"""Makes an API key. Only who it belongs to can, and a role for todos alone may not."""

import secrets

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.setup import Part, SetupStep
from todo_desktop.model.values import Json
from todo_desktop.nocobase.administrator import Administrator, part_of, records_of
from todo_desktop.nocobase.undoing import Undoing

KEY_NAME = "Todo Desktop"
_MAY_MAKE_KEYS = "pm.api-keys.configuration"


class KeyMaking:
    """Of *owner*'s key. Where that is not *admin*, it may make keys until `finish`, by a role of its own."""

    def __init__(self, admin: Administrator, owner: Administrator, undo: Undoing) -> None:
        self._admin = admin
        self._owner = owner
        self._undo = undo
        self._passing = ""

    def make(self, role: str, lifetime: str) -> ApiKey:
        """*role* is one that the owner has; *lifetime* as in "30d" or "never"."""
        owner = self._owner
        if owner is not self._admin:
            self._let_make_keys()
            owner = owner.working_as(self._passing)
        before = _keys(owner)
        self._undo.by(
            SetupStep(Part.KEY, KEY_NAME),
            lambda: [owner.call(f"apiKeys:destroy?filterByTk={one}") for one in sorted(_keys(owner) - before)],
        )
        made = owner.call("apiKeys:create", {"name": KEY_NAME, "role": {"name": role}, "expiresIn": lifetime})
        owner.close()
        return ApiKey(str(part_of(made, "token")))

    def finish(self) -> None:
        """The key stays."""
        if self._passing:
            self._end()

    def _let_make_keys(self) -> None:
        name = self._passing = f"todo_desktop_{secrets.token_hex(4)}"
        self._undo.by(SetupStep(Part.ROLE, f"Todo Desktop {name}"), self._end)
        role: dict[str, Json] = {
            "name": name,
            "title": f"Todo Desktop {name}",
            "strategy": {"actions": []},
            "snippets": [_MAY_MAKE_KEYS],
        }
        self._admin.call("roles:create", role)
        self._admin.call(f"roles/{name}/users:add", [self._owner.user_id], silent=True)

    def _end(self) -> None:
        self._admin.call(f"roles:destroy?filterByTk={self._passing}")


def _keys(owner: Administrator) -> set[int]:
    found = records_of(owner.read("apiKeys:list", pageSize="1000", filter={"name": KEY_NAME}))
    return {int(part_of(each, "id")) for each in found}
