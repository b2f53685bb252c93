"""Text from outside, made safe for Qt: one line for a cell, and never taken for markup."""

import unicodedata

LONGEST = 400
"""A cell never shows more letters than this; measuring a novel would cost the frame."""

_WIDEST = 80
_ESCAPED = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}


def one_line(text: str) -> str:
    """*text* as one line: line ends become a sign, tabs and other blanks a space."""
    lines = text[:LONGEST].splitlines()
    return " ↵ ".join(" ".join(line.split()) for line in lines).strip()


def shortened(text: str, longest: int = 80) -> str:
    """*text* as one line of at most *longest* letters, to be quoted in a sentence."""
    line = one_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def first_line(text: str) -> str:
    """The first line that says something, with an ellipsis where more follow."""
    lines = [" ".join(line.split()) for line in text[:LONGEST].splitlines()]
    said = [line for line in lines if line]
    if not said:
        return ""
    return f"{said[0]} …" if len(said) > 1 or len(text) > LONGEST else said[0]


def runs_to_the_left(text: str) -> bool:
    """Whether *text* begins at the right: its first letter that has a direction is Arabic, Hebrew or the like."""
    if text.isascii():
        return False
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each != "L" for each in directions if each in ("L", "R", "AL")), False)


def tooltip(text: str) -> str:
    """*text* for a tooltip. Qt guesses whether a tooltip is markup, so all of them are, with the text escaped."""
    if not text:
        return ""
    shown = text if len(text) <= 2000 else f"{text[:2000]} …"
    fits = all(len(line) <= _WIDEST for line in shown.splitlines())
    return f'<p style="white-space: {"pre" if fits else "pre-wrap"}; margin: 0">{shown.translate(_ESCAPED)}</p>'
