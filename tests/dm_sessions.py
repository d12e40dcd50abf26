"""A small device, a server, and the messages between them in memory: octets in, octets out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from swm.session import (
    Account,
    Accounts,
    DmClientSession,
    DmServerSession,
    ReceivedAlert,
    Scheme,
    Secret,
    Ticket,
    printable,
)
from swm.syncml import Alert, Command, Encoding, Header, Item, Location, Message, Meta, Status, decode_xml, encode_xml
from swm.tree import (
    BINARY,
    INTEGER,
    NOTHING,
    ONE,
    TEXT,
    ZERO_OR_MORE,
    ZERO_OR_ONE,
    Child,
    Children,
    Interior,
    Leaf,
    ManagementTree,
    access,
)
from swm.tree.management import Order, Value


class Entry(Interior):
    ACCESS = access.AddDeleteGet
    value = Leaf("Value", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE)


class Entries(Interior):
    ACCESS = access.Get
    instances = Children(Entry, ZERO_OR_MORE)


class Thing(Interior):
    ACCESS = access.Get
    MO_ID = "urn:oma:mo:x-thing:1.0"
    number = Leaf("Number", INTEGER, access.CopyGetReplace, ONE, default="1", low=0, high=9)
    text = Leaf("Text", TEXT, access.GetReplace, ONE)
    data = Leaf("Data", BINARY, access.Replace, ONE)
    go = Leaf("Go", NOTHING, access.Exec, ONE)
    entries = Child("Entries", Entries, ONE)


class Owner:
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.orders: list[Order] = []
        self.answer = 202
        self.open = False
        self.fails: OSError | None = None
        self.fails_to_commit = False

    def read(self, path: str) -> Value | None:
        return None

    def execute(self, path: str, order: Order) -> int:
        self.orders.append(order)
        if self.fails is not None:
            raise self.fails
        return self.answer

    def changed(self, command: str, path: str, value: Value | None) -> int:
        return 403 if value == "forbidden" else 200

    def begin(self) -> None:
        self.open = True

    def commit(self) -> None:
        if self.fails_to_commit:
            raise OSError("the store is gone")
        self.open = False

    def rollback(self) -> None:
        self.open = False


class Waiting:
    def __init__(self, *alerts: Alert) -> None:
        self.left = {str(number): alert for number, alert in enumerate(alerts)}

    def pending(self) -> list[tuple[str, Alert]]:
        return list(self.left.items())

    def answered(self, token: str, status: int = 200) -> None:
        del self.left[token]


def counted() -> Callable[[], bytes]:
    """Nonces that differ from each other, the same in each run."""
    count = 0

    def fresh() -> bytes:
        nonlocal count
        count += 1
        return printable(count.to_bytes(12, "big"))

    return fresh


class Pair:
    """A server and a device, and the messages between them.

    `limit` is the device's MaxMsgSize, `server_limit` the server's.
    """

    def __init__(
        self,
        *,
        limit: int = 65_536,
        server_limit: int = 65_536,
        max_object: int = 16 * 1024 * 1024,
        alerts: Any = None,
        server: Accounts | None = None,
        device: Account | None = None,
        encoding: Encoding = Encoding.XML,
        user: Any = None,
        scheme: Scheme = Scheme.MD5,
        knows: Callable[[ReceivedAlert], bool] = lambda alert: True,
        dev_info: tuple[str, ...] = ("./Thing/Number",),
    ) -> None:
        self.encoding = encoding
        self.tree = ManagementTree()
        self.owner = Owner()
        self.tree.mount("./Thing", Thing.describe("", ONE), self.owner)
        self.client = DmClientSession(
            self.tree,
            server_uri="http://s/dm",
            device_id="d",
            server_id="s",
            alerts=alerts,
            max_message=limit,
            max_object=max_object,
            account=device,
            nonces=counted(),
            dev_info=dev_info,
            user=user,
            encoding=encoding,
        )
        self.server = DmServerSession(
            server_id="s",
            respond_to="http://s/dm?1",
            accounts=server,
            nonces=counted(),
            scheme=scheme,
            max_message=server_limit,
            knows=knows,
        )
        self.messages: list[Message] = []
        self.sizes: list[int] = []
        """Octets of the server's messages."""
        self.device_sizes: list[int] = []

    def turn(self, data: bytes) -> bytes | None:
        """One message to the server, and its answer to the device."""
        self.server.receive(data, self.encoding, self.client.mac_header)
        answer = self.server.respond()
        self.sizes.append(len(answer))
        self.device_sizes.append(len(data))
        self.messages += [self.encoding.decode(data), self.encoding.decode(answer)]
        return self.client.receive(answer, self.server.mac_header)

    def run(self, *commands: Command) -> list[Ticket]:
        """A whole session."""
        tickets = [self.server.submit(command) for command in commands]
        data: bytes | None = self.client.start("1")
        for _ in range(2000):
            if data is None:
                assert self.client.over
                return tickets
            data = self.turn(data)
        pytest.fail("the session does not end")

    def header_codes(self) -> list[str]:
        """The Status of each header, in order of the messages they answer."""
        return [c.code for m in self.messages for c in m.commands if isinstance(c, Status) and c.command == "SyncHdr"]


def at(uri: str, data: str | bytes | None = None, format: str | None = None) -> tuple[Item, ...]:
    """One Item with a target."""
    return (Item(target=Location(uri), meta=None if format is None else Meta(format=format), data=data),)


def server_message(*commands: Command, final: bool = True, number: str = "1", **header: Any) -> bytes:
    """A message of a server in XML."""
    return encode_xml(Message(Header("1", number, Location("d"), Location("s"), **header), tuple(commands), final))


def device_message(
    *commands: Command, final: bool = True, number: str = "1", session: str = "1", **header: Any
) -> bytes:
    """A message of a device in XML."""
    shown = Header(session, number, Location("http://s/dm"), Location("d"), **header)
    return encode_xml(Message(shown, tuple(commands), final))


def header_status(number: str, code: str = "200", cmd_id: str = "h", **rest: Any) -> Status:
    """The Status of a header."""
    return Status(cmd_id, number, "0", "SyncHdr", code, **rest)


def of(kind: type[Any], data: bytes | None) -> list[Any]:
    """The commands of one kind in an XML message, the Status of its header left out."""
    assert data is not None
    found = [command for command in decode_xml(data).commands if isinstance(command, kind)]
    return [command for command in found if getattr(command, "command", "") != "SyncHdr"]


def statuses(data: bytes | None) -> list[str]:
    """The codes of the Statuses of commands in an XML message."""
    return [status.code for status in of(Status, data)]


def alert_codes(data: bytes | None) -> list[str]:
    """The codes of the Alerts in an XML message."""
    return [alert.code for alert in of(Alert, data)]


def secret(user: str, password: str, scheme: Scheme, nonce: bytes = b"") -> Secret:
    """One side's half of an account."""
    return Secret(user, password, scheme, nonce)
