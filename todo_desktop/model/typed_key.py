"""The API key meant by what was typed, pasted or handed over."""

import re
import unicodedata

from todo_desktop.model.connection import ApiKey

_PREFIX = re.compile(r"^(authorization:)?(bearer)?", re.IGNORECASE)
_QUOTES = "\"'`“”‘’«»"


def typed_key(text: str) -> ApiKey:
    """*text* without `Authorization: Bearer`, and without the blanks, line breaks, quotes and invisible signs that come
    along from a web page or a mail."""
    return ApiKey(_PREFIX.sub("", "".join(sign for sign in text if not _is_no_part_of_a_key(sign))))


def _is_no_part_of_a_key(sign: str) -> bool:
    return sign.isspace() or sign in _QUOTES or unicodedata.category(sign) in ("Cc", "Cf")
