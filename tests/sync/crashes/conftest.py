"""The prepared process, and the stages on the server that `--server` chooses."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest

from tests.contract.site import TodoList
from tests.server.lists import open_list
from tests.sync.conftest import SHAPES
from tests.sync.crashes.prepared import Prepared
from tests.sync.crashes.stage import Stages
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.shapes import Shape


@pytest.fixture(scope="package")
def prepared() -> Iterator[Prepared]:
    with Prepared() as process:
        yield process


@pytest.fixture(scope="module")
def stages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    """On servers that no other test uses at the same time."""
    with ExitStack() as stack:
        if request.config.getoption("--server") == "real":
            opened: Callable[[Shape], TodoList] = partial(open_list, request.getfixturevalue("nocobase"))
        else:
            opened = stack.enter_context(FakeNocoBase()).open_list
        yield Stages(lambda shape: opened(SHAPES[shape]), tmp_path_factory.mktemp("prepared"))
