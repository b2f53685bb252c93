"""What a server promises, proven on the fake one and on a real one."""
