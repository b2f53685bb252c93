"""What each of several lists is called, so that no two are called alike."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.messages import host_of
from todo_desktop.gui.plain_text import one_line
from todo_desktop.model.lists import TodoList


def title_of(todo_list: TodoList) -> str:
    return one_line(todo_list.collection.label) or QCoreApplication.translate("AllLists", "To do")


def place_of(todo_list: TodoList) -> str:
    """Where it is: its server's name."""
    identity = todo_list.identity
    return host_of(identity.base_url) if identity else QCoreApplication.translate("AllLists", "On this computer")


def names_of(lists: Sequence[TodoList]) -> dict[int, str]:
    """By id: the title, with the place where it takes that to tell two apart, and a number where that does not do."""
    titles = Counter(title_of(each) for each in lists)
    names: dict[int, str] = {}
    for each in lists:
        name = title_of(each)
        if titles[name] > 1:
            name = f"{name} · {place_of(each)}"
        taken, number = name, 1
        while name in names.values():
            number += 1
            name = f"{taken} ({number})"
        names[each.id] = name
    return names
