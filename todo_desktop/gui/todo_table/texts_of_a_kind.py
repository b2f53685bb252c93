"""What a text of a certain format means: the address that it leads to, and the colour that it names."""

from todo_desktop.model.field_rules import Format

_HEX = frozenset("0123456789abcdefABCDEF")
_SAFE = ("http:", "https:", "mailto:", "tel:")
"""Others could start programs of this computer."""


def link_of(format_: Format, text: str) -> str:
    """The address that *text* leads to, empty where it leads nowhere that may be opened."""
    bare = text.strip()
    if not bare or (any(sign.isspace() for sign in bare.strip()) and format_ is not Format.PHONE):
        return ""
    if format_ is Format.EMAIL:
        return f"mailto:{bare}" if "@" in bare[1:-1] else ""
    if format_ is Format.PHONE:
        digits = "".join(sign for sign in bare if sign.isdigit() or sign == "+")
        return f"tel:{digits}" if len(digits) > 2 else ""
    return address_of(bare)


def address_of(text: str) -> str:
    """A web address, with `https` where no scheme was written; empty where it is none that may be opened."""
    scheme, colon, rest = text.partition(":")
    if colon and scheme.isalpha() and not rest[:1].isdigit():
        return text if f"{scheme.lower()}:" in _SAFE and len(rest) > 2 else ""
    return f"https://{text}" if "." in text.strip(".").split("/")[0] else ""


def may_be_address(text: str) -> bool:
    """Whether somebody may have meant *text* as a web address, if only as a path or a host of their own network. A
    server takes any text."""
    return not any(sign.isspace() for sign in text) and any(sign in text for sign in ".:/#?")


def color_of(text: str) -> str:
    """`#rrggbb` of `#rgb`, `#rrggbb` or `#rrggbbaa`, as the picker of NocoBase writes them; else empty."""
    digits = text.strip().removeprefix("#")
    if text.strip()[:1] != "#" or not _HEX.issuperset(digits):
        return ""
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits[:3])
    return f"#{digits[:6].lower()}" if len(digits) in (6, 8) else ""
