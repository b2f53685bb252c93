"""The whole program in a desktop session."""
