"""Captured sessions of foreign implementations, played to their end against ours.

The foreign side's octets are those that were captured; ours answers them live. Nonces that a captured peer
chose, and credentials that it computed with them, stay what they were: the accounts hold what was captured.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dm_sessions import Owner, counted

from swm.session import Account, DmClientSession, DmServerSession, Scheme, Secret, Ticket
from swm.session import server as server_module
from swm.session.auth import Demand
from swm.syncml import (
    Alert,
    Command,
    Cred,
    Encoding,
    Get,
    Item,
    Message,
    Results,
    Status,
    encoding_named,
)
from swm.tree import (
    INTEGER,
    NOTHING,
    ONE,
    TEXT,
    ZERO_OR_ONE,
    Child,
    Interior,
    Leaf,
    ManagementTree,
    access,
)

FOLDERS = ["xml-md5-basic-full", "fumo-wbxml-md5"]


def encoding_of(folder: Path) -> Encoding:
    header = (folder / "01-c2s.hdr").read_text(encoding="latin-1")
    [line] = [line for line in header.splitlines() if line.lower().startswith("content-type:")]
    found = encoding_named(line.partition(":")[2])
    assert found is not None
    return found


def captured(shared: Path, name: str, side: str) -> list[tuple[bytes, Message]]:
    folder = shared / "syncml" / name
    encoding = encoding_of(folder)
    ending = "xml" if encoding is Encoding.XML else "wbxml"
    paths = sorted(folder.glob(f"*-{side}.{ending}"))
    assert paths
    return [(path.read_bytes(), encoding.decode(path.read_bytes())) for path in paths]


def commands_of(message: Message) -> list[Command]:
    return [command for command in message.commands if not isinstance(command, Status)]


# The XML session was made with passwords that are known here; of the other only what was accepted is known.
DEVICE = Secret("funambol", "funambol", Scheme.MD5)
SERVER = Secret("funambol", "srvpwd", Scheme.MD5)
CHALLENGE_OF_THE_SERVER = b64decode("slB58sVREuuKUhUGFriITw==")
CHALLENGE_OF_THE_DEVICE = b64decode("alJHbEhEQjhyUFk9")


def nonces(*first: bytes) -> Callable[[], bytes]:
    """The nonces that were captured, then others."""
    left = [*first]
    following = counted()
    return lambda: left.pop(0) if left else following()


def alerts_of(messages: list[tuple[bytes, Message]]) -> set[tuple[str | None, Any]]:
    found = [c for _, m in messages for c in m.commands if isinstance(c, Alert) and c.code == "1226"]
    return {(alert.correlator, item.data) for alert in found for item in alert.items}


def test_our_server_holds_the_captured_xml_session_with_mutual_md5(shared: Path) -> None:
    """The device steps up from BASIC to MD5, refuses the server's stale credentials, and is managed to the end."""
    device, server = captured(shared, "xml-md5-basic-full", "c2s"), captured(shared, "xml-md5-basic-full", "s2c")
    session = DmServerSession(
        server_id="s",
        respond_to="http://s/dm",
        accounts={"DMCtest": Account(DEVICE, SERVER)}.get,
        nonces=nonces(CHALLENGE_OF_THE_SERVER),
    )
    asked: list[Ticket] = []
    codes, creds = [], []
    for (octets, _), (_, reply) in zip(device, server, strict=True):
        assert not session.over
        session.receive(octets)
        if session.authenticated:
            asked += [session.submit(command) for command in commands_of(reply)]
        said = Encoding.XML.decode(session.respond())
        codes += [c.code for c in said.commands if isinstance(c, Status) and c.command == "SyncHdr"]
        creds.append(said.header.cred.data if said.header.cred else None)
        assert [type(c) for c in commands_of(said)] == [type(c) for c in commands_of(reply)]
    assert session.over
    assert codes == ["401", "212", "212", "212", "212", "212"]
    assert creds[0] is not None
    assert creds[1:] == [None] * 5, "the device has said 212"
    assert [(type(t.command).__name__, t.status, t.data) for t in asked] == [
        ("Get", 200, "DMCtest"),
        ("Get", 200, "true"),
        ("Add", 200, None),
        ("Get", 200, "hello"),
        ("Replace", 200, None),
        ("Get", 200, "world"),
        ("Exec", 200, None),
        ("Delete", 200, None),
        ("Get", 404, None),
    ]
    assert {(one.correlator, one.item.data) for one in session.alerts} == alerts_of(device) != set()
    assert len(session.alerts) == len(alerts_of(device))


class AcceptsWhatWasAccepted(Demand):
    """Takes the credentials that the captured server took, since the password behind them is not known."""

    ACCEPTED = "PRHx9WL6VCUUIeK0LvpHIg==", "r1trs1BZG1n/v2zq7BYIUA=="
    __slots__ = ()

    def check(self, user: str, cred: Cred | None, header: str | None, body: bytes) -> bool:
        challenged = self._challenges > 0
        self.satisfied = self.satisfied or (challenged and cred is not None and cred.data in self.ACCEPTED)
        return self.satisfied


def test_our_server_holds_the_captured_wbxml_sessions_of_a_firmware_update(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An Exec with its alert before the Status in the first session, another alert in a later one."""
    monkeypatch.setattr(server_module, "Demand", AcceptsWhatWasAccepted)
    device, server = captured(shared, "fumo-wbxml-md5", "c2s"), captured(shared, "fumo-wbxml-md5", "s2c")
    sessions: list[DmServerSession] = []
    asked: list[Ticket] = []
    for (octets, message), (_, reply) in zip(device, server, strict=True):
        if message.header.message_id == "1":
            assert not sessions or sessions[-1].over
            account = Account(Secret("d", "unknown"), Secret("s", "unknown"))
            sessions.append(
                DmServerSession(
                    server_id="s",
                    respond_to="http://s/dm",
                    accounts={"IMEI:493005100592800": account}.get,
                    nonces=counted(),
                )
            )
        session = sessions[-1]
        session.receive(octets, Encoding.WBXML)
        if session.authenticated:
            asked += [session.submit(command) for command in commands_of(reply)]
        said = Encoding.WBXML.decode(session.respond())
        assert said.header.session_id == message.header.session_id
        assert [type(c) for c in commands_of(said)] == [type(c) for c in commands_of(reply)]
    assert [(session.over, session.at_rest) for session in sessions] == [(True, True), (False, True)]
    assert [(type(t.command).__name__, t.status) for t in asked if t.status != 200] == [("Exec", 202)]
    assert all(ticket.done for ticket in asked)
    values = [ticket.data for ticket in asked if isinstance(ticket.command, Get)]
    assert values[:3] == [
        "PkgName/PkgVersion/Download/Update/DownloadAndUpdate/State/Ext",
        "10",
        "http://127.0.0.1/fw.dd",
    ]
    assert {(one.correlator, one.item.data) for s in sessions for one in s.alerts} == alerts_of(device)
    assert sum(len(s.alerts) for s in sessions) == len(alerts_of(device))
    assert [one.correlator for one in sessions[1].alerts] == ["corr-78"]


class Download(Interior):
    ACCESS = access.ExecGet
    url = Leaf("PkgURL", TEXT, access.GetReplace, ONE)


class Package(Interior):
    ACCESS = access.Get
    download = Child("Download", Download, ONE)
    name = Leaf("PkgName", TEXT, access.GetReplace, ONE, default="fw-1.0")
    version = Leaf("PkgVersion", TEXT, access.GetReplace, ONE, default="1.0")
    state = Leaf("State", INTEGER, access.Get, ONE, default="10")
    update = Leaf("Update", NOTHING, access.ExecGet, ONE)


class Fumo(Interior):
    ACCESS = access.Get
    package = Child("pkg", Package, ONE)


class Memory(Interior):
    ACCESS = access.Get
    value = Leaf("a", TEXT, access.AddDeleteGetReplace, ZERO_OR_ONE)


class Vendor(Interior):
    ACCESS = access.Get
    memory = Child("memory", Memory, ONE)


class Runs(Interior):
    ACCESS = access.Get
    execute = Leaf("execute", NOTHING, access.Exec, ONE)


class DevInfo(Interior):
    ACCESS = access.Get
    dev_id = Leaf("DevId", TEXT, access.Get, ONE, default="IMEI:493005100592800")


class DevDetail(Interior):
    ACCESS = access.Get
    large = Leaf("LrgObj", TEXT, access.Get, ONE, default="true")


class Alerts:
    """What the captured device had to say after the Exec."""

    def __init__(self, owner: Owner) -> None:
        self.owner = owner
        self.heard = 0

    def pending(self) -> list[tuple[str, Alert]]:
        made = [Alert("", "1226", (Item(data="200"),), order.correlator) for order in self.owner.orders]
        return [(str(number), alert) for number, alert in enumerate(made) if number >= self.heard]

    def answered(self, token: str, status: int = 200) -> None:
        self.heard += 1


def a_device() -> tuple[ManagementTree, Owner]:
    tree, owner = ManagementTree(), Owner()
    owner.answer = 200
    objects = {"./FUMO": Fumo, "./DevInfo": DevInfo, "./DevDetail": DevDetail, "./Vendor": Vendor, "./test": Runs}
    for uri, kind in objects.items():
        tree.mount(uri, kind.describe("", ONE), owner)
    return tree, owner


ACCOUNTS = {
    # Starts with BASIC and is asked for MD5, and asks the server for MD5 with the nonce that was captured.
    "xml-md5-basic-full": Account(Secret("funambol", "funambol", Scheme.BASIC), SERVER),
    "fumo-wbxml-md5": Account(Secret("d", "unknown", Scheme.MD5)),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_our_device_holds_the_captured_sessions_of_a_foreign_server(shared: Path, name: str) -> None:
    """Every command of the server gets one Status, every Get that is answered its Results."""
    encoding = encoding_of(shared / "syncml" / name)
    tree, owner = a_device()
    alerts = Alerts(owner)
    client: DmClientSession | None = None
    commands: list[tuple[str, str, str]] = []
    found = {}
    raised: set[str | None] = set()
    for octets, message in captured(shared, name, "s2c"):
        if message.header.message_id == "1":
            assert client is None, "the last message of a session ends it"
            client = DmClientSession(
                tree,
                server_uri="http://s/dm",
                device_id="d",
                server_id="s",
                dev_info=("./DevInfo/DevId",),
                account=ACCOUNTS[name],
                nonces=nonces(CHALLENGE_OF_THE_DEVICE),
                alerts=alerts,
                encoding=encoding,
            )
            client.start(message.header.session_id)
        assert client is not None
        answer = client.receive(octets)
        asked = commands_of(message)
        if answer is None:
            assert not asked
            assert client.over
            client = None
            continue
        said = encoding.decode(answer)
        own = [c for c in said.commands if isinstance(c, Status) and c.command != "SyncHdr"]
        assert [s.command_ref for s in own] == [c.cmd_id for c in asked]
        commands += [(s.command, s.target_refs[0], s.code) for s in own]
        raised |= {c.correlator for c in said.commands if isinstance(c, Alert) and c.code == "1226"}
        found.update(
            {i.source.uri: i.data for c in said.commands if isinstance(c, Results) for i in c.items if i.source}
        )
    assert client is None
    assert raised == {order.correlator for order in owner.orders} != set()
    if name == "fumo-wbxml-md5":
        assert {code for _, _, code in commands} == {"200"}
        assert found["./FUMO/pkg/Download/PkgURL"] == "http://127.0.0.1/fw.dd"
        assert found["./FUMO/pkg/State"] == "10"
        assert tree.value("./FUMO/pkg/PkgName") == "fw-2.0"
        assert owner.orders[0].correlator == "corr-77"
    else:
        assert [(command, code) for command, _, code in commands] == [
            ("Get", "200"),
            ("Get", "200"),
            ("Add", "200"),
            ("Get", "200"),
            ("Replace", "200"),
            ("Get", "200"),
            ("Exec", "200"),
            ("Delete", "200"),
            ("Get", "404"),
        ]
        assert found["./Vendor/memory/a"] == "world"


@pytest.mark.parametrize("name", ["ms-mdm", "fleet-mdmtest"])
def test_our_server_hears_the_first_package_of_a_windows_device(shared: Path, name: str) -> None:
    [path] = (shared / "syncml" / name).glob("*client-pkg1.xml")
    session = DmServerSession(server_id="s", respond_to="http://s/dm")
    session.receive(path.read_bytes())
    assert session.dev_info["./DevInfo/DmV"] == "1.3"
    [event] = session.events
    assert event.item.meta is not None
    assert event.item.meta.type == "com.microsoft/MDM/LoginStatus"
    assert session.alerts == []
    codes = {c.code for c in Encoding.XML.decode(session.respond()).commands if isinstance(c, Status)}
    assert codes == {"200"}
    assert session.over


def test_our_server_holds_the_documented_windows_session(shared: Path) -> None:
    folder = shared / "syncml" / "ms-mdm"
    session = DmServerSession(server_id="s", respond_to="http://s/dm")
    session.receive((folder / "1-client-pkg1.xml").read_bytes())
    asked = [c for c in Encoding.XML.decode((folder / "2-server-gets.xml").read_bytes()).commands if isinstance(c, Get)]
    tickets = [session.submit(command) for command in asked]
    said = Encoding.XML.decode(session.respond())
    ids = [c.cmd_id for c in said.commands if isinstance(c, Get)]
    answer = (folder / "3-client-results.xml").read_text(encoding="utf-8")
    for documented, own in zip([c.cmd_id for c in asked], ids, strict=True):
        answer = answer.replace(f"<CmdRef>{documented}</CmdRef>", f"<CmdRef>#{own}</CmdRef>")
    session.receive(answer.replace("<CmdRef>#", "<CmdRef>").encode())
    assert [ticket.data for ticket in tickets] == [
        "[software version returned here]",
        "[hardware version returned here]",
    ]
    session.respond()
    assert session.over
