"""Values and rules: pure. No input or output, no Qt, no clock, no randomness."""
