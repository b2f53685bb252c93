"""API keys as a NocoBase signs them: JSON Web Tokens, with its `APP_KEY`."""

import base64
import hashlib
import hmac
import json


def sign_key(app_key: str, *, user_id: int, role: str, issued: int, expires: int) -> str:
    """A key that the server takes for its own, even if it expired long ago. Times are seconds since 1970."""
    payload = {"userId": user_id, "roleName": role, "iat": issued, "exp": expires}
    content = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(payload)}"
    signature = hmac.new(app_key.encode(), content.encode(), hashlib.sha256).digest()
    return f"{content}.{_encoded(signature)}"


def _part(value: dict[str, object]) -> str:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
