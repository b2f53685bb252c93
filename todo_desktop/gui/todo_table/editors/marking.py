"""The red edge of an editor whose value is refused."""

from PySide6.QtWidgets import QWidget


def set_invalid(widget: QWidget, invalid: bool) -> None:
    """Have the style sheet draw *widget* as refused, or no longer."""
    if bool(widget.property("invalid")) != invalid:
        widget.setProperty("invalid", invalid)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
