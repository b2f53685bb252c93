"""What goes wrong while a real server is set up or asked."""


class ServerUnavailable(Exception):
    """The real server could not be installed or started on this machine; the message says why and what would help."""


class ServerRefused(Exception):
    """The server answered an administrator's request with an error: the test arranged something impossible."""

    def __init__(self, request: str, status: int, body: str) -> None:
        super().__init__(f"{request} answered {status}: {body[:500]}")
        self.status = status
