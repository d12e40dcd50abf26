"""The image server as a program: the repository over https, and a broadcaster for each campaign."""

from __future__ import annotations

import base64
import signal
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import quote

import uvicorn

from swm.errors import LocalError
from swm.imageserver.broadcaster import Broadcaster
from swm.imageserver.campaign import Campaign
from swm.imageserver.configuration import ImageServerSettings
from swm.imageserver.files import RepositoryFiles
from swm.imageserver.orders import OrderBox, standing_after
from swm.imageserver.record import ServerRecord
from swm.publishing.keys import read_key
from swm.publishing.repository import CannotPublish, Publisher, published_name
from swm.security.target import Target
from swm.tls_refusal import server_context
from swm.trust import dsse
from swm.trust.announcement import Action, Offer, read_announcement

LOOK_EVERY: Final = 0.2
"""Seconds between two looks for orders."""
Say = Callable[[str, dict[str, Any]], None]
"""Told what happens: a word for the kind, and its facts."""


def describe(settings: ImageServerSettings, campaign: Campaign) -> dict[str, Any]:
    """What the DM server writes into devices for a campaign; octets in base64. LocalError when it is not published."""
    repository = _repository(settings)
    target = repository.target(campaign.package)
    found = {
        "isid": settings.isid,
        "campaign": campaign.name,
        "url_prefix": settings.url,
        "package_url": f"{settings.url}targets/{published_name(target)}",
        "signing_key": _text(dsse.public_octets(read_key(settings.key))),
        "trust_root": _text(repository.root_octets()),
        "target": campaign.target,
        "package": target.name,
        "size": target.length,
        "digest": _text(target.sha256),
        "session_description": campaign.description,
        "session_description_uri": f"{settings.url}{quote(_session_place(campaign))}" if campaign.description else "",
    }
    if target.encryption is not None:
        found["encryption"] = target.encryption.algorithm
        found["key_ref"] = target.encryption.key_ref
        found["content_key"] = _text(target.encryption.content_key)
    if settings.certificate is not None:
        found["trust_anchor"] = _text(ssl.PEM_cert_to_DER_cert(settings.certificate.read_text("ascii")))
    return found


def _session_place(campaign: Campaign) -> str:
    """Where the session description of a campaign is served, below the URL of the server."""
    return f"sessions/{campaign.name}.sdp"


def _text(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")


def _repository(settings: ImageServerSettings) -> Publisher:
    # Only read: the keys that sign for it are elsewhere.
    found = Publisher(settings.repository, settings.repository / "no-keys", 0)
    if not found.exists:
        raise LocalError(f"{settings.repository} holds no repository; `swm publish --init --repo` makes one")
    return found


def _target(repository: Publisher, campaign: Campaign, record: ServerRecord) -> Target | None:
    """The package of a campaign. None when it is no longer published as it was announced: another one in its place would
    be sent to devices that take no octet of it. Those that wait are still to be told what becomes of the campaign."""
    envelope = record.progress(campaign.name).envelope
    try:
        found = repository.target(campaign.package)
    except CannotPublish:
        if not envelope:
            raise
        return None
    if not envelope:
        return found
    offer = read_announcement(dsse.read_envelope(envelope, len(envelope)).payload).offer
    return found if offer == Offer(found.name, found.length, found.sha256.hex()) else None


def run_image_server(settings: ImageServerSettings, say: Say) -> None:
    """Serve and broadcast until SIGTERM or SIGINT. LocalError when port, key, repository or record cannot be used."""
    repository, key = _repository(settings), read_key(settings.key)
    record, orders = ServerRecord(settings.record), OrderBox(settings.record)
    broadcasters: list[Broadcaster] = []
    for campaign in settings.campaigns:
        target = _target(repository, campaign, record)
        # Devices take packages over https alone; over http there is only the broadcast.
        url = ""
        if target is not None and settings.url.startswith("https://"):
            url = f"{settings.url}targets/{published_name(target)}"
        broadcasters.append(Broadcaster(campaign, settings.isid, key, repository, target, record, orders, url, say))

    def status() -> dict[str, Any]:
        return {
            "isid": settings.isid,
            "packages": repository.packages(),
            "campaigns": [broadcaster.state() for broadcaster in broadcasters],
            "requests": files.requests,
            "served": files.served,
            "refused": files.refused,
        }

    watch = OrderWatch(orders, broadcasters, say)
    sessions = {
        f"/{_session_place(campaign)}": campaign.description.encode("utf-8")
        for campaign in settings.campaigns
        if campaign.description
    }
    files = RepositoryFiles(settings.repository, status, settings.downloads, sessions)
    listener = _listen(settings.host, settings.port)
    try:
        config = uvicorn.Config(
            files,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
            backlog=2048,
        )
        if settings.certificate is not None and settings.tls_key is not None:
            config.load()
            config.ssl = _context(settings)
        # uvicorn raises the signal that ended it again, for whoever was asked before: the end was asked for.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        say("serving", {"url": settings.url, "port": listener.getsockname()[1]})
        # Who was told to pause before it began must not begin.
        watch.look()
        for broadcaster in broadcasters:
            broadcaster.start()
        watch.start()
        uvicorn.Server(config).run([listener])
    finally:
        watch.close()
        for broadcaster in broadcasters:
            broadcaster.close()
        listener.close()
    say("stopped", status())


class OrderWatch:
    """Gives each campaign the orders that come for it: those that wait already at `look`, the others from a thread."""

    def __init__(self, orders: OrderBox, broadcasters: Sequence[Broadcaster], say: Say) -> None:
        self._orders = orders
        self._known = {broadcaster.campaign.name: broadcaster for broadcaster in broadcasters}
        self._say = say
        self._given: set[str] = set()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="swm-orders", daemon=True)

    def look(self) -> None:
        """Look once."""
        waiting = self._orders.waiting()
        self._given &= {order.name for order in waiting}
        for order in waiting:
            if order.name in self._given:
                continue
            self._given.add(order.name)
            if order.campaign in self._known:
                self._known[order.campaign].order(order)
            else:
                self._say("order refused", {"campaign": order.campaign, "reason": "there is no such campaign"})
                self._orders.take(order)

    def start(self) -> None:
        """Look again and again."""
        self._thread.start()

    def _run(self) -> None:
        while not self._ends.wait(LOOK_EVERY):
            try:
                self.look()
            except OSError as error:
                self._say("orders cannot be read", {"reason": str(error)})

    def close(self) -> None:
        """Look no more."""
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join()


def give_order(settings: ImageServerSettings, campaign: str, action: Action, wait: float) -> bool:
    """Leave an order for the server of these settings; whether one that runs took it within `wait` seconds.

    LocalError when there is no such campaign, or the order cannot follow what is recorded of it.
    """
    names = [known.name for known in settings.campaigns]
    if campaign not in names:
        raise LocalError(f"there is no campaign {campaign}; there are: {', '.join(names) or 'none'}")
    try:
        standing_after(ServerRecord(settings.record).progress(campaign), action)
    except LocalError as error:
        raise LocalError(f"{action.value} {campaign}: {error}") from None
    orders = OrderBox(settings.record)
    order = orders.put(campaign, action)
    end = time.monotonic() + wait
    while orders.waits(order):
        if time.monotonic() >= end:
            return False
        time.sleep(LOOK_EVERY / 4)
    return True


def _context(settings: ImageServerSettings) -> ssl.SSLContext:
    context = server_context()
    try:
        # Without a password of its own OpenSSL would ask the terminal for one.
        context.load_cert_chain(str(settings.certificate), str(settings.tls_key), password=lambda: b"")
    except (OSError, ValueError) as error:
        raise LocalError(f"the certificate {settings.certificate} cannot be used with its key: {error}") from None
    if settings.client_ca is not None:
        try:
            context.load_verify_locations(settings.client_ca)
        except OSError as error:
            raise LocalError(f"the authorities in {settings.client_ca} cannot be used: {error}") from None
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # From here on who connects waits and is not refused: `serving` may be told.
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise LocalError(f"nobody can listen on {host} port {port}: {error.strerror}") from None
    return listener
