"""Server and replica agree in the end; on the server that `--server` chooses."""
