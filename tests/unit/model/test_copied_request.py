"""A copied call does the same elsewhere, and tells the key only to whoever asks for it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.copied_request import as_archive, as_curl, as_python
from todo_desktop.model.exchange import Exchange

KEY = ApiKey("abc.d'ef.ghi")
BODY = {"title": 'it\'s "food" $HOME `x` \\ \n ü', "completed": True, "due": None, "tags": ["a"]}


@contextmanager
def listening() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """An address, and what arrives there."""
    heard: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            key = self.headers["Authorization"]
            asking = self.headers["X-With-ACL-Meta"]
            heard.append({"path": self.path, "key": key, "body": json.loads(body) if body else None, "asking": asking})
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


ASKING = (("X-With-ACL-Meta", "true"),)
URL_QUERY = "/api/todos:create?a=%7B%22b%22%3A1%7D&c=d"
ENVIRONMENT = {"TODO_DESKTOP_API_KEY": KEY.reveal(), "PATH": "/usr/bin:/bin"}


@pytest.mark.parametrize("with_key", [True, False])
@pytest.mark.parametrize("body", [BODY, None])
def test_a_python_program_makes_the_same_call(body: object, with_key: bool) -> None:
    with listening() as (address, heard):
        exchange = Exchange("POST", f"{address}{URL_QUERY}", 1.0, json.dumps(body) if body else "", asking=ASKING)
        program = as_python(exchange, KEY if with_key else ApiKey(""))
        subprocess.run([sys.executable, "-c", program], env=ENVIRONMENT, check=True, capture_output=True)
    assert heard == [{"path": URL_QUERY, "key": f"Bearer {KEY.reveal()}", "body": body, "asking": "true"}]


@pytest.mark.parametrize("with_key", [True, False])
@pytest.mark.parametrize("body", [BODY, None])
def test_a_shell_hands_the_same_call_to_curl(body: object, with_key: bool) -> None:
    exchange = Exchange("POST", f"http://localhost{URL_QUERY}", 1.0, json.dumps(body) if body else "", asking=ASKING)
    told = 'curl() { for word; do printf "%s\\0" "$word"; done; }\n' + as_curl(
        exchange, KEY if with_key else ApiKey("")
    )
    words = subprocess.run(["sh", "-c", told], env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout
    expected = ["--request", "POST", exchange.url, "--header", f"Authorization: Bearer {KEY.reveal()}"]
    expected += ["--header", "X-With-ACL-Meta: true"]
    if body:
        expected += ["--header", "Content-Type: application/json", "--data-raw", exchange.sent]
    assert words.split("\0")[:-1] == expected


def test_the_key_is_told_to_nobody_who_has_not_asked_for_it() -> None:
    exchange = Exchange("GET", "http://localhost:13000/api/todos:list", 1.0)
    assert "$TODO_DESKTOP_API_KEY" in as_curl(exchange)
    assert "TODO_DESKTOP_API_KEY" in as_python(exchange)
    assert "abc" in as_curl(exchange, KEY)


def test_an_archive_holds_every_call_and_answer() -> None:
    exchange = Exchange(
        "POST", "http://h/api/todos:update?filterByTk=3&a=", 12.5, '{"title":"x"}', 200, '{"data":[]}', size=11,
        at=1_798_761_600_000, asking=ASKING,
    )  # fmt: skip
    (entry,) = json.loads(as_archive([exchange], "1.0"))["log"]["entries"]
    assert entry["startedDateTime"] == "2027-01-01T00:00:00.000Z"
    assert entry["request"]["queryString"] == [{"name": "filterByTk", "value": "3"}, {"name": "a", "value": ""}]
    assert entry["request"]["headers"] == [{"name": "X-With-ACL-Meta", "value": "true"}]
    assert entry["request"]["postData"]["text"] == '{"title":"x"}'
    assert entry["response"]["content"] == {"size": 11, "mimeType": "application/json", "text": '{"data":[]}'}


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://localhost:13000/api/todos:list?a=b", "/todos:list?a=b"),
        ("https://demo.example/nb/api/todos:list", "/todos:list"),
        ("https://demo.example/other", "/other"),
        ("https://demo.example", "/"),
    ],
)
def test_the_path_of_a_call_is_short(url: str, path: str) -> None:
    assert Exchange("GET", url, 1.0).path == path
