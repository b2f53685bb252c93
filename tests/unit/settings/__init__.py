"""Preferences, keys, folders, options and the log."""
