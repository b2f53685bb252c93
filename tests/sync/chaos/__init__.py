"""Clients of the fake server and of the real one, and a bad network in between."""
