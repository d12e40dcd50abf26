"""The carousel: loss, forgery, late joiners, kills, repair symbols; every package arrives and no forged octet does."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from carousels import EXPIRES, TSI, Receiver, sender
from disk_model import ModelStorage
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import described, octets

from swm.delivery import ChunkStore, DeliveredPackage, DiskStorage, Geometry, alc, build_index
from swm.delivery.carousel import Part, name_of, place_named, place_of, toi_of
from swm.delivery.carousel_sender import Pacer
from swm.delivery.fdt import File, read_fdt, write_fdt
from swm.delivery.names import is_harmless
from swm.delivery.repair_plan import RepairPlan, RepairRules, plan_repair
from swm.delivery.repair_symbols import recover, repair_symbols
from swm.delivery.small_files import MAX_FILE, MAX_NAMES, CarouselRepository
from swm.errors import MessageError
from swm.security import NotThere
from swm.security.target import Target

PACKAGE = octets(40 * 4096 - 1234)
TARGET, INDEX = described(PACKAGE)


def receiver(target: Target = TARGET) -> Receiver:
    return Receiver(ChunkStore(ModelStorage(), target))


def whole(store: ChunkStore) -> bytes:
    with DeliveredPackage(store).open() as stream:
        return stream.read()


def test_one_loop_without_loss_brings_the_whole() -> None:
    device = receiver()
    device.feed(sender(PACKAGE, TARGET, INDEX).loop(EXPIRES))
    assert whole(device.store) == PACKAGE
    assert device.refused == sum(1 for d in sender(PACKAGE, TARGET, INDEX).loop(EXPIRES) if alc.decode(d).toi == 0)


def test_with_loss_partial_chunks_are_kept_over_loops() -> None:
    chance = random.Random(1)
    device = receiver()
    carousel = sender(PACKAGE, TARGET, INDEX)
    loops = 0
    while not device.store.complete and loops < 12:
        device.feed(d for d in carousel.loop(EXPIRES) if chance.random() > 0.2)
        loops += 1
    assert whole(device.store) == PACKAGE
    assert loops <= 8


def forged(datagram: bytes, chance: random.Random) -> bytes:
    """The same header, other octets behind it: what an attacker in the group sends."""
    at = chance.randrange(20, len(datagram)) if len(datagram) > 21 else len(datagram) - 1
    return datagram[:at] + bytes([datagram[at] ^ (1 + chance.randrange(255))]) + datagram[at + 1 :]


def test_with_five_percent_forged_datagrams_one_loop_suffices() -> None:
    chance = random.Random(2)
    device = receiver()
    sent = []
    for datagram in sender(PACKAGE, TARGET, INDEX).loop(EXPIRES):
        if chance.random() < 0.05:
            sent.append(forged(datagram, chance))
        sent.append(datagram)
    device.feed(sent)
    assert whole(device.store) == PACKAGE
    assert device.refused >= 0.04 * len(sent)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400))
def test_rubbish_changes_nothing(rubbish: bytes, at: int) -> None:
    device = receiver()
    datagrams = list(sender(PACKAGE, TARGET, INDEX).loop(EXPIRES))[: at + 1]
    device.feed(datagrams)
    before = device.store.missing(), device.store.tree.known
    device.feed([rubbish, datagrams[-1][:20] + rubbish, datagrams[-1][: len(rubbish)]])
    assert (device.store.missing(), device.store.tree.known) == before
    assert device.store.missing() == [c for c in range(40) if not device.store.holds(c)]


def test_who_joins_late_goes_on_with_the_next_group() -> None:
    datagrams = list(sender(PACKAGE, TARGET, INDEX).loop(EXPIRES))
    device = receiver()
    device.feed(datagrams[len(datagrams) // 2 :])
    step = device.store.geometry.chunks_a_leaf
    assert len(device.store.missing()) <= 20 + step
    device.feed(datagrams)
    assert whole(device.store) == PACKAGE


def test_a_killed_receiver_keeps_its_chunks_and_the_index(tmp_path: Path) -> None:
    datagrams = list(sender(PACKAGE, TARGET, INDEX).loop(EXPIRES))
    half = len(datagrams) // 2
    first = Receiver(ChunkStore(DiskStorage(tmp_path, TARGET.manifest), TARGET, sync_every=4096))
    first.feed(datagrams[:half])
    first.store.commit()
    held = [chunk for chunk in range(40) if first.store.holds(chunk)]
    assert len(held) > 10
    first.store._storage.close()
    second = Receiver(ChunkStore(DiskStorage(tmp_path, TARGET.manifest), TARGET))
    assert [chunk for chunk in range(40) if second.store.holds(chunk)] == held
    second.feed(datagrams[half:])
    assert len(second.store.missing()) <= 1
    second.feed(datagrams)
    assert whole(second.store) == PACKAGE
    second.store.close()


def test_more_partial_chunks_than_fit_in_memory_wait_on_the_disk() -> None:
    datagrams = list(sender(PACKAGE, TARGET, INDEX).loop(EXPIRES))
    dropped = [
        d for place, d in enumerate(datagrams) if alc.decode(d).toi & 1 and alc.decode(d).toi > 1 and place % 9 == 0
    ]
    device = receiver()
    device.feed(d for d in datagrams if d not in dropped)
    assert len(device.store.missing()) > 20 and len(device.assembly._open) <= 16
    device.feed(d for d in datagrams if d in dropped or alc.decode(d).toi % 2 == 0 or alc.decode(d).toi == 1)
    assert whole(device.store) == PACKAGE


def with_repair(package: bytes, repair: int) -> tuple[Target, bytes]:
    geometry = Geometry(len(package), 8192, 256, repair)
    root, index = build_index(
        geometry,
        lambda n: package[n * 8192 : (n + 1) * 8192],
        lambda chunk: repair_symbols(chunk, 256, repair),
    )
    plain, _ = described(package)
    fields = {name: getattr(plain, name) for name in Target.__slots__}
    return Target(**{**fields, "root": root, "chunk_size": 8192, "repair": repair}), index


def test_repair_symbols_take_the_place_of_lost_ones_in_one_loop() -> None:
    package = octets(20 * 8192 - 3)
    target, index = with_repair(package, 16)
    carousel = sender(package, target, index, repair=lambda chunk: repair_symbols(chunk, 256, 16))
    chance = random.Random(3)
    device = receiver(target)
    device.feed(d for d in carousel.loop(EXPIRES) if alc.decode(d).encoding == alc.NO_CODE or chance.random() > 0.15)
    assert len(device.store.missing()) <= 2
    without = receiver(target)
    chance = random.Random(3)
    without.feed(
        d
        for d in carousel.loop(EXPIRES)
        if alc.decode(d).encoding == alc.NO_CODE or (chance.random() > 0.15 and alc.decode(d).symbol < 32)
    )
    assert len(without.store.missing()) > 15


def test_repair_symbols_are_leaves_of_the_tree_too() -> None:
    package = octets(3 * 8192)
    target, index = with_repair(package, 16)
    carousel = sender(package, target, index, repair=lambda chunk: repair_symbols(chunk, 256, 16))
    chance = random.Random(4)
    device = receiver(target)
    sent = []
    for datagram in carousel.loop(EXPIRES):
        packet = alc.decode(datagram)
        if packet.encoding == alc.RAPTORQ and packet.symbol >= 32:
            datagram = forged(datagram, chance)
        elif packet.encoding == alc.RAPTORQ and packet.symbol == 5:
            continue
        sent.append(datagram)
    device.feed(sent)
    assert device.store.missing() == [0, 1, 2]
    device.feed(carousel.loop(EXPIRES))
    assert whole(device.store) == package


@given(st.integers(1, 20_000), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_a_chunk_comes_back_from_any_symbols_that_suffice(length: int, chance: random.Random) -> None:
    chunk = octets(length)
    source = [chunk[start : start + 256] for start in range(0, length, 256)]
    symbols = dict(enumerate(source + repair_symbols(chunk, 256, 10)))
    for place in chance.sample(range(len(source)), min(8, len(source))):
        del symbols[place]
    assert recover(length, 256, symbols) == chunk
    assert recover(length, 256, {}) is None


def test_small_files_come_along_unbelieved() -> None:
    files = {"metadata/timestamp.json": b"{}" * 300, "announcement": b"x" * 5000}
    device = receiver()
    device.feed(sender(PACKAGE, TARGET, INDEX, small=files).loop(EXPIRES))
    small = device.assembly.small
    assert small.names() == sorted(files)
    repository = CarouselRepository(small)
    assert b"".join(repository.metadata("timestamp.json")) == files["metadata/timestamp.json"]
    with pytest.raises(NotThere):
        list(repository.metadata("snapshot.json"))
    small.forget("announcement")
    assert small.file("announcement") is None
    device.feed(sender(PACKAGE, TARGET, INDEX, small=files).loop(EXPIRES))
    assert small.file("announcement") == files["announcement"]


def test_small_files_are_small_and_few() -> None:
    device = receiver()
    small = device.assembly.small
    for toi in range(600):
        small.expect(toi, f"f{toi}", alc.Oti(0, 10, 5, 2))
    small.expect(3, "f3", alc.Oti(0, MAX_FILE + 1, 5, 2))
    for toi in range(600):
        for symbol in (0, 1):
            small.take(alc.Packet(TSI, toi, 0, 0, symbol, b"12345"))
    assert len(small.names()) == MAX_NAMES


# Names and places

TRAVERSALS = [
    "../../etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "a/../../b",
    "a/./b",
    "..\\..\\windows",
    "C:\\windows\\system32",
    "c:/windows",
    "%2e%2e/%2e%2e/etc/passwd",
    "%252e%252e/etc",
    "a\0b",
    "\uff0e\uff0e/etc",
    "....//etc",
]


@pytest.mark.parametrize("name", [*TRAVERSALS, "~root/x", "a//b", "swm:../x", "a" * 1025, "a\nb", "a b", "x/.."])
def test_a_name_that_climbs_is_refused(name: str, tmp_path: Path) -> None:
    assert not is_harmless(name)
    store = ChunkStore(DiskStorage(tmp_path / "in", TARGET.manifest), TARGET)
    before = sorted(tmp_path.rglob("*"))
    device = Receiver(store)
    device.feed(sender(PACKAGE, TARGET, INDEX, small={"metadata/x.json": b"x"}).loop(EXPIRES))
    fdt = write_fdt([File(3, name.replace("\0", ""), alc.Oti(0, 4096, 256, 16))], EXPIRES)
    device.feed(alc.encode_fdt(TSI, 9, alc.Oti(0, len(fdt), 1408, 1), 0, fdt) for _ in range(2))
    assert sorted(tmp_path.rglob("*")) == before
    assert device.assembly.small.names() == ["metadata/x.json"]
    device.store.close()


@pytest.mark.parametrize("name", ["", "a", "metadata/1.root.json", "announcement", name_of(TARGET, Part.CHUNK, 3)])
def test_a_plain_name_is_harmless(name: str) -> None:
    assert is_harmless(name)


@given(st.text())
def test_whatever_is_harmless_stays_below_any_folder(name: str) -> None:
    if is_harmless(name):
        assert Path("/base").joinpath(name).resolve().is_relative_to("/base")


def test_places_and_names_belong_together() -> None:
    for part in Part:
        for chunk in (0, 7, 39):
            if part is Part.INDEX and chunk:
                continue
            assert place_of(toi_of(part, chunk), 40) == (part, chunk)
            assert place_named(TARGET, 40, name_of(TARGET, part, chunk)) == (part, chunk)
    assert place_of(2 + 80, 40) is None and place_of(0, 40) is None
    assert place_named(TARGET, 40, name_of(TARGET, Part.CHUNK, 40)) is None
    assert place_named(TARGET, 40, "swm:0000000000000000/chunk/1") is None
    assert place_named(TARGET, 40, f"swm:{TARGET.manifest.hex()[:16]}/chunk") is None


# Packets and descriptions


@given(st.binary(max_size=120))
def test_whatever_comes_is_a_packet_or_an_error_of_the_sender(data: bytes) -> None:
    try:
        alc.decode(data)
    except MessageError:
        return


@given(
    st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.sampled_from([0, 6]), st.integers(0, 65535), st.binary()
)
def test_a_packet_comes_back_as_it_was_written(tsi: int, toi: int, encoding: int, symbol: int, payload: bytes) -> None:
    found = alc.decode(alc.encode(tsi, toi, encoding, symbol, payload))
    assert (found.tsi, found.toi, found.encoding, found.block, found.symbol, found.payload) == (
        tsi, toi, encoding, 0, symbol, payload,
    )  # fmt: skip


def test_the_header_is_that_of_the_rfcs() -> None:
    oti = alc.Oti(0, 0x0102030405, 1408, 187)
    packet = alc.encode_fdt(7, 5, oti, 2, b"xy")
    assert packet[:16] == bytes.fromhex("10a00900 00000000 00000007 00000000")
    assert packet[16:20] == bytes.fromhex("c0200005"), "EXT_FDT, version 2, instance 5"
    assert packet[20:36] == bytes.fromhex("4004 000102030405 0000 0580 000000bb"), "EXT_FTI of Compact No-Code"
    assert packet[36:] == bytes.fromhex("00000002") + b"xy"
    found = alc.decode(packet)
    assert (found.fdt_instance, found.oti, found.symbol) == (5, oti, 2)
    assert alc.decode(alc.encode_close(7)).closes_session


def test_a_description_comes_back_as_it_was_written() -> None:
    files = [File(3, "swm:x/chunk/1", alc.Oti(0, 4096, 256, 16)), File(4, "a<&>b", alc.Oti(6, 1, 2, 3))]
    assert read_fdt(write_fdt(files, EXPIRES)) == files


@pytest.mark.parametrize(
    "fdt",
    [
        b"",
        b"<FDT-Instance",
        b"<other/>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><FDT-Instance/>',
        b"<FDT-Instance>" + b"<a>" * 9 + b"</a>" * 9 + b"</FDT-Instance>",
        b"<FDT-Instance>" + b'<File TOI="1" Content-Location="a" Content-Length="1" FEC-OTI-Encoding-Symbol-Length="1"'
        b' FEC-OTI-FEC-Encoding-ID="0"/>' * 2001 + b"</FDT-Instance>",
        b"<FDT-Instance>" + b" " * 300_000 + b"</FDT-Instance>",
        *(
            b'<?xml version="1.0" encoding="%s"?><FDT-Instance/>' % name
            for name in (b"no-such", b"utf-7", b"shift_jis", b"idna", b"punycode", b"hex", b"undefined")
        ),
    ],
)
def test_a_description_that_is_none_is_refused(fdt: bytes) -> None:
    with pytest.raises(MessageError):
        read_fdt(fdt)


def test_a_datagram_with_a_code_nobody_knows_is_dropped_also_where_an_fdt_guesses_its_place() -> None:
    device = receiver()
    fdt = write_fdt([File(3, name_of(TARGET, Part.CHUNK, 5), alc.Oti(0, 4096, 256, 16))], EXPIRES)
    device.feed([alc.encode_fdt(TSI, 9, alc.Oti(0, len(fdt), 1408, 1), 0, fdt)])
    before = device.refused
    device.feed([alc.encode(TSI, 3, 99, 0, b"x" * 256)])
    assert device.refused == before + 1


# Rates and repair


def test_the_pacer_keeps_the_rate() -> None:
    pacer = Pacer(8_000_000, burst=10_000)
    now = 0.0
    for _ in range(2000):
        now += pacer.wait(now, 1000)
    assert 1.95 < now < 2.0
    assert Pacer(0).wait(5.0, 10**9) == 0.0
    now += 100
    assert pacer.wait(now, 1000) == 0.0, "a pause is not made up for by more than the burst"
    assert sum(pacer.wait(now, 1000) for _ in range(100)) > 1


def test_repair_is_spread_and_bounded() -> None:
    rules = RepairRules(("https://a/", "https://b/"), offset=60, random_period=600, max_missing=10)
    plans = [plan_repair(rules, 1000.0, 10, 100, (draw / 100, draw / 100)) for draw in range(100)]
    assert all(plan is not None and 1060 <= plan.due < 1660 for plan in plans)
    assert {plan.server for plan in plans if plan} == set(rules.servers)
    assert plan_repair(rules, 1000.0, 11, 100, (0.0, 0.0)) is None
    assert plan_repair(RepairRules(()), 1000.0, 1, 100, (0.0, 0.0)) is None
    assert plan_repair(rules, 0.0, 1, 100, (0.5, 0.99)) == RepairPlan(360.0, "https://b/")
