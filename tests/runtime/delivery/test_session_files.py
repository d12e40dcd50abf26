"""Small files of a session whose package is not yet known, also while somebody forges descriptions of them."""

from __future__ import annotations

from pathlib import Path

from carousels import EXPIRES, TSI, Receiver, sender
from packages import described, octets

from swm.delivery import ChunkStore, DiskStorage, alc
from swm.delivery.alc import NO_CODE, Oti
from swm.delivery.carousel import SMALL_TOI
from swm.delivery.fdt import File, write_fdt
from swm.delivery.session_files import SessionFiles
from swm.delivery.small_files import MAX_FILE, MAX_NAMES, MAX_OCTETS, MAX_SYMBOLS, Assembled, SmallFiles

PACKAGE = octets(9 * 4096)
FILES = {"announcement/is1": b"a" * 900, "metadata/timestamp.json": b"t" * 300}


def loop() -> list[bytes]:
    target, index = described(PACKAGE)
    return list(sender(PACKAGE, target, index, small=FILES).loop(EXPIRES))


def forged_description(length: int) -> bytes:
    fdt = write_fdt([File(SMALL_TOI, "announcement/is1", Oti(NO_CODE, length, 256, 4))], EXPIRES)
    return alc.encode_fdt(TSI, 0xFFFFF, Oti(NO_CODE, len(fdt), len(fdt), 1), 0, fdt)


def test_announcements_and_metadata_come_without_knowing_the_package() -> None:
    files = SessionFiles(TSI)
    for datagram in loop():
        files.take(datagram)
    assert {name: files.small.file(name) for name in files.small.names()} == FILES


def test_another_session_is_passed_over() -> None:
    files = SessionFiles(TSI + 1)
    for datagram in loop():
        files.take(datagram)
    assert files.small.names() == []


def test_noise_is_passed_over() -> None:
    files = SessionFiles(TSI)
    for datagram in (b"", b"\x10", bytes(40), alc.encode_close(TSI), b"\xff" * 1400):
        files.take(datagram)
    assert files.small.names() == []


def test_a_forged_description_costs_at_most_until_the_genuine_one_comes_again() -> None:
    files = SessionFiles(TSI)
    for length in (100, 500_000, 900):
        files.take(forged_description(length))
        # A symbol for the forged description, so that something of the wrong size is begun.
        files.take(alc.encode(TSI, SMALL_TOI, NO_CODE, 0, b"forged"))
    for datagram in loop() * 2:
        files.take(datagram)
    assert files.small.file("announcement/is1") == FILES["announcement/is1"]


def test_more_forged_descriptions_than_are_kept_cost_at_most_until_the_genuine_one_comes_again() -> None:
    files = SessionFiles(TSI)
    forged = [
        File(SMALL_TOI + 100 + number, f"x/{number}", Oti(NO_CODE, 100, 256, 1)) for number in range(MAX_NAMES + 50)
    ]
    fdt = write_fdt(forged, EXPIRES)
    for start in range(0, len(fdt), 1000):
        oti = Oti(NO_CODE, len(fdt), 1000, 64)
        files.take(alc.encode_fdt(TSI, 0xFFFFF, oti, start // 1000, fdt[start : start + 1000]))
    for datagram in loop():
        files.take(datagram)
    assert {name: files.small.file(name) for name in files.small.names()} == FILES


def test_an_object_in_symbols_of_one_octet_costs_no_memory() -> None:
    assembled = Assembled(MAX_FILE, 8)
    fine = Oti(NO_CODE, MAX_FILE, 1, 1)
    assert all(assembled.take(1, fine, symbol, b"x") is None for symbol in range(1000))
    assert assembled._parts == {}
    whole = Oti(NO_CODE, MAX_SYMBOLS, 1, 1)
    parts = [assembled.take(2, whole, symbol, b"x") for symbol in range(MAX_SYMBOLS)]
    assert parts[-1] == b"x" * MAX_SYMBOLS


def test_forged_symbols_of_what_is_there_tell_nothing_about_the_sender(tmp_path: Path) -> None:
    target, _index = described(PACKAGE)
    store = ChunkStore(DiskStorage(tmp_path, target.manifest), target)
    receiver = Receiver(store)
    datagrams = loop()
    receiver.feed(datagrams)
    assert store.complete
    before = receiver.assembly.verified
    receiver.feed(alc.encode(TSI, 3, NO_CODE, number, b"x" * 256) for number in range(16))
    assert receiver.assembly.verified == before
    receiver.feed(datagrams)
    assert receiver.assembly.verified > before, "nodes are hashed each time, and tell that somebody sends"


def test_a_repository_of_many_rotations_still_comes_whole() -> None:
    target, index = described(PACKAGE)
    many = FILES | {f"metadata/{number}.root.json": bytes([number]) * 2000 for number in range(200)}
    files = SessionFiles(TSI)
    for datagram in sender(PACKAGE, target, index, small=many).loop(EXPIRES):
        files.take(datagram)
    assert {name: files.small.file(name) for name in files.small.names()} == many


def test_forged_files_cost_no_more_memory_than_a_repository_may() -> None:
    small, part = SmallFiles(), bytes(32_768)
    for number in range(MAX_NAMES):
        small.expect(number, f"x/{number}", Oti(NO_CODE, MAX_FILE, len(part), 16))
        for symbol in range(MAX_FILE // len(part)):
            small.take(alc.decode(alc.encode(TSI, number, NO_CODE, symbol, part)))
    kept = [small.file(name) or b"" for name in small.names()]
    assert sum(map(len, kept)) <= MAX_OCTETS
    assert small.file(f"x/{MAX_NAMES - 1}") is not None, "the oldest go"
