"""What came of a campaign: every device's path, result codes and refusals, the alerts, and how fast they came.

Everything is computed from the rows and alerts of the store, in the order of
the list of devices, so that two reports of one state are the same octets.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from swm.campaign.records import CampaignRecords, Row, State
from swm.session import ReceivedAlert

_RESULT = re.compile(r"<ResultCode>\s*([0-9]{1,5})\s*</ResultCode>")
_CODE = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class HeardAlert:
    """An alert (1226) that belongs to the campaign. `code` is the result code in its data, None where there is none."""

    at: float
    source: str | None
    type: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """One device and what it reported, oldest first."""

    row: Row
    alerts: tuple[HeardAlert, ...]

    @property
    def codes(self) -> list[str]:
        """Its result codes, in order."""
        return [alert.code for alert in self.alerts if alert.code is not None]


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a campaign; `correlator` is what its Execs carried, `began` seconds since 1970."""

    name: str
    correlator: str
    began: float | None
    devices: tuple[DeviceReport, ...]

    @classmethod
    def of(cls, name: str, correlator: str, records: CampaignRecords) -> Report:
        """Read from the store."""
        return cls.made(name, correlator, records.began(), records.rows(), records.alerts())

    @classmethod
    def made(
        cls,
        name: str,
        correlator: str,
        began: float | None,
        rows: Iterable[Row],
        alerts: Sequence[tuple[str, float, ReceivedAlert]],
    ) -> Report:
        """From rows and the alerts of their devices.

        An alert belongs to the campaign when it carries the correlator; of a device that got no Exec, when it
        carries none, tells of an object that was written, and came after the device was ready.
        """
        by_device: dict[str, list[tuple[float, ReceivedAlert]]] = {}
        for device, at, alert in alerts:
            by_device.setdefault(device, []).append((at, alert))
        devices = []
        for row in rows:
            heard = by_device.get(row.device, ())
            devices.append(
                DeviceReport(
                    row, tuple(_heard(at, alert) for at, alert in heard if _belongs(row, at, alert, correlator))
                )
            )
        return cls(name, correlator, began, tuple(devices))

    @property
    def states(self) -> dict[str, int]:
        """How many devices are in each state, states in the order of a device's life."""
        counts = Counter(device.row.state for device in self.devices)
        return {state.value: counts[state] for state in State if counts[state]}

    @property
    def codes(self) -> dict[str, int]:
        """How many devices reported each result code."""
        return dict(sorted(Counter(code for device in self.devices for code in dict.fromkeys(device.codes)).items()))

    @property
    def statuses(self) -> dict[str, int]:
        """How many devices answered the Exec with each Status."""
        found = Counter(str(device.row.status) for device in self.devices if device.row.status is not None)
        return dict(sorted(found.items()))

    @property
    def refusals(self) -> list[tuple[str, str, int, int]]:
        """Command, LocURI, Status and the number of devices that refused so at their last attempt; most first."""
        found = Counter(
            (refusal["command"], refusal["uri"], refusal["status"])
            for device in self.devices
            for refusal in device.row.refusals
        )
        return [(*what, count) for what, count in sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))]

    @property
    def peak(self) -> int:
        """The most alerts that came within one second of the clock."""
        return max(Counter(int(alert.at) for device in self.devices for alert in device.alerts).values(), default=0)

    @property
    def alerts(self) -> int:
        """How many alerts came."""
        return sum(len(device.alerts) for device in self.devices)

    def to_json(self) -> str:
        """As JSON, keys in a fixed order, two spaces a level."""
        told: dict[str, Any] = {
            "campaign": self.name,
            "correlator": self.correlator,
            "began": _time(self.began),
            "states": self.states,
            "exec statuses": self.statuses,
            "result codes": self.codes,
            "alerts": {"count": self.alerts, "peak a second": self.peak},
            "refusals": [
                {"command": command, "uri": uri, "status": status, "devices": count}
                for command, uri, status, count in self.refusals
            ],
            "devices": [_device(device) for device in self.devices],
        }
        return json.dumps(told, indent=2, ensure_ascii=False)

    def to_markdown(self) -> str:
        """As Markdown: counts first, then a row a device."""
        lines = [f"# Campaign {_cell(self.name)}", "", "| | |", "|---|---|"]
        lines += [f"| devices | {len(self.devices)} |", f"| began | {_time(self.began) or 'not yet'} |"]
        lines += [f"| {state} | {count} |" for state, count in self.states.items()]
        lines += [f"| Exec answered {status} | {count} |" for status, count in self.statuses.items()]
        lines += [f"| reported {code} | {count} |" for code, count in self.codes.items()]
        lines += [f"| alerts | {self.alerts}, at most {self.peak} a second |"]
        if self.refusals:
            lines += ["", "## Refusals", "", "| command | LocURI | Status | devices |", "|---|---|---|---|"]
            lines += [
                f"| {command} | {_cell(uri)} | {status} | {count} |" for command, uri, status, count in self.refusals
            ]
        lines += ["", "## Devices", "", "| device | state | attempts | path | Exec | results | remark |"]
        lines += ["|---|---|---|---|---|---|---|"]
        for device in self.devices:
            row = device.row
            cells = [
                _cell(row.device),
                row.state.value,
                str(row.attempts),
                " > ".join(row.path),
                "" if row.status is None else str(row.status),
                " ".join(device.codes),
                _cell(row.error or str(row.facts.get("known by", ""))),
            ]
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines) + "\n"


def _device(device: DeviceReport) -> dict[str, Any]:
    row = device.row
    return {
        "device": row.device,
        "state": row.state.value,
        "attempts": row.attempts,
        "path": list(row.path),
        "exec status": row.status,
        "error": row.error or None,
        "refusals": [dict(refusal) for refusal in row.refusals],
        "facts": dict(row.facts),
        "alerts": [
            {"at": _time(alert.at), "source": alert.source, "type": alert.type, "code": alert.code}
            for alert in device.alerts
        ],
        "at": _time(row.at),
    }


def _belongs(row: Row, at: float, alert: ReceivedAlert, correlator: str) -> bool:
    if alert.correlator is not None:
        return alert.correlator == correlator
    if "executing" in row.path or row.state is not State.READY or at < row.at:
        return False
    source = "" if alert.item.source is None else alert.item.source.uri
    return any(source == uri or source.startswith(f"{uri}/") for uri in row.facts.get("places", {}).values())


def _heard(at: float, alert: ReceivedAlert) -> HeardAlert:
    item = alert.item
    source = None if item.source is None else item.source.uri
    return HeardAlert(at, source, None if item.meta is None else item.meta.type, _code(item.data))


def _code(data: str | bytes | None) -> str | None:
    """The result code: the data itself (FUMO), or what its XML has as ResultCode (SCOMO)."""
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data or ""
    if _CODE.fullmatch(text.strip()):
        return text.strip()
    found = _RESULT.search(text)
    return None if found is None else found[1]


def _time(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _cell(text: str) -> str:
    """A text that a table can hold: nothing of it is markup or ends the cell."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return re.sub(r"([\\|`*_<>\[\]#])", r"\\\1", shown)
