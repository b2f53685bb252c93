"""The settings: pages in one dialog."""
