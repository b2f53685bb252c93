"""A sync that is killed at every step between an edit and its end, and goes on after a restart."""
