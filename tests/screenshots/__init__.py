"""Takes the pictures of the window that the README shows."""
