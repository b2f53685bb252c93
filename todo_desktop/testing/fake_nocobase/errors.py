"""An answer of the fake server that is no success."""

from typing import Any


class ApiError(Exception):
    """Ends a request with *status* and NocoBase's own shape of an error."""

    def __init__(self, status: int, message: str, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code

    @property
    def body(self) -> dict[str, Any]:
        return {"errors": [{"message": self.message, **({"code": self.code} if self.code else {})}]}


class NoSuchAction(Exception):
    """404, plain text: neither the collection nor the action exists."""
