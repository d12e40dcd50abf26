"""The alerts of a device under flow control: `swm.alerts` put between its objects and its sessions.

Every alert of every object passes here. What flow control decides about an
alert, and the time it draws for it, is written in the transaction that writes
the alert, so a kill leaves both or neither. What a server answered leaves the
journals of flow control and of the object in one transaction, too.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from swm.alerts.backoff import Draw
from swm.alerts.entries import FlowEntries
from swm.alerts.flow import AlertFlow, AlertSource, Cause
from swm.machine import Reported
from swm.tree import ManagementTree
from swm_enablers.alertflow_1_0.client import AlertflowRoot

if TYPE_CHECKING:
    from swm.device.store import DeviceStore
    from swm.syncml import Alert

ALERT_FLOWS: Final = "./AlertFlow"
_JOURNAL: Final = "alert flow"
_KEY: Final = "alert flow key"
KEY_LENGTH: Final = 32
REFUSED: Final = 406
"""The Status by which a server says no to what an alert asks for."""


class DeviceAlerts:
    """The queue of a device's sessions. `now` is in milliseconds since 1970.

    `sources` are the objects by the names of their journals in `store`, which
    stay the same over restarts; `cause` tells why an alert of one of them came
    up; `refused` is told of one that the server answers 406, in the transaction
    in which it is over. Call `recover` before the objects recover.
    """

    def __init__(
        self,
        tree: ManagementTree,
        store: DeviceStore,
        sources: Mapping[str, AlertSource],
        cause: Callable[[Reported], Cause],
        server: str,
        now: Callable[[], int],
        draw: Draw,
        refused: Callable[[Reported], None] = lambda reported: None,
    ) -> None:
        self._tree = tree
        self._store = store
        self._server = server
        self._now = now
        self._draw = draw
        self._sources = sources
        self._refused = refused
        self._next: int | None = None
        self._seen = -1
        entries = FlowEntries(server, tree)
        self._root = AlertflowRoot(tree, ALERT_FLOWS, entries, store.journals("alert flow entries"))
        self.flow: Final = AlertFlow(sources, entries.policy, _key_of(store), store.journal(_JOURNAL), cause)
        entries.connect(self._root, self.flow)

    def recover(self) -> None:
        """Know the entries again, and be told of alerts from now on."""
        self._root.recover()
        self._store.watch(self._sources, self)

    def advance(self) -> None:
        """Let happen what is due by now. It costs next to nothing while nothing was written and no time has come."""
        idle = self._store.changes == self._seen
        if idle and (self._next is None or self._now() < self._next):
            return
        for name in self._tree.children(ALERT_FLOWS):
            uri = f"{ALERT_FLOWS}/{name}/ServerID"
            if not self._tree.value(uri):
                # The leaf is the device's to fill in, and it has one server.
                if not self._tree.exists(uri):
                    self._tree.create(uri)
                self._tree.store(uri, self._server)
        with self._store.transaction():
            self.flow.advance(self._now(), self._draw)
        self._next = self.flow.next_time(self._now())
        self._seen = self._store.changes

    def session_opens(self) -> None:
        """A session begins for another reason than alerts: what waits goes along."""
        with self._store.transaction():
            self.flow.session_opens(self._now(), self._draw)

    def sending_failed(self, retry_after: int | None) -> None:
        """A session failed; `retry_after` is what the server asked for, in seconds."""
        with self._store.transaction():
            self.flow.sending_failed(self._now(), self._draw, retry_after)

    @property
    def wants_session(self) -> bool:
        """Whether an alert should go out now."""
        return self.flow.wants_session

    # swm.session.AlertQueue ---------------------------------------------------------------------------------------

    def pending(self) -> Sequence[tuple[str, Alert]]:
        """The alerts that may go out now."""
        return self.flow.pending()

    def answered(self, token: str, status: int = 200) -> None:
        """The server has answered one."""
        with self._store.transaction():
            if status == REFUSED:
                for reported in self.flow.under_way(token):
                    self._refused(reported)
            self.flow.answered(token, status)

    # swm.device.store.Watcher -------------------------------------------------------------------------------------

    def before_commit(self) -> None:
        """An object writes itself, perhaps with a new alert."""
        self.flow.take_in(self._now(), self._draw)

    def rolled_back(self) -> None:
        """What was decided does not count."""
        self.flow.reload()


def _key_of(store: DeviceStore) -> bytes:
    """The device's own key, made once: it tells which transfers are in a sample."""
    journal = store.journal(_KEY)
    key = journal.load()
    if key is None:
        key = secrets.token_bytes(KEY_LENGTH)
        journal.save(key)
    return key
