"""One test for each row of the threat table of the delivery extension, named after it.

Most rows stand in the attack matrix step by step; here each threat is played as
a whole, from what the attacker holds to what the device still has afterwards.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from carousels import EXPIRES, Receiver, sender
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from disk_model import ModelStorage
from packages import described, octets
from securesystemslib.signer import CryptoSigner
from test_attack_matrix import announce, authorise, sign_targets_with, stranger, verify
from trusted import CONTENT, DAY, NOW, World, metadata_of
from tuf.api.metadata import Metadata

from swm.delivery import ChunkStore, DeliveredPackage
from swm.delivery.sources import MemoryRepository
from swm.errors import MessageError
from swm.publishing.keys import read_key
from swm.publishing.repository import Publisher
from swm.security import CheckFailed, ProcedureDropped, ProcedureStopped
from swm.syncml import decode_xml
from swm.trust import Source, target_of

FUMO = ("fumo-1.1", "verify")
HAND_OVER = ("fumo-1.1", "hand_over")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def result_of(run: object) -> int | None:
    with pytest.raises((ProcedureStopped, ProcedureDropped)) as stopped:
        run()  # type: ignore[operator]
    return stopped.value.result if isinstance(stopped.value, ProcedureStopped) else None


def test_unauthorised_or_swapped_software(world: World) -> None:
    world.publish()
    good = world.repository()
    stranger(world)
    evil = {path.name: path.read_bytes() for path in (world.folder / "evil" / "metadata").iterdir()}
    swapped = {name.replace(".", "__"): data for name, data in evil.items() if name != "1.root.json"}
    before = world.survivors()
    assert result_of(lambda: authorise(world, world.repository(**swapped))) == 404
    permit = authorise(world, good)

    class Swapped:
        length = len(CONTENT)

        def open(self) -> object:
            import io

            return io.BytesIO(octets(len(CONTENT), seed=77))

    assert result_of(lambda: verify(world, FUMO, Swapped(), permit=permit)) == 421
    assert world.survivors() == before and world.installed == []


@pytest.mark.parametrize("kind", ["rollback", "fast-forward", "freeze", "mix and match"])
def test_rollback_fast_forward_freeze_mix_and_match(world: World, kind: str) -> None:
    world.publish()
    old = world.repository()
    kept = world.keep("kept")
    world.publish(counter=6)
    if kind == "rollback":
        authorise(world)
        assert result_of(lambda: authorise(world, old)) == 424
    elif kind == "fast-forward":
        # Somebody with the key of the timestamp makes its version jump, so that nothing true is ever newer.
        timestamp = Metadata.from_bytes((kept / "metadata" / "timestamp.json").read_bytes())
        timestamp.signed.version = 1_000_000
        timestamp.signatures.clear()
        timestamp.sign(CryptoSigner(read_key(world.folder / "keys" / "timestamp-1.pem")))
        (kept / "metadata" / "timestamp.json").write_bytes(timestamp.to_bytes())
        authorise(world, MemoryRepository(metadata_of(kept)))
        assert result_of(lambda: authorise(world)) == 424
        # A new root takes that key back, and with it the jump.
        world.publisher.rotate("timestamp")
        world.publisher.rotate("snapshot")
    elif kind == "freeze":
        authorise(world)
        assert result_of(lambda: authorise(world, now=NOW + 31 * DAY)) == 423
    else:
        first = (world.folder / "kept" / "metadata" / "2.snapshot.json").read_bytes()
        assert result_of(lambda: authorise(world, world.repository(**{"3__snapshot__json": first}))) == 404
    assert target_of(authorise(world)).counter == 6, "what is true is still accepted afterwards"
    assert world.installed == []


def test_endless_data_wrong_size_trailing_data(world: World) -> None:
    world.publish()
    assert result_of(lambda: authorise(world, world.repository(timestamp__json=b" " * 5_000_000))) == 404
    permit = authorise(world)
    store = world.store(permit)
    device = Receiver(store, permit)
    _, index = described(CONTENT)
    store.add_index(index)
    assert not device.intake.put(5, CONTENT[5 * 4096 :] + b"trailing")
    assert not device.intake.put(6, b"beyond")
    assert not device.intake.put(0, CONTENT[:4095])
    assert store.missing() == list(range(6))
    store.close()


def test_forged_broadcast_datagrams(world: World) -> None:
    """Five of a hundred forged: every chunk arrives in one loop, and nothing forged is stored."""
    package = octets(64 * 4096)
    target, index = described(package)
    device = Receiver(ChunkStore(ModelStorage(), target))
    chance = random.Random(11)
    sent = []
    for datagram in sender(package, target, index).loop(EXPIRES):
        if chance.random() < 0.05:
            sent.append(datagram[:20] + chance.randbytes(len(datagram) - 20))
        sent.append(datagram)
    device.feed(sent)
    with DeliveredPackage(device.store).open() as stream:
        assert stream.read() == package


def test_forged_or_replayed_announcements_and_the_storm_of_reports(world: World) -> None:
    announce(world, world.envelope(world.announcement()))
    before = world.survivors()
    # A million repeats of the carousel: dropped without a word, so there is nothing to report.
    assert {result_of(lambda: announce(world, world.envelope(world.announcement()))) for _ in range(50)} == {None}
    assert result_of(lambda: announce(world, world.envelope(world.announcement(sequence=9)))) == 420
    forged = world.envelope(world.announcement(sequence=99), Ed25519PrivateKey.generate())
    assert result_of(lambda: announce(world, forged)) == 419
    assert world.survivors() == before


def test_an_image_server_that_steers_what_it_was_not_given(world: World) -> None:
    before = world.survivors()
    for changed in (
        {"target": "./Scomo/Download/A"},
        {"target": "./Anything"},
        {"sources": (Source(url="https://other.example/pkg/fw"),)},
    ):
        assert result_of(lambda c=changed: announce(world, world.envelope(world.announcement(**c)))) == 418
    # Its key starts transfers; software it can never authorise.
    world.publish()
    sign_targets_with(world, world.key, 9)
    assert result_of(lambda: authorise(world)) == 404
    assert world.survivors() == before


def test_a_change_between_check_and_installation(world: World) -> None:
    world.publish()
    permit = authorise(world)
    package = world.package(permit)
    verified = verify(world, HAND_OVER, package, permit=permit)
    with (world.folder / "transfers" / f"{package.target.manifest.hex()}.data").open("r+b") as stream:
        stream.seek(4 * 4096)
        stream.write(b"\0\0\0\0")
    with pytest.raises(CheckFailed):
        world.install(verified)
    assert world.installed == []


@pytest.mark.parametrize(
    ("published", "result"),
    [({"device_classes": ("m2",)}, 403), ({"requires": (("os", "8"),)}, 431), ({"requires": (("tpm", "1"),)}, 431)],
)
def test_the_wrong_device_or_a_missing_prerequisite(world: World, published: dict[str, object], result: int) -> None:
    world.publish(**published)
    assert result_of(lambda: authorise(world)) == result
    assert world.installed == []


def test_key_theft(world: World) -> None:
    """One root key is not enough; a key that was taken back signs nothing; either kind of key is useless as the other."""
    world.publish()
    authorise(world)
    world.publisher.rotate("targets")
    sign_targets_with(world, read_key(world.folder / "keys" / "targets-1.pem"), 9)
    assert result_of(lambda: authorise(world)) == 423
    one_key = world.folder / "one-key"
    one_key.mkdir(mode=0o700)
    for name in ("root-1.pem", "targets-2.pem", "snapshot-1.pem", "timestamp-1.pem"):
        (one_key / name).write_bytes((world.folder / "keys" / name).read_bytes())
        (one_key / name).chmod(0o600)
    from swm.publishing.repository import CannotPublish

    with pytest.raises(CannotPublish, match="root needs 2 signatures"):
        Publisher(world.folder / "site", one_key, NOW).rotate("targets")
    release = read_key(world.folder / "keys" / "targets-2.pem")
    assert result_of(lambda: announce(world, world.envelope(world.announcement(), release))) == 419


def test_power_loss_full_disk_input_and_output_errors() -> None:
    """See `test_store`: every write, cut in every way; here that the control finds the wrong order."""
    from disk_model import after_power_cut

    states = list(after_power_cut([(0, b"abcd"), (4, b"efgh")]))
    assert [] in states and [(4, b"efgh")] in states and [(0, b"abcd"), (4, b"ef")] in states


@pytest.mark.parametrize(
    "message",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><SyncML/>',
        b"<a>" * 100,
        b"<SyncML>" + b"<a/>" * 30_000 + b"</SyncML>",
        b"<SyncML><!-- " + b"x" * (2 << 20) + b" --></SyncML>",
    ],
)
def test_bombs_in_messages(message: bytes) -> None:
    """The whole matrix stands with the codecs, in tests/runtime/syncml."""
    with pytest.raises(MessageError):
        decode_xml(message)


def test_path_traversal_in_descriptions_is_refused_by_the_procedure(world: World) -> None:
    """All variants stand in `test_carousel`; here that the compiled procedure drops them, whatever the octets."""
    package = octets(4096)
    target, index = described(package)
    device = Receiver(ChunkStore(ModelStorage(), target))
    device.store.add_index(index)
    assert not device.intake.put(0, package, "../../etc/passwd")
    assert not device.store.complete
    assert device.intake.put(0, package, "swm:x/chunk/0")
    assert replace(target).manifest == target.manifest
