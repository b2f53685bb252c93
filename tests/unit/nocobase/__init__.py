"""The server side of the client, without a real server."""
