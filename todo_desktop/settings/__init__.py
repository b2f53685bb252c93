"""What the program knows about its user and its machine: preferences, key, folders, options, log."""
