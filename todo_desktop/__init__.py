"""Todo Desktop: a todo list at hand at once, online or not, whose server is NocoBase."""

__version__ = "0.1.0"
