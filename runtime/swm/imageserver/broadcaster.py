"""The rim of campaigns: a thread for each that announces, waits for its time, sends its loops at its rate, and obeys."""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from swm.delivery import alc
from swm.delivery.carousel_sender import CarouselSender, Pacer
from swm.delivery.multicast import open_sender, send_paced
from swm.errors import LocalError
from swm.imageserver.campaign import Campaign
from swm.imageserver.orders import CANCELLED, RUNS, SUSPENDED, OrderBox, SteeringOrder, standing_after
from swm.security.target import CHUNK, SYMBOL, Target
from swm.trust import dsse
from swm.trust.announcement import PAYLOAD_TYPE, Action, read_announcement

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from swm.imageserver.record import Progress, ServerRecord
    from swm.publishing.repository import Publisher

Say = Callable[[str, dict[str, Any]], None]
"""Told what happens: a word for the kind, and its facts."""
CLOSINGS: Final = 3
AGAIN: Final = 5.0
"""Seconds before the next try after network or disk failed."""
EXPIRES: Final = 3600
"""Seconds that an FDT instance holds."""
GONE: Final = "package gone"
_NOTHING: Final = Target("nothing", 1, bytes(32), bytes(16), CHUNK, SYMBOL)
"""Stands for a package that is gone where a session repeats announcements alone."""


class Broadcaster:
    """One campaign. `start` begins its thread, `close` ends it within a datagram; the record says where it goes on.

    A loop that a kill or a suspension interrupted is sent again from its
    beginning: receivers that have it all pass it over. While a campaign is
    suspended, and after its end, the session repeats the announcement that holds
    and nothing else. That is always the latest one: the key's floor makes
    every older one a replay, which devices refuse and report.

    `target` is None for a package that was revoked or replaced after it was announced:
    nothing is sent any more, but orders are obeyed, so that devices hear of a cancel.
    """

    def __init__(
        self,
        campaign: Campaign,
        isid: str,
        key: Ed25519PrivateKey,
        repository: Publisher,
        target: Target | None,
        record: ServerRecord,
        orders: OrderBox,
        url: str,
        say: Say,
    ) -> None:
        self.campaign = campaign
        self._isid = isid
        self._key = key
        self._repository = repository
        self._target = target
        self._record = record
        self._orders = orders
        self._url = url
        self._say = say
        self._ends = threading.Event()
        self._wakes = threading.Event()
        """Something is to be looked at: an order, or the end."""
        self._ordered: queue.SimpleQueue[SteeringOrder] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"swm-broadcast-{campaign.name}", daemon=True)
        self._current = (0, 0)
        self._present: SteeringOrder | None = None
        """The order that is being obeyed."""
        self._trouble = ""
        """What keeps it from going on."""
        self.phase = "waiting"

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def order(self, order: SteeringOrder) -> None:
        """Have an order obeyed, before the next datagram. What comes of it is told and recorded by the thread."""
        self._ordered.put(order)
        self._wakes.set()

    def close(self) -> None:
        """End; what was sent of the present loop does not count."""
        self._ends.set()
        self._wakes.set()
        if self._thread.is_alive():
            self._thread.join()

    def state(self) -> dict[str, Any]:
        """How far it is, for ``/status``."""
        done = self._record.progress(self.campaign.name)
        octets, datagrams = self._current
        return {
            "campaign": self.campaign.name,
            "package": self.campaign.package,
            "phase": self.phase,
            "standing": done.standing,
            "loops": done.loops,
            "of": self._loops,
            "octets": done.octets + octets,
            "datagrams": done.datagrams + datagrams,
        }

    @property
    def _loops(self) -> int:
        return 0 if self.campaign.session is None else self.campaign.loops

    # the thread

    def _run(self) -> None:
        try:
            if self._progress.latest and self._ordered.empty():
                # A kill may have come between the record and the push.
                self._push(self._progress.latest)
            while not self._ends.is_set():
                try:
                    self._obey()
                    if not self._ends.is_set():
                        self._step()
                    self._trouble = ""
                except OSError as error:
                    self._stand_still(error)
        except Exception as error:  # a thread's failure would otherwise be seen by nobody
            self.phase = "failed"
            self._say("campaign failed", {"campaign": self.campaign.name, "reason": str(error)})

    def _stand_still(self, error: OSError) -> None:
        """Wait before the next try: network or disk may be back by then. The same trouble is told once."""
        self.phase = "stands still"
        if str(error) != self._trouble:
            self._trouble = str(error)
            self._say("campaign stands still", {"campaign": self.campaign.name, "reason": self._trouble})
        self._wakes.clear()
        if not self._ends.is_set():
            self._wait_until(time.time() + AGAIN)

    @property
    def _progress(self) -> Progress:
        return self._record.progress(self.campaign.name)

    def _wait_until(self, moment: float | None) -> bool:
        """Wait, without an end for None; False when something is to be looked at before."""
        longest = threading.TIMEOUT_MAX  # a campaign may be set to begin in the year 9999
        woken = self._wakes.wait(None if moment is None else min(max(0.0, moment - time.time()), longest))
        return not woken

    def _step(self) -> None:
        """What the campaign is to do now, until it is done or something comes up."""
        campaign, progress, target = self.campaign, self._progress, self._target
        if progress.standing != RUNS:
            self.phase = progress.standing
            self._repeat(target or _NOTHING)
            return
        if target is None and progress.loops < self._loops:
            if self.phase != GONE:
                self._say(GONE, {"campaign": campaign.name, "package": campaign.package})
            self.phase = GONE
            self._repeat(_NOTHING)
            return
        start = progress.started or campaign.start or time.time()
        if not progress.envelope:
            if not self._wait_until(start - campaign.lead):
                return
            envelope, _ = self._announce(campaign.action, target)
            self._record.update(campaign.name, started=start, envelope=envelope)
            self._push(envelope)
        if not self._wait_until(start):
            return
        if target is not None and progress.loops < self._loops:
            self._send_loop(target, progress.loops)
        elif self.phase != "over":
            self._close_session()
            self.phase = "over"
            self._say("campaign over", self.state())
        else:
            self._repeat(target or _NOTHING)

    def _send_loop(self, target: Target, done: int) -> None:
        campaign = self.campaign
        if done and self.phase.startswith("loop") and not self._wait_until(time.time() + campaign.pause):
            return
        self.phase = f"loop {done + 1}"
        self._say("loop", {"campaign": campaign.name, "number": done + 1, "of": campaign.loops})
        files = {f"metadata/{file}": octets for file, octets in self._repository.metadata().items()}
        content = self._repository.content(target)
        with content.open("rb") as stream:

            def chunk(number: int) -> bytes:
                stream.seek(number * target.chunk_size)
                return stream.read(target.chunk_size)

            index = content.with_name(content.name + ".index").read_bytes()
            carousel = self._carousel(target, index, chunk, files)
            whole = self._send(carousel.loop(int(time.time()) + EXPIRES))
        if whole:
            self._record.update(campaign.name, loops=self._progress.loops + 1)

    def _repeat(self, target: Target) -> None:
        """The announcement that holds once more, as long as its time is not over and there is a session to send it to."""
        progress = self._progress
        if self.campaign.session is None or not progress.steering or time.time() > progress.steered_until:
            self._wait_until(None)
            return
        carousel = self._carousel(target, b"", lambda number: b"", {})
        self._send(carousel.small_loop(int(time.time()) + EXPIRES))
        self._wait_until(time.time() + self.campaign.again)

    # the session

    @property
    def _goal(self) -> tuple[str, int]:
        assert self.campaign.session is not None
        return self.campaign.session.group, self.campaign.session.port

    def _carousel(
        self, target: Target, index: bytes, chunk: Callable[[int], bytes], files: dict[str, bytes]
    ) -> CarouselSender:
        assert self.campaign.session is not None
        latest = self._progress.latest
        if time.time() <= _end_of(latest):
            # Out of its time it is a replay, which every device that joins late would report.
            files = files | {f"announcement/{self._isid}": latest}
        return CarouselSender(target, index, chunk, self.campaign.session.tsi, _repair(target), files)

    def _send(self, datagrams: Iterator[bytes]) -> bool:
        """Send at the campaign's rate; whether nothing came in between."""
        with open_sender(self._goal[0], self.campaign.interface, self.campaign.hops) as sender:
            counted, pacer = self._counted(datagrams), Pacer(self.campaign.rate)
            send_paced(sender, self._goal, counted, pacer, self._wakes.is_set)
        (octets, count), self._current = self._current, (0, 0)
        done = self._progress
        self._record.update(self.campaign.name, octets=done.octets + octets, datagrams=done.datagrams + count)
        return not self._wakes.is_set()

    def _close_session(self) -> None:
        if self.campaign.session is None:
            return
        with open_sender(self._goal[0], self.campaign.interface, self.campaign.hops) as sender:
            for _ in range(CLOSINGS):
                sender.sendto(alc.encode_close(self.campaign.session.tsi), self._goal)

    def _counted(self, datagrams: Iterator[bytes]) -> Iterator[bytes]:
        for datagram in datagrams:
            octets, count = self._current
            self._current = (octets + len(datagram), count + 1)
            yield datagram

    # orders

    def _obey(self) -> None:
        self._wakes.clear()
        if self._ends.is_set():
            self._wakes.set()
        while True:
            if self._present is None:
                try:
                    self._present = self._ordered.get_nowait()
                except queue.Empty:
                    return
            if self._present.name != self._progress.taken:
                self._carry_out(self._present)
            self._orders.take(self._present)
            self._present = None

    def _carry_out(self, order: SteeringOrder) -> None:
        """The record says what was decided, and holds the announcement, before anything of it leaves."""
        name, progress = self.campaign.name, self._progress
        try:
            standing = standing_after(progress, order.action)
        except LocalError as error:
            self._say("order refused", {"campaign": name, "action": order.action.value, "reason": str(error)})
            self._record.update(name, taken=order.name)
            return
        steering, until = b"", 0.0
        if progress.envelope:
            # What was never announced is unknown to devices: there is nothing to tell them.
            steering, until = self._announce(order.action, None)
        self._record.update(name, standing=standing, steering=steering, steered_until=until, taken=order.name)
        if steering:
            self._push(steering)
        if standing in (SUSPENDED, CANCELLED):
            self.phase = standing
        self._say("ordered", {"campaign": name, "action": order.action.value, "standing": standing})

    # announcements

    def _announce(self, action: Action, target: Target | None) -> tuple[bytes, float]:
        """A signed announcement, and when its time is over."""
        now = int(time.time())
        sequence = self._record.next_sequence(now)
        made = self.campaign.announcement(action, self._isid, sequence, now, target, self._url)
        self._say("announced", {"campaign": self.campaign.name, "action": action.value, "sequence": sequence})
        return dsse.write_envelope(dsse.sign(PAYLOAD_TYPE, made.encode(), self._key)), made.not_after

    def _push(self, envelope: bytes) -> None:
        for host, port in self.campaign.push:
            try:
                with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as rim:
                    rim.sendto(envelope, (host, port))
            except OSError as error:
                self._say("push failed", {"to": f"{host}:{port}", "reason": str(error)})
        if self.campaign.push:
            self._say("pushed", {"campaign": self.campaign.name, "to": len(self.campaign.push)})


def _end_of(envelope: bytes) -> int:
    """When the time of an announcement of ours is over, in seconds since 1970."""
    return read_announcement(dsse.read_envelope(envelope, len(envelope)).payload).not_after


def _repair(target: Target) -> Callable[[bytes], list[bytes]]:
    if not target.repair:
        return lambda data: []
    from swm.delivery.repair_symbols import repair_symbols

    return lambda data: repair_symbols(data, target.symbol_size, target.repair)
