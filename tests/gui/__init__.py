"""The window and its dialogs, under a virtual screen."""
