"""Push the outbox, pull what changed, and decide what becomes of every row."""
