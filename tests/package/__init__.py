"""What is installed: its files for the desktop, the packages, and the program out of them."""
