"""Somebody on the same network who wants other software installed: forged datagrams, forged and replayed announcements."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from swm.delivery import alc
from swm.delivery.multicast import open_sender
from swm.delivery.session_description import FluteSession
from swm.trust import Action, Announcement, Offer, Source, dsse
from swm.trust.announcement import PAYLOAD_TYPE

EVERY = 0.02
SYMBOL = 1408


class Attacker:
    """Attacks sessions and devices from a thread until `close`. `replayed` is a genuine announcement of yesterday."""

    def __init__(
        self,
        sessions: Sequence[FluteSession],
        interface: str,
        chunks: int,
        pushes: Sequence[int],
        replayed: bytes,
        isid: str,
    ) -> None:
        self._sessions = sessions
        self._interface = interface
        self._chunks = chunks
        self._pushes = pushes
        self._replayed = replayed
        self._isid = isid
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="attacker", daemon=True)
        # The same attacks at every run: what is chosen here guards nothing.
        self._random = random.Random(7)  # noqa: S311
        self.datagrams = 0
        self.announcements = 0

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    @property
    def runs(self) -> bool:
        """Whether it attacks."""
        return self._thread.is_alive()

    def close(self) -> None:
        """End."""
        self._ends.set()
        self._thread.join()

    def _run(self) -> None:
        forged = self._forged_announcement()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as pushing:
            for port in self._pushes:
                for octets in (self._replayed, forged):
                    pushing.sendto(octets, ("127.0.0.1", port))
                    self.announcements += 1
        senders = [(session, open_sender(session.group, self._interface)) for session in self._sessions]
        try:
            while not self._ends.wait(EVERY):
                for session, sender in senders:
                    self._send(sender, session)
        finally:
            for _, sender in senders:
                sender.close()

    def _send(self, sender: socket.socket, session: FluteSession) -> None:
        """One datagram that claims to be a symbol, a node of the tree, or the end of the session."""
        chunk = self._random.randrange(self._chunks)
        payload = self._random.randbytes(SYMBOL)
        chosen = self._random.choice(("symbol", "node", "index", "close"))
        tsi = session.tsi
        octets = {
            "symbol": lambda: alc.encode(tsi, 3 + 2 * chunk, alc.NO_CODE, self._random.randrange(40), payload),
            "node": lambda: alc.encode(tsi, 2 + 2 * chunk, alc.NO_CODE, 0, payload),
            "index": lambda: alc.encode(tsi, 1, alc.NO_CODE, self._random.randrange(3), payload),
            "close": lambda: alc.encode_close(tsi),
        }[chosen]()
        try:
            sender.sendto(octets, (session.group, session.port))
        except ConnectionRefusedError:
            return
        self.datagrams += 1

    def _forged_announcement(self) -> bytes:
        """Another package, announced in the image server's name with a key that is not its own."""
        now = int(time.time())
        made = Announcement(
            isid=self._isid,
            campaign="free-beer",
            sequence=now + 1_000_000,
            not_before=now,
            not_after=now + 3600,
            action=Action.DOWNLOAD_AND_UPDATE,
            target="./FwUpdate/Pkg1",
            offer=Offer("rootkit", 1000, "00" * 32),
            sources=(Source(url="https://attacker.example/rootkit"),),
        )
        return dsse.write_envelope(dsse.sign(PAYLOAD_TYPE, made.encode(), Ed25519PrivateKey.generate()))
