"""Takes secrets out of text that will be logged or shown."""

import re
from collections.abc import Iterable

MASK = "[redacted]"

_JWT = re.compile(r"\beyJ[\w-]+(?:\.[\w-]*)*")
_BEARER = re.compile(r"\b(Bearer\s+)[^\s'\",;)}\]]+", re.IGNORECASE)
_HEADER = re.compile(
    r"(\b(?:proxy-)?authorization\b['\"]?\s*[:=,]\s*b?['\"]?)(?:(?:bearer|basic|token)\s+)?[^\s'\",;)}\]]+",
    re.IGNORECASE,
)
_URL_PASSWORD = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^\s/@'\"]+@", re.IGNORECASE)
_NAMED = re.compile(
    r"(\b(?:api[_-]?key|access[_-]?token|token|password|secret)\b['\"]?\s*[=:]\s*['\"]?)[^\s'\",;&)}\]]+", re.IGNORECASE
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
