"""Measurements of the whole program at 100,000 todos, each against its floor in the same run."""
