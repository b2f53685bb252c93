"""The layout of labels and fields that the pages share."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel

from todo_desktop.gui.theme.metrics import CONTROL, LARGE, MEDIUM, SMALL


def field_form() -> QFormLayout:
    """Labels on the left, fields on the right, nothing around them."""
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(LARGE)
    form.setVerticalSpacing(MEDIUM)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def align_labels(*forms: QFormLayout) -> None:
    """The labels of several forms stand in one column, each level with the middle of its field."""
    labels = [
        label
        for form in forms
        for row in range(form.rowCount())
        if (item := form.itemAt(row, QFormLayout.ItemRole.LabelRole)) and isinstance(label := item.widget(), QLabel)
    ]
    width = max(label.sizeHint().width() for label in labels) + SMALL
    for label in labels:
        label.setFixedSize(width, CONTROL)
        label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
