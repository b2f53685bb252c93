"""API keys: their shape, and the facts that a key carries."""

import base64
import binascii
import re

import msgspec

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.diagnosis import KeyFacts
from todo_desktop.model.values import Milliseconds

_NEVER = 100 * 365 * 86_400

_SHAPE = r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"


class _Payload(msgspec.Struct):
    userId: int | str | None = None  # noqa: N815 (the key's own spelling)
    roleName: str | None = None  # noqa: N815
    iat: float | None = None
    exp: float | None = None


def is_well_formed(key: ApiKey) -> bool:
    """Whether *key* has the shape of every key that NocoBase makes: a signed token of three parts."""
    return re.fullmatch(_SHAPE, key.reveal()) is not None


def facts(key: ApiKey) -> KeyFacts:
    """What *key* tells of itself; its signature is not checked. Empty for anything that is no such key."""
    if not is_well_formed(key):
        return KeyFacts()
    part = key.reveal().split(".")[1]
    try:
        payload = msgspec.json.decode(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)), type=_Payload)
    except (msgspec.MsgspecError, binascii.Error, UnicodeDecodeError):
        return KeyFacts()
    return KeyFacts(
        role=payload.roleName or "",
        user_id=payload.userId,
        issued_at=_milliseconds(payload.iat),
        expires_at=_milliseconds(payload.exp if _ends(payload) else None),
    )


def _ends(payload: _Payload) -> bool:
    """A key that never expires is one that lasts a thousand years."""
    return payload.exp is not None and payload.exp - (payload.iat or 0) < _NEVER


def _milliseconds(seconds: float | None) -> Milliseconds | None:
    return None if seconds is None else round(seconds * 1000)
