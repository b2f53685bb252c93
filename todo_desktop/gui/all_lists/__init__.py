"""All lists looked at as one."""
