"""What the program has to do with the desktop around it, without a window: other starts, the login, notifications."""
