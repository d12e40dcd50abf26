"""The primitives of `designate`, `accept_announcement` and `revoke`."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from swm.errors import MessageError
from swm.security import CheckFailed, Claims, Envelope, Permit, mint, require
from swm.trust import dsse
from swm.trust.announcement import PAYLOAD_TYPE, Action, Announcement, isid_of, read_announcement
from swm.trust.floors import DAY

if TYPE_CHECKING:
    from swm.trust.designation import Designations, ImageServerEntry, Objects
    from swm.trust.floors import Floors


def announced(claims: Claims | Permit) -> Announcement:
    """The announcement in what the signature, or the whole procedure, was checked to say."""
    found = claims.content["announcement"]
    assert isinstance(found, Announcement)
    return found


@dataclass(kw_only=True)
class AnnouncementChecks:
    """Checks of announcements against the entry that designates their sender."""

    designations: Designations
    objects: Objects
    floors: Floors

    def check_announcement_size(self, *, announcement: bytes, limit: int) -> None:
        """At most `limit` octets."""
        if len(announcement) > limit:
            raise CheckFailed(f"{len(announcement)} octets")

    def read_announcement(self, *, announcement: bytes) -> Envelope:
        """A DSSE envelope with the payload type of announcements."""
        try:
            envelope = dsse.read_envelope(announcement, len(announcement))
        except MessageError as error:
            raise CheckFailed(str(error)) from None
        if envelope.payload_type != PAYLOAD_TYPE:
            raise CheckFailed("the payload is no announcement")
        return envelope

    def find_image_server(self, *, envelope: Envelope) -> str:
        """The URI of the entry with the ISID that the payload names."""
        try:
            isid = isid_of(envelope.payload)
        except MessageError as error:
            raise CheckFailed(str(error)) from None
        for entry in self.designations.entries():
            if entry.isid == isid:
                return entry.uri
        raise CheckFailed("the image server is not known")

    def _entry(self, uri: str) -> ImageServerEntry:
        for entry in self.designations.entries():
            if entry.uri == uri:
                return entry
        raise CheckFailed("the entry is gone")

    def check_repeated(self, *, envelope: Envelope, entry: str) -> None:
        """Not the payload accepted last once more, of its campaign or of all."""
        if self.floors.is_repeat(self._entry(entry).key, sha256(envelope.payload).hexdigest()):
            raise CheckFailed("a repeat")

    def check_delegation(self, *, entry: str, now: int) -> None:
        """Enabled, and NotAfter is not over."""
        found = self._entry(entry)
        if not found.enabled:
            raise CheckFailed("the entry is not enabled")
        if found.not_after is not None and now > found.not_after:
            raise CheckFailed("the delegation has ended")

    def check_announcement_signature(self, *, envelope: Envelope, entry: str) -> Claims:
        """Signed by the entry's SigningKey; what it says can be read."""
        found = self._entry(entry)
        if envelope.payload_type != PAYLOAD_TYPE or not dsse.is_signed_by(envelope, found.signing_key):
            raise CheckFailed("no signature by the key of the entry")
        try:
            announcement = read_announcement(envelope.payload)
        except MessageError as error:
            raise CheckFailed(str(error)) from None
        if announcement.isid != found.isid:
            raise CheckFailed("another image server signed it")
        return mint(Claims, content={"announcement": announcement, "payload": envelope.payload, "entry": entry})

    def check_sequence(self, *, claims: Claims, entry: str) -> None:
        """Above the floor of the signing key."""
        sequence = announced(require(claims, Claims)).sequence
        floor = self.floors.sequence(self._entry(entry).key)
        if sequence <= floor:
            raise CheckFailed(f"sequence {sequence}; the floor is {floor}")

    def check_window(self, *, claims: Claims, entry: str, now: int) -> None:
        """notBefore <= now <= notAfter, and at most MaxAge since notBefore."""
        announcement = announced(require(claims, Claims))
        if not announcement.not_before <= now <= announcement.not_after:
            raise CheckFailed("outside of its window")
        if now - announcement.not_before > self._entry(entry).max_age:
            raise CheckFailed("older than MaxAge")

    def check_target(self, *, claims: Claims, entry: str) -> None:
        """In AllowedTargets; refers to the entry; the Delegator may steer it; Mode is not off."""
        found = self._entry(entry)
        uri = self.objects.instance(announced(require(claims, Claims)).target)
        if uri is None or uri not in found.allowed_targets:
            raise CheckFailed("the target is not among AllowedTargets")
        if self.objects.image_server(uri) != entry:
            raise CheckFailed("the target refers to another image server")
        if not self.objects.may_steer(found.delegator, uri):
            raise CheckFailed("the Delegator may not steer the target")
        if self.objects.mode(uri) == 0:
            raise CheckFailed("Mode is off")

    def check_sources(self, *, claims: Claims, entry: str) -> None:
        """Every https source under URLPrefix, every session that of Broadcast/Ref."""
        found = self._entry(entry)
        announcement = announced(require(claims, Claims))
        for source in announcement.sources:
            if source.url and not found.covers(source.url):
                raise CheckFailed(f"{source.url} is not under URLPrefix")
            if source.session:
                uri = self.objects.instance(announcement.target)
                if uri is None or self.objects.broadcast_session(uri) != source.session:
                    raise CheckFailed("the session is not that of Broadcast/Ref")

    def check_rate(self, *, claims: Claims, entry: str, now: int) -> None:
        """Fewer than MaxAnnouncementsPerDay in the last 24 hours; suspend and cancel are not counted."""
        found = self._entry(entry)
        if not announced(require(claims, Claims)).action.counts or found.max_per_day == 0:
            return
        if self.floors.accepted_since(found.key, now - DAY) >= found.max_per_day:
            raise CheckFailed("MaxAnnouncementsPerDay is used up")

    def check_device_state(self, *, claims: Claims) -> None:
        """The machine of the target takes the action now."""
        announcement = announced(require(claims, Claims))
        uri = self.objects.instance(announcement.target)
        campaign = f"{announcement.isid} {announcement.campaign}"
        if uri is None or not self.objects.takes(uri, announcement.action.value, campaign):
            raise CheckFailed("not in the present state")

    def store_sequence(self, *, claims: Claims, entry: str, now: int) -> Permit:
        """The floor is raised, durably, and the payload kept until the machine has saved its new state.

        CheckFailed when it cannot be kept: what could be replayed is not begun.
        """
        found = self._entry(entry)
        announcement = announced(require(claims, Claims))
        payload = claims.content["payload"]
        assert isinstance(payload, bytes)
        digest, counts = sha256(payload).hexdigest(), announcement.action.counts
        try:
            campaign = f"{announcement.campaign} {announcement.target}"
            self.floors.accept(found.key, announcement.sequence, digest, payload, now, counts, campaign)
        except OSError as error:
            raise CheckFailed(f"the floor cannot be kept: {error}") from error
        return mint(Permit, content={"announcement": announcement, "entry": entry, "key": found.key})

    def check_cancel(self, *, claims: Claims) -> Permit:
        """It cancels, and the campaign is the one that began the transfer."""
        announcement = announced(require(claims, Claims))
        uri = self.objects.instance(announcement.target)
        if announcement.action is not Action.CANCEL:
            raise CheckFailed(f"it is a {announcement.action.value}")
        if uri is None or self.objects.campaign(uri) != f"{announcement.isid} {announcement.campaign}":
            raise CheckFailed("the transfer belongs to another campaign")
        return mint(Permit, content={"announcement": announcement, "uri": uri})
