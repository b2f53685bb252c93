"""Text as a search compares it, and the words of what was typed."""

import unicodedata


def fold(text: str) -> str:
    """*text* without regard to case, in any alphabet, and to how its accents are composed."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.casefold())


def words_of(typed: str) -> tuple[str, ...]:
    """The folded words of *typed*, each once, in order; each must occur somewhere."""
    return tuple(dict.fromkeys(fold(typed).split()))
