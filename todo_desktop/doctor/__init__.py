"""`todo-desktop doctor`: says whether the program can do its work here, and what stands in the way. Changes nothing."""

from todo_desktop.doctor.run import run_doctor

__all__ = ["run_doctor"]
