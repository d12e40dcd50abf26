"""The device's TOML file."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from swm.endpoints import endpoint, http_url
from swm.session import Scheme
from swm.settings import Settings, read_settings
from swm.syncml import Encoding

SCHEMES: Final = {"basic": Scheme.BASIC, "md5": Scheme.MD5, "mac": Scheme.MAC}
ENABLERS: Final = ("fumo-1.1", "scomo-1.2")

EXAMPLE: Final = """\
# A device for `swm device`. Paths are relative to this file.
folder = "device-data"              # what survives: tree, journals, packages, software
# stubs = "generated/python"        # where swm_enablers is; found by itself in a checkout

[device]
id = "IMEI:350000000000001"
maker = "Example"
model = "example-1"
# language = "en"
# firmware = "1"                    # DevDetail/FwV and SwV, HwV
# install_seconds = 0.0             # how long an installation takes

[server]
url = "http://127.0.0.1:8080/dm"    # https://... with [tls] below
id = "example-server"
encoding = "wbxml"                  # or "xml"
# poll = 3600.0                     # seconds between sessions; 0: only with something to say, or when asked

[account]
scheme = "md5"                      # basic, md5 or mac
user = "device"
password = "change me"
server_user = "server"              # leave both out to take any server (TLS tells which)
server_password = "change me too"
# nonce = "MDEyMzQ1Njc4OWFiY2RlZg=="          # base64: the first nonces, where they are agreed on
# server_nonce = "MDEyMzQ1Njc4OWFiY2RlZg=="

# [tls]
# ca = "ca.pem"                     # authorities to trust instead of the system's
# certificate = "device.pem"        # for servers that ask who the device is
# key = "device.key"

[package]
key = "the maker's key"             # packages are signed with it: swm device CONFIG --pack IMAGE FILE
# largest = 1073741824              # octets

# [broadcast]                       # image servers and broadcasts; FUMO then has their nodes
# interface = "127.0.0.1"           # the network to listen on
# silence = 5.0                     # seconds without an authentic datagram that end a transmission
# announcements = "127.0.0.1:4001"  # where announcements are pushed to
# keys = ["fleet-1.key"]            # for enciphered packages: swm publish --make-key

# [notification]                    # package 0 over UDP
# host = "127.0.0.1"
# port = 2948

[[object]]
enabler = "fumo-1.1"
uri = "./FwUpdate/Pkg1"

[[object]]
enabler = "scomo-1.2"
uri = "./SCOMO"
"""


@dataclass(frozen=True, slots=True)
class SharedSecrets:
    """What device and server share; `server_user` is empty where the device takes any server."""

    scheme: Scheme
    user: str
    password: str
    server_user: str
    server_password: str
    nonce: bytes
    server_nonce: bytes


@dataclass(frozen=True, slots=True)
class BroadcastSettings:
    """How the device listens. `silence` in seconds; `announcements` is None where none are pushed; `keys` are those
    that wrap the keys of enciphered packages, by their names."""

    interface: str
    silence: float
    announcements: tuple[str, int] | None
    keys: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    """All of the file. Times are seconds; `notification` is None where no package 0 is listened for."""

    file: Path
    folder: Path
    stubs: Path | None
    device_id: str
    maker: str
    model: str
    language: str
    firmware: str
    install_seconds: float
    server_url: str
    server_id: str
    encoding: Encoding
    poll: float
    account: SharedSecrets | None
    ca: Path | None
    certificate: Path | None
    key: Path | None
    package_key: bytes
    largest: int
    notification: tuple[str, int] | None
    objects: tuple[tuple[str, str], ...]
    broadcast: BroadcastSettings | None = None

    @property
    def is_mutual(self) -> bool:
        """Whether in every session both sides prove who they are, by credentials or by certificates."""
        secure = self.server_url.startswith("https://")
        by_account = self.account is not None and bool(self.account.server_user)
        return (by_account or secure) and (self.account is not None or (secure and self.certificate is not None))

    @property
    def client_certificate(self) -> tuple[str, str] | None:
        """Files of the certificate and key that show who the device is."""
        if self.certificate is None:
            return None
        return str(self.certificate), str(self.key or self.certificate)


def read_device_settings(file: Path) -> DeviceSettings:
    """The settings in `file`. SettingsError points at the line that cannot be used."""
    root = read_settings(file)
    device, server, tls, package = (root.table(name) for name in ("device", "server", "tls", "package"))
    notification = root.table("notification") if root.has("notification") else None
    account = root.table("account") if root.has("account") else None
    objects = root.tables("object")
    found = DeviceSettings(
        file=file,
        folder=root.path("folder") or file.parent / "device-data",
        stubs=root.path("stubs"),
        device_id=device.text("id"),
        maker=device.text("maker"),
        model=device.text("model"),
        language=device.text("language", "en"),
        firmware=device.text("firmware", "1"),
        install_seconds=device.number("install_seconds", 0.0),
        server_url=_url(server, "url"),
        server_id=server.text("id"),
        encoding=Encoding[server.text("encoding", "xml", choices=("xml", "wbxml")).upper()],
        poll=server.number("poll", 0.0),
        account=None if account is None else read_secrets(account),
        ca=tls.path("ca"),
        certificate=tls.path("certificate"),
        key=tls.path("key"),
        package_key=package.text("key", "").encode("utf-8"),
        largest=package.integer("largest", 1 << 30, low=1, high=1 << 40),
        notification=None
        if notification is None
        else (notification.host("host", "127.0.0.1"), notification.integer("port", 2948, high=65_535)),
        objects=tuple((entry.text("enabler", choices=ENABLERS), _uri(entry)) for entry in objects),
        broadcast=_broadcast(root.table("broadcast"), file.parent) if root.has("broadcast") else None,
    )
    if len({uri for _, uri in found.objects}) < len(found.objects):
        raise root.wrong("object", "stands twice at the same uri")
    for table in (root, device, server, tls, package, notification, account, *objects):
        if table is not None:
            table.close()
    return found


def _broadcast(table: Settings, folder: Path) -> BroadcastSettings:
    found = BroadcastSettings(
        table.text("interface", ""),
        table.number("silence", 5.0, low=0.1),
        _address(table, "announcements"),
        _keys(table, folder),
    )
    table.close()
    return found


def _keys(table: Settings, folder: Path) -> dict[str, bytes]:
    wanted = table.raw("keys") if table.has("keys") else []
    if not isinstance(wanted, list) or not all(isinstance(name, str) for name in wanted):
        raise table.wrong("keys", "must be a list of files")
    if not wanted:
        return {}
    # Imported only where there are keys: it brings cryptography along.
    from swm.delivery.encryption import BadEncryptionKey, read_wrapping_key

    try:
        keys = [read_wrapping_key(folder / name) for name in wanted]
    except BadEncryptionKey as error:
        raise table.wrong("keys", f"cannot be used: {error}") from None
    return {key.name: key.octets for key in keys}


def _address(table: Settings, key: str) -> tuple[str, int] | None:
    text = table.optional(key)
    if text is None:
        return None
    found = endpoint(text, first_port=0)
    if found is None:
        raise table.wrong(key, f"is {text!r}; write it like 127.0.0.1:4001")
    return found


def read_secrets(table: Settings) -> SharedSecrets:
    """An account, as devices and servers write it."""
    server_user = table.text("server_user", "")
    return SharedSecrets(
        SCHEMES[table.text("scheme", "md5", choices=SCHEMES)],
        table.text("user"),
        table.text("password"),
        server_user,
        table.text("server_password") if server_user else table.text("server_password", ""),
        _nonce(table, "nonce"),
        _nonce(table, "server_nonce"),
    )


def _nonce(table: Settings, key: str) -> bytes:
    try:
        return b64decode(table.text(key, ""), validate=True)
    except (Base64Error, ValueError):
        raise table.wrong(key, "is not base64") from None


def _url(table: Settings, key: str) -> str:
    url = table.text(key)
    if not url.startswith(("http://", "https://")):
        raise table.wrong(key, f"is {url!r}; it must begin with http:// or https://")
    if http_url(url) is None:
        raise table.wrong(key, f"is {url!r}, which names no host and port that could be used")
    return url


def _uri(table: Settings) -> str:
    uri = table.text("uri")
    if not uri.startswith("./") or uri.endswith("/") or "//" in uri:
        raise table.wrong("uri", f"is {uri!r}; write it like ./FwUpdate/Pkg1")
    return uri
