"""What the device's tree says about image servers and about the objects they may steer, as the procedures ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final, Protocol

from swm.device.times import seconds_of
from swm.tree import ManagementTree, NoMachine
from swm.tree.access import AccessRight
from swm.trust import Announcement, Floors, ImageServerEntry
from swm.whole_numbers import whole_number

if TYPE_CHECKING:
    from swm.tree.management import Value

IMAGE_SERVERS: Final = "./ImageServer"
DELIVERIES: Final = "./Broadcast"


class SteeredObject(Protocol):
    """An object that image servers may steer."""

    def takes_announced(self, action: str, campaign: str) -> bool:
        """Whether its machine takes an announced action of a campaign now."""

    def carry_out(self, announcement: Announcement) -> None:
        """Do what an accepted announcement says, if the machine still takes it."""

    def attacked(self, isid: str, result: int, suppressed: int) -> None:
        """An announcement in the name of `isid` was refused; `suppressed` more have been since the last that was told."""

    def running_campaign(self) -> str | None:
        """The campaign behind its transfer: isid, a space, campaign id; None when there is none."""


class ImageServerObject(NoMachine):
    """The owner of the image server object. `designate` runs the procedure of that name on an entry that a server
    writes, and gives the Status."""

    def __init__(self, floor: Callable[[str], str], delegator: Callable[[str], str], designate: Callable[[str], int]):
        self._floor = floor
        self._delegator = delegator
        self._designate = designate

    def read(self, path: str) -> Value | None:
        """Delegator and LastSequence are the device's to tell."""
        entry, _, leaf = path.partition("/")
        if leaf == "Delegator":
            return self._delegator(entry)
        return self._floor(entry) if leaf == "LastSequence" else None

    def changed(self, command: str, path: str, value: Value | None) -> int:
        """Whoever writes an entry, or any leaf of it, must be allowed to designate."""
        return self._designate(path.partition("/")[0])


class TreeDesignations:
    """The entries of the image server object; one that lacks what it must have designates nobody.

    `delegators` says which server created an entry; where it says nothing, `server` has.
    """

    def __init__(self, tree: ManagementTree, server: str, delegators: Mapping[str, str]) -> None:
        self._tree = tree
        self._server = server
        self._delegators = delegators

    def delegator(self, name: str) -> str:
        """The server that created the entry called `name`."""
        return self._delegators.get(name, self._server)

    def _text(self, uri: str) -> str:
        value = self._tree.value(uri)
        return value if isinstance(value, str) else ""

    def _octets(self, uri: str) -> bytes:
        value = self._tree.value(uri)
        return value if isinstance(value, bytes) else b""

    def entry(self, uri: str) -> ImageServerEntry | None:
        """The entry at `uri`, None when it is not there or not whole."""
        isid, key, root = self._text(f"{uri}/ISID"), self._octets(f"{uri}/SigningKey"), self._octets(f"{uri}/TrustRoot")
        if not (isid and key and root):
            return None
        end = self._text(f"{uri}/NotAfter")
        return ImageServerEntry(
            uri=uri,
            isid=isid,
            # A delegation whose end cannot be read has ended.
            enabled=self._text(f"{uri}/Enabled") == "true" and (not end or seconds_of(end) is not None),
            delegator=self.delegator(uri.rpartition("/")[2]),
            url_prefix=self._text(f"{uri}/URLPrefix"),
            signing_key=key,
            trust_root=root,
            allowed_targets=tuple(self._text(f"{uri}/AllowedTargets").replace(",", " ").split()),
            not_after=seconds_of(end),
            max_age=_number(self._text(f"{uri}/MaxAge"), 86_400),
            max_per_day=_number(self._text(f"{uri}/MaxAnnouncementsPerDay"), 4),
        )

    def anchor(self, uri: str) -> bytes | None:
        """TrustAnchor of an entry: the only certificate (DER) that its https server may show."""
        return self._octets(f"{uri}/TrustAnchor") or None

    def entries(self) -> Iterable[ImageServerEntry]:
        """All that are whole."""
        found = (self.entry(f"{IMAGE_SERVERS}/{name}") for name in self._tree.children(IMAGE_SERVERS))
        return [entry for entry in found if entry is not None]

    def floor_shown(self, name: str, floors: Floors) -> str:
        """LastSequence of the entry called `name`."""
        entry = self.entry(f"{IMAGE_SERVERS}/{name}")
        return "0" if entry is None else str(max(0, floors.sequence(entry.key)))


class TreeObjects:
    """What the objects that take software say, as `swm.trust.Objects` asks it. `steered` are those on this device;
    `session` gives the description of the broadcast that the object at a URI may hear, empty without one."""

    def __init__(
        self, tree: ManagementTree, steered: Mapping[str, SteeredObject], session: Callable[[str], str]
    ) -> None:
        self._tree = tree
        self._steered = steered
        self._session = session

    def _text(self, uri: str) -> str | None:
        value = self._tree.value(uri)
        return value if isinstance(value, str) and value else None

    def instance(self, target: str) -> str | None:
        """An instance by its URI; this device is of one class and has one instance of each, so no other form is needed."""
        return target if target in self._steered else None

    def image_server(self, uri: str) -> str | None:
        """ImageServer/Ref."""
        return self._text(f"{uri}/ImageServer/Ref")

    def mode(self, uri: str) -> int:
        """ImageServer/Mode."""
        return _number(self._text(f"{uri}/ImageServer/Mode"), 0)

    def may_steer(self, server: str, uri: str) -> bool:
        """Whether the ACL gives it Exec and Replace."""
        return all(self._tree.allows(uri, right, server) for right in (AccessRight.EXEC, AccessRight.REPLACE))

    def broadcast_session(self, uri: str) -> str | None:
        """SessionDescription of what Broadcast/Ref names, or what was fetched in its place."""
        return self._session(uri) or None

    def takes(self, uri: str, action: str, campaign: str) -> bool:
        """Ask the machine."""
        return uri in self._steered and self._steered[uri].takes_announced(action, campaign)

    def campaign(self, uri: str) -> str | None:
        """Ask the object."""
        return self._steered[uri].running_campaign() if uri in self._steered else None


def _number(text: str | None, default: int) -> int:
    number = whole_number(text)
    return default if number is None else number
