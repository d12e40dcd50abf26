"""Interfaces of bcastdelivery 1.0: what each side offers to the other."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from swm.security import StoredPackage


class BroadcastClient(Protocol):
    """What the broadcast client offers to the DM client.

    How the broadcast client and the DM client of a device work together. The DM client alone
    decides, verifies and reports; the broadcast client hears announcements, receives what it is
    told to, and stores it. Nothing it says is believed before it is verified, so that it may run
    with fewer rights, or on another processor.
    """

    def listen(self, delivery: str, session_description: bytes, start: datetime, end: datetime, into: str) -> None:
        """Receive the delivery (the name of its node) as the session description says, from `start`
        to `end`, in UTC, and store every part under the TransactionID `into`. Called again for a
        delivery it goes on with what is stored, after a restart too.

        Carries out the action listen.

        Spec: bcastdelivery-1.0/states.yaml:123
        """
        ...

    def stop_listening(self, delivery: str) -> None:
        """Receive no more of the delivery. What is stored stays.

        Carries out the action stop_listening.

        Spec: bcastdelivery-1.0/states.yaml:131
        """
        ...

    def start_repair(self, delivery: str, servers: str, wait: int) -> None:
        """Fetch the missing parts after `wait` seconds from one of `servers`, URIs separated by
        blanks.

        Carries out the action start_repair.

        Spec: bcastdelivery-1.0/states.yaml:136
        """
        ...

    def missing(self, delivery: str) -> int:
        """Octets of the delivery that are missing; all of them before the first datagram.

        Spec: bcastdelivery-1.0/states.yaml:141
        """
        ...

    def stored(self, delivery: str) -> StoredPackage:
        """What is stored of the delivery, unverified.

        Spec: bcastdelivery-1.0/states.yaml:146
        """
        ...


class DmClient(Protocol):
    """What the DM client offers to the broadcast client.

    How the broadcast client and the DM client of a device work together. The DM client alone
    decides, verifies and reports; the broadcast client hears announcements, receives what it is
    told to, and stores it. Nothing it says is believed before it is verified, so that it may run
    with fewer rights, or on another processor.
    """

    def announced(self, announcement: bytes) -> bool:
        """An announcement arrived. The DM client accepts or drops it by the procedure
        accept_announcement of DM Security. True when it was accepted and `listen` follows.

        Spec: bcastdelivery-1.0/states.yaml:151
        """
        ...

    def first_datagram_arrived(self, delivery: str) -> None:
        """The first authenticated datagram arrived.

        Raises the event first_datagram.

        Spec: bcastdelivery-1.0/states.yaml:158
        """
        ...

    def completed(self, delivery: str) -> None:
        """Nothing is missing any more. The DM client verifies what is stored.

        Raises the event file_complete.

        Spec: bcastdelivery-1.0/states.yaml:163
        """
        ...

    def transmission_ended(self, delivery: str, missing: int) -> None:
        """The transmission ended and `missing` octets were not received.

        Raises the event transmission_over.

        Spec: bcastdelivery-1.0/states.yaml:168
        """
        ...

    def transmission_began(self, delivery: str) -> None:
        """The next transmission began.

        Raises the event next_transmission.

        Spec: bcastdelivery-1.0/states.yaml:173
        """
        ...

    def end_time_reached(self, delivery: str) -> None:
        """The time of the delivery is over.

        Raises the event end_time_over.

        Spec: bcastdelivery-1.0/states.yaml:178
        """
        ...

    def repair_ended_incomplete(self, delivery: str, reached: bool) -> None:
        """Repair ended and the file is incomplete; `reached` when some server answered.

        Raises the event repair_fails.

        Spec: bcastdelivery-1.0/states.yaml:183
        """
        ...
