"""How a text is meant, and what a value must keep to beyond its kind, as the server describes a field. Pure."""

from enum import StrEnum

from msgspec import Struct


class Format(StrEnum):
    """What a text is, where its kind alone does not tell."""

    PLAIN = ""
    URL = "url"
    EMAIL = "email"
    PHONE = "phone"
    COLOR = "color"
    ICON = "icon"
    MARKDOWN = "markdown"
    RICH = "rich"
    """HTML. Never handed to anything that would load what it names, or run it."""


class Rules(Struct, frozen=True, omit_defaults=True):
    """All of them hold at once; what is not set limits nothing. `least` and `most` are allowed themselves, `above` and
    `below` are not; all four are numbers as they are stored."""

    min_length: int = 0
    least: float | None = None
    most: float | None = None
    above: float | None = None
    below: float | None = None
    digits: int | None = None
    """Most digits behind the point."""
    whole_digits: int | None = None
    """Most digits before the point: what the server's column holds."""
    multiple_of: float | None = None
    pattern: str = ""
    """A regular expression of JavaScript that is found somewhere in the text."""
    is_email: bool = False
    is_url: bool = False
