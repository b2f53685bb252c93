"""A real NocoBase on PostgreSQL, started for one test session on this machine alone."""
