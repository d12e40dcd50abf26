"""Whole sessions of clients that are shipped with products, over HTTP, with a real server.

Each client is a script that writes the octets and the header fields of one of them, and demands of the answers what
its parser demands. Nothing of this project's codecs or clients takes part.
"""

from __future__ import annotations

import hashlib
import http.client
import re
import socket
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree

import pytest

from swm.server import Dialogue, DmServer, open_store, serving
from swm.session import Account, Scheme, Secret

METINF = 'xmlns="syncml:metinf"'
SYNCML = "{SYNCML:SYNCML1.2}"
DEVICE = "IMEI:1"
DOWNLOAD = "org.openmobilealliance.dm.firmwareupdate.download"


async def update(dialogue: Dialogue) -> None:
    """What the servers of these tests do with a device."""
    state = str(await dialogue.get("./FUMO/State"))
    await dialogue.replace("./FUMO/Download/PkgURL", f"http://packages/{state}?a=1&b=2", "chr")
    await dialogue.execute("./FUMO/Download", "c-1", None)


class Running:
    """A server, and what is ordered of it at the moment: it is read when a session begins."""

    def __init__(self, url: str, server: DmServer, orders: list[str]) -> None:
        self.url = url
        self.server = server
        self.orders = orders

    def post(self, url: str, body: bytes, content_type: str, **headers: str) -> bytes:
        """One message as a client would send it to where it was told; the answer, which must be one."""
        place, _, path = url.partition("://")[2].partition("/")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(place, timeout=60)
        try:
            connection.request("POST", f"/{path}", body, {"Content-Type": content_type, **named})
            answer = connection.getresponse()
            data = answer.read()
            assert answer.status == 200, data
            return data
        finally:
            connection.close()

    def alerts(self) -> list[tuple[str | None, str | bytes | None]]:
        return [(stored.alert.correlator, stored.alert.item.data) for stored in self.server.store.alerts()]


@contextmanager
def running(account: Account | None = None) -> Iterator[Running]:
    orders: list[str] = ["update"]
    failures: list[Exception] = []

    async def manage(dialogue: Dialogue) -> None:
        if dialogue.orders:
            await update(dialogue)

    async def ordered(device: str) -> str | None:
        return orders[0] if orders else None

    store = open_store("sqlite://")
    accounts = None if account is None else {account.device.user: account}
    server = DmServer(manage, server_id="srv", store=store, accounts=accounts, orders=ordered)
    try:
        with serving(server) as url:
            yield Running(url, server, orders)
        failures.extend(server.failures)
    finally:
        store.close()
    assert not failures


def basic(user: str, password: str) -> str:
    return b64encode(f"{user}:{password}".encode()).decode()


def md5(user: str, password: str, nonce: bytes) -> str:
    inner = b64encode(hashlib.md5(f"{user}:{password}".encode()).digest())
    return b64encode(hashlib.md5(inner + b":" + nonce).digest()).decode()


# a client in Java that speaks XML ------------------------------------------------------------------------------------


class JavaXmlClient:
    """It pulls element after element and knows of no other order than the DTD's; it proves itself in each message.

    Its HTTP entity has the character set for a content coding, and ``x-syncml-hmac`` is sent whatever the scheme.
    """

    def __init__(self, running: Running, scheme: str, session: str = "1") -> None:
        self.running = running
        self.scheme = scheme
        self.session = session
        self.url = running.url
        self.nonce = b""
        self.authenticated = False
        self.message = 0
        self.command = 0
        self.done: list[str] = []
        self.answers = ""

    def cred(self) -> str:
        data = basic("dev", "pw") if self.scheme == "basic" else md5("dev", "pw", self.nonce)
        self.nonce = b""
        return (
            f"<Cred><Meta><Format {METINF}>b64</Format><Type {METINF}>syncml:auth-{self.scheme}</Type></Meta>"
            f"<Data>{data}</Data></Cred>"
        )

    def next_id(self) -> int:
        self.command += 1
        return self.command

    def says(self, first: str) -> str:
        """One message there and its answer."""
        self.message += 1
        body = self.answers if self.authenticated else self.answers + first
        self.answers = ""
        octets = (
            '<?xml version="1.0" encoding="UTF-8"?><SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD>'
            f"<VerProto>DM/1.2</VerProto><SessionID>{self.session}</SessionID><MsgID>{self.message}</MsgID>"
            f"<Target><LocURI>{self.url}</LocURI></Target><Source><LocURI>{DEVICE}</LocURI><LocName>dev</LocName></Source>"
            f"{self.cred()}</SyncHdr><SyncBody>{body}<Final></Final></SyncBody></SyncML>"
        ).encode()
        return self.running.post(
            self.url,
            octets,
            "application/vnd.syncml.dm+xml",
            Content_Encoding="UTF-8",
            x_syncml_hmac='algorithm=MD5, username="dev", mac=',
        ).decode()

    def runs(self, *alerts: str) -> int:
        """A session to its end; how many messages it took."""
        while True:
            info = (
                f"<Replace><CmdID>{self.next_id()}</CmdID><Meta><Format {METINF}>chr</Format><Type {METINF}>text/plain"
                f"</Type></Meta><Item><Source><LocURI>./DevInfo/DevId</LocURI></Source><Data>{DEVICE}</Data></Item>"
                "</Replace>"
            )
            start = f"<Alert><CmdID>{self.next_id()}</CmdID><Data>1201</Data></Alert>"
            if not self.hears(self.says(start + "".join(alerts) + info)):
                return self.message
            assert self.message < 10

    def hears(self, answer: str) -> bool:
        """Whether the session goes on."""
        root = ElementTree.fromstring(answer)
        header, body = list(root)
        names = [part.tag.removeprefix(SYNCML) for part in header]
        assert names.index("MsgID") < names.index("RespURI"), "it reads on for ever to where RespURI would be"
        self.url = header.findtext(f"{SYNCML}RespURI", "")
        number = header.findtext(f"{SYNCML}MsgID", "")
        self.answered(number, "0", "SyncHdr", "212")
        nonces = re.findall("<NextNonce[^>]*>([^<]*)</NextNonce>", answer)
        if nonces:
            self.nonce = b64decode(nonces[0])
        challenged, asked = False, False
        for command in body:
            kind, parts = command.tag.removeprefix(SYNCML), [part.tag.removeprefix(SYNCML) for part in command]
            if kind == "Status":
                assert parts[:4] == ["CmdID", "MsgRef", "CmdRef", "Cmd"]
                code = command.findtext(f"{SYNCML}Data", "")
                if command.findtext(f"{SYNCML}Cmd") == "SyncHdr":
                    self.authenticated = self.authenticated or code == "212"
                    challenged = code == "401" and self.scheme == "md5"
            elif kind != "Final":
                asked = True
                assert parts[0] == "CmdID"
                assert [part for part in parts[1:] if part not in ("Meta", "Correlator")] == ["Item"] * parts.count(
                    "Item"
                )
                self.does(number, kind, command)
        return asked or challenged

    def does(self, number: str, kind: str, command: ElementTree.Element) -> None:
        cmd_id = command.findtext(f"{SYNCML}CmdID", "")
        for item in command.iter(f"{SYNCML}Item"):
            place = item.findtext(f"{SYNCML}Target/{SYNCML}LocURI", "")
            self.done.append(f"{kind} {place} {item.findtext(f'{SYNCML}Data')}")
            self.answered(number, cmd_id, kind, "202" if kind == "Exec" else "200", place)
            if kind == "Get":
                self.answers += (
                    f"<Results><CmdID>{self.next_id()}</CmdID><MsgRef>{number}</MsgRef><CmdRef>{cmd_id}</CmdRef><Item>"
                    f"<Source><LocURI>{place}</LocURI></Source><Meta><Format {METINF}>int</Format><Type {METINF}>"
                    "text/plain</Type></Meta><Data>10</Data></Item></Results>"
                )

    def answered(self, number: str, cmd_id: str, kind: str, code: str, place: str = "") -> None:
        shown = f"<TargetRef>{place}</TargetRef>" if place else ""
        self.answers += (
            f"<Status><CmdID>{self.next_id()}</CmdID><MsgRef>{number}</MsgRef><CmdRef>{cmd_id}</CmdRef><Cmd>{kind}</Cmd>"
            f"{shown}<Data>{code}</Data></Status>"
        )


DONE = [
    "Get ./FUMO/State None",
    "Replace ./FUMO/Download/PkgURL http://packages/10?a=1&b=2",
    "Exec ./FUMO/Download None",
]
ALERT = (
    f"<Alert><CmdID>90</CmdID><Data>1226</Data><Correlator>c-1</Correlator><Item><Source><LocURI>./FUMO/Download"
    f"</LocURI></Source><Meta><Type {METINF}>{DOWNLOAD}</Type><Format {METINF}>text/plain</Format>"
    f"<Mark {METINF}>warning</Mark></Meta><Data>200</Data></Item></Alert>"
)


@pytest.mark.parametrize("scheme", ["basic", "md5"])
def test_a_client_in_java_whose_content_coding_is_its_character_set(scheme: str) -> None:
    account = Account(Secret("dev", "pw", Scheme(f"syncml:auth-{scheme}"), b"its own"))
    with running(account) as server:
        client = JavaXmlClient(server, scheme)
        client.runs()
        assert client.done == DONE
        server.orders.clear()
        later = JavaXmlClient(server, scheme, "2")
        later.runs(ALERT)
        assert later.done == []
        assert server.alerts() == [("c-1", "200")]


# a client in Java that speaks WBXML ----------------------------------------------------------------------------------

TOKENS = {
    "Add": 0x05, "Alert": 0x06, "Chal": 0x09, "Cmd": 0x0A, "CmdID": 0x0B, "CmdRef": 0x0C, "Cred": 0x0E, "Data": 0x0F,
    "Exec": 0x11, "Final": 0x12, "Get": 0x13, "Item": 0x14, "LocName": 0x16, "LocURI": 0x17, "Meta": 0x1A, "MsgID": 0x1B,
    "MsgRef": 0x1C, "Replace": 0x20, "RespURI": 0x21, "Results": 0x22, "SessionID": 0x25, "Source": 0x27, "Status": 0x29,
    "SyncBody": 0x2B, "SyncHdr": 0x2C, "SyncML": 0x2D, "Target": 0x2E, "TargetRef": 0x2F, "VerDTD": 0x31,
    "VerProto": 0x32, "Correlator": 0x3C,
}  # fmt: skip
METINF_TOKENS = {"Format": 0x07, "Mark": 0x0B, "MaxMsgSize": 0x0C, "NextNonce": 0x10, "Size": 0x12, "Type": 0x13}
METINF_TOKENS["MaxObjSize"] = 0x15
NAMES = [{token: name for name, token in table.items()} for table in (TOKENS, METINF_TOKENS)]
Node = tuple[str, Any]
"""A name, and its text or its children."""


def tokens(node: Node) -> bytes:
    name, content = node
    if name in METINF_TOKENS:
        return bytes([METINF_TOKENS[name] | 0x40, 3]) + str(content).encode() + b"\0\1"
    if content is None:
        return bytes([TOKENS[name]])
    start = bytes([TOKENS[name] | 0x40])
    if isinstance(content, str):
        return start + b"\3" + content.encode("utf-8") + b"\0\1"
    inner: bytes = b"".join(map(tokens, content))
    return start + (b"\0\1" + inner + b"\0\0" if name == "Meta" else inner) + b"\1"


def document(node: Node, public_text: bytes = b"-//SYNCML//DTD SyncML 1.2//EN") -> bytes:
    """WBXML 1.2 in UTF-8 whose document type is a text: all of the string table, without a NUL behind it."""
    return b"\2\0\0\x6a" + bytes([len(public_text)]) + public_text + tokens(node)


def parsed(data: bytes) -> Node:
    """The outermost element, read as such a client reads: no string table, no opaque data, no attributes."""
    version, at, page = data[0], 1, 0
    assert version in (1, 2, 3)
    while data[at] & 0x80:
        at += 1
    at += 1
    assert data[at : at + 2] == b"\x6a\0"
    at += 2
    open_nodes: list[Node] = [("", [])]
    while at < len(data):
        token = data[at]
        at += 1
        if token == 0:
            page = data[at]
            at += 1
        elif token == 1:
            node = open_nodes.pop()
            open_nodes[-1][1].append(node if node[1] else (node[0], ""))
        elif token == 3:
            end = data.index(b"\0", at)
            name, _ = open_nodes.pop()
            open_nodes.append((name, data[at:end].decode()))
            at = end + 1
        else:
            name = NAMES[page][token & 0x3F]
            if token & 0x40:
                open_nodes.append((name, []))
            else:
                open_nodes[-1][1].append((name, ""))
    [(_, [root])] = open_nodes
    return root  # type: ignore[no-any-return]


def found(node: Node, *path: str) -> list[Any]:
    """The contents of all elements with this path."""
    if not path:
        return [node[1]]
    children = node[1] if isinstance(node[1], list) else []
    return [content for child in children if child[0] == path[0] for content in found(child, *path[1:])]


class JavaWbxmlClient:
    """It checks its server, too: its challenges come with Status 401 and 212. The code of a Status comes before all else."""

    def __init__(self, running: Running, nonce: bytes, *, server_nonce: bytes, session: str = "2C5") -> None:
        self.running = running
        self.session = session
        self.url = running.url
        self.nonce = nonce
        self.server_nonce = server_nonce
        self.authenticated = False
        self.trusts = False
        self.message = 0
        self.done: list[str] = []
        self.answers: list[Node] = []

    def meta(self, **fields: str) -> Node:
        return ("Meta", list(fields.items()))

    def status(self, number: str, cmd_id: str, kind: str, code: str, *more: Node) -> None:
        refs: list[Node] = [("MsgRef", number), ("CmdRef", cmd_id), ("Cmd", kind)]
        self.answers.append(("Status", [("CmdID", str(len(self.answers) + 1)), ("Data", code), *refs, *more]))

    def says(self, *first: Node) -> bytes:
        self.message += 1
        body = list(self.answers) if self.authenticated else [*self.answers, *first]
        self.answers = []
        numbers: list[Node] = [("SessionID", self.session), ("MsgID", str(self.message))]
        source: Node = ("Source", [("LocURI", DEVICE), ("LocName", "dev")])
        header: list[Node] = [("VerDTD", "1.2"), ("VerProto", "DM/1.2"), *numbers]
        header += [("Target", [("LocURI", self.url)]), source]
        if not (self.authenticated and self.trusts):
            meta = self.meta(Format="b64", Type="syncml:auth-md5")
            header.append(("Cred", [meta, ("Data", md5("dev", "pw", self.nonce))]))
        header.append(self.meta(MaxMsgSize="5120", MaxObjSize="1048576"))
        message = ("SyncML", [("SyncHdr", header), ("SyncBody", [*body, ("Final", None)])])
        named = {"Accept": "application/vnd.syncml.dm+wbxml", "Cache_Control": "no-store, private"}
        named |= {"Accept_Charset": "utf-8", "User_Agent": "Vendor Device SyncML_DM Client"}
        return self.running.post(self.url, document(message), "application/vnd.syncml.dm+wbxml", **named)

    def runs(self, *alerts: Node) -> int:
        start: Node = ("Alert", [("CmdID", "71"), ("Data", "1201")])
        items: list[Node] = [
            ("Item", [("Source", [("LocURI", f"./DevInfo/{name}")]), ("Data", value)])
            for name, value in (("DevId", DEVICE), ("Man", "Vendor"), ("Ext/NetworkType", "WIFI"))
        ]
        while self.hears(parsed(self.says(start, *alerts, ("Replace", [("CmdID", "72"), *items])))):
            assert self.message < 10
        return self.message

    def hears(self, root: Node) -> bool:
        [number] = found(root, "SyncHdr", "MsgID")
        [self.url] = found(root, "SyncHdr", "RespURI")
        shown = found(root, "SyncHdr", "Cred", "Data")
        if shown:
            self.trusts = shown == [md5("srv", "secret", self.server_nonce)]
            self.server_nonce = self.server_nonce + b"+"
            chal = self.meta(Format="b64", Type="syncml:auth-md5", NextNonce=b64encode(self.server_nonce).decode())
            self.status(number, "0", "SyncHdr", "212" if self.trusts else "401", ("Chal", [chal]))
        else:
            assert self.trusts, "it would look for credentials that are not there"
            self.status(number, "0", "SyncHdr", "212")
        [body] = found(root, "SyncBody")
        again = False
        for kind, parts in body:
            if kind == "Status":
                command = dict(parts)
                if command["Cmd"] == "SyncHdr":
                    self.authenticated = self.authenticated or command["Data"] == "212"
                    again = command["Data"] == "401"
                    nonces = found((kind, parts), "Chal", "Meta", "NextNonce")
                    self.nonce = b64decode(nonces[0]) if nonces else self.nonce
            elif kind != "Final":
                again = True
                self.does(number, kind, parts)
        return again or not self.trusts

    def does(self, number: str, kind: str, parts: list[Node]) -> None:
        [cmd_id], [place] = found((kind, parts), "CmdID"), found((kind, parts), "Item", "Target", "LocURI")
        if not self.trusts:
            self.status(number, cmd_id, kind, "401")
            return
        data = found((kind, parts), "Item", "Data")
        self.done.append(f"{kind} {place} {data[0] if data else None}")
        self.status(number, cmd_id, kind, "202" if kind == "Exec" else "200", ("TargetRef", place))
        if kind == "Get":
            item = [
                ("Source", [("LocURI", place)]),
                self.meta(Format="chr", Type="text/plain", Size="2"),
                ("Data", "10"),
            ]
            results: list[Node] = [("CmdID", "80"), ("Item", item), ("MsgRef", number), ("CmdRef", cmd_id)]
            self.answers.append(("Results", results))


WBXML_ALERT: Node = (
    "Alert",
    [
        ("CmdID", "73"),
        ("Correlator", "c-1"),
        ("Data", "1226"),
        (
            "Item",
            [
                ("Source", [("LocURI", "./FUMO/Download")]),
                ("Meta", [("Format", "chr"), ("Type", DOWNLOAD)]),
                ("Data", "200"),
            ],
        ),
    ],
)


@pytest.mark.parametrize("stale", ["neither", "device", "server", "both"])
def test_a_client_in_java_whose_document_type_fills_the_string_table(stale: str) -> None:
    """Most clients that speak WBXML write it so: as text, whose end is that of the table."""
    account = Account(Secret("dev", "pw", Scheme.MD5, b"d1"), Secret("srv", "secret", Scheme.MD5, b"s1"))
    with running(account) as server:
        nonce = b"1234SSNextNonce" if stale in ("device", "both") else b"d1"
        client = JavaWbxmlClient(server, nonce, server_nonce=b"x" if stale in ("server", "both") else b"s1")
        client.runs()
        assert client.done == DONE
        server.orders.clear()
        later = JavaWbxmlClient(server, client.nonce, server_nonce=client.server_nonce, session="2C6")
        later.runs(WBXML_ALERT)
        assert later.done == []
        assert server.alerts() == [("c-1", "200")]


@pytest.mark.parametrize("public_text", [b"-//SYNCML//DTD SyncML 1.1//EN", b"-//SYNCML//DTD SyncML 1.2//EN\0"])
def test_the_document_type_may_have_its_nul_or_an_older_version(public_text: bytes) -> None:
    header: list[Node] = [("VerDTD", "1.2"), ("VerProto", "DM/1.2"), ("SessionID", "1"), ("MsgID", "1")]
    header += [("Target", [("LocURI", "http://s/dm")]), ("Source", [("LocURI", DEVICE)])]
    body: list[Node] = [("Alert", [("CmdID", "1"), ("Data", "1201")]), ("Final", None)]
    with running() as server:
        octets = document(("SyncML", [("SyncHdr", header), ("SyncBody", body)]), public_text)
        answer = server.post(server.url, octets, "application/vnd.syncml+wbxml")
    assert found(parsed(answer), "SyncBody", "Get", "CmdID")


# clients in C that say the same in every session ---------------------------------------------------------------------


def unchanging(url: str, cred: str = "") -> bytes:
    """The first message of a client whose SessionID is always 1, and whose credentials have no nonce."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>'
        f"DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>{url}</LocURI></Target><Source><LocURI>"
        f"{DEVICE}</LocURI></Source>{cred}</SyncHdr><SyncBody><Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Replace>"
        f"<CmdID>2</CmdID><Item><Source><LocURI>./DevInfo/DevId</LocURI></Source><Data>{DEVICE}</Data></Item></Replace>"
        "<Final/></SyncBody></SyncML>"
    ).encode()


BASIC = (
    f"<Cred><Meta><Format {METINF}>b64</Format><Type {METINF}>syncml:auth-basic</Type></Meta>"
    f"<Data>{basic(DEVICE, 'pw')}</Data></Cred>"
)


@pytest.mark.parametrize("server_secret", [None, Scheme.BASIC, Scheme.MD5])
@pytest.mark.parametrize("cred", ["", BASIC])
def test_a_session_that_begins_with_the_octets_of_an_idle_one_is_another(
    cred: str, server_secret: Scheme | None
) -> None:
    """A client in C ends without a word after an answer that asks nothing, even where it has not accepted the server."""
    secret = None if server_secret is None else Secret("srv", "secret", server_secret, b"s1")
    with running(Account(Secret(DEVICE, "pw", Scheme.BASIC), secret) if cred else None) as server:
        server.orders.clear()
        octets = unchanging(server.url, cred)
        for _ in range(2):
            assert b"<Get>" not in server.post(server.url, octets, "application/vnd.syncml+xml")
        server.orders.append("update")
        first = server.post(server.url, octets, "application/vnd.syncml+xml")
        assert b"<Get>" in first, "what was ordered since is done"
        assert server.post(server.url, octets, "application/vnd.syncml+xml") == first, (
            "a session under way is not begun anew"
        )


def test_a_session_that_brought_something_is_not_begun_anew_by_the_same_octets() -> None:
    with running() as server:
        server.orders.clear()
        octets = unchanging(server.url).replace(b"<Replace>", ALERT.encode() + b"<Replace>")
        first = server.post(server.url, octets, "application/vnd.syncml+xml")
        server.orders.append("update")
        assert server.post(server.url, octets, "application/vnd.syncml+xml") == first
        assert len(server.alerts()) == 1


CHAL = (
    f"<Chal><Meta><Format {METINF}>b64</Format><Type {METINF}>syncml:auth-MAC</Type><NextNonce {METINF}>MDEwMQ=="
    "</NextNonce></Meta></Chal>"
)


@pytest.mark.parametrize(
    "reads",
    [
        lambda status: status,
        lambda status: status.replace("<CmdRef>0</CmdRef>", ""),
        lambda status: status.replace("<Data>212</Data>", f"{CHAL}<Data>200</Data>"),
        lambda status: re.sub("<MsgRef>.*?</MsgRef>", "", status),
    ],
    ids=[
        "by the book",
        "the header is 0 anyway",
        "asks for the integrity of what it accepts",
        "the last message is meant",
    ],
)
@pytest.mark.parametrize("server_secret", [None, Scheme.BASIC, Scheme.MD5])
def test_a_client_in_c_that_answers_with_the_target_behind_the_code(
    server_secret: Scheme | None, reads: Callable[[str], str]
) -> None:
    """Its Status of a header may lack CmdRef, and have a challenge for a digest of each message whatever was shown."""
    secret = None if server_secret is None else Secret("srv", "secret", server_secret, b"s1")
    with running(Account(Secret(DEVICE, "pw", Scheme.BASIC), secret)) as server:
        octets, url, done = unchanging(server.url, BASIC), server.url, []
        for number in range(2, 6):
            answer = server.post(url, octets, "application/vnd.syncml.dm+xml").decode()
            url = re.findall("<RespURI>([^<]+)</RespURI>", answer)[0]
            [message] = re.findall("<MsgID>([^<]+)</MsgID>", answer)
            asked = re.findall("<(Get|Replace|Exec)><CmdID>([^<]+)</CmdID>.*?<LocURI>([^<]+)</LocURI>", answer)
            if not asked:
                break
            body = reads(
                f"<Status><CmdID>1</CmdID><MsgRef>{message}</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>212</Data>"
                "</Status>"
            )
            for at, (kind, cmd_id, place) in enumerate(asked, 2):
                done.append(kind)
                body += (
                    f"<Status><CmdID>{at}</CmdID><MsgRef>{message}</MsgRef><CmdRef>{cmd_id}</CmdRef><Cmd>{kind}</Cmd>"
                    f"<Data>200</Data><TargetRef>{place}</TargetRef></Status>"
                )
                if reads("<MsgRef></MsgRef>") == "":
                    body = reads(body)
                if kind == "Get":
                    body += (
                        f"<Results><CmdID>1{at}</CmdID><MsgRef>{message}</MsgRef><CmdRef>{cmd_id}</CmdRef><Item><Source>"
                        f"<LocURI>{place}</LocURI></Source><Meta><Format {METINF}>Chr</Format></Meta><Data>10</Data>"
                        "</Item></Results>"
                    )
            start, _, rest = unchanging(url, BASIC).decode().partition("<SyncBody>")
            assert rest
            start = start.replace("<MsgID>1</MsgID>", f"<MsgID>{number}</MsgID>")
            octets = f"{start}<SyncBody>{body}<Final/></SyncBody></SyncML>".encode()
        assert done == ["Get", "Replace", "Exec"]


def test_a_client_may_speak_http_1_0_and_name_no_host() -> None:
    """Its sessions go on at the address that it reached."""
    with running() as server:
        place, _, path = server.url.partition("://")[2].partition("/")
        host, _, port = place.partition(":")
        octets = unchanging(server.url)
        head = f"POST /{path} HTTP/1.0\r\nContent-Type: application/vnd.syncml.dm+xml\r\nContent-Length: {len(octets)}\r\n\r\n"
        with socket.create_connection((host, int(port)), timeout=60) as connection:
            connection.sendall(head.encode() + octets)
            answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    assert answer.split(" ")[1] == "200"
    assert "<Get>" in answer
    assert re.findall(f"<RespURI>http://{re.escape(host)}:{port}/dm[?]s=[^<]+</RespURI>", answer)
