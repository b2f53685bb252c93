"""The verbs that a window or a command may ask for. Each returns the `Changes` it made; undo and redo live here."""

from todo_desktop.service.editor import UNDO_MS
from todo_desktop.service.long_verbs import ChooseRole, LongVerb, Looking, NewTodos, OfLastStep, OnTodos, Toggle
from todo_desktop.service.ports import ConnectionTester, EditStore
from todo_desktop.service.replay import LeftAlone
from todo_desktop.service.steps import UndoStep
from todo_desktop.service.todo_service import TodoService

__all__ = [
    "UNDO_MS",
    "ChooseRole",
    "ConnectionTester",
    "EditStore",
    "LeftAlone",
    "LongVerb",
    "Looking",
    "NewTodos",
    "OfLastStep",
    "OnTodos",
    "TodoService",
    "Toggle",
    "UndoStep",
]
