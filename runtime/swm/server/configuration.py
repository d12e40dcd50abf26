"""The server's TOML file."""

from __future__ import annotations

import os
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from swm.endpoints import endpoint
from swm.server.admission import Admission
from swm.server.orders import Order
from swm.server.tls import ClientCertificates, ServerTls
from swm.session import Account, Scheme, Secret
from swm.settings import Settings, read_settings

SCHEMES: Final = {"basic": Scheme.BASIC, "md5": Scheme.MD5, "mac": Scheme.MAC}
CERTIFICATES: Final = {
    "none": ClientCertificates.NONE,
    "optional": ClientCertificates.OPTIONAL,
    "required": ClientCertificates.REQUIRED,
}

EXAMPLE: Final = """\
# A DM server for `swm server`. Paths are relative to this file.
# stubs = "generated/python"        # where swm_enablers is; found by itself in a checkout

[server]
id = "example-server"
host = "127.0.0.1"
port = 8080
store = "server.db"                 # a SQLite file, or postgresql://user@host/name
# url = "https://dm.example.com/dm" # as devices see it, behind a proxy
# log = "server.log"                # one line of JSON a request
# refuse_transfers = true           # say no (406) to devices that ask whether an image server may begin (TransferRequest)

# [admission]                       # back-pressure: others get 503, and a slot of their own in Retry-After
# sessions = 200                    # that may begin in one second
# horizon = 3600                    # seconds ahead for which slots are kept
# patience = 2                      # seconds that a slot may be used late

# [tls]
# certificate = "server.pem"
# key = "server.key"
# client_certificates = "required"  # none, optional or required
# client_ca = "ca.pem"

[[device]]
id = "IMEI:350000000000001"
scheme = "md5"                      # basic, md5 or mac
user = "device"
password = "change me"
server_user = "server"              # how the server proves who it is
server_password = "change me too"
# notify = "127.0.0.1:2948"         # package 0 goes there while an order waits
# notify_every = 60.0               # seconds

# Orders are carried out one after the other; the next begins when the device has reported the end of the last.
[[device.order]]
enabler = "fumo-1.1"                # the generated stubs that know the object
package = "new.pkg"                 # its size and digest go to Security
exec = "DownloadAndUpdate"
[device.order.set]
"DownloadAndUpdate/PkgURL" = "http://127.0.0.1:8081/new.pkg"
"Policy/MinBattery" = 20

[[device.order]]
enabler = "scomo-1.2"
at = "Download/game"                # a node below the object; made where it is not there
package = "game.pkg"
exec = "Operations/DownloadInstall"
set = {PkgID = "game", PkgURL = "http://127.0.0.1:8081/game.pkg"}

[[device.order]]
enabler = "fumo-1.1"
get = ["State", "Transfer/LastResult"]
"""


@dataclass(frozen=True, slots=True)
class ManagedDevice:
    """A device: its account, where package 0 goes, and what to do with it."""

    device_id: str
    account: Account | None
    notify: tuple[str, int] | None
    notify_every: float
    orders: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class AdmissionSettings:
    """How many sessions may begin in a second, and how far ahead slots are kept; read `swm.server.admission`."""

    sessions: int
    horizon: int
    patience: int

    def make(self) -> Admission:
        """The admission of one server: its slots are in memory."""
        return Admission(self.sessions, horizon=self.horizon, patience=self.patience)


@dataclass(frozen=True, slots=True)
class ProgramSettings:
    """All of the file."""

    file: Path
    stubs: Path | None
    server_id: str
    host: str
    port: int
    store: str
    public_url: str | None
    log: Path | None
    tls: ServerTls | None
    devices: tuple[ManagedDevice, ...]
    admission: AdmissionSettings | None = None
    refuse_transfers: bool = False
    """Answer 406 to alerts that ask for leave for what an image server announced."""


def read_server_settings(file: Path) -> ProgramSettings:
    """The settings in `file`. SettingsError points at the line that cannot be used."""
    root = read_settings(file)
    devices = root.tables("device")
    found = read_listener(root, file, tuple(_device(entry, file.parent) for entry in devices))
    known = [device.account is not None for device in found.devices]
    if any(known) and not all(known):
        raise devices[known.index(False)].wrong("user", "is missing; either all devices have accounts, or none has")
    for name, values in (("id", [device.device_id for device in found.devices]), ("user", _users(found.devices))):
        if len(set(values)) < len(values):
            raise root.wrong("device", f"has the same {name} twice")
    root.close()
    return found


def read_listener(root: Settings, file: Path, devices: tuple[ManagedDevice, ...] = ()) -> ProgramSettings:
    """The part of a file that says how a server is reached and where it keeps what it keeps."""
    server = root.table("server")
    store = server.text("store", "server.db")
    found = ProgramSettings(
        file=file,
        stubs=root.path("stubs"),
        server_id=server.text("id"),
        host=server.host("host", "127.0.0.1"),
        port=server.integer("port", 8080, low=1, high=65_535),
        store=store if "://" in store else f"sqlite:///{(file.parent / store).resolve()}",
        public_url=server.optional("url"),
        log=server.path("log"),
        tls=_tls(root.table("tls")) if root.has("tls") else None,
        devices=devices,
        admission=_admission(root.table("admission")) if root.has("admission") else None,
        refuse_transfers=server.flag("refuse_transfers", False),
    )
    server.close()
    return found


def _users(devices: tuple[ManagedDevice, ...]) -> list[str]:
    return [device.account.device.user for device in devices if device.account is not None]


def _tls(table: Settings) -> ServerTls:
    certificate, key = table.path("certificate"), table.path("key")
    if certificate is None or key is None:
        raise table.wrong("certificate" if certificate is None else "key", "is missing")
    wanted = CERTIFICATES[table.text("client_certificates", "none", choices=CERTIFICATES)]
    made = ServerTls(certificate, key, wanted, table.path("client_ca"))
    table.close()
    return made


def _admission(table: Settings) -> AdmissionSettings:
    made = AdmissionSettings(
        table.integer("sessions", low=1, high=1_000_000),
        table.integer("horizon", 3600, low=1, high=86_400),
        table.integer("patience", 2, high=3600),
    )
    table.close()
    return made


def read_account(table: Settings) -> Account | None:
    """The account in a table of a device; None where there is no user."""
    account = None
    if table.has("user"):
        scheme = SCHEMES[table.text("scheme", "md5", choices=SCHEMES)]
        server_user = table.optional("server_user")
        server = None
        if server_user is not None:
            server = Secret(server_user, table.text("server_password"), scheme, _nonce(table, "server_nonce"))
        account = Account(Secret(table.text("user"), table.text("password"), scheme, _nonce(table, "nonce")), server)
    elif any(table.has(key) for key in ("scheme", "password", "server_user", "server_password")):
        raise table.wrong("user", "is missing; the account has no name without it")
    return account


def _device(table: Settings, folder: Path) -> ManagedDevice:
    account = read_account(table)
    made = ManagedDevice(
        table.text("id"),
        account,
        _address(table, "notify"),
        table.number("notify_every", 60.0, low=0.1),
        tuple(_order(entry, folder) for entry in table.tables("order")),
    )
    if made.notify is not None and (account is None or account.server is None):
        raise table.wrong("notify", "needs server_user and server_password: package 0 carries a digest made with them")
    table.close()
    return made


def _order(table: Settings, folder: Path) -> Order:
    values = table.table("set")
    package = table.path("package")
    if package is not None and not os.path.isfile(package):
        raise table.wrong("package", f"is {package}, and there is no such file")
    wanted = table.raw("get") if table.has("get") else []
    if not isinstance(wanted, list) or not all(isinstance(entry, str) for entry in wanted):
        raise table.wrong("get", "must be a list of paths")
    texts = []
    for path in values.keys():  # noqa: SIM118 this is no dictionary
        value = values.raw(path)
        if not isinstance(value, (str, int, float)):
            raise values.wrong(path, "must be a text, a number, or true or false")
        texts.append((path, str(value).lower() if isinstance(value, bool) else str(value)))
    made = Order(
        table.text("enabler"),
        table.text("at", ""),
        tuple(texts),
        "" if package is None else str(package),
        table.text("exec", ""),
        tuple(wanted),
    )
    if not (made.values or made.execute or made.get or made.package):
        raise table.wrong("exec", "is missing, and so are set, get and package: there is nothing to do")
    table.close()
    return made


def _nonce(table: Settings, key: str) -> bytes:
    try:
        return b64decode(table.text(key, ""), validate=True)
    except (Base64Error, ValueError):
        raise table.wrong(key, "is not base64") from None


def _address(table: Settings, key: str) -> tuple[str, int] | None:
    text = table.optional(key)
    if text is None:
        return None
    found = endpoint(text)
    if found is None:
        raise table.wrong(key, f"is {text!r}; write it like 127.0.0.1:2948")
    return found
