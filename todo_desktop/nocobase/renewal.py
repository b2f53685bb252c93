"""A new key with the role of one that is at hand. Nothing else changes on the server."""

from collections.abc import Callable

from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.nocobase.administrator import Administrator
from todo_desktop.nocobase.api_key import facts
from todo_desktop.nocobase.key_making import KeyMaking
from todo_desktop.nocobase.trial import try_reading
from todo_desktop.nocobase.undoing import Undoing


def renewed(
    present: Connection,
    owner: Administrator,
    manager: Administrator | None,
    lifetime: str,
    *,
    demand_wanted: Callable[[], None] = lambda: None,
) -> ApiKey:
    """A key that was tried on *present*'s collection. *owner* is who its key belongs to; *manager* lets them make it,
    where they may not by themselves. *demand_wanted* is called once more at the end.

    Raises TodoDesktopError; the server is then as it was. NeedsAttention: ANOTHER_USER where *owner* is somebody else;
    or what *demand_wanted* raises.
    """
    known = facts(present.api_key)
    if known.user_id is None or str(known.user_id) != str(owner.user_id):
        raise NeedsAttention(Problem.ANOTHER_USER, owner.user_name)
    undo = Undoing()
    try:
        making = KeyMaking(manager or owner, owner, undo)
        key = making.make(known.role, lifetime)
        try_reading(present.with_key(key), monotonic=owner.monotonic)
        demand_wanted()
        making.finish()
    except BaseException:
        undo.all()
        raise
    return key
