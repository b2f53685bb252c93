"""What is said to the server and what it answers, for people who want to see it."""
