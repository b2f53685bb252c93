"""A call as text that does the same elsewhere: a `curl` command, a Python program, an HTTP archive.

The key is read from the environment, unless it is asked for.
"""

import json
import shlex
from collections.abc import Iterable
from pprint import pformat
from urllib.parse import parse_qsl, urlsplit

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.instants import to_instant
from todo_desktop.model.values import Json

KEY_VARIABLE = "TODO_DESKTOP_API_KEY"
_NO_KEY = ApiKey("")


def as_curl(exchange: Exchange, key: ApiKey = _NO_KEY) -> str:
    """A command for a POSIX shell; with *key* in it where there is one."""
    authorization = (
        shlex.quote(f"Authorization: Bearer {key.reveal()}") if key else f'"Authorization: Bearer ${KEY_VARIABLE}"'
    )
    lines = [
        f"curl --request {exchange.method} {shlex.quote(exchange.url)}",
        f"--header {authorization}",
        *(f"--header {shlex.quote(f'{name}: {value}')}" for name, value in exchange.asking),
    ]
    if exchange.sent:
        lines += ["--header 'Content-Type: application/json'", f"--data-raw {shlex.quote(exchange.sent)}"]
    return " \\\n  ".join(lines) + "\n"


def as_python(exchange: Exchange, key: ApiKey = _NO_KEY) -> str:
    """A program that needs the library requests; with *key* in it where there is one."""
    bearer = repr(f"Bearer {key.reveal()}") if key else f"f\"Bearer {{os.environ['{KEY_VARIABLE}']}}\""
    imports = "import requests" if key else "import os\n\nimport requests"
    more = "".join(f", {name!r}: {value!r}" for name, value in exchange.asking)
    lines = [
        imports,
        "",
        "answer = requests.request(",
        f"    {exchange.method!r},",
        f"    {exchange.url!r},",
        f'    headers={{"Authorization": {bearer}{more}}},',
    ]
    if exchange.sent:
        body = pformat(json.loads(exchange.sent), width=100, sort_dicts=False).replace("\n", "\n         ")
        lines.append(f"    json={body},")
    lines += ["    timeout=30,", ")", "answer.raise_for_status()", "print(answer.json())"]
    return "\n".join(lines) + "\n"


def as_archive(exchanges: Iterable[Exchange], version: str) -> str:
    """An HTTP archive (HAR 1.2), which browsers' tools and Postman open; without any key."""
    entries: list[Json] = [_entry(exchange) for exchange in exchanges]
    log: Json = {"version": "1.2", "creator": {"name": "Todo Desktop", "version": version}, "entries": entries}
    return json.dumps({"log": log}, indent=2, ensure_ascii=False)


def _pairs(pairs: Iterable[tuple[str, str]]) -> Json:
    return [{"name": name, "value": value} for name, value in pairs]


def _entry(exchange: Exchange) -> Json:
    request: dict[str, Json] = {
        "method": exchange.method,
        "url": exchange.url,
        "httpVersion": "HTTP/1.1",
        "headers": _pairs(exchange.asking),
        "queryString": _pairs(parse_qsl(urlsplit(exchange.url).query, keep_blank_values=True)),
        "cookies": [],
        "headersSize": -1,
        "bodySize": len(exchange.sent.encode()),
    }
    if exchange.sent:
        request["postData"] = {"mimeType": "application/json", "text": exchange.sent}
    return {
        "startedDateTime": to_instant(exchange.at),
        "time": exchange.took_ms,
        "request": request,
        "response": {
            "status": exchange.status or 0,
            "statusText": exchange.failure,
            "httpVersion": "HTTP/1.1",
            "headers": [],
            "cookies": [],
            "content": {"size": exchange.size, "mimeType": "application/json", "text": exchange.received},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": exchange.size,
        },
        "cache": {},
        "timings": {"send": 0, "wait": exchange.took_ms, "receive": 0},
    }
