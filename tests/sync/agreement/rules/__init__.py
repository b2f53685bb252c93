"""The nine rules of the sync, each sentence with a test, on real replicas and either server."""
