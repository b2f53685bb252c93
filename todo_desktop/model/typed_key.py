"""The API key meant by what was typed, pasted or handed over."""

import re
import unicodedata

from todo_desktop.model.connection import ApiKey

_PREFIXES = ("authorization:", "bearer")
_WHOLE = r"eyJ[\w-]+\.[\w-]+\.[\w-]+"
"""A whole key, as NocoBase makes them, whatever stands around it: `{"token":"…"}`, `API_KEY=…`."""
_QUOTES = "\"'`“”‘’«»"


def typed_key(text: str) -> ApiKey:
    """*text* without `Authorization: Bearer`, and without the blanks, line breaks, quotes and invisible signs that come
    along from a web page or a mail."""
    bare = "".join(sign for sign in text if not _is_no_part_of_a_key(sign))
    tokens = re.findall(_WHOLE, bare, re.ASCII)
    if len(tokens) == 1:
        return ApiKey(tokens[0])
    for prefix in _PREFIXES:
        if bare[: len(prefix)].lower() == prefix:
            bare = bare[len(prefix) :]
    return ApiKey(bare)


def _is_no_part_of_a_key(sign: str) -> bool:
    return sign.isspace() or sign in _QUOTES or unicodedata.category(sign) in ("Cc", "Cf")
