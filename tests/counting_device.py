"""A device with a number that servers count up, and alerts to send. It speaks to several servers in turn, and never gives up."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from swm.session import Account, DmClientSession, printable
from swm.syncml import Alert, Encoding, Item, Location, Meta
from swm.tree import INTEGER, ONE, Interior, Leaf, ManagementTree, access
from swm.tree.management import Order, Value


class Thing(Interior):
    ACCESS = access.Get
    MO_ID = "urn:oma:mo:x-thing:1.0"
    number = Leaf("Number", INTEGER, access.GetReplace, ONE, default="0")


class _Owner:
    def read(self, path: str) -> Value | None:
        return None

    def execute(self, path: str, order: Order) -> int:
        return 405

    def changed(self, command: str, path: str, value: Value | None) -> int:
        return 200

    def begin(self) -> None:
        """No transactions here."""

    commit = rollback = begin


class CountingDevice:
    """`send` takes a message to some server and gives its answer: body, ``x-syncml-hmac``."""

    def __init__(self, name: str, account: Account | None = None, encoding: Encoding = Encoding.XML) -> None:
        self.name = name
        self.account = account
        self.encoding = encoding
        self.tree = ManagementTree()
        self.tree.mount("./Thing", Thing.describe("", ONE), _Owner())
        self.tree.store("./Thing/Number", "0")
        self.waiting: list[str] = []
        self.retransmissions = 0
        self._nonces = 0

    @property
    def number(self) -> int:
        return int(str(self.tree.value("./Thing/Number")))

    def pending(self) -> Sequence[tuple[str, Alert]]:
        meta = Meta(format="chr", type="org.example.reached")
        return [
            (token, Alert("", "1226", (Item(source=Location("./Thing"), meta=meta, data="done"),), correlator=token))
            for token in self.waiting
        ]

    def answered(self, token: str, status: int = 200) -> None:
        self.waiting.remove(token)

    def session(self, session_id: str, send: Callable[[DmClientSession, bytes], tuple[bytes, str | None]]) -> int:
        """One session from start to end; how many messages it took."""

        def nonce() -> bytes:
            self._nonces += 1
            return printable(self._nonces.to_bytes(12, "big"))

        client = DmClientSession(
            self.tree,
            server_uri="http://nowhere/dm",
            device_id=self.name,
            server_id="server",
            account=self.account,
            nonces=nonce,
            alerts=self,
            encoding=self.encoding,
        )
        message: bytes | None = client.start(session_id)
        count = 0
        while message is not None:
            count += 1
            body, mac = send(client, message)
            message = client.receive(body, mac)
        self.account = client.account or self.account
        return count

    def over(self, places: Sequence[str], *, patience: float = 120.0) -> Callable[..., tuple[bytes, str | None]]:
        """Sends each message to the next of `places`, and on without an answer again to the one after it."""
        at = 0

        def send(client: DmClientSession, message: bytes) -> tuple[bytes, str | None]:
            nonlocal at
            end = time.monotonic() + patience
            while True:
                at += 1
                try:
                    status, body, mac = post(places[at % len(places)], client, message)
                except (OSError, http.client.HTTPException):
                    status, body, mac = 0, b"", None
                if status == 200:
                    return body, mac
                if status not in (0, 503) or time.monotonic() > end:
                    raise AssertionError(f"the server answers {status}: {body[:300]!r}")
                self.retransmissions += 1
                time.sleep(0.02)

        return send


def post(place: str, client: DmClientSession, message: bytes) -> tuple[int, bytes, str | None]:
    """One request to the server at `place`, whatever host RespURI names."""
    url = urlsplit(client.server_uri)
    headers = {"Content-Type": client.encoding.content_type}
    if client.mac_header is not None:
        headers["x-syncml-hmac"] = client.mac_header
    connection = http.client.HTTPConnection(place, timeout=60)
    try:
        connection.request("POST", "/dm" + (f"?{url.query}" if url.query else ""), message, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.getheader("x-syncml-hmac")
    finally:
        connection.close()
