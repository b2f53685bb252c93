"""Proofs of how the parts may know each other."""
