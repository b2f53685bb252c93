"""Proofs of what the program promises."""
