"""A command that was copied elsewhere fills in the connection."""

import pytest

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.pasted_command import PastedCommand, pasted_command

KEY = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VySWQiOjd9.c2lnbmF0dXJl-_x"
WHOLE = PastedCommand("http://localhost:13000/api", "todos", ApiKey(KEY))


@pytest.mark.parametrize(
    "text",
    [
        f"curl --location 'http://localhost:13000/api/todos:list' \\\n--header 'Authorization: Bearer {KEY}'",
        (f"curl -X POST 'http://localhost:13000/api/todos:create?a=b' \\\n--header 'Authorization: Bearer {KEY}' \\\n"
        "--data '{\n    \"title\": \"eat food\"\n}'"),
        # As a field of one line holds it.
        f"curl --location 'http://localhost:13000/api/todos:list' \\ --header 'Authorization: Bearer {KEY}'",
        f"curl --location 'http://localhost:13000/api/todos:list' \\\u2028--header 'Authorization: Bearer {KEY}'",
        f'curl.exe -X GET "http://localhost:13000/api/todos:get?filterByTk=1" ^\r\n  -H "authorization: Bearer {KEY}"',
        f"curl -H'Authorization: Bearer {KEY}' localhost:13000/api/todos:list",
        f"$ curl -sS -d '{{}}' --url=http://localhost:13000/api/todos:update?filterByTk=3 -H 'Authorization: {KEY}'",
        f"curl --header=\"Authorization: Bearer {KEY}\" -o out.json http://localhost:13000/api/todos:list",
        # Options of which the program knows nothing have values that look like addresses.
        f"curl -w '%{{http_code}}' --retry 3 -H 'Authorization: Bearer {KEY}' http://localhost:13000/api/todos:list",
        f"curl --oauth2-bearer {KEY} http://localhost:13000/api/todos:list",
        # For Windows' command line, as its browsers write it.
        (f'curl ^"http://localhost:13000/api/todos:list?filter=^%^7B^%^7D^" ^\r\n  -H ^"accept: */*^" ^\r\n'
        f'  -H ^"authorization: Bearer {KEY}^"'),
        # Chrome, for a shell and for Windows' command line; Insomnia; other options with a value.
        (f"curl 'http://localhost:13000/api/todos:create' \\\n  --data-raw $'{{\"title\":\"it\\'s\"}}' \\\n"
        f"  -H 'authorization: Bearer {KEY}'"),
        ('curl ^"http://localhost:13000/api/todos:list?pageSize=20^&page=1^" ^\r\n  -H ^"Accept: */*^" ^\r\n'
        f'  -H ^"Authorization: Bearer {KEY}^" ^\r\n  -H ^"sec-ch-ua: ^\\^"Chromium^\\^";v=^\\^"1^\\^"^"'),
        f'curl ^"http://localhost:13000/api/todos:list^" ^ -H ^"Authorization: Bearer {KEY}^"',
        f"curl --request GET --url http://localhost:13000/api/todos:list --header 'Authorization: Bearer {KEY}'",
        f"curl -w '%{{http_code}}' --max-redirs 5 --oauth2-bearer {KEY} http://localhost:13000/api/todos:list",
        f"curl ‘http://localhost:13000/api/todos:list’ --header “Authorization: Bearer {KEY}”",
        # One todo, and what belongs to it.
        f"curl http://localhost:13000/api/todos:get/1 -H 'Authorization: Bearer {KEY}'",
        f"curl http://localhost:13000/api/todos/1 -H 'Authorization: Bearer {KEY}'",
        f"curl http://localhost:13000/api/todos/1/tags:list -H 'Authorization: Bearer {KEY}'",
        # No curl at all.
        f"http GET localhost:13000/api/todos:list 'Authorization: Bearer {KEY}'",
        f"http -A bearer -a {KEY} :13000/api/todos:list",
        f"wget -q --method GET --header 'Authorization: Bearer {KEY}' http://localhost:13000/api/todos:list",
        f'fetch("http://localhost:13000/api/todos:list", {{"headers": {{"authorization": "Bearer {KEY}"}}}});',
        f'Invoke-WebRequest -Uri "http://localhost:13000/api/todos:list" -Headers @{{"Authorization"="Bearer {KEY}"}}',
        f"curl -u me:secret 'http://localhost:13000/api/todos:list' -H 'Authorization: Bearer {KEY}",
    ],
)  # fmt: skip
def test_address_collection_and_key_are_found_however_it_was_written(text: str) -> None:
    assert pasted_command(text) == WHOLE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("curl https://demo.example/nb/api/tasks:list", PastedCommand("https://demo.example/nb/api", "tasks")),
        ("curl https://demo.example", PastedCommand("https://demo.example")),
        ("curl '{{baseUrl}}/todos:list'", PastedCommand("", "todos")),
        (f"curl -H 'Authorization: Bearer {KEY}'", PastedCommand(api_key=ApiKey(KEY))),
        ("curl -H 'X-Role: root' ftp://demo.example/x", PastedCommand()),
        ("curl '{{[}}/todos:list'", PastedCommand()),
        ("curl ", PastedCommand()),
        ("curl https://demo.example/api/auth:check", PastedCommand("https://demo.example/api")),
        (
            "curl https://demo.example/api/__app/x/tasks:list",
            PastedCommand("https://demo.example/api/__app/x", "tasks"),
        ),
        # As the request log of this program copies it.
        (
            'curl https://demo.example/api/tasks:list -H "Authorization: Bearer $TODO_DESKTOP_API_KEY"',
            PastedCommand("https://demo.example/api", "tasks"),
        ),
        (
            "curl https://demo.example/api -H 'Authorization: Bearer {{token}}'",
            PastedCommand("https://demo.example/api"),
        ),
    ],
)
def test_what_it_does_not_tell_stays_empty(text: str, found: PastedCommand) -> None:
    assert pasted_command(text) == found


@pytest.mark.parametrize(
    "text", ["", "http://localhost:13000/api", "curling.example", KEY, "curl", "http", "fetch(it)"]
)
def test_other_text_is_no_command(text: str) -> None:
    assert pasted_command(text) is None
