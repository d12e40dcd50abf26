"""Package 0 to a session, and the first account of a device."""

from __future__ import annotations

import pytest
from dm_sessions import Owner, Pair, Thing, at, secret

from swm.errors import LocalError, MessageError, PeerError
from swm.session import Account, DmClientSession, Scheme, Secret
from swm.session.auth import RESYNCHRONISING
from swm.session.bootstrap import Bootstrap, Security, make_bootstrap
from swm.session.digests import bootstrap_mac
from swm.session.notification import Initiator, Notification, NotificationReceiver, UiMode
from swm.syncml import Add, Alert, Delete, Encoding, Header, Item, Location, Message, Meta, decode_wbxml, decode_xml
from swm.tree import ONE, ManagementTree

ACCOUNT = secret("s", "server password", Scheme.MD5, b"the nonce")


def receiver(known: Secret = ACCOUNT) -> NotificationReceiver:
    return NotificationReceiver({"s": known}.get)


def asking(session: int = 0x2C5, nonce: bytes = b"the nonce", password: str = "server password") -> bytes:
    return Notification("s", session, UiMode.INFORMATIVE, Initiator.SERVER).encode(password, nonce)


# package 0 ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "name"), [(1, "1"), (0xA, "A"), (0x2C5, "2C5"), (0xFFFF, "FFFF")])
def test_a_notification_opens_a_session_with_its_number_in_hexadecimal(number: int, name: str) -> None:
    found = receiver().receive(asking(number))
    assert found is not None
    assert found.session_name == name
    pair = Pair()
    message = decode_xml(pair.client.start(found.session_name, server_initiated=True))
    assert message.header.session_id == name
    assert isinstance(message.commands[0], Alert)
    assert message.commands[0].code == "1200"
    pair.server.receive(Pair().client.start(name, server_initiated=True))
    assert pair.server.server_initiated


def test_a_notification_that_comes_several_times_opens_one_session() -> None:
    door = receiver()
    first = door.receive(asking())
    assert first is not None
    assert door.receive(asking()) is None
    assert door.receive(asking()) is None
    other = door.receive(asking(session=7))
    assert other is not None, "another number is another session"
    door.ended(first)
    assert door.receive(asking()) is not None, "the session is over, so the number is free"


def test_a_server_that_lost_the_nonce_can_still_wake_its_device() -> None:
    found = receiver().receive(asking(nonce=RESYNCHRONISING))
    assert found is not None
    stale = Account(secret("d", "device password", Scheme.MD5, b"x"), secret("s", "server password", Scheme.MD5, b"y"))
    fresh = Account(
        secret("d", "device password", Scheme.MD5, b"lost"), secret("s", "server password", Scheme.MD5, RESYNCHRONISING)
    )
    pair = Pair(server={"d": fresh}.get, device=stale)
    data: bytes | None = pair.client.start(found.session_name, server_initiated=True)
    while data is not None:
        data = pair.turn(data)
    here, there = pair.client.account, pair.server.account
    assert here is not None
    assert there is not None
    assert here.device.nonce == there.device.nonce, "the session gave both a new nonce"


@pytest.mark.parametrize(
    "data",
    [
        asking(password="other"),
        asking(nonce=b"older"),
        b"\x00" * 16 + asking()[16:],
        Notification("t", 1).encode("server password", b"the nonce"),
        Notification("t", 1).encode("", RESYNCHRONISING),
    ],
)
def test_a_notification_that_is_not_authentic_opens_nothing(data: bytes) -> None:
    door = receiver()
    with pytest.raises(PeerError, match="not from"):
        door.receive(data)
    assert door.receive(asking()) is not None, "and takes no number away"


def test_the_door_remembers_only_so_many() -> None:
    door = NotificationReceiver({"s": ACCOUNT}.get, remembers=2)
    for session in (1, 2, 3):
        assert door.receive(asking(session)) is not None
    assert door.receive(asking(3)) is None
    assert door.receive(asking(1)) is not None


def test_what_is_no_notification_is_refused() -> None:
    with pytest.raises(MessageError):
        receiver().receive(b"\x00" * 20)


# bootstrap ------------------------------------------------------------------------------------------------------------

IMSI = bytes.fromhex("0989674523018967f5")
KEYS = {
    Security.NETWORKID: Security.NETWORKID.key(network_id=IMSI),
    Security.USERPIN: Security.USERPIN.key(pin="1234"),
    Security.USERPIN_NETWORKID: Security.USERPIN_NETWORKID.key(network_id=IMSI, pin="1234"),
}


def new_tree() -> ManagementTree:
    tree = ManagementTree()
    tree.mount("./Thing", Thing.describe("", ONE), Owner())
    return tree


def adds() -> list[Add]:
    return [
        Add("", at("./Thing/Entries/one", "", "node")),
        Add("", (*at("./Thing/Entries/one/Value", "https://dm.example.com", "chr"), *at("./Thing/Text", "w7", "chr"))),
    ]


def made(security: Security, commands: list[Add] | None = None) -> tuple[bytes, str]:
    return make_bootstrap(commands or adds(), security, KEYS[security], server_id="s", device_id="d")


@pytest.mark.parametrize("security", Security)
def test_a_bootstrap_with_the_right_key_is_done(security: Security) -> None:
    document, content_type = made(security)
    assert content_type.startswith(f"application/vnd.syncml.dm+wbxml; SEC={security.value}; MAC=")
    assert content_type.rpartition("=")[2] == bootstrap_mac(KEYS[security], document)
    assert len(decode_wbxml(document).commands) == 2
    received = Bootstrap(document, content_type)
    assert received.security is security
    assert received.security.needs_pin is (security is not Security.NETWORKID)
    assert received.unlock(KEYS[security])
    tree = new_tree()
    received.apply(tree)
    assert tree.value("./Thing/Entries/one/Value") == "https://dm.example.com"
    assert tree.value("./Thing/Text") == "w7"


@pytest.mark.parametrize("security", Security)
def test_a_bootstrap_with_another_key_or_another_document_is_refused(security: Security) -> None:
    document, content_type = made(security)
    received = Bootstrap(document, content_type)
    for other in Security:
        if other is not security:
            assert not Bootstrap(document, content_type).unlock(KEYS[other])
    assert not received.unlock(b"")
    with pytest.raises(LocalError, match="locked"):
        received.apply(new_tree())
    for at_octet in (0, len(document) // 2, len(document) - 1):
        changed = document[:at_octet] + bytes((document[at_octet] ^ 1,)) + document[at_octet + 1 :]
        assert not Bootstrap(changed, content_type).unlock(KEYS[security])


def test_a_user_has_three_tries_at_the_pin() -> None:
    document, content_type = made(Security.USERPIN)
    received = Bootstrap(document, content_type, tries=3)
    for left in (2, 1, 0):
        assert not received.unlock(Security.USERPIN.key(pin="0000"))
        assert received.tries_left == left
    with pytest.raises(PeerError, match="too many"):
        received.unlock(KEYS[Security.USERPIN])
    with pytest.raises(LocalError, match="locked"):
        received.apply(new_tree())
    second = Bootstrap(document, content_type, tries=3)
    assert not second.unlock(Security.USERPIN.key(pin="0000"))
    assert second.unlock(KEYS[Security.USERPIN])


def test_a_mac_that_no_key_makes_fits_none() -> None:
    content_type = "application/vnd.syncml.dm+wbxml; SEC=USERPIN; MAC="
    for mac in ("\u00e9", "\udfff"):
        assert not Bootstrap(made(Security.USERPIN)[0], content_type + mac).unlock(KEYS[Security.USERPIN])


@pytest.mark.parametrize(
    "content_type",
    [
        "application/vnd.syncml.dm+wbxml;SEC=USERPIN;MAC={}",
        "Application/Vnd.SyncML.dm+wbxml ; mac={} ; sec=userpin",
        'application/vnd.syncml.dm+wbxml; SEC="USERPIN"; MAC="{}"',
    ],
)
def test_the_parameters_are_read_however_they_are_written(content_type: str) -> None:
    document, _ = made(Security.USERPIN)
    value = bootstrap_mac(KEYS[Security.USERPIN], document).lower()
    assert Bootstrap(document, content_type.format(value)).unlock(KEYS[Security.USERPIN])


@pytest.mark.parametrize(
    ("content_type", "reason"),
    [
        ("text/plain; SEC=USERPIN; MAC=00", "no bootstrap"),
        ("application/vnd.syncml.dm+wbxml; MAC=00", "SEC names none"),
        ("application/vnd.syncml.dm+wbxml; SEC=OPEN; MAC=00", "SEC names none"),
        ("application/vnd.syncml.dm+wbxml; SEC=USERPIN", "no MAC"),
        ("application/vnd.syncml.dm+wbxml; SEC=USERPIN; MAC=", "no MAC"),
        ("application/vnd.syncml.dm+wbxml; SEC=USERPIN; MAC=" + "0" * 600, "more than 512"),
    ],
)
def test_a_bootstrap_that_shows_nothing_is_refused(content_type: str, reason: str) -> None:
    with pytest.raises(MessageError, match=reason):
        Bootstrap(made(Security.USERPIN)[0], content_type)


@pytest.mark.parametrize(
    "bad",
    [
        Add("", at("./Nowhere/x", "1", "chr")),
        Add("", at("./Thing/Number", "ten", "int")),
        Add("", (Item(data="1"),)),
        Add("", at("./Inbox", "<MgmtTree/>", "xml")),
    ],
)
def test_a_bootstrap_is_done_as_a_whole_or_not_at_all(bad: Add) -> None:
    document, content_type = made(Security.NETWORKID, [*adds(), bad])
    received = Bootstrap(document, content_type)
    assert received.unlock(KEYS[Security.NETWORKID])
    tree = new_tree()
    with pytest.raises(PeerError):
        received.apply(tree)
    assert not tree.exists("./Thing/Entries/one")
    assert tree.value("./Thing/Text") is None
    tree.begin()
    tree.rollback()


def test_a_bootstrap_does_nothing_but_add() -> None:
    message = Message(Header("0", "1", Location("d"), Location("s")), (Delete("1", at("./Thing/Text")),))
    document = Encoding.WBXML.encode(message)
    key = KEYS[Security.NETWORKID]
    content_type = f"application/vnd.syncml.dm+wbxml; SEC=NETWORKID; MAC={bootstrap_mac(key, document)}"
    received = Bootstrap(document, content_type)
    assert received.unlock(key)
    with pytest.raises(MessageError, match="nothing but Adds"):
        received.apply(new_tree())


@pytest.mark.parametrize("security", [Security.USERPIN, Security.USERPIN_NETWORKID, Security.NETWORKID])
def test_a_key_needs_all_its_parts(security: Security) -> None:
    with pytest.raises(LocalError):
        security.key()


def test_a_device_opens_its_first_session_with_what_the_bootstrap_told_it() -> None:
    document, content_type = made(Security.NETWORKID)
    received = Bootstrap(document, content_type)
    received.unlock(KEYS[Security.NETWORKID])
    tree = new_tree()
    received.apply(tree)
    address = tree.value("./Thing/Entries/one/Value")
    assert isinstance(address, str)
    session = DmClientSession(tree, server_uri=address, device_id="d", server_id="s")
    assert decode_xml(session.start("1")).header.target.uri == "https://dm.example.com"


def test_meta_of_the_command_serves_its_items() -> None:
    item = Item(target=Location("./Thing/Data"), data=b"\x00\x01")
    document, content_type = made(Security.NETWORKID, [Add("", (item,), Meta(format="b64"))])
    received = Bootstrap(document, content_type)
    received.unlock(KEYS[Security.NETWORKID])
    tree = new_tree()
    received.apply(tree)
    assert tree.value("./Thing/Data") == b"\x00\x01"
