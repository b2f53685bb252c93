"""What the program has to do with the desktop around it."""
