"""The first line of a Markdown text that says something, without its marks."""

import re

from todo_desktop.gui.plain_text import LONGEST, first_line

_OF_A_LINE = re.compile(r"^\s*(?:#{1,6}\s+|>\s*|[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+|```.*$|-{3,}\s*$)+", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])([*_])(?=\S)([^*_\n]+?)(?<=\S)\3(?![\w*])")


def markdown_line(text: str) -> str:
    """As a cell shows it. The whole text, with its marks, stays in the tooltip and the editor."""
    shown = _LINK.sub(r"\1", _OF_A_LINE.sub("", text[: 2 * LONGEST]))
    return first_line(_EMPHASIS.sub(lambda found: found.group(2) or found.group(4), shown))
