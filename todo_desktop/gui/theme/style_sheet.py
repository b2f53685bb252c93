"""The style sheet: what Fusion draws otherwise than we want it, and the roles that windows give to their parts.

Pure: no Qt. A widget is given a role by its dynamic property `role` (see `role.py`); a field whose value is refused has
`invalid` set to true. There are no `::item` rules for tables: each costs milliseconds a frame.

Two detours around Qt 6.11: it ignores the left padding of spin boxes (so their text stands at the right), and lays
lists out before it reads the height of their items (setting `spacing` makes it look again).
"""

from pathlib import Path
from string import Template
from typing import Final

from msgspec.structs import asdict

from todo_desktop.gui.theme.metrics import SECONDARY_SCALE, TITLE_SCALE
from todo_desktop.gui.theme.palette import Palette


def style_sheet(palette: Palette, marks: Path, points: float) -> str:
    """The whole sheet for *palette*, body text of *points*; *marks* is the folder of its check marks and arrows."""
    values = asdict(palette) | {
        "marks": marks.as_posix(),
        "title_size": f"{points * TITLE_SCALE:.1f}pt",
        "secondary_size": f"{points * SECONDARY_SCALE:.1f}pt",
    }
    return Template("".join(_PARTS)).substitute(values)


_FIELDS: Final = """
QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit, QKeySequenceEdit {
    background: $field; color: $text; border: 1px solid $edge; border-radius: 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QAbstractSpinBox, QComboBox { padding: 0 8px; min-height: 30px; }
QComboBox { padding: 0 10px; }
QSpinBox, QDoubleSpinBox, QDateTimeEdit { qproperty-alignment: AlignRight; }
QDateTimeEdit[calendarPopup="true"] { qproperty-alignment: AlignLeft; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover, QPlainTextEdit:hover, QTextEdit:hover {
    border-color: $secondary;
}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QComboBox:on {
    border: 2px solid $focus; padding: 0 7px; min-height: 28px;
}
QComboBox:focus, QComboBox:on { padding: 0 9px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $focus; padding: 3px; }
QLineEdit[invalid="true"], QAbstractSpinBox[invalid="true"], QComboBox[invalid="true"], QPlainTextEdit[invalid="true"] {
    border-color: $danger;
}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled, QPlainTextEdit:disabled, QTextEdit:disabled {
    background: $sidebar; color: $disabled; border-color: $line;
}
QLineEdit[role="search"] { background: $sidebar; }
QLineEdit[role="search"]:focus { background: $field; }
QLineEdit[role="quick-add"] { min-height: 36px; }
QLineEdit[role="quick-add"]:focus { min-height: 34px; }
QLineEdit[role="quick-add"]:disabled { color: $secondary; placeholder-text-color: $secondary; }
QLineEdit[role="title"] { border-color: transparent; background: transparent; }

QAbstractItemView QLineEdit, QAbstractItemView QAbstractSpinBox, QAbstractItemView QComboBox,
QAbstractItemView QPlainTextEdit {
    border: 2px solid $focus; border-radius: 5px; padding: 0 5px; min-height: 0;
}

QComboBox::drop-down { border: none; width: 26px; subcontrol-origin: border; }
QComboBox::down-arrow { image: url($marks/chevron-down.svg); width: 12px; height: 12px; }
QComboBox::down-arrow:disabled { image: url($marks/chevron-down-disabled.svg); }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $edge; border-radius: 0; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 6px; border-radius: 5px; color: $text; }
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover {
    background: $selection; color: $text;
}

QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    border: none; background: transparent; width: 24px; subcontrol-origin: border; margin-right: 2px;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; margin-top: 2px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 2px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; border-radius: 5px; }
QAbstractSpinBox::up-arrow { image: url($marks/chevron-up.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url($marks/chevron-down.svg); width: 10px; height: 10px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: url($marks/chevron-up-disabled.svg); }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off {
    image: url($marks/chevron-down-disabled.svg);
}
QDateTimeEdit::drop-down { border: none; width: 26px; subcontrol-origin: border; }
QDateTimeEdit::down-arrow { image: url($marks/chevron-down.svg); width: 12px; height: 12px; }
"""

_BUTTONS: Final = """
QPushButton {
    background: $button; color: $text; border: 1px solid $edge; border-radius: 8px; padding: 0 14px; min-height: 30px;
    outline: none;
}
QPushButton:hover { background: $button_hover; }
QPushButton:pressed, QPushButton:checked { background: $selection; }
QPushButton:focus { border: 2px solid $focus; padding: 0 13px; min-height: 28px; }
QPushButton:disabled { background: $sidebar; color: $disabled; border-color: $line; }
QPushButton:default, QPushButton[role="primary"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
}
QPushButton:default:hover, QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton:default:pressed, QPushButton[role="primary"]:pressed { background: $accent_pressed; }
QPushButton:default:focus, QPushButton[role="primary"]:focus { border-color: $text; }
QPushButton:default:disabled, QPushButton[role="primary"]:disabled {
    background: $line; color: $disabled; border-color: $line;
}
QPushButton[role="danger"] { color: $danger; border-color: $danger; background: $button; }
QPushButton[role="danger"]:hover { background: $button_hover; }
QPushButton[role="danger"]:disabled { background: $sidebar; color: $disabled; border-color: $line; }
QPushButton[role="link"], QPushButton[role="quiet"] {
    background: transparent; border-color: transparent; padding: 0 8px;
}
QPushButton[role="link"] { color: $accent; font-weight: 600; }
QPushButton[role="link"]:hover, QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="link"]:focus, QPushButton[role="quiet"]:focus { border-color: $focus; padding: 0 7px; }
QPushButton[role="inline"] {
    background: transparent; color: $accent; border-color: transparent; border-radius: 5px; padding: 0 5px;
    min-height: 0; font-weight: 600;
}
QPushButton[role="inline"]:hover { background: $hover; }
QPushButton[role="inline"]:focus { border: 1px solid $focus; padding: 0 5px; min-height: 0; }
QPushButton[role="link"]:disabled, QPushButton[role="quiet"]:disabled { color: $disabled; }

QPushButton::menu-indicator {
    image: url($marks/chevron-down.svg); width: 12px; height: 12px; right: 8px;
    subcontrol-origin: padding; subcontrol-position: center right;
}

QToolButton {
    background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px; padding: 5px;
}
QToolButton:hover, QToolButton:on { background: $hover; }
QToolButton:pressed { background: $selection_inactive; }
QToolButton:checked { background: $selection; color: $accent; }
QToolButton:focus { border-color: $focus; }
QToolButton:disabled { color: $disabled; }
QToolButton::menu-indicator { image: none; }
QToolButton[popupMode="1"] { padding-right: 18px; }
QToolButton::menu-button { border: none; width: 18px; }
QToolButton::menu-arrow { image: url($marks/chevron-down.svg); width: 12px; height: 12px; }

QFrame[role="segments"] { background: $field; border: 1px solid $edge; border-radius: 8px; }
QAbstractButton[role="segment"] {
    background: transparent; color: $secondary; border: 2px solid transparent; border-radius: 7px;
    padding: 0 12px; min-height: 26px; font-weight: 400;
}
QAbstractButton[role="segment"]:hover { background: $hover; }
QAbstractButton[role="segment"]:checked { background: $selection; color: $accent; font-weight: 600; }
QAbstractButton[role="segment"]:focus { border-color: $focus; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; padding: 2px; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator, QGroupBox::indicator, QAbstractItemView::indicator {
    width: 16px; height: 16px; background: $field; border: 1px solid $edge; border-radius: 5px;
}
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $secondary; background: $hover; }
QCheckBox::indicator:checked, QCheckBox::indicator:indeterminate, QRadioButton::indicator:checked,
QGroupBox::indicator:checked, QAbstractItemView::indicator:checked, QAbstractItemView::indicator:indeterminate {
    background: $accent; border-color: $accent;
}
QCheckBox::indicator:checked, QGroupBox::indicator:checked, QAbstractItemView::indicator:checked {
    image: url($marks/check.svg);
}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate { image: url($marks/minus.svg); }
QRadioButton::indicator:checked { image: url($marks/dot.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $disabled; background: $sidebar; }
QCheckBox::indicator:checked:disabled, QRadioButton::indicator:checked:disabled { background: $disabled; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus, QGroupBox::indicator:focus {
    border: 2px solid $focus; width: 14px; height: 14px;
}
QCheckBox::indicator:checked:focus, QRadioButton::indicator:checked:focus, QCheckBox::indicator:indeterminate:focus,
QGroupBox::indicator:checked:focus { border-color: $text; }
"""

_LISTS: Final = """
QAbstractItemView { background: $window; color: $text; border: 1px solid $line; border-radius: 8px; outline: none; }
QAbstractItemView[role="list"] { border: none; border-radius: 0; }
QAbstractItemView[role="navigation"] { background: $sidebar; border: none; }
QListWidget { qproperty-spacing: 1; }
QListWidget::item, QTreeWidget::item { min-height: 28px; padding: 0 4px; }
QListWidget::item:hover, QTreeWidget::item:hover { background: $hover; }
QListWidget::item:selected, QTreeWidget::item:selected { background: $selection; color: $text; }
QListWidget::item:selected:!active, QTreeWidget::item:selected:!active { background: $selection_inactive; }
QAbstractItemView[role="navigation"]::item { min-height: 32px; padding: 0 8px; border-radius: 8px; margin: 0 8px; }
QAbstractItemView[role="navigation"]::item:selected { background: $selection; color: $accent; }
QHeaderView { background: $window; border: none; }
QHeaderView::section {
    background: $window; color: $secondary; border: none; border-bottom: 1px solid $line; padding: 0 8px; height: 32px;
    font-weight: 500;
}
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url($marks/chevron-up.svg); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url($marks/chevron-down.svg); width: 12px; height: 12px; }
QTableCornerButton::section { background: $window; border: none; border-bottom: 1px solid $line; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $edge; border-radius: 2px; margin: 4px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $secondary; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; border-bottom: 1px solid $line; }
QCalendarWidget QToolButton { font-weight: 600; padding: 5px 8px; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url($marks/chevron-left.svg); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url($marks/chevron-right.svg); }
QCalendarWidget QAbstractItemView {
    background: $raised; border: none; border-radius: 0;
    selection-background-color: $accent; selection-color: $on_accent;
}
QCalendarWidget QAbstractItemView:disabled { color: $disabled; }
"""

_WINDOW: Final = """
QMenuBar { background: $window; color: $text; padding: 2px 8px; }
QMenuBar::item { background: transparent; padding: 5px 9px; border-radius: 6px; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:pressed { background: $selection; }
QMenuBar::item:disabled { color: $disabled; }
QMenu { background: $raised; color: $text; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 10px; border-radius: 5px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 8px; }
QMenu::right-arrow { image: url($marks/chevron-right.svg); width: 12px; height: 12px; margin-right: 6px; }
/* What Qt itself shows beside a tray's icon is light under every theme. */
QBalloonTip QLabel { color: black; }
QBalloonTip QPushButton { background: transparent; border: none; padding: 0; min-height: 18px; min-width: 18px; }
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: 4px 8px; }

QToolBar { background: $window; border: none; border-bottom: 1px solid $line; padding: 2px 8px; spacing: 8px; }
QToolBar::separator { background: $line; width: 1px; margin: 6px 4px; }
QStatusBar { background: $sidebar; color: $secondary; border-top: 1px solid $line; min-height: 27px; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $secondary; }
QStatusBar QPushButton { min-height: 20px; padding: 0 8px; }
QStatusBar QPushButton:focus { min-height: 18px; padding: 0 7px; }
QFrame[role="sidebar"] { background: $sidebar; border: none; border-right: 1px solid $line; }
QFrame[role="banner"] { background: $banner; border: none; }
QFrame[role="notice"] { background: $notice; border: none; }
QFrame[role="toast"] { background: $raised; border: 1px solid $edge; border-radius: 8px; }
QFrame[role="card"] { background: $sidebar; border: 1px solid $line; border-radius: 8px; }
QFrame[role="capture"] { background: $window; border: 1px solid $edge; }
QFrame[role="outbox"] { background: $window; border: none; border-top: 1px solid $line; }
QFrame[role="line"] { background: $line; border: none; min-height: 1px; max-height: 1px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: $title_size; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="secondary"] { color: $secondary; }
QLabel[role="hint"] { color: $secondary; font-size: $secondary_size; }
QLabel[role="danger"] { color: $danger; }
QLabel[role="warning"] { color: $warning; }
QLabel[role="good"] { color: $good; }
QLabel[role="key"] {
    color: $secondary; font-size: $secondary_size; border: 1px solid $line; border-radius: 4px; padding: 0 5px;
}
QLabel#editorNote { background: $raised; border: 1px solid $edge; border-radius: 4px; }
QLabel:disabled { color: $disabled; }

QDialogButtonBox, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }
QGroupBox { border: 1px solid $line; border-radius: 8px; margin-top: 9px; padding: 12px 8px 8px 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; padding: 0 4px; color: $secondary; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; border: none; }
QTabBar::tab {
    background: transparent; color: $secondary; padding: 7px 12px; border: none; border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabBar::tab:selected:focus { background: $selection; }
QTabBar::tab:disabled { color: $disabled; }
QProgressBar {
    background: $line; color: transparent; border: none; border-radius: 3px; min-height: 6px; max-height: 6px;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QProgressBar[role="loading"], QProgressBar[role="loading"]::chunk {
    border-radius: 0; min-height: 2px; max-height: 2px;
}
QProgressBar[role="good"]::chunk { background: $good; }
QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $accent; width: 16px; margin: -6px 0; border-radius: 8px; }
QSlider::handle:horizontal:focus { background: $accent_pressed; border: 2px solid $text; width: 12px; }
QSlider::handle:horizontal:disabled, QSlider::sub-page:horizontal:disabled { background: $disabled; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
"""

_PARTS: Final = (_FIELDS, _BUTTONS, _LISTS, _WINDOW)
