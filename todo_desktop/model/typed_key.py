"""The API key meant by what was typed, pasted or handed over."""

import unicodedata

from todo_desktop.model.connection import ApiKey

_PREFIXES = ("authorization:", "bearer")
_QUOTES = "\"'`“”‘’«»"


def typed_key(text: str) -> ApiKey:
    """*text* without `Authorization: Bearer`, and without the blanks, line breaks, quotes and invisible signs that come
    along from a web page or a mail."""
    bare = "".join(sign for sign in text if not _is_no_part_of_a_key(sign))
    for prefix in _PREFIXES:
        if bare[: len(prefix)].lower() == prefix:
            bare = bare[len(prefix) :]
    return ApiKey(bare)


def _is_no_part_of_a_key(sign: str) -> bool:
    return sign.isspace() or sign in _QUOTES or unicodedata.category(sign) in ("Cc", "Cf")
