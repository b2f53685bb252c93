"""HTML as plain text and back, by reading its letters alone: nothing is loaded and nothing run. Pure."""

from html import escape
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table"}
_SILENT = {"script", "style", "head", "title", "template"}
_PARAGRAPHS = {"p", "br"}


class _Reader(HTMLParser):
    """Collects the text of a document, a line for each block, and the names of its elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.names: set[str] = set()
        self.has_attributes = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.has_attributes |= bool(attrs)
        self._silent += tag in _SILENT
        if tag == "br" or (tag in _BLOCKS and self.lines[-1]):
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BLOCKS and self.lines[-1]:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            words = " ".join(data.split())
            before = " " if data[:1].isspace() and self.lines[-1] else ""
            after = " " if words and data[-1:].isspace() else ""
            self.lines[-1] += f"{before}{words}{after}"


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def plain_text(html: str) -> str:
    """What a person reads of *html*, a line for each of its blocks."""
    return "\n".join(line.strip() for line in _read(html).lines).strip()


def is_simple(html: str) -> bool:
    """Whether *html* is paragraphs without any marks, so that it can be edited as plain text and loses nothing."""
    found = _read(html)
    return found.names <= _PARAGRAPHS and not found.has_attributes


def paragraphs(text: str) -> str:
    """*text* as HTML, a paragraph for each of its lines; empty where it says nothing."""
    lines = text.strip().splitlines()
    return "".join(f"<p>{escape(line, quote=False) or '<br>'}</p>" for line in lines)
