"""The server: NocoBase over HTTP, as it really answers."""
