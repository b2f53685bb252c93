"""Takes secrets out of text that will be logged or shown.

The patterns are compiled when they are first used, by `re` itself: no start needs them.
"""

import re
from collections.abc import Iterable

MASK = "[redacted]"

_VALUE = r"(?!\[redacted\])[^\s'\",;&)}\]]+"
_JWT = r"\beyJ[\w-]+(?:\.[\w-]*)*"
_HEADER = rf"(?i)(authorization['\"]?\s*[:=,]\s*(?:b?['\"])?+)(?:(?:bearer|basic|token)\s+)?+{_VALUE}"
_BEARER = rf"(?i)\b(Bearer\s+){_VALUE}"
_IN_ADDRESS = r"(?i)(\b[a-z][a-z0-9+.-]*://)[^\s/?#'\"]+@"
_NAME = r"(?<![a-z])(?:api[_-]?key|access[_-]?token|token|password|secret)['\"]?\s*[=:]\s*"
_NAMED = rf"(?i)({_NAME}['\"]?+){_VALUE}"
_QUOTED = rf"(?i)({_NAME}(['\"]))(?!\[redacted\])(?:\\.|(?!\2)[^\\\n])++(?=\2)"
"""A value in quotes may have blanks in it."""


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """*text* without anything that looks like a key, an Authorization header or a password in an address, and without
    *secrets* themselves. Doing it twice changes nothing more."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    text = re.sub(_JWT, MASK, text)
    text = re.sub(_HEADER, rf"\g<1>{MASK}", text)
    text = re.sub(_BEARER, rf"\g<1>{MASK}", text)
    text = re.sub(_IN_ADDRESS, rf"\g<1>{MASK}@", text)
    text = re.sub(_QUOTED, rf"\g<1>{MASK}", text)
    return re.sub(_NAMED, rf"\g<1>{MASK}", text)
