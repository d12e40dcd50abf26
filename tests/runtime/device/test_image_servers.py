"""A device that image servers may steer: announcements, broadcasts over a real socket, repair from a real image server."""

from __future__ import annotations

import hashlib
import random
import re
import socket
import ssl
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hostile_server import Site as Web
from hostile_server import served
from reference_programs import Program, device_toml, free_port
from tls import certificate

from swm.delivery.carousel import SMALL_TOI
from swm.delivery.carousel_sender import CarouselSender
from swm.delivery.session_description import FluteSession, write_session
from swm.device.configuration import read_device_settings
from swm.device.package import make_package
from swm.publishing.keys import read_key
from swm.publishing.repository import Package, Publisher, published_name
from swm.settings import SettingsError
from swm.tree import Order
from swm.trust import Action, Announcement, Offer, Source, dsse
from swm.trust.announcement import PAYLOAD_TYPE
from swmgen.demo.broadcast_files import make_keys

ROOT = Path(__file__).resolve().parents[3]
FUMO = "./FwUpdate/Pkg1"
IMAGE = bytes(range(256)) * 1200
CHUNK = 16_384
STUB_USERS = ("program", "fumo", "scomo", "standard_objects", "image_fumo", "image_delivery", "steering", "delegation")
STUB_USERS += ("announcements", "broadcast_client", "chosen_checks", "alert_flow", "image_scomo", "steered_transfer")


@pytest.fixture(autouse=True)
def stubs() -> Iterator[None]:
    sys.path.insert(0, str(ROOT / "generated" / "python"))
    yield
    sys.path.remove(str(ROOT / "generated" / "python"))
    users = {f"swm.device.{name}" for name in STUB_USERS}
    for name in [name for name in sys.modules if name.partition(".")[0] == "swm_enablers" or name in users]:
        del sys.modules[name]


class Site:
    """Published firmware, and an image server that serves it over https and never broadcasts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_keys(folder)
        (folder / "fw.bin").write_bytes(make_package(IMAGE, b"maker", maker="Example", model="example-1", counter=2))
        self.publisher = Publisher(folder / "repository", folder / "publisher-keys", int(time.time()))
        self.publisher.create()
        described = Package("fw", CHUNK, 1024, device_classes=("example-1",), component="firmware", counter=2)
        self.target = self.publisher.publish(folder / "fw.bin", described, lambda chunk: [])
        self.key = read_key(folder / "announce.pem")
        self.anchor = ssl.PEM_cert_to_DER_cert((folder / "image-server.pem").read_text())
        port = free_port()
        self.url = f"https://localhost:{port}/"
        config = folder / "image-server.toml"
        config.write_text(
            f'[server]\nisid = "is1"\nport = {port}\nurl = "{self.url}"\n'
            '[tls]\ncertificate = "image-server.pem"\nkey = "image-server.key"\n'
        )
        self.program = Program("image-server", config)

    @property
    def package_url(self) -> str:
        return f"{self.url}targets/{published_name(self.target)}"

    def datagrams(self, tsi: int, lost: Iterable[int] = ()) -> list[bytes]:
        """One loop, without the symbols of some chunks."""
        content = self.publisher.content(self.target)
        body, index = content.read_bytes(), content.with_name(content.name + ".index").read_bytes()
        files = {f"metadata/{name}": octets for name, octets in self.publisher.metadata().items()}
        sender = CarouselSender(
            self.target, index, lambda number: body[number * CHUNK : (number + 1) * CHUNK], tsi, small=files
        )
        gone = {3 + 2 * chunk for chunk in lost}
        return [one for one in sender.loop(int(time.time()) + 600) if int.from_bytes(one[12:16], "big") not in gone]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("site"))
    made.program.start()
    made.program.wait_for(lambda event: event["event"] == "serving")
    yield made
    made.program.kill()


class Life:
    """A device in `folder`, prepared as a DM server would, and the air around it. `again` is a restart."""

    def __init__(self, folder: Path, site: Site, *, silence: float = 0.4, **nodes: Any) -> None:
        self.folder, self.site = folder, site
        self.session = FluteSession("127.0.0.1", free_port(socket.SOCK_DGRAM), 7)
        extra = f"[broadcast]\nsilence = {silence}\n"
        self.settings = read_device_settings(device_toml(folder, "http://127.0.0.1:1/dm", extra=extra))
        self.air = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sequence = int(time.time())
        self._start()
        self._prepare(nodes)
        self.rest(2)

    def _start(self) -> None:
        from swm.device.program import ReferenceDevice

        self.told: list[tuple[str, dict[str, Any]]] = []
        self.device = ReferenceDevice(self.settings, lambda kind, facts: self.told.append((kind, facts)))
        self.part: Any = self.device.parts[0]
        self.device.recover()

    def again(self) -> None:
        """The process ends without a word, and another one starts."""
        self._let_go()
        self._start()

    def close(self) -> None:
        self.device.close()
        self.air.close()

    def _let_go(self) -> None:
        """What goes with a killed process: sockets, handles, locks. Nothing is committed but what a thread is about to:
        it cannot be killed, and must not meet the handles of the next life."""
        self.device._store.close()
        self.part._delivery.client.close()
        store = self.part._delivery.store
        if store is not None:
            store._stop()
            store._storage.close()

    def _prepare(self, nodes: dict[str, Any]) -> None:
        tree = self.device.tree
        end = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y%m%dT%H%M%SZ")
        values: dict[str, str | bytes] = {
            "./ImageServer/is1/ISID": "is1",
            "./ImageServer/is1/Enabled": "true",
            "./ImageServer/is1/URLPrefix": self.site.url,
            "./ImageServer/is1/TrustAnchor": self.site.anchor,
            "./ImageServer/is1/SigningKey": dsse.public_octets(self.site.key),
            "./ImageServer/is1/TrustRoot": self.site.publisher.root_octets(),
            "./ImageServer/is1/AllowedTargets": FUMO,
            "./ImageServer/is1/MaxAnnouncementsPerDay": "0",
            "./Broadcast/b1/DeliveryID": "c1",
            "./Broadcast/b1/SessionDescription": write_session(self.session, "c1"),
            "./Broadcast/b1/EndTime": end,
            "./Broadcast/b1/Repetitions": "1",
            "./Broadcast/b1/Repair/Mode": "1",
            "./Broadcast/b1/Repair/Servers/1": self.site.package_url,
            f"{FUMO}/ImageServer/Ref": "./ImageServer/is1",
            f"{FUMO}/ImageServer/Mode": "3",
            f"{FUMO}/Broadcast/Ref": "./Broadcast/b1",
            f"{FUMO}/Broadcast/FileURI": "fw",
            f"{FUMO}/Security/PkgSize": str(self.site.target.length),
            f"{FUMO}/Security/DigestAlg": "sha-256",
            f"{FUMO}/Security/Digest": self.site.target.sha256,
            f"{FUMO}/Policy/InitialBackoff": "0",
            f"{FUMO}/Policy/MaxResumeAttempts": "3",
        } | {path if path.startswith("./") else f"{FUMO}/{path}": value for path, value in nodes.items()}
        assert tree.add("./ImageServer/is1", None, format="node").status == 200
        assert tree.add("./Broadcast/b1", None, format="node").status == 200
        for uri, value in values.items():
            names = uri.split("/")
            for length in range(2, len(names) + 1):
                if not tree.exists("/".join(names[:length])):
                    tree.create("/".join(names[:length]))
            tree.store(uri, value)

    @property
    def state(self) -> str:
        return str(self.part.object.state.name)

    def path(self) -> list[str]:
        """The states since the last start."""
        return [facts["to"] for kind, facts in self.told if kind == "state" and facts["object"] == FUMO]

    def until(self, *states: str, seconds: float = 120.0) -> None:
        end = time.monotonic() + seconds
        while self.state not in states:
            assert time.monotonic() < end, f"{self.state} after {self.path()}, not {states}; {self.told[-5:]}"
            if not self.device.work():
                time.sleep(0.005)

    def rest(self, steps: int = 20) -> None:
        for _ in range(steps):
            self.device.work()

    def announce(
        self, action: Action = Action.DOWNLOAD_AND_UPDATE, *, key: Ed25519PrivateKey | None = None, **changed: Any
    ) -> None:
        """An announcement arrives by datagram."""
        self.sequence += 1
        now = int(time.time())
        brings = action.brings_a_package
        made = Announcement(
            "is1",
            "c1",
            self.sequence,
            now - 5,
            now + 600,
            action,
            FUMO,
            Offer("fw", self.site.target.length, self.site.target.sha256.hex()) if brings else None,
            (Source(session=write_session(self.session, "c1")), Source(url=self.site.package_url)) if brings else (),
        )
        made = replace(made, **changed)
        self.part._steering.hear(
            dsse.write_envelope(dsse.sign(PAYLOAD_TYPE, made.encode(), key or self.site.key)), "push"
        )

    def send(self, datagrams: Iterable[bytes]) -> None:
        """The device hears them all: it works in between. Small files come once more before them, as in the loop before:
        what a loop sends ahead of its metadata is lost to a device that does not yet know the package."""
        self.device.work()
        datagrams = list(datagrams)
        small = [one for one in datagrams if not 0 < int.from_bytes(one[12:16], "big") < SMALL_TOI]
        for datagram in small:
            self.air.sendto(datagram, (self.session.group, self.session.port))
        self.rest()
        for number, datagram in enumerate(datagrams):
            self.air.sendto(datagram, (self.session.group, self.session.port))
            if number % 40 == 39:
                self.device.work()
        self.rest()

    def firmware(self) -> bytes | None:
        place = self.settings.folder / "FwUpdate-Pkg1" / "software" / "firmware"
        return place.read_bytes() if place.exists() else None

    def refusal(self) -> tuple[str, int | None]:
        return next(
            (facts["step"], facts["result"]) for kind, facts in self.told[::-1] if kind == "announcement refused"
        )

    def result(self) -> int:
        return int(self.part.object.last_result)

    def reception(self) -> str:
        return str(self.part._reception().state.name)


@pytest.fixture
def life(tmp_path: Path, site: Site) -> Iterator[Life]:
    made = Life(tmp_path, site)
    yield made
    made.close()


def test_an_announced_broadcast_is_received_verified_and_installed(life: Life, site: Site) -> None:
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    assert life.reception() == "SCHEDULED"
    life.send(site.datagrams(7))
    life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
    assert life.firmware() == IMAGE
    assert life.path() == [
        "IDLE",
        "BROADCAST_SCHEDULED",
        "DOWNLOAD_PROGRESSING",
        "VERIFYING",
        "DOWNLOAD_COMPLETE",
        "READY_TO_UPDATE",
        "UPDATE_PROGRESSING",
        "UPDATE_SUCCESSFUL_HAVE_DATA",
    ]
    life.rest()
    kinds = [alert.items[0].meta.type for _, alert in life.part.alerts.pending()]
    assert [kind.rpartition(":")[2] for kind in kinds] == ["ImageReady", "AutonomousResult"]
    assert life.part._steering.floors.counter("firmware") == 2
    assert life.reception() == "IDLE"


def test_an_ordered_broadcast_ends_in_the_final_alert_of_the_order(life: Life, site: Site) -> None:
    order = Order("dm", "corr-7")
    assert life.device.tree.execute(f"{FUMO}/Operations/ReceiveBroadcast", order).status == 202
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7))
    life.until("READY_TO_UPDATE")
    life.rest()
    assert life.state == "READY_TO_UPDATE", "the update was not ordered"
    ((_, alert),) = life.part.alerts.pending()
    assert (alert.correlator, alert.items[0].data) == ("corr-7", "215")


def test_what_was_lost_is_repaired_over_https(life: Life, site: Site) -> None:
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7, lost=(3, 11)))
    life.until("REPAIR_PROGRESSING")
    assert life.reception() == "REPAIRING"
    life.until("DOWNLOAD_COMPLETE")
    assert life.result() == 216
    assert life.device.tree.value("./Broadcast/b1/Status/RepairBytes") == str(2 * CHUNK)
    life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
    assert life.firmware() == IMAGE


def test_more_than_max_missing_is_not_repaired(tmp_path: Path, site: Site) -> None:
    life = Life(tmp_path, site, **{"./Broadcast/b1/Repair/MaxMissing": "10"})
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7, lost=range(5)))
    life.until("DOWNLOAD_FAILED")
    assert life.result() == 426
    life.close()


def test_a_repair_server_that_nobody_reaches_is_given_up_after_the_attempts(tmp_path: Path, site: Site) -> None:
    life = Life(tmp_path, site, **{"./Broadcast/b1/Repair/Servers/1": f"https://localhost:{free_port()}/fw"})
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7, lost=(0,)))
    life.until("DOWNLOAD_FAILED")
    assert life.result() == 505
    assert life.firmware() is None
    life.close()


def test_the_next_transmission_completes_the_first(tmp_path: Path, site: Site) -> None:
    life = Life(tmp_path, site, **{"./Broadcast/b1/Repetitions": "2"})
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7, lost=(3,)))
    life.until("DOWNLOAD_INTERRUPTED")
    assert life.device.tree.live(f"{FUMO}/Transfer/SuspendReason") == "10"
    life.send(site.datagrams(7))
    life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
    assert life.firmware() == IMAGE
    assert "REPAIR_PROGRESSING" not in life.path()
    life.close()


def test_nothing_received_until_the_end_is_a_missed_broadcast(tmp_path: Path, site: Site) -> None:
    life = Life(tmp_path, site)
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.device.tree.store("./Broadcast/b1/EndTime", "20200101T000000Z")
    life.until("DOWNLOAD_FAILED")
    assert life.result() == 425
    life.close()


def test_an_announcement_without_a_broadcast_is_fetched_over_https(life: Life, site: Site) -> None:
    life.announce(sources=(Source(url=site.package_url),))
    life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
    assert life.firmware() == IMAGE
    assert "BROADCAST_SCHEDULED" not in life.path()


def test_an_image_server_that_nobody_reaches_is_given_up_after_the_attempts(tmp_path: Path, site: Site) -> None:
    gone = f"https://localhost:{free_port()}/"
    life = Life(tmp_path, site, **{"./ImageServer/is1/URLPrefix": gone, "Policy/MaxResumeAttempts": "1"})
    life.announce(sources=(Source(url=f"{gone}targets/fw"),))
    life.until("DOWNLOAD_INTERRUPTED")
    life.until("DOWNLOAD_FAILED")
    assert life.result() == 504
    life.close()


def test_an_image_server_with_another_certificate_ends_the_transfer(tmp_path: Path, site: Site) -> None:
    (tmp_path / "other").mkdir()
    make_keys(tmp_path / "other")
    anchor = ssl.PEM_cert_to_DER_cert((tmp_path / "other" / "image-server.pem").read_text())
    life = Life(tmp_path, site)
    life.device.tree.store("./ImageServer/is1/TrustAnchor", anchor)
    life.announce(sources=(Source(url=site.package_url),))
    life.until("DOWNLOAD_FAILED")
    assert life.result() == 507
    life.close()


def test_suspend_resume_and_cancel_are_those_of_the_same_campaign(life: Life, site: Site) -> None:
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    half = site.datagrams(7)[:160]
    life.send(half)
    assert life.state == "DOWNLOAD_PROGRESSING"
    life.announce(Action.SUSPEND, campaign="other")
    assert life.state == "DOWNLOAD_PROGRESSING"
    assert life.refusal() == ("check_device_state", None)
    life.announce(Action.SUSPEND)
    assert (life.state, life.result()) == ("DOWNLOAD_SUSPENDED", 210)
    stored = life.part.received()
    life.send(site.datagrams(7))
    assert life.part.received() == stored, "what is suspended takes nothing"
    life.announce(Action.RESUME)
    assert life.state == "DOWNLOAD_PROGRESSING"
    life.announce(Action.CANCEL)
    assert (life.state, life.result()) == ("DOWNLOAD_CANCELLED", 417)
    assert life.part.received() == 0
    assert list((life.settings.folder / "FwUpdate-Pkg1" / "transfer").iterdir()) == []
    life.rest()
    assert life.reception() == "IDLE"


def test_the_end_of_what_was_given_up_is_reported_once_whatever_is_killed(life: Life) -> None:
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.announce(Action.CANCEL)
    # The package and its record are gone already, and nobody was told.
    life.again()
    life.rest()
    life.again()
    life.rest()
    ((_, alert),) = life.part.alerts.pending()
    assert alert.items[0].meta.type.endswith(":AutonomousResult")
    assert "<ResultCode>417</ResultCode>" in alert.items[0].data
    assert "<ISID>is1</ISID>" in alert.items[0].data


def test_what_waits_for_too_long_for_the_dm_server_is_given_up(tmp_path: Path, site: Site) -> None:
    life = Life(tmp_path, site, **{"ImageServer/Mode": "1", "./ImageServer/is1/MaxAge": "6"})
    life.announce()
    life.until("AWAITING_AUTHORISATION")
    life.rest()
    ((_, alert),) = life.part.alerts.pending()
    assert alert.items[0].meta.type.endswith(":TransferRequest")
    life.until("IDLE")
    assert life.result() == 420
    life.close()


def ends_told(life: Life) -> list[tuple[str, str | None]]:
    """The alerts that tell of an end, and their Correlators."""
    found = []
    for _, alert in life.part.alerts.pending():
        kind = str(alert.items[0].meta.type).rpartition(":")[2].rpartition(".")[2]
        if kind in ("update", "downloadandupdate", "AutonomousResult"):
            found.append((kind, alert.correlator))
    return found


def execute(life: Life, node: str, correlator: str | None) -> int:
    return int(life.device.tree.execute(f"{FUMO}/{node}", Order("dm", correlator)).status)


def ready(life: Life, site: Site) -> None:
    """An image server has brought a package, with no order behind it."""
    life.announce(Action.DOWNLOAD)
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7))
    life.send(site.datagrams(7))
    life.until("READY_TO_UPDATE")
    life.rest()


@pytest.mark.parametrize("correlator", ["c-9", None])
@pytest.mark.parametrize("killed", [False, True], ids=["alive", "killed"])
def test_an_update_that_a_server_orders_of_what_an_image_server_brought_ends_in_one_alert(
    life: Life, site: Site, correlator: str | None, killed: bool
) -> None:
    ready(life, site)
    assert execute(life, "Update", correlator) == 202
    if killed:
        life.again()
    life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
    if killed:
        life.again()
    life.rest()
    assert ends_told(life) == [("update", correlator)]


def test_an_order_that_ends_at_once_is_all_that_tells_of_the_end(tmp_path: Path, site: Site) -> None:
    life = Life(tmp_path, site)
    ready(life, site)
    if not life.device.tree.exists(f"{FUMO}/Security/NotAfter"):
        life.device.tree.create(f"{FUMO}/Security/NotAfter")
    life.device.tree.store(f"{FUMO}/Security/NotAfter", "20200101T000000Z")
    assert execute(life, "Update", "c-9") == 202
    # The alert is answered within the session, before the device looks at what happened.
    ((token, _),) = [(token, alert) for token, alert in life.part.alerts.pending() if alert.correlator == "c-9"]
    life.part.alerts.answered(token)
    life.rest()
    assert (life.result(), ends_told(life)) == (430, [])
    life.close()


def test_an_end_after_an_order_that_ended_before_is_told(life: Life, site: Site) -> None:
    """The first transfer had an order behind it, the second has none."""
    ready(life, site)
    assert execute(life, "Update", "c-9") == 202
    life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
    life.rest()
    life.announce(Action.DOWNLOAD)
    life.until("BROADCAST_SCHEDULED")
    life.announce(Action.CANCEL)
    life.rest()
    assert ends_told(life) == [("update", "c-9"), ("AutonomousResult", None)]


@pytest.mark.parametrize("correlator", ["c-5", None])
@pytest.mark.parametrize("killed", [False, True], ids=["alive", "killed"])
def test_what_comes_of_leave_that_was_given_bears_the_correlator_of_the_resume(
    tmp_path: Path, site: Site, correlator: str | None, killed: bool
) -> None:
    life = Life(tmp_path, site, **{"ImageServer/Mode": "1"})
    for given in ("c-earlier", correlator):
        life.announce(Action.DOWNLOAD)
        life.until("AWAITING_AUTHORISATION")
        life.rest()
        assert execute(life, "Operations/Resume", given) == 200
        if killed:
            life.again()
        life.until("BROADCAST_SCHEDULED")
        # An order that has nothing to do with it.
        life.send(site.datagrams(7)[:100])
        assert execute(life, "Operations/Suspend", "c-other") == 200
        life.announce(Action.CANCEL)
        assert execute(life, "Operations/Cancel", "c-last") == 200
        life.rest()
    assert ends_told(life) == [("AutonomousResult", "c-earlier"), ("AutonomousResult", correlator)]
    life.close()


@contextmanager
def fetching(folder: Path, site: Site, files: dict[str, bytes], **nodes: Any) -> Iterator[Life]:
    """A device that is told where to fetch the session description: from a server that has these files."""
    web = Web(files)
    with served(web) as anchor:
        values = {
            "./ImageServer/is1/URLPrefix": f"{web.url}/",
            "./ImageServer/is1/TrustAnchor": anchor,
            "./Broadcast/b1/SessionDescription": "",
            "./Broadcast/b1/SessionDescriptionURI": f"{web.url}/c1.sdp",
        }
        life = Life(folder, site, **values | nodes)
        try:
            web.files = {path: octets or life_session(life) for path, octets in files.items()}
            assert (
                life.device.tree.execute(f"{FUMO}/Operations/ReceiveBroadcastAndUpdate", Order("dm", "c-1")).status
                == 202
            )
            yield life
        finally:
            life.close()


def life_session(life: Life) -> bytes:
    return write_session(life.session, "c1").encode()


def test_a_broadcast_whose_description_is_fetched_is_received(tmp_path: Path, site: Site) -> None:
    with fetching(tmp_path, site, {"/c1.sdp": b""}, **{"ImageServer/Mode": "0"}) as life:
        life.until("BROADCAST_SCHEDULED")
        life.rest()
        life.send(site.datagrams(7))
        life.send(site.datagrams(7))
        life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
        assert life.firmware() == IMAGE


def test_an_announcement_must_name_the_session_that_was_fetched(tmp_path: Path, site: Site) -> None:
    web = Web({})
    with served(web) as anchor:
        values = {
            "./ImageServer/is1/URLPrefix": f"{web.url}/",
            "./ImageServer/is1/TrustAnchor": anchor,
            "./Broadcast/b1/SessionDescription": "",
            "./Broadcast/b1/SessionDescriptionURI": f"{web.url}/c1.sdp",
        }
        life = Life(tmp_path, site, **values)
        sources = (Source(session=write_session(life.session, "c1")),)
        life.announce(sources=sources)
        assert life.refusal() == ("check_sources", 418), "nothing was fetched, so nothing may be announced"
        web.files = {"/c1.sdp": life_session(life)}
        end = time.monotonic() + 120
        while not life.part._steering.descriptions.known(FUMO):
            assert time.monotonic() < end
            life.device.work()
        life.announce(sources=(Source(session=write_session(replace(life.session, tsi=8), "c1")),))
        assert life.state == "IDLE"
        life.announce(sources=sources)
        life.until("BROADCAST_SCHEDULED")
        life.close()


@pytest.mark.parametrize(
    ("files", "nodes", "result"),
    [
        ({"/c1.sdp": b"v=0"}, {}, 425),
        ({"/c1.sdp": b"x" * 100_000}, {}, 425),
        ({}, {"./Broadcast/b1/EndTime": "20200101T000000Z"}, 425),
        ({}, {"./Broadcast/b1/SessionDescriptionURI": "https://elsewhere.example/c1.sdp"}, 507),
        ({"/c1.sdp": b""}, {"./ImageServer/is1/TrustAnchor": certificate("elsewhere")[2]}, 507),
    ],
    ids=["no description", "too long", "not there until EndTime", "not under URLPrefix", "another certificate"],
)
def test_a_description_that_must_not_be_used_ends_the_broadcast(
    tmp_path: Path, site: Site, files: dict[str, bytes], nodes: dict[str, Any], result: int
) -> None:
    with fetching(tmp_path, site, files, **nodes) as life:
        life.until("DOWNLOAD_FAILED", "IDLE")
        assert life.result() == result
        assert life.firmware() is None
        assert life.part._delivery.client.small is None, "nobody listens"


@contextmanager
def second_broadcast(folder: Path, site: Site, mode: str, **nodes: Any) -> Iterator[Life]:
    """A device in repair that is told of a second broadcast, in a session of its own; two chunks are missing."""
    web = Web({})
    with served(web) as anchor:
        values = {
            "./ImageServer/is1/URLPrefix": f"{web.url}/",
            "./ImageServer/is1/TrustAnchor": anchor,
            "./Broadcast/b1/Repair/Mode": mode,
            "./Broadcast/b1/Repair/SessionDescriptionURI": f"{web.url}/repair.sdp",
        }
        life = Life(folder, site, **values | nodes)
        try:
            life.repair = FluteSession("127.0.0.1", free_port(socket.SOCK_DGRAM), 9)  # type: ignore[attr-defined]
            web.files = {"/repair.sdp": write_session(life.repair, "c1 repair").encode()}  # type: ignore[attr-defined]
            life.announce(Action.DOWNLOAD, sources=(Source(session=write_session(life.session, "c1")),))
            life.until("BROADCAST_SCHEDULED")
            life.send(site.datagrams(7, lost=(3, 11)))
            life.until("REPAIR_PROGRESSING", "DOWNLOAD_FAILED")
            yield life
        finally:
            life.close()


def heard_again(life: Life, datagrams: list[bytes]) -> None:
    """The second broadcast sends."""
    first, life.session = life.session, life.repair  # type: ignore[attr-defined]
    life.rest()
    life.send(datagrams)
    life.session = first


@pytest.mark.parametrize("killed", [False, True], ids=["alive", "killed"])
def test_what_was_lost_is_repaired_by_a_second_broadcast(tmp_path: Path, site: Site, killed: bool) -> None:
    with second_broadcast(tmp_path, site, "2", **{"./Broadcast/b1/Repair/OffsetTime": "60"}) as life:
        assert life.state == "REPAIR_PROGRESSING"
        if killed:
            life.again()
            life.until("REPAIR_PROGRESSING")
        # Forged ones cost nothing here either.
        chance = random.Random(3)
        sent = []
        for datagram in site.datagrams(9):
            if chance.random() < 0.05:
                sent.append(datagram[:-1] + bytes([datagram[-1] ^ 1]))
            sent.append(datagram)
        heard_again(life, sent)
        life.until("READY_TO_UPDATE")
        assert life.result() == 216
        assert life.part._delivery.client.forged > 0
        assert execute(life, "Update", None) == 202
        life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
        assert life.firmware() == IMAGE


def test_a_second_broadcast_that_leaves_something_out_does_not_repair(tmp_path: Path, site: Site) -> None:
    with second_broadcast(tmp_path, site, "2", **{"./Broadcast/b1/Repair/OffsetTime": "60"}) as life:
        heard_again(life, site.datagrams(9, lost=(11,)))
        life.until("DOWNLOAD_FAILED")
        assert life.result() == 427 and life.firmware() is None


def test_a_second_broadcast_that_nobody_sends_is_given_up_after_the_attempts(tmp_path: Path, site: Site) -> None:
    with second_broadcast(tmp_path, site, "2", **{"Policy/MaxResumeAttempts": "2"}) as life:
        life.until("DOWNLOAD_FAILED")
        assert life.result() == 505 and life.firmware() is None


def test_what_a_second_broadcast_leaves_out_is_fetched_where_both_are_allowed(tmp_path: Path, site: Site) -> None:
    # The server of the repair is the one with the package; it has a certificate of its own.
    with second_broadcast(tmp_path, site, "3", **{"./Broadcast/b1/Repair/OffsetTime": "2"}) as life:
        heard_again(life, site.datagrams(9, lost=(11,)))
        for leaf, value in (("URLPrefix", site.url), ("TrustAnchor", site.anchor)):
            life.device.tree.store(f"./ImageServer/is1/{leaf}", value)
        life.until("READY_TO_UPDATE")
        assert life.result() == 216
        assert execute(life, "Update", None) == 202
        life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
        assert life.firmware() == IMAGE


def test_more_than_max_missing_is_not_repaired_by_a_second_broadcast_either(tmp_path: Path, site: Site) -> None:
    with second_broadcast(tmp_path, site, "2", **{"./Broadcast/b1/Repair/MaxMissing": "2"}) as life:
        assert (life.state, life.result()) == ("DOWNLOAD_FAILED", 426)


def asked(life: Life) -> str:
    """The token of the alert that asks the DM server, now in a session."""
    life.rest()
    life.device.alerts.session_opens()
    ((token, alert),) = life.device.alerts.pending()
    assert alert.items[0].meta is not None and str(alert.items[0].meta.type).endswith(":TransferRequest")
    return token


def test_a_dm_server_that_says_no_ends_what_an_image_server_announced(tmp_path: Path, site: Site) -> None:
    life = Life(tmp_path, site, **{"ImageServer/Mode": "1"})
    life.announce()
    life.until("AWAITING_AUTHORISATION")
    life.device.alerts.answered(asked(life), 406)
    assert (life.state, life.result()) == ("IDLE", 418)
    # Alert and state are one transaction.
    life.again()
    assert (life.state, life.result()) == ("IDLE", 418)
    life.rest()
    life.device.alerts.session_opens()
    assert life.device.alerts.pending() == []
    life.send(site.datagrams(7))
    assert life.state == "IDLE" and life.firmware() is None
    life.close()


@pytest.mark.parametrize("status", [200, 202, 415, 500])
def test_only_406_refuses_a_transfer(tmp_path: Path, site: Site, status: int) -> None:
    life = Life(tmp_path, site, **{"ImageServer/Mode": "1"})
    life.announce()
    life.until("AWAITING_AUTHORISATION")
    life.device.alerts.answered(asked(life), status)
    life.rest()
    assert life.state == "AWAITING_AUTHORISATION"
    assert life.device.tree.execute(f"{FUMO}/Operations/Resume", Order("dm", None)).status == 200
    life.until("BROADCAST_SCHEDULED")
    life.close()


def test_a_refusal_that_comes_late_says_nothing_about_the_next_transfer(tmp_path: Path, site: Site) -> None:
    life = Life(tmp_path, site, **{"ImageServer/Mode": "1"})
    life.announce()
    life.until("AWAITING_AUTHORISATION")
    first = asked(life)
    life.announce(Action.CANCEL)
    assert life.state == "IDLE"
    life.announce(campaign="c2")
    life.until("AWAITING_AUTHORISATION")
    life.rest()
    life.device.alerts.answered(first, 406)
    assert life.state == "AWAITING_AUTHORISATION"
    life.device.alerts.answered(asked(life), 406)
    assert (life.state, life.result()) == ("IDLE", 418)
    life.close()


def test_what_stands_still_for_longer_than_it_may_is_given_up(tmp_path: Path, site: Site) -> None:
    life = Life(tmp_path, site, **{"Policy/MaxSuspendTime": "1"})
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7)[:100])
    life.announce(Action.SUSPEND)
    life.until("DOWNLOAD_FAILED")
    assert life.result() == 416
    life.close()


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"isid": "unknown"}, ("find_image_server", None)),
        ({"key": Ed25519PrivateKey.generate()}, ("check_announcement_signature", 419)),
        ({"sequence": -0}, ("check_sequence", 420)),
        ({"not_after": 5}, ("check_window", 420)),
        ({"target": "./SCOMO"}, ("check_target", 418)),
        ({"sources": (Source(url="https://elsewhere.example/fw"),)}, ("check_sources", 418)),
        ({"sources": (Source(session="v=0\n"),)}, ("check_sources", 418)),
    ],
)
def test_what_is_wrong_with_an_announcement_stops_it_at_its_step(
    life: Life, changed: dict[str, Any], refused: tuple[str, int | None]
) -> None:
    if "sequence" in changed:
        # One is accepted first, so that there is a floor, and given up again.
        life.announce()
        life.announce(Action.CANCEL)
        life.rest()
    before = life.state
    life.announce(**changed)
    life.rest()
    assert life.refusal() == refused
    assert life.state == before


def test_an_image_server_that_is_switched_off_or_over_is_not_heard(life: Life) -> None:
    for leaf, value in (("Enabled", "false"), ("NotAfter", "20200101T000000Z"), ("NotAfter", "whenever")):
        uri = f"./ImageServer/is1/{leaf}"
        if not life.device.tree.exists(uri):
            life.device.tree.create(uri)
        before = life.device.tree.value(uri)
        life.device.tree.store(uri, value)
        life.announce()
        assert life.refusal() == ("check_delegation", 418)
        life.device.tree.store("./ImageServer/is1/Enabled", "true")
        if leaf != "Enabled":
            life.device.tree.store(uri, before or "20900101T000000Z")
    assert life.state == "IDLE"


def test_a_package_that_the_dm_server_does_not_vouch_for_is_not_received(tmp_path: Path, site: Site) -> None:
    life = Life(tmp_path, site)
    life.device.tree.store(f"{FUMO}/Security/Digest", hashlib.sha256(b"another").digest())
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.send(site.datagrams(7))
    life.until("DOWNLOAD_FAILED")
    assert life.result() == 421
    assert not (life.settings.folder / "FwUpdate-Pkg1" / "transfer").exists()
    life.close()


def with_metadata(site: Site, **other: bytes) -> list[bytes]:
    """A loop with other metadata than those of the repository, and with chunks that are none."""
    files = {f"metadata/{name}": octets for name, octets in (dict(site.publisher.metadata()) | other).items()}
    content = site.publisher.content(site.target)
    index = content.with_name(content.name + ".index").read_bytes()
    sender = CarouselSender(site.target, index, lambda number: bytes(CHUNK), 7, small=files)
    return list(sender.loop(int(time.time()) + 600))


def test_forged_metadata_cost_a_loop_and_one_report_an_hour(life: Life, site: Site) -> None:
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    for number in range(3):
        timestamp = b'{"signed": {}, "signatures": []}' + b" " * number
        life.send(with_metadata(site, **{"timestamp.json": timestamp}))
        assert life.state == "BROADCAST_SCHEDULED"
    assert len([kind for kind, _ in life.told if kind == "metadata refused"]) >= 3
    ((_, alert),) = life.part.alerts.pending()
    assert str(alert.items[0].meta.type).endswith(":SecurityFailure")
    assert "<ResultCode>404</ResultCode>" in alert.items[0].data and "<ISID>is1</ISID>" in alert.items[0].data
    # Many devices hear the same: it is spread, and waits for its time.
    assert [kept.state.name for kept in life.device.alerts.flow.record.alerts.values()] == ["WAITING"]
    life.send(site.datagrams(7))
    life.send(site.datagrams(7))
    life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
    assert life.firmware() == IMAGE


def test_metadata_of_two_versions_are_no_attack(life: Life, site: Site) -> None:
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    snapshot = next(name for name in site.publisher.metadata() if name.endswith("snapshot.json"))
    life.send(with_metadata(site, **{snapshot: b'{"signed": {}, "signatures": []}'}))
    assert life.state == "BROADCAST_SCHEDULED"
    assert any(kind == "metadata refused" for kind, _ in life.told)
    assert life.part.alerts.pending() == []


def test_killed_in_each_state_it_goes_on_with_what_was_stored(life: Life, site: Site) -> None:
    life.announce()
    life.until("BROADCAST_SCHEDULED")
    life.again()
    assert life.state == "BROADCAST_SCHEDULED"
    datagrams = site.datagrams(7)
    life.send(datagrams[: len(datagrams) * 19 // 20])
    assert life.state == "DOWNLOAD_PROGRESSING"
    life.again()
    assert life.state == "DOWNLOAD_INTERRUPTED"
    assert life.part.received() >= 256 * 1024, "the chunks that were committed are there"
    life.until("DOWNLOAD_PROGRESSING")
    life.until("REPAIR_PROGRESSING")
    due = life.part._delivery.awaited.repair_due
    life.again()
    life.until("REPAIR_PROGRESSING")
    assert life.part._delivery.awaited.repair_due == due, "a spread is drawn once"
    life.until("VERIFYING")
    life.again()
    assert life.state == "VERIFYING"
    life.until("READY_TO_UPDATE")
    life.again()
    life.until("UPDATE_PROGRESSING")
    life.again()
    life.until("UPDATE_SUCCESSFUL_HAVE_DATA")
    assert life.firmware() == IMAGE


def test_a_replayed_announcement_is_none_after_a_restart_and_a_delete_either(life: Life, site: Site) -> None:
    life.announce()
    life.announce(Action.CANCEL)
    life.again()
    life.sequence -= 2
    life.announce()
    assert life.refusal() == ("check_sequence", 420)
    assert life.device.tree.live("./ImageServer/is1/LastSequence") == str(life.sequence + 1)
    assert life.device.tree.live("./ImageServer/is1/Delegator") == "dm"


def designated(folder: Path, **settings: str) -> tuple[int, int, Any]:
    """The Status of an Add and a Replace of an entry on a device with these settings, and the device."""
    from swm.device.program import ReferenceDevice

    file = device_toml(folder, settings.pop("url", "http://127.0.0.1:1/dm"), extra="[broadcast]\n")
    for old, new in settings.items():
        text = file.read_text()
        assert f'{old} = "' in text
        file.write_text(re.sub(rf'(?m)^{old} = ".*"$', f'{old} = "{new}"' if new else "", text))
    device = ReferenceDevice(read_device_settings(file), lambda kind, facts: None)
    device.recover()
    uri = "./ImageServer/is1"
    added = 418 if device.tree.exists(uri) else device.tree.add(uri, None, format="node").status
    leaf = f"{uri}/ISID"
    write = device.tree.replace if device.tree.exists(leaf) else device.tree.add
    written = write(leaf, "another" if device.tree.exists(leaf) else "is1").status if device.tree.exists(uri) else 404
    return added, written, device


def test_a_server_that_has_not_proved_who_it_is_designates_nobody(tmp_path: Path) -> None:
    added, written, device = designated(tmp_path, server_user="", server_password="")
    assert (added, written) == (401, 404)
    assert device.tree.children("./ImageServer") == []
    device.close()


def test_an_entry_is_written_only_by_the_server_that_created_it(tmp_path: Path) -> None:
    added, written, device = designated(tmp_path)
    assert (added, written) == (200, 200)
    device.close()
    # The device gets another DM server: what the first designated is not the second one's to change.
    added, written, device = designated(tmp_path, id="dm2")
    assert (added, written) == (418, 425)
    assert device.tree.live("./ImageServer/is1/Delegator") == "dm"
    assert device.tree.value("./ImageServer/is1/ISID") == "is1"
    assert device.tree.delete("./ImageServer/is1").status == 425
    device.close()


def test_settings_of_broadcast_are_checked(tmp_path: Path) -> None:
    for text, told in (
        ("silence = 0.0", "below"),
        ('announcements = "x"', "write it like"),
        ("silent = 1", "not known"),
    ):
        with pytest.raises(SettingsError, match=told):
            read_device_settings(device_toml(tmp_path, "http://127.0.0.1:1/dm", extra=f"[broadcast]\n{text}\n"))
