"""The local copy: one SQLite database that holds every list, its todos and its outbox. Raises StorageError only."""
