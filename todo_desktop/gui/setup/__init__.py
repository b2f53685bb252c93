"""*Set up my NocoBase*: the three ways to begin, and a wizard for the one that takes more than a key."""
