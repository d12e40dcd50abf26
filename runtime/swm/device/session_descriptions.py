"""Where broadcasts are heard: the SDP in an entry of the broadcast object, or the one it says where to fetch.

SessionDescription counts before SessionDescriptionURI. What is fetched comes
over https from the image server that the object's ImageServer/Ref names, by its
TrustAnchor, from below its URLPrefix: who may not say where a package is may not
say where to listen either. It is kept until the next start of the device, for
`FRESH` at most, and checked like one in the tree.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from swm.delivery.https import Web, fetch_whole
from swm.delivery.session_description import MAX_SIZE, read_session
from swm.delivery.sources import SourceBusy, SourceFailed, SourceNotTrusted, SourceRefused, SourceRefusesClient
from swm.errors import MessageError

if TYPE_CHECKING:
    from swm.device.delegation import TreeDesignations
    from swm.tree import ManagementTree

TIMEOUT: Final = 5.0
"""Seconds that a server may be silent, and seconds for the whole of a description."""
FRESH: Final = 86_400.0
FIRST_RETRY: Final = 2.0
LONGEST_RETRY: Final = 3600.0
URI: Final = "SessionDescriptionURI"
REPAIR_URI: Final = "Repair/SessionDescriptionURI"
"""The leaves of a delivery that say where a description is: of the broadcast, of the second one that repairs it."""


@dataclass(slots=True)
class _Fetched:
    """What is known of a description: where it was asked for, the text, empty without one, and when it is asked for next."""

    where: tuple[str, str]
    text: str = ""
    next_time: float = 0.0
    failures: int = 0


class SessionDescriptions:
    """The descriptions for the objects of a device. `tls` makes the connection of an image server's entry; `clock` is in
    seconds."""

    def __init__(
        self,
        tree: ManagementTree,
        designations: TreeDesignations,
        tls: Callable[[str], ssl.SSLContext],
        clock: Callable[[], float],
    ) -> None:
        self._tree = tree
        self._designations = designations
        self._tls = tls
        self._clock = clock
        self._fetched: dict[tuple[str, str], _Fetched] = {}

    def _text(self, uri: str) -> str:
        value = self._tree.value(uri)
        return value if isinstance(value, str) else ""

    def known(self, uri: str) -> str:
        """That of the object at `uri`, as far as it is there; empty without one. Nobody is asked."""
        delivery = self._text(f"{uri}/Broadcast/Ref")
        if not delivery:
            return ""
        found = self._fetched.get((uri, URI))
        fetched = "" if found is None or found.where != self._where(uri, delivery, URI) else found.text
        return self._text(f"{delivery}/SessionDescription") or fetched

    def get(self, uri: str, leaf: str = URI) -> str:
        """The same, fetched if need be and if it is time; that of the repair is only fetched.

        SourceFailed, or MessageError for what is no description: why there is
        none. It is told once a try; in between it is as if there were none.
        """
        delivery = self._text(f"{uri}/Broadcast/Ref")
        where = self._where(uri, delivery, leaf)
        if leaf == URI and (not delivery or not where[0] or self._text(f"{delivery}/SessionDescription")):
            return self.known(uri)
        if not delivery or not where[0]:
            return ""
        found = self._fetched.get((uri, leaf))
        if found is None or found.where != where:
            found = self._fetched[uri, leaf] = _Fetched(where)
        if self._clock() >= found.next_time:
            self._fetch(found)
        return found.text

    def ask_again(self, uri: str) -> None:
        """Do not wait for the next try: somebody wants to listen now."""
        for (known, _), found in self._fetched.items():
            if known == uri:
                found.next_time = 0.0

    def _where(self, uri: str, delivery: str, leaf: str) -> tuple[str, str]:
        return self._text(f"{delivery}/{leaf}"), self._text(f"{uri}/ImageServer/Ref")

    def _fetch(self, found: _Fetched) -> None:
        try:
            text = self._fetch_from(*found.where)
            read_session(text)
        except (SourceFailed, MessageError) as failed:
            found.failures += 1
            wait = min(FIRST_RETRY * 2.0 ** min(found.failures - 1, 20), LONGEST_RETRY)
            asked = failed.seconds if isinstance(failed, SourceBusy) and failed.seconds is not None else 0
            found.next_time = self._clock() + max(wait, min(asked, LONGEST_RETRY))
            if not isinstance(failed, SourceFailed) or is_final(failed):
                # Whoever was believed yesterday is not, today.
                found.text = ""
            raise
        found.text, found.failures, found.next_time = text, 0, self._clock() + FRESH

    def _fetch_from(self, where: str, reference: str) -> str:
        entry = self._designations.entry(reference)
        if entry is None or not entry.covers(where):
            raise SourceNotTrusted(f"{where} is not below URLPrefix of an image server")
        web = Web(self._tls(reference), entry.covers, TIMEOUT)
        end = self._clock() + TIMEOUT
        octets = fetch_whole(web, where, MAX_SIZE, lambda: self._clock() >= end)
        try:
            return octets.decode("utf-8")
        except UnicodeDecodeError:
            raise MessageError("a session description that is not UTF-8") from None


def is_final(failed: SourceFailed) -> bool:
    """Whether no waiting mends it: neither server nor client changes its mind of itself."""
    return isinstance(failed, SourceNotTrusted) or refuses_client(failed)


def refuses_client(failed: SourceFailed) -> bool:
    """Whether the server says that this client may not have it."""
    refused = isinstance(failed, SourceRefused) and failed.status in (401, 403)
    return refused or isinstance(failed, SourceRefusesClient)
