"""One package on its way: from the order to the last octet, with every pause in between.

What is stored lies in a file, with URL and validator beside it; both survive a
kill, and the transfer goes on behind the last octet that was written. Octets
that a power loss took back are found by the digest at the end.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from swm.device.fetch import Begun, Fetch, FetchFailed, Trouble
from swm.device.surroundings import Read, Surroundings
from swm.durable import replace_file
from swm.json_documents import read_json
from swm.machine import IllegalEvent
from swm.tree import ManagementTree

_CONDITIONS = (Trouble.NETWORK_LOST, Trouble.SERVER_OVERLOAD)
"""Troubles that stand against a transfer for a while and do not end it."""


class TransferNode(Protocol):
    """The events of a generated object that has a transfer: FUMO's package, SCOMO's download."""

    @property
    def uri(self) -> str:
        """Where the object is."""

    @property
    def state(self) -> Any:
        """The state of its machine."""

    @property
    def variables(self) -> Any:
        """Its journalled variables."""

    def download_fails(self, result: Any) -> object:
        """The transfer ended without a usable package."""

    def download_completes(self) -> object:
        """The last octet is stored."""

    def object_changed(self) -> object:
        """The server has another object now."""

    def ranges_refused(self) -> object:
        """The server serves no byte ranges."""

    def condition_arises(self) -> object:
        """Something stands against the transfer."""

    def condition_clears(self) -> object:
        """Nothing does any longer, or the next attempt is due."""

    def verification_ends(self) -> object:
        """Every octet has been looked at."""

    def suspend_time_over(self) -> object:
        """It has stood still for too long."""


class Transfer:
    """The transfer of one node. `file` is where the package goes, `url` gives where it comes from."""

    def __init__(
        self,
        file: Path,
        tree: ManagementTree,
        fetch: Fetch,
        surroundings: Surroundings,
        clock: Callable[[], float],
        *,
        url: Callable[[], str],
        results: Any,
    ) -> None:
        self.file = file
        self._about = file.with_name(file.name + ".json")
        self._tree = tree
        self._fetch = fetch
        self._surroundings = surroundings
        self._clock = clock
        self._url = url
        self._results = results
        self._running: Begun | None = None
        self._trouble: Trouble | None = None
        self._next_attempt = 0.0
        self._since: tuple[Any, float] = (None, 0.0)

    # what handlers ask and order ----------------------------------------------------------------------------------

    @property
    def received(self) -> int:
        """Octets stored."""
        return self.file.stat().st_size if self.file.exists() else 0

    def start(self) -> None:
        """From the first octet."""
        self.discard()
        self._trouble, self._next_attempt = None, 0.0

    def pause(self) -> None:
        """Stop; what is stored stays."""
        if self._running is not None:
            self._running.close()
            self._running = None

    def discard(self) -> None:
        """Delete what is stored."""
        self.pause()
        self.file.unlink(missing_ok=True)
        self._about.unlink(missing_ok=True)

    def condition(self, policy: Read) -> str:
        """What stands against the transfer, as the name of a condition."""
        found = self._surroundings.against_transfer(policy)
        if found is not None:
            return found
        return "SERVER_OVERLOAD" if self._trouble is Trouble.SERVER_OVERLOAD else "NETWORK_LOST"

    # the device's own work ----------------------------------------------------------------------------------------

    def step(self, node: TransferNode, policy: Read) -> bool:
        """One piece of work, if there is any; whether there was."""
        state = node.state
        if self._since[0] is not state:
            self._since = (state, self._clock())
        name = state.name
        if name == "DOWNLOAD_PROGRESSING":
            if self._surroundings.against_transfer(policy) is not None:
                self._trouble = None
                return _changes(node, node.condition_arises)
            return self._receive(node, policy)
        if name in ("DOWNLOAD_INTERRUPTED", "DOWNLOAD_SUSPENDED"):
            limit = policy("MaxSuspendTime")
            if limit is not None and self._clock() - self._since[1] >= int(limit):
                return _changes(node, node.suspend_time_over)
        if name == "DOWNLOAD_INTERRUPTED":
            if self._surroundings.against_transfer(policy) is not None or self._clock() < self._next_attempt:
                return False
            self._trouble = None
            return _changes(node, node.condition_clears)
        if name == "VERIFYING":
            return _changes(node, node.verification_ends)
        return False

    def _receive(self, node: TransferNode, policy: Read) -> bool:
        try:
            if self._running is None:
                self._running = self._begin(node)
            piece = next(self._running.pieces, None)
        except FetchFailed as failed:
            self.pause()
            self._report(node, failed, policy)
            return True
        if piece is None:
            self.pause()
            self._show(node, "BytesReceived", str(self.received))
            node.download_completes()
            return True
        try:
            with self.file.open("ab") as stream:
                stream.write(piece)
        except OSError:
            self.pause()
            node.download_fails(self._results.DOWNLOAD_OUT_OF_MEMORY)
            return True
        self._trouble = None
        return True

    def _begin(self, node: TransferNode) -> Begun:
        url = self._url()
        if not url:
            raise FetchFailed(Trouble.MALFORMED_URL, "there is none")
        about = self._read_about()
        offset = self.received if about.get("url") == url else 0
        if offset == 0:
            self.discard()
        begun = self._fetch.fetch(url, offset, about.get("validator") if offset else None)
        about = {"url": url} if begun.validator is None else {"url": url, "validator": begun.validator}
        replace_file(self._about, json.dumps(about).encode("utf-8"))
        for name, value in (("TotalSize", begun.total), ("Validator", begun.validator), ("Source", url)):
            if value is not None:
                self._show(node, name, str(value))
        return begun

    def _report(self, node: TransferNode, failed: FetchFailed, policy: Read) -> None:
        trouble = failed.trouble
        if trouble in _CONDITIONS:
            self._trouble = trouble
            first, longest = int(policy("InitialBackoff") or 0), int(policy("MaxBackoff") or 3600)
            wait = min(first * 2 ** min(node.variables.attempts, 20), longest)
            self._next_attempt = self._clock() + max(wait, failed.wait)
            self._show(node, "BytesReceived", str(self.received))
            node.condition_arises()
        elif trouble is Trouble.OBJECT_CHANGED:
            node.object_changed()
        elif trouble is Trouble.RANGES_REFUSED:
            node.ranges_refused()
        else:
            # SCOMO has no result of its own for a URL that cannot be used: it is the client's order that is wrong.
            known = self._results.__members__
            node.download_fails(known.get(trouble.name, self._results.CLIENT_ERROR))

    def _read_about(self) -> dict[str, str]:
        try:
            found = read_json(self._about.read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _show(self, node: TransferNode, leaf: str, value: str) -> None:
        uri = f"{node.uri}/Transfer/{leaf}"
        if self._tree.exists(uri) and self._tree.value(uri) != value:
            self._tree.store(uri, value)


def _changes(node: TransferNode, event: Callable[[], object]) -> bool:
    """Let `event` happen where it is legal; whether the state is another one after it."""
    before: enum.Enum = node.state
    try:
        event()
    except IllegalEvent:
        return False
    return node.state is not before
