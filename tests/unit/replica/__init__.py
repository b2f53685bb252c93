"""The replica, on real files."""
