"""A connection handed over by the environment: for a harness, without settings and without a keyring."""

from collections.abc import MutableMapping

from msgspec import Struct, field
from msgspec.structs import replace

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.typed_key import typed_key
from todo_desktop.settings.preferences import Preferences

BASE_URL = "TODO_DESKTOP_BASE_URL"
API_KEY = "TODO_DESKTOP_API_KEY"
COLLECTION = "TODO_DESKTOP_COLLECTION"


class Environment(Struct, frozen=True):
    """Empty where the environment does not say."""

    base_url: str = ""
    api_key: ApiKey = field(default_factory=lambda: ApiKey(""))
    collection: str = ""

    def over(self, preferences: Preferences) -> Preferences:
        """*preferences* with what the environment says instead. Not to be saved.

        A server named here is the only one, and takes the collection `todos` unless the environment names another.
        """
        if not self.base_url:
            return preferences
        collection = self.collection or Preferences().collection
        alone = preferences.with_servers(())
        return replace(alone, base_url=self.base_url, collection=collection, shown=None)


def take_environment(environ: MutableMapping[str, str]) -> Environment:
    """What *environ* says, and the key taken out of it, so that no child process inherits it.

    An address that is none is kept as it stands: the test of the connection will say so.
    """
    return Environment(
        _address(environ.get(BASE_URL, "")),
        typed_key(environ.pop(API_KEY, "")),
        environ.get(COLLECTION, "").strip(),
    )


def _address(text: str) -> str:
    if not text.strip():
        return ""
    from todo_desktop.model.typed_address import (  # noqa: PLC0415  (most starts are told none)
        InvalidAddress,
        likely_api_url,
        normal_base_url,
    )

    try:
        return likely_api_url(normal_base_url(text))
    except InvalidAddress:
        return text.strip()
