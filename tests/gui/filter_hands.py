"""Hands on the filter bar."""

from PySide6.QtWidgets import QComboBox

from todo_desktop.testing.hands import WindowHands


def boxes(hands: WindowHands, name: str) -> list[QComboBox]:
    return [box for box in hands.part("filterBar").findChildren(QComboBox, name) if box.isVisible()]


def choose(hands: WindowHands, name: str, words: str, place: int = -1) -> None:
    """In the last of the boxes of that name, as a person does."""
    box = boxes(hands, name)[place]
    assert box.findText(words) >= 0, [box.itemText(n) for n in range(box.count())]
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())
    hands.settle()
