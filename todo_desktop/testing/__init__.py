"""What tests of the program are made with, ours and those of others."""
