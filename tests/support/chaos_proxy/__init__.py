"""A bad network between a client and a server, over real sockets: see `proxy`."""

from tests.support.chaos_proxy.chance import Chance
from tests.support.chaos_proxy.proxy import ChaosProxy
from tests.support.chaos_proxy.site import Proxied

__all__ = ["Chance", "ChaosProxy", "Proxied"]
