"""`todo-desktop --self-test`: proves that this installation has all its parts, and changes nothing of the user's."""

from todo_desktop.self_test.run import run_self_test

__all__ = ["run_self_test"]
