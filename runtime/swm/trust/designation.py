"""Entries of the image server object as the procedures read them, and what else they ask the device."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote, urlsplit

from swm.trust.dsse import key_id


@dataclass(frozen=True, slots=True)
class ImageServerEntry:
    """One entry (ISMO). `not_after` in seconds since 1970, None when there is no end."""

    uri: str
    isid: str
    enabled: bool
    delegator: str
    url_prefix: str
    signing_key: bytes
    trust_root: bytes
    allowed_targets: tuple[str, ...] = ()
    not_after: int | None = None
    max_age: int = 86400
    max_per_day: int = 4

    @property
    def key(self) -> str:
        """What floors are kept under."""
        return key_id(self.signing_key)

    def covers(self, url: str) -> bool:
        """Whether a URL is under URLPrefix: same origin, path segment by segment, nothing that climbs or hides."""
        return is_under(url, self.url_prefix)


def is_under(url: str, prefix: str) -> bool:
    """Whether an https URL has the origin of `prefix` and goes on where the path of `prefix` ends (with a slash)."""
    try:
        one, other = urlsplit(url), urlsplit(prefix)
        ports = (one.port or 443, other.port or 443)
    except ValueError:
        return False
    if one.scheme != "https" or other.scheme != "https" or not other.path.endswith("/"):
        return False
    if "@" in one.netloc or not one.hostname or one.hostname != other.hostname or ports[0] != ports[1]:
        return False
    if any(ord(letter) <= 32 or ord(letter) == 127 or letter == "\\" for letter in url):
        return False
    segments = [unquote(segment) for segment in one.path.split("/")]
    if any(segment in (".", "..") or "/" in segment or "\\" in segment or "\0" in segment for segment in segments):
        return False
    return one.path.startswith(other.path)


class Designations(Protocol):
    """The image server object of the device."""

    def entries(self) -> Iterable[ImageServerEntry]:
        """All entries there are."""


class Objects(Protocol):
    """What the objects that take software (FUMO, SCOMO) say about one of them. `target` is what an announcement names:
    the URI of an instance, or a MO id with a device class."""

    def instance(self, target: str) -> str | None:
        """The URI of the instance that a target means on this device; None when it means none."""

    def image_server(self, uri: str) -> str | None:
        """ImageServer/Ref of an instance."""

    def mode(self, uri: str) -> int:
        """ImageServer/Mode of an instance; 0 is off."""

    def may_steer(self, server: str, uri: str) -> bool:
        """Whether a DM server holds Exec and Replace on an instance."""

    def broadcast_session(self, uri: str) -> str | None:
        """The session description of the entry that Broadcast/Ref of an instance names."""

    def takes(self, uri: str, action: str, campaign: str) -> bool:
        """Whether the machine of the instance takes this action in its present state."""

    def campaign(self, uri: str) -> str | None:
        """The campaign behind the transfer of an instance: isid, a space, campaign id; None when there is none."""
