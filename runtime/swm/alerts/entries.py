"""Connects flow control to the nodes: a server's entry is the policy, its operations steer, its Stats show."""

from __future__ import annotations

from typing import Final

from swm.alerts.flow import AlertFlow
from swm.alerts.policy import Read
from swm.errors import LocalError
from swm.tree import INTEGER, ManagementTree
from swm.tree.kept import KeptLeaf, KeptValues
from swm_enablers.alertflow_1_0.client import AlertflowRoot, EntryHandler

_STATS: Final = ("Pending", "Sent", "Suppressed", "Dropped")


class FlowEntries:
    """Makes the handlers of the entries, for `AlertflowRoot`, and finds the one of `server`.

    An entry that names no server is the server's, too: ServerID is the device's
    to fill in, and a device with one account need not. Call `connect` before
    the object recovers.
    """

    def __init__(self, server: str, tree: ManagementTree) -> None:
        self._server: Final = server
        self._tree = tree
        self._root: AlertflowRoot | None = None
        self._flow: AlertFlow | None = None

    def connect(self, root: AlertflowRoot, flow: AlertFlow) -> None:
        """`root` is the object with these entries, `flow` is what they steer."""
        self._root, self._flow = root, flow

    def flow_of(self, uri: str) -> AlertFlow | None:
        """The flow that the entry at `uri` is about; None for another server's."""
        if self._flow is None:
            raise LocalError("the entries of alert flow control are not connected")
        return self._flow if self._tree.value(f"{uri}/ServerID") in (None, "", self._server) else None

    def policy(self) -> Read | None:
        """Reads the server's entry; None while there is none."""
        for entry in () if self._root is None else self._root.objects("").values():
            if not entry.is_gone and self.flow_of(entry.uri) is not None:
                read: Read = entry.read_leaf
                return read
        return None

    def entry(self, root: AlertflowRoot, name: str) -> EntryHandler:
        """The handler of one entry, whose Stats show the figures of the flow from now on."""
        uri = f"{root.uri}/{name}"
        leaves = [KeptLeaf(f"Stats/{leaf}", INTEGER, leaf.lower(), None) for leaf in _STATS]
        self._tree.keep_values(uri, KeptValues(leaves, _Shown(self, uri)))
        return _Steering(self, uri)


class _Shown:
    def __init__(self, entries: FlowEntries, uri: str) -> None:
        self._entries = entries
        self._uri = uri

    def _figure(self, name: str) -> int | None:
        flow = self._entries.flow_of(self._uri)
        return None if flow is None else getattr(flow.stats, name)

    def pending(self) -> int | None:
        return self._figure("pending")

    def sent(self) -> int | None:
        return self._figure("sent")

    def suppressed(self) -> int | None:
        return self._figure("suppressed")

    def dropped(self) -> int | None:
        return self._figure("dropped")


class _Steering:
    """What the operations of one entry do to the alerts; each may be done twice."""

    def __init__(self, entries: FlowEntries, uri: str) -> None:
        self._entries = entries
        self._uri = uri

    def release_alerts(self) -> None:
        flow = self._entries.flow_of(self._uri)
        if flow is not None:
            flow.release()

    def flush_alerts(self) -> None:
        flow = self._entries.flow_of(self._uri)
        if flow is not None:
            flow.flush()

    def discard_alerts(self) -> None:
        flow = self._entries.flow_of(self._uri)
        if flow is not None:
            flow.discard()
