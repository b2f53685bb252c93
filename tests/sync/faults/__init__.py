"""What goes wrong on the way, on the fake server."""
