"""Security procedures of dmsecurity 1.2.

Each step calls one primitive; the first that fails ends the procedure with
its result code. Primitives raise `swm.security.CheckFailed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from swm.security import Claims, Envelope, Permit, Repository, step

from .messages import Result


class Primitives(Protocol):
    """The checks that the procedures are made of."""

    def check_scheme(self, *, scheme: str, required: str) -> None:
        """The authentication scheme is at least the one the account demands: none, syncml:auth-basic,
        syncml:auth-md5, syncml:auth-MAC, or the transport's."""
        ...

    def check_credential(self, *, scheme: str, credential: bytes, nonce: bytes) -> Claims:
        """The credential is right for the scheme and the nonce, compared in constant time (DM Security
        5.3)."""
        ...

    def check_nonce(self, *, sender: Claims, nonce: bytes) -> None:
        """The nonce is the one last given to this sender and was not used before."""
        ...

    def check_mac(self, *, sender: Claims, message: bytes, mac: bytes) -> Permit:
        """x-syncml-hmac over the whole message is right (DM Security 5.4)."""
        ...

    def check_transport(self, *, url: str) -> None:
        """TLS 1.2 or newer; the certificate leads to a trusted root and names the host."""
        ...

    def read_notification(self, *, notification: bytes) -> Envelope:
        """Package 0 has its form: digest, header, server id; at most 1,024 octets."""
        ...

    def check_notification(self, *, notification: Envelope, nonce: bytes) -> Permit:
        """The digest over the server's password, nonce and trigger is right for an account of the
        device (DM Notification 6.2)."""
        ...

    def check_bootstrap_source(self, *, sender: str) -> None:
        """The bearer and its sender are those provisioned for bootstrap."""
        ...

    def check_bootstrap_mac(self, *, message: bytes, method: str, mac: bytes) -> Permit:
        """HMAC-SHA1 with NETWORKID, USERPIN or both is right; wrong USERPINs are counted (Provisioning
        Bootstrap)."""
        ...

    def check_mutual(self, *, session: Permit) -> None:
        """The session is authenticated both ways over TLS."""
        ...

    def check_delegator(self, *, session: Permit, entry: str) -> Permit:
        """The server is the Delegator of the entry; its access rights let nobody else write it."""
        ...

    def check_announcement_size(self, *, announcement: bytes, limit: int) -> None:
        """The announcement is no longer than the limit."""
        ...

    def read_announcement(self, *, announcement: bytes) -> Envelope:
        """A DSSE envelope with one payload, within the limits of the reader."""
        ...

    def find_image_server(self, *, envelope: Envelope) -> str:
        """The URI of the entry that the announcement's ISID names. An unknown one is dropped."""
        ...

    def check_repeated(self, *, envelope: Envelope, entry: str) -> None:
        """It is not the last accepted announcement once more; carousels repeat."""
        ...

    def check_delegation(self, *, entry: str, now: int) -> None:
        """The entry is Enabled and its NotAfter is not over."""
        ...

    def check_announcement_signature(self, *, envelope: Envelope, entry: str) -> Claims:
        """DSSE with Ed25519 by the entry's SigningKey."""
        ...

    def check_sequence(self, *, claims: Claims, entry: str) -> None:
        """The sequence is above the floor of the SigningKey. The floor is kept outside the tree."""
        ...

    def check_window(self, *, claims: Claims, entry: str, now: int) -> None:
        """Trusted time is inside notBefore, notAfter and MaxAge."""
        ...

    def check_target(self, *, claims: Claims, entry: str) -> None:
        """The target is in AllowedTargets, refers to the entry, its Delegator holds Exec and Replace
        there, and its Mode is not off."""
        ...

    def check_sources(self, *, claims: Claims, entry: str) -> None:
        """Every https source is under URLPrefix by origin and path segments; every broadcast session
        is that of Broadcast/Ref."""
        ...

    def check_rate(self, *, claims: Claims, entry: str, now: int) -> None:
        """Fewer than MaxAnnouncementsPerDay were accepted today. Suspend and cancel are not counted."""
        ...

    def check_device_state(self, *, claims: Claims) -> None:
        """The machine of the target takes the announcement in its present state."""
        ...

    def store_sequence(self, *, claims: Claims, entry: str, now: int) -> Permit:
        """The sequence becomes the floor, durably, together with the new state."""
        ...

    def check_root_chain(self, *, repository: Repository, root: bytes, now: int) -> Claims:
        """Each TUF root is signed by a threshold of the one before and of its own; the last is in
        force from here on."""
        ...

    def check_timestamp(self, *, root: Claims) -> Claims:
        """The timestamp is signed by the keys that the root names for it."""
        ...

    def check_snapshot(self, *, timestamp: Claims) -> Claims:
        """The snapshot is signed, and it is the one that the timestamp names."""
        ...

    def check_targets(self, *, snapshot: Claims, target: str) -> Claims:
        """The targets metadata is the one the snapshot names, signed by keys that are in force, and
        lists the target with the root of its digest tree."""
        ...

    def check_version(self, *, metadata: Claims) -> None:
        """The metadata, and all that they name, are not older than what was accepted before. What was
        accepted is kept outside the tree."""
        ...

    def check_expiry(self, *, metadata: Claims) -> None:
        """The metadata have not expired by trusted time."""
        ...

    def check_signer(self, *, snapshot: Claims, target: str) -> None:
        """No key that signed the targets was taken back by a newer root or a newer delegation."""
        ...

    def check_authorised(self, *, target: Permit) -> None:
        """What was authorised before still is: no newer metadata took the target or its keys back, and
        they have not expired."""
        ...

    def check_target_class(self, *, target: Claims) -> None:
        """The target's custom data names this device's maker, model and hardware."""
        ...

    def check_prerequisite(self, *, target: Claims) -> None:
        """What the custom data demands is installed."""
        ...

    def check_target_counter(self, *, target: Claims) -> None:
        """The security counter is not below the floor of its component."""
        ...

    def check_vouched(self, *, target: Claims, size: str, digest: bytes) -> Permit:
        """Length and digest are those of Security/PkgSize and Security/Digest, where the DM server set
        them."""
        ...

    def check_length_left(self, *, data: bytes, place: int, target: Permit) -> None:
        """The chunk is exactly as long as the target says for its place; nothing is stored beyond the
        end."""
        ...

    def check_datagram(self, *, datagram: bytes, target: Permit) -> None:
        """What the datagram carries hashes to its place in the digest tree whose root is in the signed
        target: a node of the tree, or a symbol of a chunk."""
        ...

    def check_tree(self, *, data: bytes, place: int, target: Permit) -> Permit:
        """The chunk hashes to its place in the digest tree whose root is in the signed target."""
        ...

    def check_name(self, *, name: str) -> None:
        """No name from the network becomes a path."""
        ...

    def store_chunk(self, *, data: bytes, place: int, permit: Permit) -> None:
        """Data are written and synced before the journal claims them."""
        ...

    def check_journal(self, *, journal: bytes, target: Permit) -> None:
        """The journal is bound to the digest of the target."""
        ...

    def check_chunks(self, *, journal: bytes, target: Permit) -> Permit:
        """Every chunk that the journal claims is hashed again."""
        ...

    def check_validator(self, *, sent: str, received: str) -> None:
        """The server still has the same object: If-Range with a strong ETag, answered with that ETag.
        A source without validators (a carousel) sends neither; there the digest tree alone decides."""
        ...

    def check_cancel(self, *, claims: Claims) -> Permit:
        """The announcement cancels the campaign that began the transfer."""
        ...


@dataclass(frozen=True, slots=True)
class AuthenticateServerInputs:
    """What the device puts into `authenticate_server`."""

    scheme: str
    required: str
    credential: bytes
    nonce: bytes
    message: bytes
    mac: bytes


def authenticate_server(primitives: Primitives, inputs: AuthenticateServerInputs) -> Permit:
    """Either side of a session proves who it is; run by each about the other.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: dmsecurity-1.2/security.yaml:83
    """
    with step("authenticate_server", "check_scheme", Result.MISSING_CREDENTIALS):
        primitives.check_scheme(scheme=inputs.scheme, required=inputs.required)
    with step("authenticate_server", "check_credential", Result.INVALID_CREDENTIALS, makes=Claims):
        sender = primitives.check_credential(scheme=inputs.scheme, credential=inputs.credential, nonce=inputs.nonce)
    with step("authenticate_server", "check_nonce", Result.INVALID_CREDENTIALS):
        primitives.check_nonce(sender=sender, nonce=inputs.nonce)
    with step("authenticate_server", "check_mac", Result.INVALID_CREDENTIALS, makes=Permit):
        authenticated = primitives.check_mac(sender=sender, message=inputs.message, mac=inputs.mac)
    return authenticated


@dataclass(frozen=True, slots=True)
class AcceptNotificationInputs:
    """What the device puts into `accept_notification`."""

    notification: bytes
    nonce: bytes


def accept_notification(primitives: Primitives, inputs: AcceptNotificationInputs) -> Permit:
    """A package 0 makes the device open a session with a server it has an account of, or does nothing
    at all.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: dmsecurity-1.2/security.yaml:93
    """
    with step("accept_notification", "read_notification", None):
        envelope = primitives.read_notification(notification=inputs.notification)
    with step("accept_notification", "check_notification", None, makes=Permit):
        wanted = primitives.check_notification(notification=envelope, nonce=inputs.nonce)
    return wanted


@dataclass(frozen=True, slots=True)
class AcceptBootstrapInputs:
    """What the device puts into `accept_bootstrap`."""

    message: bytes
    method: str
    mac: bytes
    sender: str


def accept_bootstrap(primitives: Primitives, inputs: AcceptBootstrapInputs) -> Permit:
    """The first account of a device.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: dmsecurity-1.2/security.yaml:101
    """
    with step("accept_bootstrap", "check_bootstrap_source", None):
        primitives.check_bootstrap_source(sender=inputs.sender)
    with step("accept_bootstrap", "check_bootstrap_mac", None, makes=Permit):
        accepted = primitives.check_bootstrap_mac(message=inputs.message, method=inputs.method, mac=inputs.mac)
    return accepted


@dataclass(frozen=True, slots=True)
class DesignateInputs:
    """What the device puts into `designate`."""

    session: Permit
    entry: str


def designate(primitives: Primitives, inputs: DesignateInputs) -> Permit:
    """A DM server writes an entry of the image server object. Secrets have no Get.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: dmsecurity-1.2/security.yaml:109
    """
    with step("designate", "check_mutual", Result.INVALID_CREDENTIALS):
        primitives.check_mutual(session=inputs.session)
    with step("designate", "check_delegator", Result.ACL_FORBIDS, makes=Permit):
        allowed = primitives.check_delegator(session=inputs.session, entry=inputs.entry)
    return allowed


@dataclass(frozen=True, slots=True)
class AcceptAnnouncementInputs:
    """What the device puts into `accept_announcement`."""

    announcement: bytes
    now: int


def accept_announcement(primitives: Primitives, inputs: AcceptAnnouncementInputs) -> Permit:
    """From the bytes of an announcement to leave to begin, pause, resume or cancel a transfer. What is
    dropped silently costs nothing and is not reported.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: dmsecurity-1.2/security.yaml:117
    """
    with step("accept_announcement", "check_announcement_size", None):
        primitives.check_announcement_size(announcement=inputs.announcement, limit=16384)
    with step("accept_announcement", "read_announcement", None):
        envelope = primitives.read_announcement(announcement=inputs.announcement)
    with step("accept_announcement", "find_image_server", None):
        entry = primitives.find_image_server(envelope=envelope)
    with step("accept_announcement", "check_repeated", None):
        primitives.check_repeated(envelope=envelope, entry=entry)
    with step("accept_announcement", "check_delegation", Result.IMAGE_SERVER_NOT_AUTHORISED):
        primitives.check_delegation(entry=entry, now=inputs.now)
    with step("accept_announcement", "check_announcement_signature", Result.ANNOUNCEMENT_NOT_AUTHENTIC, makes=Claims):
        claims = primitives.check_announcement_signature(envelope=envelope, entry=entry)
    with step("accept_announcement", "check_sequence", Result.ANNOUNCEMENT_EXPIRED):
        primitives.check_sequence(claims=claims, entry=entry)
    with step("accept_announcement", "check_window", Result.ANNOUNCEMENT_EXPIRED):
        primitives.check_window(claims=claims, entry=entry, now=inputs.now)
    with step("accept_announcement", "check_target", Result.IMAGE_SERVER_NOT_AUTHORISED):
        primitives.check_target(claims=claims, entry=entry)
    with step("accept_announcement", "check_sources", Result.IMAGE_SERVER_NOT_AUTHORISED):
        primitives.check_sources(claims=claims, entry=entry)
    with step("accept_announcement", "check_rate", None):
        primitives.check_rate(claims=claims, entry=entry, now=inputs.now)
    with step("accept_announcement", "check_device_state", None):
        primitives.check_device_state(claims=claims)
    with step("accept_announcement", "store_sequence", None, makes=Permit):
        accepted = primitives.store_sequence(claims=claims, entry=entry, now=inputs.now)
    return accepted


@dataclass(frozen=True, slots=True)
class AuthorisePackageInputs:
    """What the device puts into `authorise_package`."""

    repository: Repository
    root: bytes
    name: str
    size: str
    digest: bytes
    now: int


def authorise_package(primitives: Primitives, inputs: AuthorisePackageInputs) -> Permit:
    """The TUF client workflow from TrustRoot to the signed target, before any content is fetched.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: dmsecurity-1.2/security.yaml:136
    """
    with step("authorise_package", "check_root_chain", Result.VALIDATION_FAILED, makes=Claims):
        trusted = primitives.check_root_chain(repository=inputs.repository, root=inputs.root, now=inputs.now)
    with step("authorise_package", "check_expiry", Result.SIGNER_REVOKED):
        primitives.check_expiry(metadata=trusted)
    with step("authorise_package", "check_timestamp", Result.VALIDATION_FAILED, makes=Claims):
        stamped = primitives.check_timestamp(root=trusted)
    with step("authorise_package", "check_version", Result.ROLLBACK):
        primitives.check_version(metadata=stamped)
    with step("authorise_package", "check_expiry", Result.SIGNER_REVOKED):
        primitives.check_expiry(metadata=stamped)
    with step("authorise_package", "check_snapshot", Result.VALIDATION_FAILED, makes=Claims):
        consistent = primitives.check_snapshot(timestamp=stamped)
    with step("authorise_package", "check_version", Result.ROLLBACK):
        primitives.check_version(metadata=consistent)
    with step("authorise_package", "check_expiry", Result.SIGNER_REVOKED):
        primitives.check_expiry(metadata=consistent)
    with step("authorise_package", "check_signer", Result.SIGNER_REVOKED):
        primitives.check_signer(snapshot=consistent, target=inputs.name)
    with step("authorise_package", "check_targets", Result.VALIDATION_FAILED, makes=Claims):
        target = primitives.check_targets(snapshot=consistent, target=inputs.name)
    with step("authorise_package", "check_version", Result.ROLLBACK):
        primitives.check_version(metadata=target)
    with step("authorise_package", "check_expiry", Result.SIGNER_REVOKED):
        primitives.check_expiry(metadata=target)
    with step("authorise_package", "check_target_class", Result.PACKAGE_MISMATCH):
        primitives.check_target_class(target=target)
    with step("authorise_package", "check_prerequisite", Result.PREREQUISITE_MISSING):
        primitives.check_prerequisite(target=target)
    with step("authorise_package", "check_target_counter", Result.ROLLBACK):
        primitives.check_target_counter(target=target)
    with step("authorise_package", "check_vouched", Result.DIGEST_MISMATCH, makes=Permit):
        authorised = primitives.check_vouched(target=target, size=inputs.size, digest=inputs.digest)
    return authorised


@dataclass(frozen=True, slots=True)
class ReceiveDatagramInputs:
    """What the device puts into `receive_datagram`."""

    datagram: bytes
    target: Permit


def receive_datagram(primitives: Primitives, inputs: ReceiveDatagramInputs) -> None:
    """One datagram of a broadcast, on its arrival. A forged one costs nothing but itself.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: dmsecurity-1.2/security.yaml:158
    """
    with step("receive_datagram", "check_datagram", None):
        primitives.check_datagram(datagram=inputs.datagram, target=inputs.target)


@dataclass(frozen=True, slots=True)
class ReceiveInputs:
    """What the device puts into `receive`."""

    data: bytes
    place: int
    name: str
    target: Permit


def receive(primitives: Primitives, inputs: ReceiveInputs) -> Permit:
    """One chunk, from whatever source, when it is whole. A forged one costs nothing but itself.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: dmsecurity-1.2/security.yaml:164
    """
    with step("receive", "check_name", None):
        primitives.check_name(name=inputs.name)
    with step("receive", "check_length_left", None):
        primitives.check_length_left(data=inputs.data, place=inputs.place, target=inputs.target)
    with step("receive", "check_tree", None, makes=Permit):
        permit = primitives.check_tree(data=inputs.data, place=inputs.place, target=inputs.target)
    with step("receive", "store_chunk", Result.STORAGE_FULL):
        primitives.store_chunk(data=inputs.data, place=inputs.place, permit=permit)
    return permit


@dataclass(frozen=True, slots=True)
class ResumeInputs:
    """What the device puts into `resume`."""

    journal: bytes
    target: Permit
    sent: str
    received: str


def resume(primitives: Primitives, inputs: ResumeInputs) -> Permit:
    """A transfer goes on where it stopped.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: dmsecurity-1.2/security.yaml:174
    """
    with step("resume", "check_journal", Result.PACKAGE_CHANGED):
        primitives.check_journal(journal=inputs.journal, target=inputs.target)
    with step("resume", "check_authorised", Result.SIGNER_REVOKED):
        primitives.check_authorised(target=inputs.target)
    with step("resume", "check_chunks", Result.DIGEST_MISMATCH, makes=Permit):
        resumed = primitives.check_chunks(journal=inputs.journal, target=inputs.target)
    with step("resume", "check_validator", Result.PACKAGE_CHANGED):
        primitives.check_validator(sent=inputs.sent, received=inputs.received)
    return resumed


@dataclass(frozen=True, slots=True)
class ConnectImageServerInputs:
    """What the device puts into `connect_image_server`."""

    url: str


def connect_image_server(primitives: Primitives, inputs: ConnectImageServerInputs) -> None:
    """The TLS connection to an image server or a repair server. Redirects stay inside URLPrefix.

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: dmsecurity-1.2/security.yaml:184
    """
    with step("connect_image_server", "check_transport", Result.TLS_FAILED):
        primitives.check_transport(url=inputs.url)


@dataclass(frozen=True, slots=True)
class RevokeInputs:
    """What the device puts into `revoke`."""

    envelope: Envelope
    entry: str


def revoke(primitives: Primitives, inputs: RevokeInputs) -> Permit:
    """A campaign is cancelled by a signed announcement. The key of an image server is taken back by a
    Replace of its entry (designate), keys of the maker by a new root and packages by new targets
    (authorise_package).

    Raises `swm.security.ProcedureStopped` with the result of the step that fails.
    Spec: dmsecurity-1.2/security.yaml:190
    """
    with step("revoke", "check_announcement_signature", Result.ANNOUNCEMENT_NOT_AUTHENTIC, makes=Claims):
        claims = primitives.check_announcement_signature(envelope=inputs.envelope, entry=inputs.entry)
    with step("revoke", "check_cancel", Result.IMAGE_SERVER_NOT_AUTHORISED, makes=Permit):
        cancelled = primitives.check_cancel(claims=claims)
    return cancelled
