"""Delivery against its bare peers, in one run; ratios above the bounds of the project, or exit status 1.

    .venv/bin/python tests/bench/delivery.py [https|carousel|reopen|memory|fleet ...]

Peers and we are interleaved, three rounds each, the median counts: the machine
changes its speed between them.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "runtime"), str(ROOT / "generated" / "python")]

from broadcast_receiver import save_target  # noqa: E402
from carousels import EXPIRES, TSI, Receiver, leave  # noqa: E402
from tls import certificate  # noqa: E402

from swm.delivery import ChunkStore, DiskStorage  # noqa: E402
from swm.delivery.carousel_sender import CarouselSender, Pacer  # noqa: E402
from swm.delivery.https import HttpsSource, Web, tls_context  # noqa: E402
from swm.delivery.multicast import open_sender, send_paced  # noqa: E402
from swm.publishing.repository import Package, describe  # noqa: E402
from swm.security.target import CHUNK, SYMBOL, Target, read_target  # noqa: E402

ROUNDS = 3
MIB = 1 << 20
GROUP, PORT = "239.255.77.77", 47077


def package_file(folder: Path, length: int) -> Path:
    path = folder / f"package-{length}"
    if not path.exists():
        block = random.Random(7).randbytes(MIB)
        with path.open("wb") as stream:
            for number in range(length // MIB):
                stream.write(number.to_bytes(8, "big") + block[8:])
    return path


def described(path: Path) -> tuple[Target, bytes]:
    return describe(path, Package("bench", CHUNK, SYMBOL), lambda chunk: [])


def clock(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compared(peer: Callable[[], object], ours: Callable[[], object], octets: int) -> tuple[float, str]:
    """The ratio of our rate to the peer's, and both in words."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        times[0].append(clock(peer))
        times[1].append(clock(ours))
    theirs, own = (statistics.median(found) for found in times)
    return theirs / own, f"peer {octets / theirs / MIB:7.0f} MiB/s, ours {octets / own / MIB:7.0f} MiB/s"


# A plain server over TLS, in a process of its own

SERVER = """
import socket, sys, threading, os
sys.path[:0] = {paths!r}
import ssl
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain({chain!r})
listener = socket.create_server(("127.0.0.1", 0), backlog=64)
print(listener.getsockname()[1], flush=True)
files = {files!r}
def serve(plain):
    try:
        with context.wrap_socket(plain, server_side=True) as secure:
            rest = b""
            while True:
                while b"\\r\\n\\r\\n" not in rest:
                    more = secure.recv(65536)
                    if not more:
                        return
                    rest += more
                head, _, rest = rest.partition(b"\\r\\n\\r\\n")
                path = files[head.split(b" ")[1].decode()]
                size = os.path.getsize(path)
                secure.sendall(b"HTTP/1.1 200 OK\\r\\nETag: \\"x\\"\\r\\nContent-Length: %d\\r\\n\\r\\n" % size)
                with open(path, "rb") as stream:
                    while piece := stream.read(1 << 18):
                        secure.sendall(piece)
    except OSError:
        pass
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
"""


def start_server(folder: Path, files: dict[str, str]) -> tuple[subprocess.Popen[str], str, Path]:
    own, private, _ = certificate("localhost")
    chain = folder / "chain.pem"
    chain.write_bytes(own + private)
    program = SERVER.format(paths=sys.path[:3], chain=str(chain), files=files)
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, f"https://localhost:{int(process.stdout.readline())}", chain


def received_over_https(folder: Path, url: str, target: Target, anchor: bytes) -> ChunkStore:
    store = ChunkStore(DiskStorage(folder, target.manifest), target)
    device = Receiver(store, leave(target))
    HttpsSource(f"{url}/package", Web(tls_context(anchor))).fetch(device.intake)
    assert store.complete
    return store


def https(folder: Path) -> bool:
    path = package_file(folder, 512 * MIB)
    target, index = described(path)
    (folder / "index").write_bytes(index)
    server, url, chain = start_server(folder, {"/package": str(path), "/package.index": str(folder / "index")})
    try:

        def peer() -> None:
            goal = folder / "curl.out"
            subprocess.run(["curl", "-s", "--cacert", chain, "-o", goal, f"{url}/package"], check=True)
            subprocess.run(["sha256sum", goal], check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["sync", goal], check=True)
            goal.unlink()

        def ours() -> None:
            received_over_https(folder / "store", url, target, certificate("localhost")[2]).remove()

        ratio, text = compared(peer, ours, target.length)
    finally:
        server.kill()
        server.wait()
    print(f"https into the verified store, fsync on: {text}, ratio {ratio:.2f} (at least 0.7)")
    return ratio >= 0.7


def carousel(folder: Path) -> bool:
    path = package_file(folder, 64 * MIB)
    target, index = described(path)
    octets = path.read_bytes()
    carousel = CarouselSender(target, index, lambda n: octets[n * CHUNK : (n + 1) * CHUNK], TSI)
    datagrams = list(carousel.loop(EXPIRES))

    def fed(consume: Callable[[socket.socket], None]) -> None:
        # A pair of datagram sockets that lose nothing: the sender waits while the receiver is busy.
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        child = os.fork()
        if child == 0:
            near.close()
            for datagram in datagrams:
                far.send(datagram)
            far.send(b"")
            os._exit(0)
        far.close()
        with near:
            consume(near)
        os.waitpid(child, 0)

    def bare(near: socket.socket) -> None:
        receive = near.recv
        while datagram := receive(2048):
            hashlib.sha256(datagram).digest()

    def ours(near: socket.socket) -> None:
        # As the device has it, which syncs sixteen times as often: broadcasts are slow beside disks.
        store = ChunkStore(DiskStorage(folder / "store", target.manifest), target, behind=behind)
        receive = near.recv
        Receiver(store, leave(target)).feed(iter(lambda: receive(2048), b""))
        store.commit()
        assert store.complete
        store.remove()

    with ThreadPoolExecutor(1) as behind:
        ratio, text = compared(lambda: fed(bare), lambda: fed(ours), target.length)
    rate = len(datagrams) / target.length
    print(f"carousel receiver, fsync on: {text} ({rate * MIB:.0f} datagrams a MiB), ratio {ratio:.2f} (at least 0.3)")
    return ratio >= 0.3


def reopen(folder: Path) -> bool:
    path = package_file(folder, 1024 * MIB)
    target, index = described(path)
    store = ChunkStore(DiskStorage(folder / "store", target.manifest), target)
    store.add_index(index)
    device = Receiver(store, leave(target))
    with path.open("rb") as stream:
        for place in range(store.geometry.chunks):
            device.intake.put(place, stream.read(CHUNK))
    store.close()

    def peer() -> None:
        found = hashlib.sha256()
        with path.open("rb") as stream:
            while piece := stream.read(MIB):
                found.update(piece)

    def ours() -> None:
        opened = ChunkStore(DiskStorage(folder / "store", target.manifest), target)
        assert opened.complete
        opened.close()

    ratio, text = compared(peer, ours, target.length)
    ChunkStore(DiskStorage(folder / "store", target.manifest), target).remove()
    print(f"reopening and hashing 1 GiB again: {text}, ratio {ratio:.2f} (at least 0.6)")
    return ratio >= 0.6


def memory(folder: Path) -> bool:
    path = package_file(folder, 2048 * MIB)
    target, index = described(path)
    (folder / "index").write_bytes(index)
    save_target(target, folder / "target.json")
    server, url, _ = start_server(folder, {"/package": str(path), "/package.index": str(folder / "index")})
    try:
        (folder / "anchor").write_bytes(certificate("localhost")[2])
        program = [sys.executable, __file__, "device", str(folder), url]
        used = int(subprocess.run(program, check=True, capture_output=True, text=True).stdout)
    finally:
        server.kill()
        server.wait()
    print(f"memory of a device that receives and verifies 2 GiB over https: {used / 1024:.0f} MB (under 120)")
    return used < 120 * 1024


def device(folder: Path, url: str) -> bool:
    """The process whose memory is measured: it receives, reopens and reads through to the end."""
    document = json.loads((folder / "target.json").read_text())
    target = read_target(document["name"], document["length"], document["sha256"], document["custom"])
    received_over_https(folder / "store", url, target, (folder / "anchor").read_bytes()).close()
    from swm.delivery import DeliveredPackage

    store = ChunkStore(DiskStorage(folder / "store", target.manifest), target)
    found = hashlib.sha256()
    with DeliveredPackage(store).open() as stream:
        while piece := stream.read(MIB):
            found.update(piece)
    assert found.digest() == target.sha256
    store.remove()
    # ru_maxrss would count the process that this one was forked from.
    [most] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    print(most.split()[1])
    return True


def fleet(folder: Path, count: int = 60, length: int = 16 * MIB, rate: int = 4_000_000) -> bool:
    path = package_file(folder, length)
    target, index = described(path)
    save_target(target, folder / "target.json")
    octets = path.read_bytes()
    program = [sys.executable, str(ROOT / "tests" / "broadcast_receiver.py")]
    stop = threading.Event()

    def start(number: int) -> subprocess.Popen[str]:
        words = [*program, str(folder / f"device-{number}"), str(folder / "target.json"), GROUP, str(PORT)]
        return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)

    devices = [start(number) for number in range(count)]
    for process in devices:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    sent = [0]

    def send() -> None:
        carousel = CarouselSender(target, index, lambda n: octets[n * CHUNK : (n + 1) * CHUNK], TSI)
        pacer = Pacer(rate)
        with open_sender(GROUP, "127.0.0.1") as out:
            while not stop.is_set():
                sent[0] += send_paced(out, (GROUP, PORT), carousel.loop(EXPIRES), pacer, stop.is_set)

    sender = threading.Thread(target=send)
    sender.start()
    began = time.monotonic()
    chance = random.Random(5)
    # Each dies once, at a time of its own during the first loop, and comes back at once.
    loop = length * 8 * 1.02 / rate
    for due, number in sorted((chance.uniform(0.05, 0.9) * loop, number) for number in range(count)):
        time.sleep(max(0.0, began + due - time.monotonic()))
        devices[number].send_signal(signal.SIGKILL)
        devices[number].wait()
        devices[number] = start(number)
    ended = [process.wait(timeout=600) for process in devices]
    stop.set()
    sender.join()
    took = time.monotonic() - began
    equal = sum(
        1
        for number in range(count)
        if hashlib.sha256((folder / f"device-{number}" / f"{target.manifest.hex()}.data").read_bytes()).digest()
        == target.sha256
    )
    ratio = sent[0] / length
    print(
        f"{count} receivers, each killed once: {equal} images equal, {ended.count(0)} ended well, "
        f"sent {ratio:.2f} times the image in {took:.0f} s (at most 2.5)"
    )
    return ratio <= 2.5 and equal == count and not any(ended)


def main(names: list[str]) -> int:
    known: dict[str, Callable[[Path], bool]] = {
        "https": https,
        "carousel": carousel,
        "reopen": reopen,
        "memory": memory,
        "fleet": fleet,
    }
    good = True
    for name in names or list(known):
        with tempfile.TemporaryDirectory(prefix="swm-delivery-") as folder:
            good &= known[name](Path(folder))
    return 0 if good else 1


if __name__ == "__main__":
    words: list[Any] = sys.argv[1:]
    if words[:1] == ["device"]:
        sys.exit(0 if device(Path(words[1]), words[2]) else 1)
    sys.exit(main(words))
