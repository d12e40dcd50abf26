"""Announcements as they arrive, by datagram or in a carousel, through the compiled procedure `accept_announcement`.

What is accepted is durable before anything is done about it: the floors keep
the payload until the object has journalled its new state, and `pending` gives
it again after a kill.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from swm.errors import MessageError
from swm.security import ProcedureDropped, ProcedureStopped
from swm.trust import Announcement, DevicePrimitives, announced
from swm.trust.announcement import isid_of, read_announcement
from swm.trust.dsse import read_envelope
from swm_enablers.dmsecurity_1_2 import security

if TYPE_CHECKING:
    from swm.trust import Floors

HOUR: Final = 3600.0
MAX_NAMED: Final = 64
"""Image servers whose attacks are told within an hour, and counted: names cost an attacker nothing."""
Say = Callable[[str, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Attack:
    """A refused announcement, or forged metadata, in the name of `isid` for the object `target`. Of an announcement both
    are only what it says of itself.

    `suppressed` is how many were refused since the last that was told.
    """

    isid: str
    target: str
    result: int
    suppressed: int


class AnnouncementReceiver:
    """Judges announcements. `primitives` makes the checks, `now` is trusted time in seconds since 1970."""

    def __init__(
        self,
        primitives: Callable[[], DevicePrimitives],
        floors: Floors,
        now: Callable[[], int],
        say: Say,
        attacked: Callable[[Attack], None],
        clock: Callable[[], float],
    ) -> None:
        """`attacked` is told of one refusal an hour and image server, by `clock` in seconds; a restart forgets them."""
        self._attacked = attacked
        self._clock = clock
        self._attacks: dict[tuple[str, str], float] = {}
        self._counted: dict[tuple[str, str], int] = {}
        self._primitives = primitives
        self._floors = floors
        self._now = now
        self._say = say
        self.refused: Counter[str] = Counter()
        """How many were stopped or dropped, by the step that did it. Repeats are not attacks and count like the others."""

    def judge(self, octets: bytes, way: str) -> tuple[str, Announcement] | None:
        """The signing key and the announcement when it is accepted. None otherwise: what fails is told, once a step.

        `way` is how it came, for those who read what is told.
        """
        inputs = security.AcceptAnnouncementInputs(octets, self._now())
        try:
            permit = security.accept_announcement(self._primitives(), inputs)
        except ProcedureDropped as dropped:
            self._count(dropped.step, None, way)
            return None
        except ProcedureStopped as stopped:
            self._count(stopped.step, int(stopped.result), way)
            self._tell(octets, int(stopped.result))
            return None
        found = announced(permit)
        self._say(
            "announcement accepted",
            {"action": found.action.value, "campaign": found.campaign, "sequence": found.sequence},
        )
        return str(permit.content["key"]), found

    def _count(self, step: str, result: int | None, way: str) -> None:
        self.refused[step] += 1
        if self.refused[step] == 1:
            self._say("announcement refused", {"step": step, "result": result, "by": way})

    def _tell(self, octets: bytes, result: int) -> None:
        """Tell of a refusal, or count it where one has been told within the hour: a flood costs no report and no write."""
        isid, target = _named_in(octets)
        if isid:
            self._attack("announcement", isid, target, result)

    def forged(self, isid: str, target: str, result: int) -> None:
        """Metadata came on the air that no key of the image server's repository signed: told or counted like announcements,
        apart from these."""
        self._attack("metadata", isid, target, result)

    def _attack(self, what: str, isid: str, target: str, result: int) -> None:
        now, name = self._clock(), (what, isid)
        self._attacks = {known: at for known, at in self._attacks.items() if now - at < HOUR}
        if name in self._attacks or len(self._attacks) >= MAX_NAMED:
            if name in self._counted or len(self._counted) < MAX_NAMED:
                self._counted[name] = self._counted.get(name, 0) + 1
            return
        self._attacks[name] = now
        self._attacked(Attack(isid, target, result, self._counted.pop(name, 0)))

    def pending(self) -> list[tuple[str, Announcement]]:
        """What was accepted before the device stopped and perhaps not carried out."""
        return [(key, read_announcement(payload)) for key, payload in sorted(self._floors.pending().items())]

    def done(self, key: str) -> None:
        """The object has journalled what the announcement made of it."""
        self._floors.taken(key)


def _named_in(octets: bytes) -> tuple[str, str]:
    """The image server and the object that an announcement names, empty where it names none. Nobody vouches for it."""
    try:
        payload = read_envelope(octets, len(octets)).payload
        isid = isid_of(payload)
    except MessageError:
        return "", ""
    try:
        return isid, read_announcement(payload).target
    except MessageError:
        return isid, ""
