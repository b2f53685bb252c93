"""Text as a search compares it, and the words of what was typed."""

import unicodedata


def fold(text: str) -> str:
    """*text* without regard to case, in any alphabet, and to how its accents are composed."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.casefold())


def lowered(text: str) -> str:
    """*text* in lower case as the server's database has it: letter by letter, accents stay what they are."""
    if "Σ" not in text and "İ" not in text:
        return text.lower()
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def has_text(text: object, wanted: str, at_start: int, at_end: int) -> bool | None:
    """Whether *text* has the lowered *wanted* anywhere, or at its start, or at its end; None where it is no text."""
    if not isinstance(text, str):
        return None
    low = lowered(text)
    if at_start:
        return low.startswith(wanted)
    return low.endswith(wanted) if at_end else wanted in low


def words_of(typed: str) -> tuple[str, ...]:
    """The folded words of *typed*, each once, in order; each must occur somewhere."""
    return tuple(dict.fromkeys(fold(typed).split()))
