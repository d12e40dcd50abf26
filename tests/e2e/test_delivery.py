"""A package on its whole way: announced, authorised, received over lossy multicast with kills, repaired, installed."""

from __future__ import annotations

import hashlib
import importlib
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from broadcast_receiver import save_target
from carousels import EXPIRES, TSI, Receiver, sender
from hostile_server import Site, served
from packages import described, octets
from trusted import CONTENT, FUMO, NOW, World

from swm.delivery import ChunkStore, DeliveredPackage, DiskStorage
from swm.delivery.carousel_sender import Pacer
from swm.delivery.https import HttpsSource, Web, tls_context
from swm.delivery.multicast import open_receiver, open_sender, received, send_paced
from swm.delivery.repair_plan import RepairRules, plan_repair
from swm.delivery.small_files import CarouselRepository, Listener, SmallFiles
from swm.publishing.published import NotPublished, published, small_files
from swm.trust import Offer, target_of

pytestmark = pytest.mark.usefixtures("stubs")

ROOT = Path(__file__).resolve().parents[2]
GROUP = "239.255.77.78"


def test_an_image_server_starts_a_broadcast_and_the_device_installs_it(tmp_path: Path) -> None:
    """Announcement and metadata come in the carousel itself; what the loops left out comes over https."""
    world = World(tmp_path)
    target = world.publish()
    package = published(tmp_path / "site", "fw")
    assert package.target == target
    dm = importlib.import_module("swm_enablers.dmsecurity_1_2.security")
    fumo = importlib.import_module("swm_enablers.fumo_1_1.security")
    announcement = world.announcement(offer=Offer("fw", len(CONTENT), target.sha256.hex()))
    carousel = package.carousel(TSI, small_files(tmp_path / "site", world.envelope(announcement)))

    # Before it knows any target, the device listens for small files alone.
    listener = Listener(TSI, SmallFiles())
    for datagram in carousel.loop(EXPIRES):
        listener.take(datagram)
    heard = listener.small.file("announcement")
    assert heard is not None
    accepted = dm.accept_announcement(world.primitives(), dm.AcceptAnnouncementInputs(announcement=heard, now=NOW))
    offer = accepted.content["announcement"].offer
    world.floors.taken(accepted.content["key"])
    permit = dm.authorise_package(
        world.primitives(),
        dm.AuthorisePackageInputs(
            repository=CarouselRepository(listener.small),
            root=world.root,
            name=offer.name,
            size=str(offer.size),
            digest=bytes.fromhex(offer.sha256),
            now=NOW,
        ),
    )

    # The last loop, of which a third is lost.
    device = Receiver(world.store(permit), permit)
    chance = random.Random(4)
    device.feed(d for d in carousel.loop(EXPIRES) if chance.random() > 0.03)
    missing = sum(device.store.geometry.chunk_length(place) for place in device.store.missing())
    assert 0 < missing < target.length

    # What is missing comes over https, at a time of its own.
    site = Site({"/pkg/fw": CONTENT, "/pkg/fw.index": package.index})
    with served(site) as certificate:
        rules = RepairRules((f"{site.url}/pkg/fw",), offset=60, random_period=600)
        plan = plan_repair(rules, NOW, missing, target.length, (chance.random(), chance.random()))
        assert plan is not None and NOW + 60 <= plan.due < NOW + 660
        HttpsSource(plan.server, Web(tls_context(certificate))).fetch(device.intake)
        whole = sum(1 for path, _ in site.requests if path == "/pkg/fw")
        assert whole == 1

    stored = DeliveredPackage(device.store)
    checks = world.checks(permit)
    nodes = fumo.VerifyNodes(digest_alg="sha-256", digest=target_of(permit).sha256)
    fumo.verify(checks, fumo.VerifyInputs(package=stored), nodes)
    world.install(fumo.hand_over(checks, fumo.HandOverInputs(package=stored)))
    assert world.installed == [CONTENT]
    assert announcement.target == FUMO


def test_what_is_not_published_has_no_carousel(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.publish()
    world.publisher.revoke("fw")
    with pytest.raises(NotPublished):
        published(tmp_path / "site", "fw")
    assert set(small_files(tmp_path / "site", None)) == {
        f"metadata/{name}" for name in ("1.root.json", "timestamp.json", "3.snapshot.json", "3.targets.json")
    }


def multicast_works(port: int) -> bool:
    try:
        with open_receiver(GROUP, port, "127.0.0.1") as near, open_sender(GROUP, "127.0.0.1") as far:
            far.sendto(b"x", (GROUP, port))
            return next(received(near, 1.0), None) == b"x"
    except OSError:
        return False


def test_receivers_killed_in_the_middle_of_a_broadcast_all_end_with_the_image(tmp_path: Path) -> None:
    """Real processes, real sockets, real kills: multicast where it works, else one receiver over unicast."""
    port = random.Random(time.time_ns()).randrange(20_000, 60_000)
    group, count = (GROUP, 4) if multicast_works(port) else ("127.0.0.1", 1)
    package = octets(2 << 20)
    target, index = described(package, 65536, 1408)
    save_target(target, tmp_path / "target.json")
    stop = threading.Event()

    def start(number: int) -> subprocess.Popen[str]:
        program = [sys.executable, str(ROOT / "tests" / "broadcast_receiver.py")]
        words = [str(tmp_path / f"device-{number}"), str(tmp_path / "target.json"), group, str(port)]
        process = subprocess.Popen([*program, *words], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        return process

    def send() -> None:
        carousel, pacer = sender(package, target, index), Pacer(16_000_000)
        with open_sender(group, "127.0.0.1") as out:
            while not stop.is_set():
                send_paced(out, (group, port), carousel.loop(EXPIRES), pacer, stop.is_set)

    devices = [start(number) for number in range(count)]
    thread = threading.Thread(target=send)
    thread.start()
    try:
        for number in range(count):
            time.sleep(0.1)
            devices[number].send_signal(signal.SIGKILL)
            devices[number].communicate()
            devices[number] = start(number)
        for process in devices:
            process.communicate(timeout=60)
            assert process.returncode == 0
    finally:
        stop.set()
        thread.join()
        for process in devices:
            process.kill()
            process.communicate()
    for number in range(count):
        store = ChunkStore(DiskStorage(tmp_path / f"device-{number}", target.manifest), target)
        with DeliveredPackage(store).open() as stream:
            assert hashlib.sha256(stream.read()).digest() == target.sha256
        store.close()
