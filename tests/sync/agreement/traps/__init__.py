"""How the sync meets the traps of the server (`tests/contract/traps`), each by its number."""
