"""The image server's TOML file."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from swm.delivery.session_description import FluteSession
from swm.endpoints import endpoint, http_url
from swm.imageserver.campaign import Campaign
from swm.settings import Settings, read_settings
from swm.trust.announcement import Action

ACTIONS: Final = tuple(action.value for action in Action if action.brings_a_package)

EXAMPLE: Final = """\
# An image server for `swm image-server`. Paths are relative to this file.

[server]
isid = "images.example"             # devices know the server by it (ImageServer/<x>/ISID)
host = "127.0.0.1"
port = 8443
repository = "repository"           # as `swm publish` makes it
key = "announce.pem"                # signs announcements; it can never authorise software
record = "image-server.json"        # sequences and how far campaigns are; never delete it
# url = "https://images.example/"   # as devices see it: the prefix of everything served
# downloads = 256                   # at once; the next is told to come later (503, Retry-After)

# [tls]                             # devices take packages over https alone
# certificate = "server.pem"
# key = "server.key"
# client_ca = "devices.pem"         # only devices with a certificate of these authorities are served

[[campaign]]
name = "autumn"                     # the campaign id of announcements
package = "fw"                      # the name it was published under
target = "./FwUpdate/Pkg1"          # the object of the devices that it is for
action = "downloadAndUpdate"        # or "download"
start = "2030-01-01T02:00:00Z"      # or "now"
lead = 30.0                         # so many seconds before it the announcement is pushed
group = "239.255.1.1"               # a multicast group, or one receiver; without it and port: over https alone
port = 4000
tsi = 1
loops = 3
pause = 10.0                        # seconds between two loops
kilobits = 1000                     # a second
valid = 86400                       # seconds that an announcement holds
# again = 5.0                       # seconds between two repetitions of one while the package is not sent
# interface = "127.0.0.1"           # the network to send into
# push = ["127.0.0.1:4001"]         # where the announcement goes as a datagram of its own
# spread = 600                      # seconds over which https transfers start
"""


@dataclass(frozen=True, slots=True)
class ImageServerSettings:
    """All of the file. `url` ends with a slash."""

    file: Path
    isid: str
    host: str
    port: int
    repository: Path
    key: Path
    record: Path
    url: str
    downloads: int
    certificate: Path | None
    tls_key: Path | None
    client_ca: Path | None
    campaigns: tuple[Campaign, ...]


def read_image_server_settings(file: Path) -> ImageServerSettings:
    """The settings in `file`. SettingsError points at the line that cannot be used."""
    root = read_settings(file)
    server, tls = root.table("server"), root.table("tls")
    certificate, tls_key = tls.path("certificate"), tls.path("key")
    if (certificate is None) != (tls_key is None):
        raise tls.wrong("certificate" if certificate is None else "key", "is missing")
    host, port = server.host("host", "127.0.0.1"), server.integer("port", 8443, low=1, high=65_535)
    shown = f"[{host}]" if ":" in host else host
    url = server.text("url", f"{'http' if certificate is None else 'https'}://{shown}:{port}/")
    if not url.startswith(("https://", "http://")) or not url.endswith("/"):
        raise server.wrong("url", f"is {url!r}; it must begin with https:// and end with a slash")
    if http_url(url) is None:
        raise server.wrong("url", f"is {url!r}, which names no host and port that could be used")
    campaigns = root.tables("campaign")
    found = ImageServerSettings(
        file=file,
        isid=_short(server, "isid"),
        host=host,
        port=port,
        repository=server.path("repository") or file.parent / "repository",
        key=server.path("key") or file.parent / "announce.pem",
        record=server.path("record") or file.parent / "image-server.json",
        url=url,
        downloads=server.integer("downloads", 256, low=1, high=65_535),
        certificate=certificate,
        tls_key=tls_key,
        client_ca=tls.path("client_ca"),
        campaigns=tuple(_campaign(entry) for entry in campaigns),
    )
    for name, values in (
        ("name", [campaign.name for campaign in found.campaigns]),
        ("session", [(c.session.group, c.session.port) for c in found.campaigns if c.session is not None]),
    ):
        if len(set(values)) < len(values):
            raise root.wrong("campaign", f"has the same {name} twice")
    if not url.startswith("https://"):
        for campaign, table in zip(found.campaigns, campaigns, strict=True):
            if campaign.session is None:
                raise table.wrong("group", "is missing; only over https could devices fetch the package without it")
    for table in (root, server, tls, *campaigns):
        table.close()
    return found


def _campaign(table: Settings) -> Campaign:
    lead = table.number("lead", 0.0)
    return Campaign(
        name=_short(table, "name"),
        package=table.text("package"),
        target=_short(table, "target", 1024),
        session=_session(table),
        action=Action(table.text("action", Action.DOWNLOAD_AND_UPDATE.value, choices=ACTIONS)),
        start=_start(table),
        lead=lead,
        loops=table.integer("loops", 3, low=1, high=10_000),
        pause=table.number("pause", 0.0),
        rate=table.integer("kilobits", 1000, low=1, high=100_000_000) * 1000,
        interface=table.text("interface", ""),
        hops=table.integer("hops", 1, low=0, high=255),
        valid=table.integer("valid", 86_400, low=1),
        again=table.number("again", 5.0, low=0.1),
        push=tuple(_push(table)),
        start_random_period=table.integer("spread", 0),
    )


def _session(table: Settings) -> FluteSession | None:
    if not table.has("group") and not table.has("port"):
        return None
    return FluteSession(
        _address(table, "group"), table.integer("port", low=1, high=65_535), table.integer("tsi", 1, high=2**32 - 1)
    )


def _short(table: Settings, key: str, most: int = 255) -> str:
    text = table.text(key)
    if not 1 <= len(text.encode("utf-8")) <= most:
        raise table.wrong(key, f"must have 1 to {most} octets")
    return text


def _address(table: Settings, key: str) -> str:
    text = table.text(key)
    try:
        ipaddress.ip_address(text)
    except ValueError:
        raise table.wrong(key, f"is {text!r}; it must be an IP address") from None
    return text


def _start(table: Settings) -> float | None:
    text = table.text("start", "now")
    if text == "now":
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise table.wrong("start", f'is {text!r}; write it like 2030-01-01T02:00:00Z, or "now"') from None
    if moment.tzinfo is None:
        raise table.wrong("start", f"is {text!r}, without a time zone; put a Z behind it for UTC")
    return moment.timestamp()


def _push(table: Settings) -> list[tuple[str, int]]:
    wanted = table.raw("push") if table.has("push") else []
    if not isinstance(wanted, list):
        raise table.wrong("push", "must be a list of addresses with ports")
    found = []
    for text in wanted:
        address = endpoint(str(text))
        if address is None:
            raise table.wrong("push", f"has {text!r}; write it like 127.0.0.1:4001")
        found.append(address)
    return found
