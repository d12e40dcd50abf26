"""What an object tells its server of its own accord: alerts of the extension, each with a SwmReport.

The object's machine sends what ends an order; this looks at its states and
sends the rest: that a transfer stands still or goes on, asks for leave, is
ready or has ended with no order behind it, and that a check of security
failed. What was told is journalled in the transaction that queues the alert,
so a kill at any instant neither loses a report nor sends it a second time.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from swm.alerts.flow import Cause
from swm.alerts.report_rules import ReportRules
from swm.device.swm_report import member_of, swm_report
from swm.errors import LocalError
from swm.json_documents import made_of, read_json
from swm.machine import Reported

if TYPE_CHECKING:
    from swm.device.store import DeviceStore
    from swm.tree import ManagementTree

FORMAT: Final = 1
SECURITY: Final = (
    "VALIDATION_FAILED",
    "IMAGE_SERVER_NOT_AUTHORISED",
    "ANNOUNCEMENT_NOT_AUTHENTIC",
    "ANNOUNCEMENT_EXPIRED",
    "DIGEST_MISMATCH",
    "DECRYPTION_FAILED",
    "SIGNER_REVOKED",
    "ROLLBACK",
    "TLS_FAILED",
)
"""Results of checks that somebody's attack fails; each enabler has numbers of its own for them."""
BEGINNING: Final = "IDLE"
"""SCOMO's installations that succeed end in the state before everything, too: their result tells them from a beginning."""
STANDS: Final = {
    "DOWNLOAD_SUSPENDED": "suspended",
    "UPDATE_SUSPENDED": "suspended",
    "DOWNLOAD_INTERRUPTED": "interrupted",
    "INSTALL_SUSPENDED": "suspended",
    "UPDATE_DEFERRED": "deferred",
    "INSTALL_DEFERRED": "deferred",
    "AWAITING_AUTHORISATION": "transferrequest",
}
RUNS: Final = ("DOWNLOAD_PROGRESSING", "REPAIR_PROGRESSING", "UPDATE_PROGRESSING", "INSTALL_PROGRESSING")
RECEIVED: Final = (
    "DOWNLOAD_COMPLETE",
    "READY_TO_UPDATE",
    "UPDATE_DEFERRED",
    "UPDATE_PROGRESSING",
    "INSTALL_DEFERRED",
    "INSTALL_PROGRESSING",
)
ACKNOWLEDGEMENT: Final = "RAck"
STATISTICS_OF_ALL: Final = "StaR-all"
"""Values of Report/Type: the bare fact that it was received; a report of receptions that failed, too."""
OF_A_CAMPAIGN: Final = ("imageready", "autonomousresult", "broadcastreport")
"""What the rules for reports are about; all else is this device's alone, or owed."""


@dataclass(frozen=True, slots=True)
class Background:
    """What is behind a transfer. `isid` is empty where no image server began it, `many` is true where a campaign or a
    broadcast brings it to many devices; `rules` are those of its reports, where somebody gave some. `reception` is
    Report/Type of the broadcast, empty where its reception is not to be reported to the DM server."""

    isid: str = ""
    delivery: str = ""
    many: bool = False
    rules: ReportRules | None = None
    reception: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What survives: the TransactionID, whether that transfer has ended, and what was told of it. `ended_orders` is how
    many orders of the object had ended when it was looked at last, `asked` whether the DM server was asked for leave."""

    transfer: str = ""
    open: bool = False
    stands: str = ""
    ready: bool = False
    received: bool = False
    background: Background = field(default_factory=Background)
    ended_orders: int = 0
    asked: bool = False


class Reports:
    """The reports of the object at `uri`. `machine` gives its `DeviceObject`, `clock` is in seconds.

    Nothing runs in the states `ended`; in `ready` the package is there. `results` are those of its enabler.
    `background` tells what is behind the transfer that runs, `asks` whether it
    waits for leave of the DM server, `patience` how many seconds an
    interruption may last before it is reported.
    """

    def __init__(
        self,
        machine: Callable[[], Any],
        tree: ManagementTree,
        store: DeviceStore,
        uri: str,
        clock: Callable[[], float],
        ended: Collection[str],
        ready: str,
        results: type[IntEnum],
        *,
        background: Callable[[], Background],
        asks: Callable[[], bool],
        patience: Callable[[], float],
    ) -> None:
        self._machine = machine
        self._tree = tree
        self._store = store
        self._journal = store.journal(f"{uri} reports")
        self._uri = uri
        self._clock = clock
        self._ended = ended
        self._ready = ready
        self._security = frozenset(results[name] for name in SECURITY)
        self._success = results["SUCCESS"]
        self._background = background
        self._asks = asks
        self._patience = patience
        self._now = _read(self._journal.load())
        self._since: tuple[str, float] = ("", 0.0)

    def cause(self, reported: Reported) -> Cause:
        """Why an alert came up, for flow control."""
        known = self._now.background
        if reported.kind.name == "securityfailure":
            # An image server's name stands in the report of its announcement; the rules of its reports do not count.
            isid = member_of(reported.stored.data, "ISID")
            return Cause(known.many or bool(isid), known.delivery or self._now.transfer, isid)
        rules = known.rules if reported.kind.name in OF_A_CAMPAIGN else None
        return Cause(known.many, known.delivery or self._now.transfer, known.isid, rules)

    def asked_by(self, reported: Reported) -> bool:
        """Whether an alert asks for leave for the transfer that runs, and not for one that has ended meanwhile."""
        asks = reported.kind.name == "transferrequest" and self._now.open
        return asks and member_of(reported.stored.data, "TransactionID") == self._now.transfer

    def look(self) -> None:
        """Tell what is to be told of the state as it is. Call it before and after each step of the object."""
        machine = self._machine()
        state = str(machine.state.name)
        if self._since[0] != state:
            self._since = (state, self._clock())
        if state in self._ended:
            if self._now.open:
                self._end(machine, state)
            return
        if not self._now.open:
            self._keep(
                Record(secrets.token_hex(8), True, background=self._background(), ended_orders=machine.ended_orders)
            )
        elif self._background() != self._now.background and machine.owed is None:
            self._keep(replace(self._now, background=self._background()))
        if machine.ended_orders != self._now.ended_orders:
            # An order that ended while the transfer goes on is not behind its end.
            self._keep(replace(self._now, ended_orders=machine.ended_orders))
        if state in RECEIVED and self._now.background.reception and not self._now.received:
            self._tell("broadcastreport", str(machine.last_result), replace(self._now, received=True))
        if state == self._ready and not self._now.ready and self._is_unordered(machine):
            self._tell("imageready", str(machine.last_result), replace(self._now, ready=True))
        stands = STANDS.get(state, "")
        if stands and stands != self._now.stands and self._is_due(stands, machine):
            result = str(machine.last_result) if stands in ("suspended", "deferred") else ""
            asked = self._now.asked or stands == "transferrequest"
            self._tell(stands, result, replace(self._now, stands=stands, asked=asked))
        elif not stands and self._now.stands and state in RUNS:
            after = replace(self._now, stands="")
            if self._now.stands in ("suspended", "interrupted"):
                self._tell("resumed", str(machine.last_result or ""), after)
            else:
                self._keep(after)

    def attacked(self, isid: str, result: int, suppressed: int) -> None:
        """An announcement in the name of `isid` was refused; `suppressed` others were before it, and not reported."""
        values = {"ResultCode": str(result), "ISID": isid, "Suppressed": str(suppressed or "")}
        self._machine().announce("securityfailure", self._report(values))

    def forget(self) -> None:
        """The object is gone; another at its URI has nothing to do with it."""
        self._journal.save(None)
        self._now = Record()

    # inside -------------------------------------------------------------------------------------------------------

    def _is_unordered(self, machine: Any) -> bool:
        return bool(self._now.background.isid) and machine.owed is None

    def _is_due(self, stands: str, machine: Any) -> bool:
        if stands == "suspended":
            return bool(machine.variables.reason.name != "SERVER_COMMAND")
        if stands == "interrupted":
            return self._clock() - self._since[1] >= self._patience()
        return stands != "transferrequest" or self._asks()

    def _end(self, machine: Any, state: str) -> None:
        result = machine.last_result
        after = replace(
            self._now, open=False, stands="", ready=False, received=False, ended_orders=machine.ended_orders
        )
        kinds = []
        if (
            state == "DOWNLOAD_FAILED"
            and self._now.background.reception == STATISTICS_OF_ALL
            and not self._now.received
        ):
            kinds.append("broadcastreport")
        if state != BEGINNING and result in self._security:
            kinds.append("securityfailure")
        ordered = machine.ended_orders != self._now.ended_orders
        if (state != BEGINNING or result == self._success) and self._is_unordered(machine) and not ordered:
            kinds.append("autonomousresult")
        with self._store.transaction():
            for kind in kinds:
                known = self._now.background
                # Leave that was asked for was given by a Resume: what comes of it bears its Correlator.
                given = kind == "autonomousresult" and self._now.asked
                correlator = machine.correlator_in("AWAITING_AUTHORISATION") if given else None
                report = self._report({"ResultCode": str(result), **self._named(kind, known)})
                machine.announce(kind, report, correlator)
            self._save(after)

    def _named(self, kind: str, known: Background) -> dict[str, str]:
        # A report of a bad package names no image server: it is not counted with the forged announcements.
        named = {"DeliveryID": known.delivery} | ({} if kind == "securityfailure" else {"ISID": known.isid})
        acknowledges = kind == "broadcastreport" and known.reception == ACKNOWLEDGEMENT
        return named | ({"BytesReceived": "", "TotalSize": ""} if acknowledges else {})

    def _tell(self, kind: str, result: str, after: Record) -> None:
        """Queue an alert and journal that it was, as one."""
        known = self._now.background
        with self._store.transaction():
            self._machine().announce(kind, self._report({"ResultCode": result, **self._named(kind, known)}))
            self._save(after)

    def _report(self, values: Mapping[str, str]) -> str:
        machine = self._machine()
        reason = getattr(machine.variables.reason, "value", "")
        return swm_report(
            {
                "Identifier": self._leaf("PkgID"),
                "State": str(machine.state.value),
                "TransactionID": self._now.transfer if self._now.open else "",
                "BytesReceived": self._leaf("Transfer/BytesReceived"),
                "TotalSize": self._leaf("Transfer/TotalSize"),
                "Reason": "" if reason in ("", "none") else self._leaf("Transfer/SuspendReason"),
                **values,
            }
        )

    def _leaf(self, path: str) -> str:
        value = self._tree.value(f"{self._uri}/{path}")
        return value if isinstance(value, str) else ""

    def _keep(self, after: Record) -> None:
        with self._store.transaction():
            if after.transfer != self._now.transfer:
                uri = f"{self._uri}/Transfer/TransactionID"
                if not self._tree.exists(uri):
                    self._tree.create(uri)
                self._tree.store(uri, after.transfer)
            self._save(after)

    def _save(self, after: Record) -> None:
        self._journal.save(json.dumps({"format": FORMAT, **asdict(after)}, sort_keys=True).encode("utf-8"))
        self._now = after


def _read(record: bytes | None) -> Record:
    """LocalError for a record that this library did not write; it is left where it is."""
    if record is None:
        return Record()
    try:
        data = read_json(record)
        if data.pop("format") != FORMAT:
            raise LocalError(f"the journal of reports is not of format {FORMAT}")
        background = data.pop("background")
        rules = background.pop("rules")
        known = made_of(Background, {**background, "rules": None if rules is None else made_of(ReportRules, rules)})
        return made_of(Record, {**data, "background": known})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LocalError(f"the journal of reports cannot be read: {error!r}") from None
