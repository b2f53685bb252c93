"""Says that a text is longer than its field: it stays as it was typed or pasted, where Qt's own limit would cut it."""

from PySide6.QtCore import QCoreApplication

from todo_desktop.model.schema import Field


def length_complaint(field: Field, text: str) -> str:
    """Empty where *text* fits. The server counts characters; Qt counts some of them twice."""
    if field.max_length is None or len(text) <= field.max_length:
        return ""
    words = QCoreApplication.translate("Editors", "At most {count} letters fit here; these are {typed}.")
    return words.format(count=field.max_length, typed=len(text))
