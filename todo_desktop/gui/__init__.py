"""The window: everything that is drawn, on PySide6."""
