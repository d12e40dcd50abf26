"""A device's side: DM sessions over HTTP, on the standard library. `swm.device.aio` is the same in asyncio."""

from swm.device.exchange import Patience
from swm.device.http import run_session
from swm.device.tls import client_context

__all__ = ["Patience", "client_context", "run_session"]
