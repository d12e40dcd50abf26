"""What an image server announces: the payload of its DSSE envelope."""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from swm.errors import MessageError
from swm.trust.dsse import read_json

PAYLOAD_TYPE: Final = "application/vnd.swm.announcement+json"
MAX_SIZE: Final = 16 * 1024
MAX_SEQUENCE: Final = (1 << 63) - 1
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


class Action(enum.StrEnum):
    """What the devices are to do."""

    DOWNLOAD = "download"
    DOWNLOAD_AND_UPDATE = "downloadAndUpdate"
    SUSPEND = "suspend"
    RESUME = "resume"
    CANCEL = "cancel"
    REPORT_POLICY = "reportPolicy"

    @property
    def brings_a_package(self) -> bool:
        """Whether package and sources must be named."""
        return self in (Action.DOWNLOAD, Action.DOWNLOAD_AND_UPDATE)

    @property
    def counts(self) -> bool:
        """Whether it is counted against MaxAnnouncementsPerDay: suspend and cancel are not."""
        return self not in (Action.SUSPEND, Action.CANCEL)


@dataclass(frozen=True, slots=True)
class Offer:
    """The package announced: its TUF target name, octets, SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where it comes from: an https URL, or the SDP of a FLUTE session. One of the two is empty."""

    url: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement. Times are seconds since 1970. `report` tunes reports and is passed on as it is."""

    isid: str
    campaign: str
    sequence: int
    not_before: int
    not_after: int
    action: Action
    target: str
    offer: Offer | None = None
    sources: tuple[Source, ...] = ()
    start_random_period: int = 0
    report: Mapping[str, object] = field(default_factory=dict)

    def encode(self) -> bytes:
        """The payload; the same announcement gives the same octets."""
        document: dict[str, object] = {
            "isid": self.isid,
            "campaign": self.campaign,
            "sequence": self.sequence,
            "notBefore": _text_of(self.not_before),
            "notAfter": _text_of(self.not_after),
            "action": self.action.value,
            "target": self.target,
        }
        if self.offer is not None:
            document["package"] = {"name": self.offer.name, "size": self.offer.size, "sha256": self.offer.sha256}
            document["sources"] = [
                {"https": source.url} if source.url else {"flute": source.session} for source in self.sources
            ]
        if self.start_random_period:
            document["startRandomTimePeriod"] = self.start_random_period
        if self.report:
            document["report"] = dict(self.report)
        return json.dumps(document, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _text_of(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds_of(text: object) -> int:
    if not isinstance(text, str) or _TIME.fullmatch(text) is None:
        raise MessageError("times are RFC 3339 in UTC")
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except ValueError:
        raise MessageError(f"{text} is no time") from None


def _text(document: Mapping[str, Any], name: str, limit: int) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not 1 <= len(value.encode("utf-8", "replace")) <= limit:
        raise MessageError(f"{name} is a text of 1 to {limit} octets")
    return value


def _number(document: Mapping[str, Any], name: str, limit: int) -> int:
    value = document.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= limit:
        raise MessageError(f"{name} is a number from 0 to {limit}")
    return value


def isid_of(payload: bytes) -> str:
    """The image server that a payload, not yet believed, says it comes from. MessageError when it says none."""
    document = read_json(payload, MAX_SIZE)
    if not isinstance(document, dict):
        raise MessageError("an announcement is an object")
    return _text(document, "isid", 255)


def read_announcement(payload: bytes) -> Announcement:
    """The announcement in a payload. MessageError when a member is missing or of the wrong kind."""
    document = read_json(payload, MAX_SIZE)
    if not isinstance(document, dict):
        raise MessageError("an announcement is an object")
    try:
        action = Action(str(document.get("action")))
    except ValueError:
        raise MessageError("the action is not known") from None
    offer: Offer | None = None
    sources: tuple[Source, ...] = ()
    if action.brings_a_package:
        offer, sources = _offer(document.get("package")), _sources(document.get("sources"))
    report = document.get("report", {})
    if not isinstance(report, dict):
        raise MessageError("report is an object")
    return Announcement(
        isid=_text(document, "isid", 255),
        campaign=_text(document, "campaign", 255),
        sequence=_number(document, "sequence", MAX_SEQUENCE),
        not_before=_seconds_of(document.get("notBefore")),
        not_after=_seconds_of(document.get("notAfter")),
        action=action,
        target=_text(document, "target", 1024),
        offer=offer,
        sources=sources,
        start_random_period=_number(document, "startRandomTimePeriod", 1 << 31)
        if "startRandomTimePeriod" in document
        else 0,
        report=report,
    )


def _offer(value: object) -> Offer:
    if not isinstance(value, dict):
        raise MessageError("package is an object")
    sha256 = _text(value, "sha256", 64)
    if re.fullmatch("[0-9a-f]{64}", sha256) is None:
        raise MessageError("sha256 is 64 hexadecimal digits")
    return Offer(_text(value, "name", 1024), _number(value, "size", 1 << 40), sha256)


def _sources(value: object) -> tuple[Source, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= 16:
        raise MessageError("sources is a list of 1 to 16")
    found = []
    for entry in value:
        if not isinstance(entry, dict) or len(entry) != 1 or not set(entry) <= {"https", "flute"}:
            raise MessageError("a source is either https or flute")
        if "https" in entry:
            found.append(Source(url=_text(entry, "https", 2048)))
        else:
            found.append(Source(session=_text(entry, "flute", 8192)))
    return tuple(found)
