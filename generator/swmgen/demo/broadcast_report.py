"""What a broadcast demonstration has shown: the table while it runs, the report and the verdict at its end."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from swm.campaign import Report
from swmgen.demo.fleet import Member

Say = Callable[[str], None]
DEVICE_WIDTH: Final = 62
"""Columns that one device needs, with the longest state there is."""
AROUND: Final = 6
"""Lines of the table that are no devices."""


def successes(alerts: Iterable[tuple[float, str, str, str]]) -> set[str]:
    """The devices that told of a success. That a package is there is none yet, and other alerts carry other results."""
    codes = ("200", "215", "216")
    return {device for _, device, kind, data in alerts if not kind.endswith(":ImageReady") and _has_one(data, codes)}


def _has_one(data: str, codes: Iterable[str]) -> bool:
    return any(data == code or f"<ResultCode>{code}</ResultCode>" in data for code in codes)


@dataclass
class Outcome:
    """Everything that the report tells. Times are seconds; `alerts` are those of the DM server: when, device, type, data."""

    members: Sequence[Member]
    image: bytes
    package_octets: int
    cap: int
    began: float
    ended: float = 0.0
    status: dict[str, Any] = field(default_factory=dict)
    alerts: list[tuple[float, str, str, str]] = field(default_factory=list)
    attacks: tuple[int, int] = (0, 0)
    faults: list[str] = field(default_factory=list)
    campaign: Report | None = None

    def peak(self) -> int:
        """The most devices that reported within one second of the clock; one takes its alerts along in one session."""
        counts = Counter(second for second, _ in {(int(moment), device) for moment, device, _, _ in self.alerts})
        return max(counts.values(), default=0)

    def wrongs(self) -> list[str]:
        """Whatever did not end as it should; nothing when all did."""
        found = list(self.faults)
        heard = successes(self.alerts)
        for number, member in enumerate(self.members):
            if not member.has_updated:
                found.append(f"{member.name} ended in {member.state or 'no state'}: {member.route()}")
                continue
            firmware = member.folder / "device-data" / "FwUpdate-Pkg1" / "software" / "firmware"
            if not firmware.exists() or firmware.read_bytes() != self.image:
                found.append(f"{member.name} has other firmware than was published")
            if f"IMEI:{number:06}" not in heard:
                found.append(f"{member.name} has not reported its success to the DM server")
            if any(campaign == "free-beer" for campaign, _ in member.accepted):
                found.append(f"{member.name} accepted a forged announcement")
        steps = Counter(step for member in self.members for step, _ in member.refused)
        for step, attack in (("check_announcement_signature", "forged"), ("check_window", "replayed")):
            if self.attacks[1] and not steps[step] and not (step == "check_window" and steps["check_sequence"]):
                found.append(f"no device refused the {attack} announcement")
        if self.attacks[0] and not sum(int(member.told.get("forged", 0)) for member in self.members):
            found.append("no device noticed a forged datagram")
        if self.campaign is not None and set(self.campaign.states) - {"ready"}:
            found.append(f"the campaign's report has other devices than prepared ones: {self.campaign.states}")
        if self.peak() > self.cap:
            found.append(f"{self.peak()} devices reported within one second; the cap is {self.cap}")
        return found

    def lines(self) -> Iterator[str]:
        """The report."""
        sent = sum(int(campaign["octets"]) for campaign in self.status.get("campaigns", ()))
        repaired = sum(int(member.told.get("repaired", 0)) for member in self.members)
        updated = sum(member.has_updated for member in self.members)
        delivered = self.package_octets * updated
        yield f"devices            {updated} of {len(self.members)} run the new firmware"
        yield f"time               {self.ended - self.began:.1f} s from the first datagram's time to the last alert"
        if self.campaign is not None:
            first = max((member.messages[0] for member in self.members if member.messages), default=0)
            orders = ", ".join(f"{count} Execs answered {status}" for status, count in self.campaign.statuses.items())
            yield f"prepared by DM     at most {first} messages of a device; {orders or 'no Exec'}"
        yield f"broadcast          {_size(sent)} sent for {_size(delivered)} delivered ({_ratio(delivered, sent)} times)"
        yield f"repair over https  {_size(repaired)} of these"
        yield f"kills              {sum(member.kills for member in self.members)} devices were killed and went on"
        yield f"alerts             {len(self.alerts)}; at most {self.peak()} devices a second report, the cap is {self.cap}"
        yield f"attacks            {self.attacks[0]} forged datagrams, {self.attacks[1]} forged and replayed announcements"
        yield "refused by step:"
        forged = sum(int(member.told.get("forged", 0)) for member in self.members)
        yield f"  {'receive_datagram: check_datagram':50} {forged:6} datagrams"
        steps = Counter((step, result) for member in self.members for step, result in member.refused)
        for (step, result), count in sorted(steps.items(), key=str):
            told = "silently" if result is None else f"result {result}"
            yield f"  {f'accept_announcement: {step}':50} {count:6} devices, {told}"
        yield "paths through the states:"
        for route, count in Counter(member.route() for member in self.members).most_common():
            yield from textwrap.wrap(f"  {count:3} x {route}", 80, subsequent_indent=" " * 8, break_long_words=False)
        for wrong in self.wrongs():
            yield f"WRONG: {wrong}"


@contextmanager
def watching(members: Sequence[Member], say: Say, live: bool) -> Iterator[Callable[[str], None]]:
    """A table of the fleet that lives on a terminal; elsewhere a line whenever the counts change. Gives `look`,
    to be called with the present phase every now and then."""
    if live:
        from rich.live import Live

        with Live(table(members, "", 80, 24), refresh_per_second=4) as shown:
            size = shown.console.size
            yield lambda phase: shown.update(table(members, phase, size.width, size.height))
        return
    last = [""]

    def look(phase: str) -> None:
        counts = Counter(member.state.lower().replace("_", " ") or "starting" for member in members)
        line = f"{phase}: " + ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
        if line != last[0]:
            last[0] = line
            say(line)

    yield look


def table(members: Sequence[Member], phase: str, width: int, height: int) -> Any:
    """The fleet on a terminal of so many columns and lines: each device, or how many are in each state where not all fit."""
    columns = max(1, width // DEVICE_WIDTH)
    rows = -(-len(members) // columns)
    title = f"broadcast to {len(members)} devices: {phase}"
    if rows > height - AROUND:
        return _by_state(members, title)
    return _by_device(members, title, rows, -(-len(members) // rows))


def _by_device(members: Sequence[Member], title: str, rows: int, columns: int) -> Any:
    from rich.table import Table

    made = Table(title=title, expand=False)
    for _ in range(columns):
        for name in ("device", "state", "kills", "refused"):
            made.add_column(name, no_wrap=True)
    for row in range(rows):
        cells: list[str] = []
        for member in members[row::rows]:
            cells += [member.name, _styled(member), str(member.kills or ""), str(len(member.refused) or "")]
        made.add_row(*cells)
    return made


def _by_state(members: Sequence[Member], title: str) -> Any:
    from rich.table import Table

    made = Table(title=title, expand=False)
    made.add_column("state", no_wrap=True)
    for name in ("devices", "kills", "refused"):
        made.add_column(name, justify="right", no_wrap=True)
    for state in dict.fromkeys(_styled(member) for member in members):
        there = [member for member in members if _styled(member) == state]
        kills, refused = sum(member.kills for member in there), sum(len(member.refused) for member in there)
        made.add_row(state, str(len(there)), str(kills or ""), str(refused or ""))
    return made


def _styled(member: Member) -> str:
    style = "green" if member.has_updated else "red" if member.has_failed else "yellow"
    state = member.state.lower().replace("_", " ") or ("ready" if member.ready else "starting")
    return f"[{style}]{state}[/]"


def _size(octets: int) -> str:
    return f"{octets / 1e6:.2f} MB"


def _ratio(delivered: int, sent: int) -> str:
    return f"{delivered / sent:.1f}" if sent else "0"
