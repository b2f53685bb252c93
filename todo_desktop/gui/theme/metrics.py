"""Sizes that the window and its dialogs share, in device-independent pixels on a 4-px grid."""

from typing import Final

TIGHT: Final = 4
SMALL: Final = 8
"""Inside controls."""
MEDIUM: Final = 12
"""Between groups."""
LARGE: Final = 16
"""At the edges of panes."""

ROW: Final = 36
ROW_COMPACT: Final = 28
TOOLBAR: Final = 44
STATUS_BAR: Final = 28
CONTROL: Final = 32
"""Height of a field or button."""

ICON: Final = 20
ICON_SMALL: Final = 16
CHECKBOX: Final = 18

RADIUS_SMALL: Final = 5
"""Checkboxes, menu entries, editors inside a row."""

TITLE_SCALE: Final = 1.4
SECONDARY_SCALE: Final = 0.9
