"""The generated client as a device that holds DM sessions over HTTP, so that the suite can be run against it over the wire."""

from __future__ import annotations

import os

from swm.conformance.generated import GeneratedClient, PowerCut
from swm.conformance.wiring import ENCODINGS, Wiring
from swm.device import Patience, run_session
from swm.session import Account, DmClientSession, printable
from swm.syncml import Encoding

PATIENCE = Patience(timeout=10.0, answer_time=30.0, attempts=2)


class SessionClient(GeneratedClient):
    """A device with one object. Its accounts, with their nonces, outlive `reset`, as a device's do."""

    def __init__(self, device_id: str = "IMEI:490154203237518") -> None:
        super().__init__()
        self._device_id = device_id
        self._accounts: dict[Wiring, Account | None] = {}
        self._sessions = 0

    def connect(self, url: str, **account: str | None) -> None:
        """Hold a session with the server at `url`, from package 1 to its end."""
        self.hold(url, Wiring.of(account))

    def arm(self) -> None:
        """The next write of a decision to a journal is the last thing that the device does in its next session."""
        self._journals.cuts = True

    def hold(self, url: str, wiring: Wiring, session_id: str | None = None, *, server_initiated: bool = False) -> None:
        """Hold a session; PeerError when the server is none, or is not who it should be.

        Where the power goes within it, the device starts again, and has neither answered nor ended it.
        """
        self._sessions += 1
        session = DmClientSession(
            self._tree,
            server_uri=url,
            device_id=self._device_id,
            server_id=wiring.server,
            account=self._accounts.get(wiring, wiring.account),
            nonces=lambda: printable(os.urandom(12)),
            alerts=self._queue,
            encoding=Encoding.XML if wiring.encoding is None else ENCODINGS[wiring.encoding],
        )
        name = f"{self._sessions:X}" if session_id is None else session_id
        try:
            run_session(session, name, server_initiated=server_initiated, patience=PATIENCE)
        except PowerCut:
            self._start_after_cut()
        finally:
            self._journals.cuts = False
            self._accounts[wiring] = session.account
