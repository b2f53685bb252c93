"""A list as a client reaches it through the proxy."""

from dataclasses import dataclass

from tests.contract.site import Reachable
from tests.support.chaos_proxy.proxy import ChaosProxy


@dataclass(frozen=True, slots=True)
class Proxied:
    """The list *site* at the proxy's address."""

    site: Reachable
    proxy: ChaosProxy

    @property
    def base_url(self) -> str:
        return self.proxy.base_url

    @property
    def key(self) -> str:
        return self.site.key

    @property
    def collection(self) -> str:
        return self.site.collection

    @property
    def user_id(self) -> int:
        return self.site.user_id
