"""What FUMO's package and SCOMO's download have in common on this device: a transfer by URL, and no broadcast.

Objects that image servers may steer put `swm.device.steered_transfer` over it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from swm.device.reports import Background, Reports

if TYPE_CHECKING:
    from swm.alerts.flow import Cause
    from swm.device.parts import Equipment
    from swm.device.surroundings import Read
    from swm.device.transfer import Transfer
    from swm.machine import Reported


class StateClock:
    """How long a machine has been in its state. `clock` gives seconds; a restart begins anew."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since: tuple[Any, float] = (None, 0.0)

    def see(self, state: Any) -> None:
        """The state as it is now."""
        if self._since[0] is not state:
            self._since = (state, self._clock())

    def stood(self, limit: str | None) -> bool:
        """Whether it has been in the state for `limit` seconds; no limit, or one of zero, never ends."""
        return bool(limit) and limit != "0" and self._clock() - self._since[1] >= int(limit or 0)


class PlainTransfer(ABC):
    """The facts and actions of a transfer by URL, as the generated handlers ask for them."""

    RESULTS: ClassVar[Any]
    """The enabler's result codes."""
    READY: ClassVar[str]
    """The state in which a package counts as there, until its installation is ordered."""
    ENDED: ClassVar[frozenset[str]]
    """The states in which nothing runs."""
    reports: Reports

    _uri: str
    _own: Equipment
    _policy: Read
    _transfer: Transfer
    _stands: StateClock

    @property
    @abstractmethod
    def node(self) -> Any:
        """The generated object."""

    # reports ------------------------------------------------------------------------------------------------------

    def begin_reports(self) -> None:
        """Call when the object is there."""
        self.reports = Reports(
            lambda: self.node,
            self._own.tree,
            self._own.store,
            self._uri,
            self._own.clock,
            self.ENDED,
            self.READY,
            self.RESULTS,
            background=self.background,
            asks=self.asks_for_leave,
            patience=lambda: float(self._policy("InitialBackoff") or 0),
        )

    def background(self) -> Background:
        """An order of this device alone."""
        return Background()

    def asks_for_leave(self) -> bool:
        """Only what an image server begins needs the leave of the DM server."""
        return False

    def cause(self, reported: Reported) -> Cause:
        """What is behind the transfer that an alert speaks of."""
        return self.reports.cause(reported)

    def refused(self, reported: Reported) -> None:
        """The DM server says no to TransferRequest: to that of the transfer that still waits for its leave."""
        if self.reports.asked_by(reported) and self.asks_for_leave():
            self.node.server_refuses()

    def step(self) -> bool:
        """What the machine's state asks for, and what is to be told of it before and after."""
        node = self.node
        self.reports.look()
        worked = self.work()
        if not node.is_gone:
            self.reports.look()
        return worked

    @abstractmethod
    def work(self) -> bool:
        """What the machine's state asks for; whether there was anything."""

    # facts and actions --------------------------------------------------------------------------------------------

    def own_campaign(self) -> bool:
        """Whether the announcement belongs to the campaign that runs."""
        return self._own.surroundings.campaign

    def transmissions_left(self) -> bool:
        """There is no broadcast client."""
        return False

    def repair_possible(self) -> bool:
        """There is no broadcast client."""
        return False

    def start_download(self) -> None:
        """`step` fetches it, so that the Status can go out first."""
        self._transfer.start()

    def pause_transfer(self) -> None:
        """Stop fetching; what is stored stays."""
        self._transfer.pause()

    def resume_transfer(self) -> None:  # noqa: B027 there is nothing more to do
        """`step` goes on with it."""

    def listen(self) -> None:  # noqa: B027 a transfer by URL listens to nothing
        """There is no broadcast client; the nodes that would order it are absent."""

    def start_repair(self) -> None:  # noqa: B027 a transfer by URL repairs nothing
        """There is no broadcast client; the nodes that would order it are absent."""

    def discard_package(self) -> None:
        """Delete what is stored."""
        self._transfer.discard()
