"""The sync on a real replica: against either server, against faults, and as a thread."""
