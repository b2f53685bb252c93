"""The colours of the program, light and dark, and the arithmetic that keeps them readable.

Pure: no Qt. Colours are strings ``#RRGGBB``.
"""

from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct

READABLE: Final = 4.5
"""Least contrast of a text and its background (WCAG 2.2, 1.4.3)."""
VISIBLE: Final = 3.0
"""Least contrast of a control's edge, a focus ring or a mark and what is around it (WCAG 2.2, 1.4.11)."""


class Palette(Struct, frozen=True, eq=False):
    """What each colour is for.

    `text`, `secondary`, `accent`, `danger`, `warning` and `good` may stand on every ground; on `accent` stands
    `on_accent`.
    """

    name: Literal["light", "dark"]

    window: str
    sidebar: str
    field: str
    """Ground of line edits, spin boxes and the like."""
    button: str
    button_hover: str
    raised: str
    """Ground of menus, popups, tooltips."""
    hover: str
    """Ground of a row or flat button under the pointer."""
    selection: str
    """Ground of what is selected or checked, in the active window."""
    selection_inactive: str
    banner: str
    """Ground of the bar that says what needs the user."""
    notice: str
    """Ground of a bar that only informs."""

    text: str
    secondary: str
    disabled: str
    """Text and marks of what cannot be used now; exempt from the contrast rule, and still to be made out."""
    line: str
    """Hairlines between rows and panes; nothing depends on seeing them."""
    edge: str
    """The edge of a control that is known by it: field, button, checkbox."""
    focus: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    danger: str
    warning: str
    good: str


LIGHT: Final = Palette(
    name="light",
    window="#FFFFFF",
    sidebar="#F6F7F9",
    field="#FFFFFF",
    button="#FFFFFF",
    button_hover="#F1F3F6",
    raised="#FFFFFF",
    hover="#F3F5F8",
    selection="#E7EDFC",
    selection_inactive="#ECEFF6",
    banner="#F5EBDD",
    notice="#EAF0FD",
    text="#1F2328",
    secondary="#59636E",
    disabled="#A3AAB3",
    line="#E4E7EB",
    edge="#7F8791",
    focus="#2457D6",
    accent="#2457D6",
    accent_hover="#1D49B8",
    accent_pressed="#193E9C",
    on_accent="#FFFFFF",
    danger="#B42318",
    warning="#945800",
    good="#187634",
)

DARK: Final = Palette(
    name="dark",
    window="#1E1F22",
    sidebar="#18191B",
    field="#18191B",
    button="#2A2C31",
    button_hover="#34373D",
    raised="#26282C",
    hover="#26282C",
    selection="#25304B",
    selection_inactive="#2A2E37",
    banner="#3A2F1F",
    notice="#202A40",
    text="#E6E8EB",
    secondary="#A7AFB9",
    disabled="#666D76",
    line="#303338",
    edge="#7C858F",
    focus="#7AA7FF",
    accent="#7AA7FF",
    accent_hover="#96BAFF",
    accent_pressed="#B0CBFF",
    on_accent="#14171C",
    danger="#FF8A7A",
    warning="#F0B35A",
    good="#6CC686",
)

_LABEL_HUES: Final = {
    "red": "#F5222D",
    "magenta": "#EB2F96",
    "pink": "#EB2F96",
    "volcano": "#FA541C",
    "orange": "#FA8C16",
    "gold": "#FAAD14",
    "yellow": "#FADB14",
    "lime": "#A0D911",
    "green": "#52C41A",
    "cyan": "#13C2C2",
    "blue": "#1677FF",
    "geekblue": "#2F54EB",
    "purple": "#722ED1",
    "success": "#52C41A",
    "processing": "#1677FF",
    "warning": "#FAAD14",
    "error": "#F5222D",
}
"""The names that NocoBase's option editor offers (those of Ant Design's tags), as the full hue."""


def contrast(first: str, second: str) -> float:
    """The WCAG contrast of two colours, 1.0 (the same) to 21.0 (black on white)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(ground: str, colour: str, share: float) -> str:
    """*ground* covered by *colour* with an opacity of *share*, 0.0 to 1.0."""
    pairs = zip(_channels(ground), _channels(colour), strict=True)
    red, green, blue = (round(below + (above - below) * share) for below, above in pairs)
    return f"#{red:02X}{green:02X}{blue:02X}"


@lru_cache(maxsize=256)
def chip_colors(server_colour: str, palette: Palette) -> tuple[str, str]:
    """A soft (background, text) for a label colour of the server: an Ant Design name or `#rgb`, `#rrggbb`, `#rrggbbaa`.

    Everything else, `default` and an empty string among it, becomes the neutral chip.
    """
    hue = _hue(server_colour)
    if hue is None:
        return mix(palette.window, palette.secondary, 0.12), palette.secondary
    background = mix(palette.window, hue, 0.14 if palette.name == "light" else 0.22)
    if contrast(background, palette.window) < 1.05:
        background = mix(palette.window, palette.secondary, 0.12)
    towards_text = (mix(hue, palette.text, step / 20) for step in range(21))
    return background, next(text for text in towards_text if contrast(text, background) >= READABLE)


def _hue(server_colour: str) -> str | None:
    wanted = server_colour.strip().lower()
    if wanted in _LABEL_HUES:
        return _LABEL_HUES[wanted]
    digits = wanted.removeprefix("#")
    if digits == wanted or any(digit not in "0123456789abcdef" for digit in digits):
        return None
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits[:6].upper()}" if len(digits) in (6, 8) else None


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        share / 12.92 if (share := channel / 255) <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
