"""Every alert of a device is stored once, whoever of the two has to prove itself again, over sessions one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from counting_device import CountingDevice

from swm.server import Dialogue, DmServer, SqlStore, open_store, serving
from swm.session import Account, DmClientSession, Scheme, Secret
from swm.syncml import Alert, Encoding, Message, Status

Send = Callable[[DmClientSession, bytes], tuple[bytes, str | None]]
SESSIONS = 4
SHARED = Account(Secret("d", "device password", Scheme.MD5, b"n"), Secret("s", "server password", Scheme.MD5, b"m"))


async def idle(dialogue: Dialogue) -> None:
    """A server with nothing to say."""


async def count(dialogue: Dialogue) -> None:
    value = await dialogue.get("./Thing/Number")
    await dialogue.replace("./Thing/Number", str(int(value) + 1), "int")


def says_its_package_again(send: Send) -> Send:
    """As many a device does: the message that refuses the server's credentials holds the first package once more."""
    package: list[Alert] = []

    def changed(client: DmClientSession, octets: bytes) -> tuple[bytes, str | None]:
        message = client.encoding.decode(octets)
        alerts = [command for command in message.commands if isinstance(command, Alert)]
        if message.header.message_id == "1":
            package[:] = alerts
        elif not alerts and any(isinstance(c, Status) and c.code in ("401", "407") for c in message.commands):
            again = [replace(alert, cmd_id=f"9{alert.cmd_id}") for alert in package]
            octets = client.encoding.encode(Message(message.header, (*message.commands, *again), message.final))
        return send(client, octets)

    return changed


def run(
    store: SqlStore, manage: Callable[..., object], device: CountingDevice, *, forgets: str, again: bool
) -> list[int]:
    """The messages that each session took. At the start of each session a side's nonce is lost, as `forgets` says."""
    server = DmServer(manage, server_id="s", store=store, accounts={"d": SHARED})  # type: ignore[arg-type]
    counts = []
    with serving(server) as url:
        send: Send = device.over([url.split("/")[2]])
        for number in range(SESSIONS):
            known = device.account
            assert known is not None and known.server is not None
            if forgets == "device":
                device.account = Account(replace(known.device, nonce=b"long gone"), known.server)
            elif forgets == "server":
                device.account = Account(known.device, replace(known.server, nonce=b"never said"))
            device.waiting += [f"{number}-a", f"{number}-b"]
            counts.append(device.session(str(number + 1), says_its_package_again(send) if again else send))
    return counts


@pytest.mark.parametrize("encoding", list(Encoding), ids=lambda encoding: encoding.name)
@pytest.mark.parametrize("again", [False, True], ids=["ours", "says its package again"])
@pytest.mark.parametrize("forgets", ["nobody", "device", "server"])
@pytest.mark.parametrize("manage", [idle, count])
def test_alerts_are_counted_exactly_with_mutual_md5(
    manage: Callable[..., object], forgets: str, again: bool, encoding: Encoding
) -> None:
    store = open_store("sqlite://")
    device = CountingDevice("d", SHARED, encoding)
    counts = run(store, manage, device, forgets=forgets, again=again)
    received = [stored.alert.correlator for stored in store.alerts("d")]
    store.close()
    assert received == [f"{number}-{letter}" for number in range(SESSIONS) for letter in "ab"]
    assert device.waiting == [], "the server has answered each"
    alone = 1 if manage is idle else 3
    assert counts == [alone + (forgets != "nobody")] * SESSIONS, "a lost nonce costs one message, another costs none"
