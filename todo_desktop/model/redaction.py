"""Takes secrets out of text that will be logged or shown."""

import re
from collections.abc import Iterable

MASK = "[redacted]"

_VALUE = r"(?!\[redacted\])[^\s'\",;&)}\]]+"
_JWT = re.compile(r"\beyJ[\w-]+(?:\.[\w-]*)*")
_HEADER = re.compile(
    rf"(authorization['\"]?\s*[:=,]\s*(?:b?['\"])?+)(?:(?:bearer|basic|token)\s+)?+{_VALUE}",
    re.IGNORECASE,
)
_BEARER = re.compile(rf"\b(Bearer\s+){_VALUE}", re.IGNORECASE)
_URL_PASSWORD = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^\s/@'\"]+@", re.IGNORECASE)
_NAMED = re.compile(
    rf"((?<![a-z])(?:api[_-]?key|access[_-]?token|token|password|secret)['\"]?\s*[=:]\s*['\"]?+){_VALUE}",
    re.IGNORECASE,
)


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """*text* without anything that looks like a key, an Authorization header or a password in an address, and without
    *secrets* themselves. Doing it twice changes nothing more."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    text = _JWT.sub(MASK, text)
    text = _HEADER.sub(rf"\g<1>{MASK}", text)
    text = _BEARER.sub(rf"\g<1>{MASK}", text)
    text = _URL_PASSWORD.sub(rf"\g<1>{MASK}@", text)
    return _NAMED.sub(rf"\g<1>{MASK}", text)
