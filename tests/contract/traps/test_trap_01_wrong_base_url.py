"""Trap 1: a base URL without `/api` answers 200 with the web app's page."""

import time

import pytest
import requests
from msgspec.structs import replace

from tests.contract.site import Connect, TodoList, connection_to, diagnosed
from todo_desktop.model.errors import OutcomeUnknown, Problem, Unavailable
from todo_desktop.nocobase.api import NocoBase


def test_an_address_without_the_api_is_never_data(todos: TodoList, connect: Connect) -> None:
    here = connection_to(todos)
    client = NocoBase(replace(here, base_url=here.base_url.removesuffix("/api")), monotonic=time.monotonic)
    with pytest.raises(Unavailable) as failed:
        client.describe()
    assert failed.value.problem is Problem.NOT_NOCOBASE
    client.close()


def test_a_write_to_the_web_page_is_not_taken_for_done(todos: TodoList, client: NocoBase) -> None:
    stray = NocoBase(connection_to(todos), monotonic=time.monotonic)
    stray.describe()
    stray._http.connection = replace(connection_to(todos), base_url=todos.base_url.removesuffix("/api"))
    with pytest.raises(OutcomeUnknown) as failed:
        stray.create({"title": "x"})
    assert failed.value.problem is Problem.NOT_NOCOBASE
    stray.close()


@pytest.mark.parametrize("typed", ["", "/", "/admin/some-page?tab=1", "/api/todos:list", "/api"])
def test_the_api_is_found_near_the_address(todos: TodoList, typed: str) -> None:
    root = todos.base_url.removesuffix("/api")
    found = diagnosed(replace(connection_to(todos), base_url=f"{root}{typed}"))
    assert (found.problem, found.base_url) == (None, f"{root}/api")


def test_the_web_page_answers_200_for_any_path(todos: TodoList) -> None:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(f"{todos.base_url.removesuffix('/api')}/{todos.collection}:list", timeout=60)
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, "text/html")
