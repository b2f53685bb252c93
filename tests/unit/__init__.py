"""What can be proven without a window, a disk of its own or a network."""
