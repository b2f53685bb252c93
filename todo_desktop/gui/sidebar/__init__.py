"""The lists beside the one in sight."""
