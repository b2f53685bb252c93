"""What the server does that nobody would expect, trap by trap, and how our client meets it."""
