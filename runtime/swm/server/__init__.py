"""A DM server: generated stubs over HTTP, every turn durable before its answer goes out.

`DmServer` is the ASGI application, `open_store` what it keeps, `serve` runs it
until a signal, `serving` inside of a test or a demonstration. This package
needs the extra ``swm-runtime[server]``, and ``[postgresql]`` for that store.
"""

from swm.server.application import DmServer
from swm.server.dialogue import Dialogue, Manage, Note, SessionEnded
from swm.server.limits import ServerLimits
from swm.server.serving import serve, serving
from swm.server.sql_store import SqlStore, open_store
from swm.server.store import Store, StoredAlert, StoredNote, StoreFailed, StoreRefused
from swm.server.tls import ClientCertificates, ServerTls
from swm.server.turns import Orders

__all__ = [
    "ClientCertificates",
    "Dialogue",
    "DmServer",
    "Manage",
    "Note",
    "Orders",
    "ServerLimits",
    "ServerTls",
    "SessionEnded",
    "SqlStore",
    "Store",
    "StoreFailed",
    "StoreRefused",
    "StoredAlert",
    "StoredNote",
    "open_store",
    "serve",
    "serving",
]
