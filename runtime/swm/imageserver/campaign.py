"""One broadcast campaign as plain data, and what is announced of it. No clock, no socket: times come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from swm.delivery.session_description import FluteSession, write_session
from swm.trust.announcement import Action, Announcement, Offer, Source

if TYPE_CHECKING:
    from swm.security.target import Target


@dataclass(frozen=True, slots=True)
class Campaign:
    """One package, sent `loops` times to one session; without a session devices fetch it over https alone.

    `package` is its TUF target name, `target` the object of the devices that it
    is for. `start` is in seconds since 1970, None: as soon as the server runs.
    `lead` seconds before it the announcement is pushed to the addresses in `push`.
    `rate` is in bits a second of UDP payload, `pause` the seconds between two
    loops; `valid` how many seconds after it was signed an announcement holds, `again` the
    seconds between two repetitions of one in the session while the package itself is not sent.
    """

    name: str
    package: str
    target: str
    session: FluteSession | None
    action: Action = Action.DOWNLOAD_AND_UPDATE
    start: float | None = None
    lead: float = 0.0
    loops: int = 3
    pause: float = 0.0
    rate: int = 1_000_000
    interface: str = ""
    hops: int = 1
    valid: int = 86_400
    again: float = 5.0
    push: tuple[tuple[str, int], ...] = ()
    start_random_period: int = 0
    report: Mapping[str, object] = field(default_factory=dict)

    @property
    def description(self) -> str:
        """The SDP that announcements name, and that the DM server writes into the Broadcast object; empty for none."""
        return "" if self.session is None else write_session(self.session, self.name)

    def announcement(
        self, action: Action, isid: str, sequence: int, now: int, target: Target | None, url: str
    ) -> Announcement:
        """What is signed. `url` is where the package is served over https; empty where it is not. What brings no package
        needs no `target` either."""
        brings = action.brings_a_package
        sources = [Source(session=self.description)] if self.session is not None else []
        sources += [Source(url=url)] if url else []
        return Announcement(
            isid=isid,
            campaign=self.name,
            sequence=sequence,
            not_before=now,
            not_after=now + self.valid,
            action=action,
            target=self.target,
            offer=Offer(target.name, target.length, target.sha256.hex()) if brings and target is not None else None,
            sources=tuple(sources) if brings else (),
            start_random_period=self.start_random_period if brings else 0,
            report=dict(self.report) if brings else {},
        )
