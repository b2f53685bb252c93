"""`todo-desktop doctor`: whether the program can do its work here, and what stands in the way. No server is changed."""

from todo_desktop.doctor.run import run_doctor

__all__ = ["run_doctor"]
