"""The attack matrix: one attack for every step of every compiled procedure.

Each attack meets the real primitives, stops at exactly its step with exactly
its result, installs nothing, and leaves floors, counters and another transfer
as they were. A step without an attack fails the first test.
"""

from __future__ import annotations

import errno
import importlib
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from carousels import TSI, leave
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from disk_model import Faults, ModelStorage
from packages import chunk_of, described, octets, permitted
from securesystemslib.signer import CryptoSigner
from tls import server_with_its_own_certificate
from trusted import ACCOUNT, CONTENT, DAY, ENTRY, FUMO, NOW, SESSION, World, basic, nonce_digest
from tuf.api.metadata import Metadata, MetaFile, Targets

from swm.delivery import ChunkStore, DeliveredPackage, alc
from swm.delivery.carousel import Part, toi_of
from swm.delivery.carousel_receiver import Assembly
from swm.delivery.https import probe, tls_context
from swm.errors import LocalError
from swm.publishing.keys import read_key
from swm.publishing.repository import Publisher
from swm.security import Permit, ProcedureDropped, ProcedureStopped, VerifiedPackage
from swm.session import digests
from swm.session.notification import Notification
from swm.trust import Account, Action, Device, Source, dsse, target_of
from swm.trust.announcement import PAYLOAD_TYPE
from swm.trust.package_checks import PACKAGE_TYPE, statement
from swmgen.emit.python.security import wanted_procedures
from swmgen.load import load

ROOT = Path(__file__).resolve().parents[3]
ENABLERS = load(ROOT / "spec").enablers
KEYS = ("dmsecurity-1.2", "fumo-1.1", "scomo-1.2")


@dataclass(frozen=True)
class Attack:
    """`place`: which step of its procedure stops it; `result`: None where it is dropped without a word."""

    key: str
    procedure: str
    place: int
    step: str
    result: int | None
    run: Callable[[World], object]

    @property
    def name(self) -> str:
        return f"{self.key}-{self.procedure}-{self.place}-{self.step}-{self.run.__name__}"


ATTACKS: list[Attack] = []


def attack(procedure: str, step: str, result: int | None, occurrence: int = 0, key: str = "dmsecurity-1.2") -> Any:
    def register(run: Callable[[World], object]) -> Callable[[World], object]:
        found = next(p for p in ENABLERS[key].security.procedures if p.name == procedure)
        places = [place for place, own in enumerate(found.steps) if own.primitive == step]
        ATTACKS.append(Attack(key, procedure, places[occurrence], step, result, run))
        return run

    return register


class Counted:
    """Primitives, and how many of them a procedure has called."""

    def __init__(self, primitives: object) -> None:
        self._primitives = primitives
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._primitives, name)

        def called(**arguments: Any) -> Any:
            self.calls.append(name)
            return method(**arguments)

        return called


LAST: list[Counted] = []


def procedure(name: str, primitives: object, key: str = "dmsecurity-1.2", nodes: Any = None, /, **inputs: Any) -> Any:
    """Run a compiled procedure."""
    module = importlib.import_module(f"swm_enablers.{ENABLERS[key].package}.security")
    camel = "".join(part.capitalize() for part in name.split("_"))
    counted = Counted(primitives)
    LAST[:] = [counted]
    arguments = [getattr(module, f"{camel}Inputs")(**inputs)]
    if nodes is not None:
        arguments.append(getattr(module, f"{camel}Nodes")(**nodes))
    return getattr(module, name)(counted, *arguments)


# Sessions, notifications, bootstrap, designation


def authenticate(world: World, **changed: Any) -> Permit:
    inputs: dict[str, Any] = {
        "scheme": "syncml:auth-md5",
        "required": "syncml:auth-md5",
        "credential": nonce_digest(b"nonce-1"),
        "nonce": b"nonce-1",
        "message": b"<SyncML/>",
        "mac": b"",
        **changed,
    }
    permit = procedure("authenticate_server", world.primitives(), **inputs)
    assert isinstance(permit, Permit)
    return permit


@attack("authenticate_server", "check_scheme", 407)
def a_weaker_scheme(world: World) -> object:
    return authenticate(world, scheme="syncml:auth-basic", credential=basic("device", "secret"))


@attack("authenticate_server", "check_credential", 401)
def a_wrong_password(world: World) -> object:
    return authenticate(world, credential=digests.digest("device", "guess", b"nonce-1"))


@attack("authenticate_server", "check_nonce", 401)
def a_credential_seen_before(world: World) -> object:
    return authenticate(world, nonce=b"nonce-0", credential=nonce_digest(b"nonce-0"))


@attack("authenticate_server", "check_mac", 401)
def a_changed_message(world: World) -> object:
    mac = digests.mac("device", "secret", b"nonce-1", b"<SyncML/>")
    scheme = "syncml:auth-MAC"
    return authenticate(world, scheme=scheme, credential=b"device", message=b"<SyncML evil/>", mac=mac)


def notify(world: World, package: bytes) -> object:
    return procedure("accept_notification", world.primitives(), notification=package, nonce=b"n")


@attack("accept_notification", "read_notification", None)
def a_notification_without_end(world: World) -> object:
    return notify(world, Notification("dm.example", 1).encode("secret", b"n") + b"x" * 2000)


@attack("accept_notification", "check_notification", None)
def a_notification_of_a_stranger(world: World) -> object:
    return notify(world, Notification("dm.example", 1).encode("guess", b"n"))


@attack("accept_notification", "check_notification", None)
def a_notification_seen_before(world: World) -> object:
    return notify(world, Notification("dm.example", 1).encode("secret", b"older"))


@attack("accept_bootstrap", "check_bootstrap_source", None)
def a_bootstrap_from_a_stranger(world: World) -> object:
    mac = digests.bootstrap_mac(b"imsi", b"doc").encode()
    inputs = {"message": b"doc", "method": "NETWORKID", "mac": mac, "sender": "anybody"}
    return procedure("accept_bootstrap", world.primitives(), **inputs)


@attack("accept_bootstrap", "check_bootstrap_mac", None)
def a_bootstrap_with_a_guessed_pin(world: World) -> object:
    primitives = world.primitives()
    for pin in (b"0000", b"1111", b"2222"):
        mac = digests.bootstrap_mac(pin, b"doc").encode()
        with pytest.raises(ProcedureDropped):
            procedure("accept_bootstrap", primitives, message=b"doc", method="USERPIN", mac=mac, sender="smsc")
    right = digests.bootstrap_mac(b"1234", b"doc").encode()
    return procedure("accept_bootstrap", primitives, message=b"doc", method="USERPIN", mac=right, sender="smsc")


@attack("designate", "check_mutual", 401)
def a_designation_behind_a_mere_notification(world: World) -> object:
    package = Notification("dm.example", 1).encode("secret", b"n")
    return procedure("designate", world.primitives(), session=notify(world, package), entry=ENTRY)


@attack("designate", "check_delegator", 425)
def an_entry_of_another_server(world: World) -> object:
    primitives = world.primitives(account=Account("device", "secret", "other.example"))
    session = procedure(
        "authenticate_server",
        primitives,
        scheme="syncml:auth-md5",
        required="syncml:auth-md5",
        credential=nonce_digest(b"nonce-1"),
        nonce=b"nonce-1",
        message=b"",
        mac=b"",
    )
    return procedure("designate", primitives, session=session, entry=ENTRY)


# Announcements


def announce(world: World, octets_: bytes, now: int = NOW) -> Any:
    return procedure("accept_announcement", world.primitives(), announcement=octets_, now=now)


def accepted_before(world: World, **changed: Any) -> None:
    """One announcement was accepted; what is compared afterwards begins here."""
    announce(world, world.envelope(world.announcement(**changed)))
    world.before = world.survivors()  # type: ignore[attr-defined]


@attack("accept_announcement", "check_announcement_size", None)
def an_endless_announcement(world: World) -> object:
    return announce(world, world.envelope(world.announcement(report={"x": "y" * 16384})))


@attack("accept_announcement", "read_announcement", None)
def rubbish(world: World) -> object:
    return announce(world, b"{" * 9000)


@attack("accept_announcement", "read_announcement", None)
def a_package_statement_played_as_announcement(world: World) -> object:
    return announce(world, dsse.write_envelope(dsse.sign(PACKAGE_TYPE, world.announcement().encode(), world.key)))


@attack("accept_announcement", "find_image_server", None)
def an_unknown_image_server(world: World) -> object:
    return announce(world, world.envelope(world.announcement(isid="stranger")))


@attack("accept_announcement", "check_repeated", None)
def the_carousel_repeats(world: World) -> object:
    accepted_before(world)
    return announce(world, world.envelope(world.announcement()))


@attack("accept_announcement", "check_delegation", 418)
def the_entry_is_disabled(world: World) -> object:
    world.designations.listed[:] = [replace(world.entry, enabled=False)]
    return announce(world, world.envelope(world.announcement()))


@attack("accept_announcement", "check_delegation", 418)
def the_delegation_has_ended(world: World) -> object:
    world.designations.listed[:] = [replace(world.entry, not_after=NOW - 1)]
    return announce(world, world.envelope(world.announcement()))


@attack("accept_announcement", "check_announcement_signature", 419)
def a_forged_announcement(world: World) -> object:
    return announce(world, world.envelope(world.announcement(sequence=10**9), Ed25519PrivateKey.generate()))


@attack("accept_announcement", "check_announcement_signature", 419)
def an_announcement_signed_by_the_release_key(world: World) -> object:
    key = read_key(world.folder / "keys" / "targets-1.pem")
    return announce(world, world.envelope(world.announcement(), key))


@attack("accept_announcement", "check_announcement_signature", 419)
def another_image_server_signs_in_its_name(world: World) -> object:
    other = Ed25519PrivateKey.generate()
    world.designations.listed.append(
        replace(world.entry, uri="./ImageServers/Two", isid="is2", signing_key=dsse.public_octets(other))
    )
    return announce(world, world.envelope(world.announcement(), other))


@attack("accept_announcement", "check_sequence", 420)
def an_older_announcement_replayed(world: World) -> object:
    accepted_before(world, sequence=11)
    return announce(world, world.envelope(world.announcement(sequence=10)))


@attack("accept_announcement", "check_sequence", 420)
def replayed_after_delete_and_add_of_the_entry(world: World) -> object:
    accepted_before(world, sequence=11)
    world.designations.listed[:] = [replace(world.entry, uri="./ImageServers/Again")]
    world.objects.ref = "./ImageServers/Again"
    return announce(world, world.envelope(world.announcement(sequence=11, campaign="again")))


@attack("accept_announcement", "check_window", 420)
def an_expired_announcement(world: World) -> object:
    return announce(world, world.envelope(world.announcement()), now=NOW + 3601)


@attack("accept_announcement", "check_window", 420)
def an_announcement_kept_for_later(world: World) -> object:
    late = world.announcement(not_after=NOW + 10 * DAY)
    return announce(world, world.envelope(late), now=NOW + 2 * DAY)


@attack("accept_announcement", "check_window", 420)
def an_announcement_of_tomorrow(world: World) -> object:
    return announce(world, world.envelope(world.announcement(not_before=NOW + 60)))


@attack("accept_announcement", "check_target", 418)
def a_target_not_allowed(world: World) -> object:
    return announce(world, world.envelope(world.announcement(target="./Scomo/Download/A")))


@attack("accept_announcement", "check_target", 418)
def a_target_that_refers_to_another_image_server(world: World) -> object:
    world.objects.ref = "./ImageServers/Two"
    return announce(world, world.envelope(world.announcement()))


@attack("accept_announcement", "check_target", 418)
def a_delegator_without_rights_on_the_target(world: World) -> object:
    world.objects.steerers = ()
    return announce(world, world.envelope(world.announcement()))


@attack("accept_announcement", "check_target", 418)
def a_target_whose_mode_is_off(world: World) -> object:
    world.objects.set_mode = 0
    return announce(world, world.envelope(world.announcement()))


@attack("accept_announcement", "check_sources", 418)
def a_session_of_somebody_else(world: World) -> object:
    return announce(world, world.envelope(world.announcement(sources=(Source(session=SESSION + "0"),))))


OUTSIDE = [
    "http://images.example/pkg/fw",
    "https://images.example.evil/pkg/fw",
    "https://images.example/pkgs/fw",
    "https://images.example/pkg",
    "https://images.example/pkg/../secret",
    "https://images.example/pkg/%2e%2e/secret",
    "https://images.example/pkg/..%2fsecret",
    "https://images.example:444/pkg/fw",
    "https://user@images.example/pkg/fw",
    "https://images.example@evil.example/pkg/fw",
    "https://images.example/pkg\\..\\fw",
    "https://images.example/other/https://images.example/pkg/",
    "ftp://images.example/pkg/fw",
    "https://images.example:port/pkg/fw",
]


def _outside(url: str) -> Callable[[World], object]:
    def a_source_outside_of_the_prefix(world: World) -> object:
        assert url.isascii()
        good = Source(url="https://images.example/pkg/fw")
        return announce(world, world.envelope(world.announcement(sources=(good, Source(url=url)))))

    return a_source_outside_of_the_prefix


for _url in OUTSIDE:
    attack("accept_announcement", "check_sources", 418)(_outside(_url))


@attack("accept_announcement", "check_rate", None)
def a_storm_of_announcements(world: World) -> object:
    for sequence in range(10, 14):
        accepted_before(world, sequence=sequence, campaign=f"c{sequence}")
    for sequence in (14, 15):
        accepted_before(world, sequence=sequence, action=Action.SUSPEND, offer=None, sources=())
    return announce(world, world.envelope(world.announcement(sequence=20)))


@attack("accept_announcement", "check_device_state", None)
def an_announcement_into_a_running_operation(world: World) -> object:
    world.objects.ready = False
    return announce(world, world.envelope(world.announcement()))


@attack("accept_announcement", "store_sequence", None)
def the_floor_cannot_be_written(world: World) -> object:
    def full(record: bytes) -> None:
        raise OSError(errno.ENOSPC, "no space")

    world.journal.save = full  # type: ignore[method-assign]
    try:
        return announce(world, world.envelope(world.announcement()))
    finally:
        assert world.floors.sequence(world.entry.key) == -1 and world.floors.pending() == {}


@attack("revoke", "check_announcement_signature", 419)
def a_forged_cancel(world: World) -> object:
    world.objects.running = "is1 c1"
    cancel = world.announcement(action=Action.CANCEL, offer=None, sources=())
    envelope = dsse.sign(PAYLOAD_TYPE, cancel.encode(), Ed25519PrivateKey.generate())
    return procedure("revoke", world.primitives(), envelope=envelope, entry=ENTRY)


@attack("revoke", "check_cancel", 418)
def a_cancel_of_another_campaign(world: World) -> object:
    world.objects.running = "is2 c1"
    cancel = world.announcement(action=Action.CANCEL, offer=None, sources=())
    envelope = dsse.sign(PAYLOAD_TYPE, cancel.encode(), world.key)
    return procedure("revoke", world.primitives(), envelope=envelope, entry=ENTRY)


# Authorisation


def authorise(world: World, repository: Any = None, now: int = NOW, **changed: Any) -> Permit:
    inputs: dict[str, Any] = {"name": "fw", "size": "", "digest": b"", **changed}
    primitives = world.primitives(**inputs.pop("primitives", {}))
    found = procedure(
        "authorise_package",
        primitives,
        repository=repository or world.repository(),
        root=world.root,
        now=now,
        **inputs,
    )
    assert isinstance(found, Permit)
    return found


def stranger(world: World) -> Publisher:
    """Somebody with a repository and keys of his own, listing the same name."""
    publisher = Publisher(world.folder / "evil", world.folder / "evil-keys", NOW)
    publisher.create()
    return publisher


def evil(world: World, name: str) -> bytes:
    return (world.folder / "evil" / "metadata" / name).read_bytes()


@attack("authorise_package", "check_root_chain", 404)
def a_root_signed_below_its_threshold(world: World) -> object:
    world.publish()
    world.publisher.rotate("root")
    root = Metadata.from_bytes((world.folder / "site" / "metadata" / "2.root.json").read_bytes())
    for keyid in sorted(root.signatures)[1:]:
        del root.signatures[keyid]
    return authorise(world, world.repository(**{"2__root__json": root.to_bytes()}))


@attack("authorise_package", "check_root_chain", 404)
def a_root_of_a_stranger(world: World) -> object:
    world.publish()
    stranger(world).rotate("root")
    return authorise(world, world.repository(**{"2__root__json": evil(world, "2.root.json")}))


@attack("authorise_package", "check_expiry", 423)
def a_root_that_expired(world: World) -> object:
    world.publish(now=NOW + 360 * DAY)
    return authorise(world, now=NOW + 366 * DAY)


@attack("authorise_package", "check_timestamp", 404)
def a_timestamp_of_a_stranger(world: World) -> object:
    world.publish()
    stranger(world)
    return authorise(world, world.repository(timestamp__json=evil(world, "timestamp.json")))


@attack("authorise_package", "check_timestamp", 404)
def an_endless_timestamp(world: World) -> object:
    world.publish()
    return authorise(world, world.repository(timestamp__json=b" " * 10_000_000))


@attack("authorise_package", "check_version", 424)
def an_old_timestamp_played_back(world: World) -> object:
    world.publish()
    old = world.repository()
    world.publish(counter=6)
    authorise(world)
    return authorise(world, old)


@attack("authorise_package", "check_expiry", 423, occurrence=1)
def newer_software_is_hidden_by_a_frozen_timestamp(world: World) -> object:
    world.publish()
    authorise(world)
    return authorise(world, now=NOW + 31 * DAY)


@attack("authorise_package", "check_snapshot", 404)
def mix_and_match(world: World) -> object:
    world.publish()
    old = (world.folder / "site" / "metadata" / "2.snapshot.json").read_bytes()
    world.publish(counter=6)
    return authorise(world, world.repository(**{"3__snapshot__json": old}))


@attack("authorise_package", "check_version", 424, occurrence=1)
def stolen_online_keys_roll_the_targets_back(world: World) -> object:
    world.publish()
    kept = world.keep("kept")
    world.publish(counter=6)
    authorise(world)
    thief = Publisher(kept, world.folder / "keys", NOW)
    for _ in range(3):
        thief.refresh()
    world.folder.joinpath("site").rename(world.folder / "true")
    kept.rename(world.folder / "site")
    return authorise(world)


@attack("authorise_package", "check_expiry", 423, occurrence=2)
def a_snapshot_that_expired(world: World) -> object:
    world.publish()
    later = Publisher(world.folder / "site", world.folder / "keys", NOW + 20 * DAY)
    later._write_timestamp(2, (world.folder / "site" / "metadata" / "2.snapshot.json").read_bytes())
    return authorise(world, now=NOW + 31 * DAY)


def sign_targets_with(world: World, key: Ed25519PrivateKey, version: int) -> None:
    """New targets by this key, made consistent with stolen online keys."""
    publisher = world.publisher
    targets = publisher._role("targets")
    targets.signed.version = version
    targets.signatures.clear()
    targets.sign(CryptoSigner(key))
    folder = world.folder / "site" / "metadata"
    (folder / f"{version}.targets.json").write_bytes(targets.to_bytes())
    snapshot = publisher._snapshot()
    snapshot.signed.meta["targets.json"] = MetaFile(version=version)
    snapshot.signed.version += 1
    octets_ = publisher._sign(snapshot, "snapshot", [publisher._root().signed])
    (folder / f"{snapshot.signed.version}.snapshot.json").write_bytes(octets_)
    publisher._write_timestamp(snapshot.signed.version, octets_)


@attack("authorise_package", "check_signer", 423)
def a_stolen_key_that_was_taken_back(world: World) -> object:
    world.publish()
    world.publisher.rotate("targets")
    sign_targets_with(world, read_key(world.folder / "keys" / "targets-1.pem"), 9)
    return authorise(world)


@attack("authorise_package", "check_targets", 404)
def targets_signed_by_a_stranger(world: World) -> object:
    world.publish()
    sign_targets_with(world, Ed25519PrivateKey.generate(), 9)
    return authorise(world)


@attack("authorise_package", "check_targets", 404)
def a_package_that_is_not_listed(world: World) -> object:
    world.publish()
    return authorise(world, name="other")


@attack("authorise_package", "check_targets", 404)
def a_package_that_was_taken_back(world: World) -> object:
    world.publish()
    world.publisher.revoke("fw")
    return authorise(world)


@attack("authorise_package", "check_targets", 404)
def targets_without_a_digest_tree(world: World) -> object:
    world.publish()
    targets = world.publisher._role("targets")
    targets.signed.targets["fw"].unrecognized_fields["custom"].pop("treeRoot")
    targets.signed.version += 1
    world.publisher._write_roles({"targets": targets})
    return authorise(world)


@attack("authorise_package", "check_version", 424, occurrence=2)
def older_targets_in_the_place_of_newer(world: World) -> object:
    world.publish()
    old = (world.folder / "site" / "metadata" / "2.targets.json").read_bytes()
    world.publish(counter=6)
    return authorise(world, world.repository(**{"3__targets__json": old}))


@attack("authorise_package", "check_expiry", 423, occurrence=3)
def targets_that_expired(world: World) -> object:
    world.publish()
    Publisher(world.folder / "site", world.folder / "keys", NOW + 300 * DAY).rotate("root")
    Publisher(world.folder / "site", world.folder / "keys", NOW + 380 * DAY).refresh()
    return authorise(world, now=NOW + 390 * DAY)


@attack("authorise_package", "check_target_class", 403)
def a_package_for_another_device(world: World) -> object:
    world.publish(device_classes=("m2", "m3"))
    return authorise(world)


@attack("authorise_package", "check_prerequisite", 431)
def a_package_whose_prerequisite_is_missing(world: World) -> object:
    world.publish(requires=(("os", "8"),))
    return authorise(world)


@attack("authorise_package", "check_target_counter", 424)
def a_package_older_than_what_confirmed_itself(world: World) -> object:
    world.publish(counter=5)
    world.floors.installing("fw", 6)
    world.floors.confirmed("fw")
    world.before = world.survivors()  # type: ignore[attr-defined]
    return authorise(world)


@attack("authorise_package", "check_vouched", 421)
def another_digest_than_the_dm_server_vouched_for(world: World) -> object:
    world.publish()
    return authorise(world, digest=bytes(32))


@attack("authorise_package", "check_vouched", 421)
def another_size_than_the_dm_server_vouched_for(world: World) -> object:
    world.publish()
    return authorise(world, size=str(len(CONTENT) + 1))


# Reception


def transfer(world: World) -> tuple[Permit, ChunkStore]:
    world.publish()
    permit = authorise(world)
    store = world.store(permit)
    _, index = described(CONTENT)
    assert store.add_index(index)
    return permit, store


def receive(world: World, permit: Permit, store: ChunkStore, place: int, data: bytes, name: str = "") -> object:
    return procedure("receive", world.primitives(store), data=data, place=place, name=name, target=permit)


@attack("receive_datagram", "check_datagram", None)
def a_forged_datagram(world: World) -> object:
    permit, store = transfer(world)
    assembly = Assembly(store, TSI)
    primitives = world.primitives(store, take_datagram=assembly.take)
    forged = alc.encode(TSI, toi_of(Part.CHUNK, 0), alc.NO_CODE, 0, b"evil" * 64)
    try:
        return procedure("receive_datagram", primitives, datagram=forged, target=permit)
    finally:
        assert list(assembly.ready()) == [] and store.missing() == list(range(6))


@attack("receive", "check_name", None)
def a_name_that_leads_elsewhere(world: World) -> object:
    permit, store = transfer(world)
    return receive(world, permit, store, 0, chunk_of(CONTENT, store.geometry, 0), "../../etc/passwd")


@attack("receive", "check_length_left", None)
def octets_beyond_the_end(world: World) -> object:
    permit, store = transfer(world)
    return receive(world, permit, store, 5, chunk_of(CONTENT, store.geometry, 5) + b"more")


@attack("receive", "check_length_left", None)
def a_chunk_beyond_the_end(world: World) -> object:
    permit, store = transfer(world)
    return receive(world, permit, store, 6, bytes(4096))


@attack("receive", "check_length_left", None)
def leave_to_receive_another_package(world: World) -> object:
    permit, store = transfer(world)
    data = chunk_of(CONTENT, store.geometry, 0)
    return receive(world, leave(replace(target_of(permit), name="other")), store, 0, data)


@attack("receive", "check_tree", None)
def a_forged_chunk(world: World) -> object:
    permit, store = transfer(world)
    return receive(world, permit, store, 0, b"\0" * 4096)


@attack("receive", "check_tree", None)
def a_true_chunk_in_the_wrong_place(world: World) -> object:
    permit, store = transfer(world)
    return receive(world, permit, store, 1, chunk_of(CONTENT, store.geometry, 0))


@attack("receive", "store_chunk", 501)
def a_disk_that_is_full(world: World) -> object:
    world.publish()
    permit = authorise(world)
    faults = Faults()
    store = ChunkStore(ModelStorage(faults=faults), target_of(permit))
    _, index = described(CONTENT)
    assert store.add_index(index)
    faults.fail[("write", faults.counts["write"] + 1)] = errno.ENOSPC
    return receive(world, permit, store, 0, chunk_of(CONTENT, store.geometry, 0))


def resume(world: World, permit: Permit, store: ChunkStore, **changed: Any) -> object:
    inputs: dict[str, Any] = {"journal": store.journal, "sent": '"a"', "received": '"a"', **changed}
    in_force = world.checks(permit).still_authorised
    return procedure("resume", world.primitives(store, still_authorised=in_force), target=permit, **inputs)


def half(world: World) -> tuple[Permit, ChunkStore]:
    permit, store = transfer(world)
    for place in (0, 1, 2):
        data = chunk_of(CONTENT, store.geometry, place)
        store.write(place, data, permitted(store.target, store.tree, place, data))
    store.commit()
    return permit, store


@attack("resume", "check_journal", 415)
def a_journal_of_another_package(world: World) -> object:
    permit, store = half(world)
    return resume(world, permit, store, journal=world.other.journal)


@attack("resume", "check_authorised", 423)
def a_package_taken_back_meanwhile(world: World) -> object:
    permit, store = half(world)
    world.publish("another")
    world.publisher.revoke("fw")
    authorise(world, name="another")
    return resume(world, permit, store)


@attack("resume", "check_authorised", 423)
def a_key_taken_back_meanwhile(world: World) -> object:
    permit, store = half(world)
    (world.folder / "package.bin").write_bytes(b"other")
    world.publisher.rotate("targets")
    sign_targets_with(world, read_key(world.folder / "keys" / "targets-1.pem"), 9)
    with pytest.raises(ProcedureStopped):
        authorise(world)
    return resume(world, permit, store)


@attack("resume", "check_chunks", 421)
def octets_changed_on_the_disk(world: World) -> object:
    permit, store = half(world)
    path = world.folder / "transfers" / f"{store.target.manifest.hex()}.data"
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"evil")
    return resume(world, permit, store)


@attack("resume", "check_validator", 415)
def the_object_changed_at_the_server(world: World) -> object:
    permit, store = half(world)
    return resume(world, permit, store, received='"b"')


@attack("resume", "check_validator", 415)
def a_weak_etag(world: World) -> object:
    permit, store = half(world)
    return resume(world, permit, store, sent='W/"a"', received='W/"a"')


@attack("connect_image_server", "check_transport", 507)
def a_certificate_nobody_trusts(world: World) -> object:
    with server_with_its_own_certificate() as (url, _):
        context = tls_context()
        return procedure("connect_image_server", world.primitives(connect=lambda u: probe(u, context)), url=url)


@attack("connect_image_server", "check_transport", 507)
def a_certificate_for_another_name(world: World) -> object:
    with server_with_its_own_certificate("other.example") as (url, certificate):
        context = tls_context(certificate)
        return procedure("connect_image_server", world.primitives(connect=lambda u: probe(u, context)), url=url)


@attack("connect_image_server", "check_transport", 507)
def no_tls_at_all(world: World) -> object:
    return procedure("connect_image_server", world.primitives(), url="http://images.example/")


# Verification and hand-over, of FUMO and of SCOMO


class Loose:
    """Octets that lie on the device and went through no store."""

    def __init__(self, octets_: bytes) -> None:
        self._octets = octets_
        self.length = len(octets_)

    def open(self) -> io.BytesIO:
        return io.BytesIO(self._octets)


def verify(world: World, form: tuple[str, str], package: Any = None, **changed: Any) -> Any:
    key, name = form
    nodes = {"digest_alg": "sha-256", "digest": None, **changed.pop("nodes", {})}
    permit = changed.pop("permit", None)
    if permit is None:
        world.publish()
        permit = authorise(world)
    if nodes["digest"] is None:
        nodes["digest"] = target_of(permit).sha256
    checks = world.checks(None if changed.pop("bare", False) else permit, **changed)
    if name == "hand_over":
        nodes = None
    given = package if package is not None else world.package(permit)
    return procedure(name, checks, key, nodes, package=given)


def taken_back(world: World) -> Permit:
    world.publish()
    permit = authorise(world)
    world.package(permit)._store.close()
    world.publish("another")
    world.publisher.revoke("fw")
    authorise(world, name="another")
    return permit


def raised(world: World) -> None:
    world.floors.installing("fw", 6)
    world.floors.confirmed("fw")
    world.before = world.survivors()  # type: ignore[attr-defined]


def rotten(world: World, when_open: bool) -> tuple[Permit, DeliveredPackage]:
    world.publish()
    permit = authorise(world)
    package = world.package(permit)
    path = world.folder / "transfers" / f"{package.target.manifest.hex()}.data"
    with path.open("r+b") as stream:
        stream.seek(2 * 4096 + 5)
        stream.write(b"evil")
    return permit, package


def described_target(world: World) -> Any:
    world.publish()
    return target_of(authorise(world))


def _after_verification(form: tuple[str, str], codes: dict[str, int]) -> None:
    """The attacks on one procedure; the codes are those of the extension, of SCOMO by its map of base codes."""
    key, name = form

    def one(step: str, run: Callable[[World], object]) -> None:
        attack(name, step, codes[step], key=key)(run)

    if name == "hand_over":

        def too_late(world: World) -> object:
            return verify(world, form, not_after=NOW - 1)

        def octets_swapped_after_verification(world: World) -> object:
            permit, package = rotten(world, True)
            return verify(world, form, package, permit=permit)

        def a_package_swapped_as_a_whole(world: World) -> object:
            return verify(world, form, Loose(bytes(len(CONTENT))))

        one("check_not_after", too_late)
        one("check_integrity", octets_swapped_after_verification)
        one("check_integrity", a_package_swapped_as_a_whole)
    else:

        def octets_appended(world: World) -> object:
            return verify(world, form, Loose(CONTENT + b"more"))

        def another_digest(world: World) -> object:
            return verify(world, form, nodes={"digest": bytes(32)})

        def a_weak_digest(world: World) -> object:
            import hashlib

            md5 = hashlib.md5(CONTENT, usedforsecurity=False).digest()
            return verify(world, form, nodes={"digest_alg": "md5", "digest": md5})

        def octets_of_another_package(world: World) -> object:
            return verify(world, form, Loose(octets(len(CONTENT), seed=5)))

        def octets_damaged_in_the_store(world: World) -> object:
            permit, package = rotten(world, False)
            return verify(world, form, package, permit=permit)

        def only_a_digest_vouches(world: World) -> object:
            target = described_target(world)
            permit = authorise(world)
            return verify(world, form, permit=permit, bare=True, described=target)

        def nobody_says_what_the_digest_is(world: World) -> object:
            target = described_target(world)
            permit = authorise(world)
            return verify(world, form, permit=permit, bare=True, described=target, nodes={"digest": b""})

        one("check_digest", nobody_says_what_the_digest_is)
        one("check_length", octets_appended)
        one("check_digest", another_digest)
        one("check_digest", a_weak_digest)
        one("check_digest", octets_of_another_package)
        one("check_digest", octets_damaged_in_the_store)
        one("check_policy", only_a_digest_vouches)

    def a_package_that_cannot_be_decrypted(world: World) -> object:
        return verify(world, form, encryption="AES-256-GCM")

    def a_package_for_another_class(world: World) -> object:
        return verify(world, form, device=Device("m2"))

    def the_key_was_taken_back(world: World) -> object:
        return verify(world, form, permit=taken_back(world))

    def older_than_the_floor(world: World) -> object:
        world.publish()
        permit = authorise(world)
        raised(world)
        return verify(world, form, permit=permit)

    def signed_by_nobody_known(world: World) -> object:
        target = described_target(world)
        permit = authorise(world)
        signature = dsse.sign(PACKAGE_TYPE, statement(target), Ed25519PrivateKey.generate())
        signers = {"maker": dsse.public_octets(Ed25519PrivateKey.generate())}
        return verify(world, form, permit=permit, bare=True, described=target, signature=signature, signers=signers)

    def the_signature_of_another_package(world: World) -> object:
        target = described_target(world)
        permit = authorise(world)
        maker = Ed25519PrivateKey.generate()
        signature = dsse.sign(PACKAGE_TYPE, statement(replace(target, counter=99)), maker)
        signers = {"maker": dsse.public_octets(maker)}
        return verify(world, form, permit=permit, bare=True, described=target, signature=signature, signers=signers)

    one("check_readable", a_package_that_cannot_be_decrypted)
    one("check_device_class", a_package_for_another_class)
    one("check_signer_in_force", the_key_was_taken_back)
    one("check_counter", older_than_the_floor)
    one("check_signature", signed_by_nobody_known)
    one("check_signature", the_signature_of_another_package)


FUMO_CODES = {
    "check_length": 421,
    "check_digest": 421,
    "check_readable": 422,
    "check_device_class": 403,
    "check_policy": 405,
    "check_signer_in_force": 423,
    "check_counter": 424,
    "check_signature": 404,
    "check_not_after": 430,
    "check_integrity": 402,
}
SCOMO_CODES = {
    "check_length": 1421,
    "check_digest": 1421,
    "check_readable": 1422,
    "check_device_class": 1413,
    "check_policy": 1407,
    "check_signer_in_force": 1423,
    "check_counter": 1424,
    "check_signature": 1407,
    "check_not_after": 1430,
    "check_integrity": 1421,
}
FORMS = [
    (("fumo-1.1", "verify"), FUMO_CODES),
    (("fumo-1.1", "hand_over"), FUMO_CODES),
    (("scomo-1.2", "verify"), SCOMO_CODES),
    (("scomo-1.2", "verify_delivered"), SCOMO_CODES),
    (("scomo-1.2", "hand_over"), SCOMO_CODES),
]
for _form, _codes in FORMS:
    _after_verification(_form, _codes)


# The matrix


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_every_step_of_every_procedure_has_its_attack() -> None:
    wanted = {
        (key, found.name, place)
        for key in KEYS
        for found in wanted_procedures(ENABLERS[key])
        for place in range(len(found.steps))
        if found.name != "accept_package"
    }
    assert wanted == {(found.key, found.procedure, found.place) for found in ATTACKS}


@pytest.mark.parametrize("attacked", ATTACKS, ids=lambda attacked: attacked.name)
def test_the_attack_stops_at_its_step(attacked: Attack, world: World) -> None:
    world.before = world.survivors()  # type: ignore[attr-defined]
    with pytest.raises((ProcedureStopped, ProcedureDropped)) as stopped:
        world.install(attacked.run(world))  # type: ignore[arg-type]
    error = stopped.value
    assert (error.procedure, error.step) == (attacked.procedure, attacked.step)
    assert len(LAST[0].calls) - 1 == attacked.place
    assert (error.result if isinstance(error, ProcedureStopped) else None) == attacked.result
    assert world.survivors() == world.before  # type: ignore[attr-defined]
    assert world.installed == []
    assert floors_of(world) == world.floors.__dict__["_counters"]


def floors_of(world: World) -> dict[str, int]:
    from swm.trust import Floors

    return Floors(world.journal).__dict__["_counters"]


# What is right passes, each way


def test_a_true_announcement_is_accepted_once_and_waits_for_the_machine(world: World) -> None:
    permit = announce(world, world.envelope(world.announcement()))
    assert permit.content["announcement"] == world.announcement()
    assert world.floors.sequence(world.entry.key) == 10
    assert list(world.floors.pending().values()) == [world.announcement().encode()]
    world.floors.taken(permit.content["key"])
    with pytest.raises(ProcedureDropped):
        announce(world, world.envelope(world.announcement()))


@pytest.mark.parametrize(("form", "codes"), FORMS, ids=lambda form: "-".join(form) if isinstance(form, tuple) else "")
def test_a_true_package_is_installed_through_verified_reads(
    form: tuple[str, str], codes: dict[str, int], world: World
) -> None:
    verified = verify(world, form)
    assert isinstance(verified, VerifiedPackage)
    world.install(verified)
    assert world.installed == [CONTENT]


@pytest.mark.parametrize("form", [form for form, _ in FORMS], ids="-".join)
def test_a_provisioned_signer_suffices_without_metadata(form: tuple[str, str], world: World) -> None:
    target = described_target(world)
    maker = Ed25519PrivateKey.generate()
    signature = dsse.sign(PACKAGE_TYPE, statement(target), maker)
    verified = verify(
        world,
        form,
        permit=authorise(world),
        bare=True,
        described=target,
        signature=signature,
        signers={"maker": dsse.public_octets(maker)},
    )
    assert verified.signer == "maker"


def test_the_installer_refuses_a_forged_instance(world: World) -> None:
    forged = object.__new__(VerifiedPackage)
    with pytest.raises(LocalError):
        world.install(forged)
    with pytest.raises(LocalError):
        VerifiedPackage()
    with pytest.raises(LocalError):
        forged.open()
    assert world.installed == []


def test_octets_changed_between_hand_over_and_the_installers_read_are_not_installed(world: World) -> None:
    world.publish()
    permit = authorise(world)
    package = world.package(permit)
    verified = verify(world, ("fumo-1.1", "hand_over"), package, permit=permit)
    path = world.folder / "transfers" / f"{package.target.manifest.hex()}.data"
    with path.open("r+b") as stream:
        stream.write(b"evil")
    from swm.security import CheckFailed

    with pytest.raises(CheckFailed, match="chunk 0 changed"):
        world.install(verified)
    assert world.installed == []


def test_the_floor_rises_only_when_the_new_software_confirmed_itself(world: World) -> None:
    world.publish(counter=8)
    permit = authorise(world)
    checks = world.checks(permit)
    world.install(procedure("hand_over", checks, "fumo-1.1", package=world.package(permit)))
    checks.handed_over()
    assert world.floors.counter("fw") == 0
    world.floors.not_confirmed("fw")
    assert world.floors.counter("fw") == 0
    checks.handed_over()
    world.floors.confirmed("fw")
    assert world.floors.counter("fw") == 8


def test_keys_rotate_under_a_device_that_trusts_the_first_root(world: World) -> None:
    world.publish()
    authorise(world)
    for role in ("root", "targets", "snapshot", "timestamp", "root"):
        world.publisher.rotate(role)
        assert target_of(authorise(world)).sha256 == target_of(authorise(world)).sha256


def test_a_namespace_has_keys_of_its_own(world: World) -> None:
    world.publisher.delegate("acme")
    world.publish("acme/fw")
    permit = authorise(world, name="acme/fw")
    assert world.checks(permit).still_authorised(target_of(permit))
    world.publisher.rotate("acme")
    authorise(world, name="acme/fw")
    world.publisher.revoke("acme/fw")
    with pytest.raises(ProcedureStopped) as stopped:
        authorise(world, name="acme/fw")
    assert stopped.value.result == 404
    assert not world.checks(permit).still_authorised(target_of(permit))


def test_a_repository_that_cannot_be_reached_is_no_attack(world: World) -> None:
    class Gone:
        def metadata(self, name: str) -> Any:
            raise ConnectionError("no route")

    with pytest.raises(OSError, match="no route"):
        authorise(world, Gone())


def test_a_kill_while_metadata_are_written_does_not_lose_the_versions(world: World) -> None:
    world.publish()
    old = world.repository()
    world.publish(counter=6)
    authorise(world)
    for path in (world.folder / "trusted").rglob("*.json"):
        path.with_name(path.name + ".new").write_bytes(b"half a fi")
    with pytest.raises(ProcedureStopped) as stopped:
        authorise(world, old)
    assert stopped.value.result == 424
    assert Metadata[Targets].from_bytes(next((world.folder / "trusted").rglob("targets.json")).read_bytes())


assert ACCOUNT.server_id == "dm.example" and FUMO
