"""The machines agree with the tables of the extension, row by row; what differs is an erratum of the spec.

A row of the table is a state, an event and a guard in words. The words are
translated once, below; then every case in which the translated guard holds is
decided by the compiled machine and compared with what the row says. The other
way round, every transition must have been met by some row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from swmgen.load import load
from swmgen.model import Enabler, Machine, Node
from swmgen.read.guard import parse_guard
from swmgen.semantics import domains, holds, outcomes, valuations

ROOT = Path(__file__).resolve().parents[2]
TABLES = ROOT.parent / "shared" / "data" / "extension" / "machines.yaml"
pytestmark = pytest.mark.skipif(not TABLES.exists(), reason=f"the tables of the extension are not at {TABLES}")

Words = dict[str, str]
CONSENT_DOWNLOAD = "{of}/Policy/Consent in {{ask_before_download, ask_both}}"
CONSENT_INSTALL = "{of}/Policy/Consent in {{ask_before_install, ask_both}}"

EVENTS_OF_A_TRANSFER: Words = {
    "announcement download accepted": "announced_download",
    "announcement suspend": "announced_suspend",
    "announcement resume": "announced_resume",
    "announcement cancel": "announced_cancel",
    "DM server refuses (Status 406 to TransferRequest)": "server_refuses",
    "MaxAge over": "announcement_expires",
    "Exec Suspend": "exec {of}/Operations/Suspend",
    "Exec Resume": "exec {of}/Operations/Resume",
    "Exec Cancel": "exec {of}/Operations/Cancel",
    "first authenticated datagram": "first_datagram",
    "last transmission over with nothing received": "broadcast_missed",
    "user cancels": "user_cancels",
    "user pauses": "user_pauses",
    "user resumes": "user_resumes",
    "condition: network, bearer, roaming, battery, storage below MinFreeStorage, window, device busy or voice call,"
    " server overload": "condition_arises",
    "transmission over and incomplete": "transmission_over",
    "object changed at the server": "object_changed",
    "ranges refused": "ranges_refused",
    "authorise_package fails": "download_fails",
    "server certificate or name wrong": "download_fails",
    "client authentication refused": "download_fails",
    "URL malformed": "download_fails",
    "package larger than the storage there is": "download_fails",
    "last byte stored": "download_completes",
    "MaxSuspendTime over": "suspend_time_over",
    "condition cleared or next attempt due": "condition_clears",
    "MaxResumeAttempts used up": "condition_clears",
    "next transmission starts": "next_transmission",
    "file complete": "file_complete",
    "repair answered but still incomplete": "repair_incomplete",
    "repair servers unreachable": "repair_unreachable",
    "verify good": "verification_ends",
    "verify bad": "verification_ends",
    "neither Security nor TUF metadata": "verification_ends",
    "restart": "restart",
    "clean up": "clean_up",
    "continue": "continue",
}
GUARDS_OF_A_TRANSFER: Words = {
    "-": "true",
    "PkgURL set, Consent not in {2,4}": "set({url}) and not " + CONSENT_DOWNLOAD,
    "PkgURL set, Consent in {2,4}": "set({url}) and " + CONSENT_DOWNLOAD,
    "Broadcast/Ref and ImageServer/Ref set, Consent not in {2,4}": (
        "set({of}/Broadcast/Ref) and set({of}/ImageServer/Ref) and not " + CONSENT_DOWNLOAD
    ),
    "Broadcast/Ref and ImageServer/Ref set, Consent in {2,4}": (
        "set({of}/Broadcast/Ref) and set({of}/ImageServer/Ref) and " + CONSENT_DOWNLOAD
    ),
    "Mode = 1 or Consent in {2,4}": (
        "{of}/ImageServer/Mode = ask or {of}/ImageServer/Mode in {{download, download_and_install}} and "
        + CONSENT_DOWNLOAD
    ),
    "Mode >= 2, Consent not in {2,4}, source https": (
        "{of}/ImageServer/Mode in {{download, download_and_install}} and announced_source = https and not "
        + CONSENT_DOWNLOAD
    ),
    "Mode >= 2, Consent not in {2,4}, source broadcast": (
        "{of}/ImageServer/Mode in {{download, download_and_install}} and announced_source = broadcast and not "
        + CONSENT_DOWNLOAD
    ),
    "own campaign": "own_campaign",
    "reason = 13, own campaign": "reason = image_server and own_campaign",
    "reason = 2": "reason = user",
    "transmissions left": "transmissions_left",
    "none left, repair allowed, missing <= MaxMissing": "not transmissions_left and repair_possible",
    "none left, repair not allowed or missing > MaxMissing": "not transmissions_left and not repair_possible",
    "restarts < MaxRestarts": "restarts < {of}/Policy/MaxRestarts",
    "restarts = MaxRestarts": "not restarts < {of}/Policy/MaxRestarts",
    "AutoResume, attempts < MaxResumeAttempts": (
        "{of}/Policy/AutoResume = true and attempts < {of}/Policy/MaxResumeAttempts"
    ),
    "initiator = image_server": (
        "{of}/Policy/AutoResume = true and not attempts < {of}/Policy/MaxResumeAttempts and initiator = image_server"
    ),
    "initiator != image_server": (
        "{of}/Policy/AutoResume = true and not attempts < {of}/Policy/MaxResumeAttempts and initiator != image_server"
    ),
    "reason = 10": "reason = broadcast_lost",
    "reason in {4,5,8}": "reason in {{bearer_not_allowed, roaming, outside_window}}",
    "reason not in {4,5,8}": "not reason in {{bearer_not_allowed, roaming, outside_window}}",
    "attempts used up": "not attempts < {of}/Policy/MaxResumeAttempts",
    "verify good": "passes({verify})",
    "conditions hold": "conditions_hold",
    "conditions do not hold": "not conditions_hold",
    "NotAfter passed": "not_after_passed",
    "roll-back possible": "roll_back_possible",
    "roll-back not possible": "not roll_back_possible",
    "SuspendUpdate and before the point of no return": "x/Capabilities/SuspendUpdate = true and before_no_return",
    "installer cannot go on": "not installer_can_go_on",
    "source https": "source = https",
    "source broadcast": "source = broadcast",
}


class Side:
    """How the words of one table are said in one machine."""

    def __init__(self, machine: str, events: Words, guards: Words, given: dict[str, Words], **places: str) -> None:
        self.machine = machine
        self.events = events
        self.guards = guards
        self.given = given
        """For an event in words, what its guard in words also asks, or asks instead (in place of `-`)."""
        self.places = places


FUMO = Side(
    "package",
    EVENTS_OF_A_TRANSFER
    | {
        "Exec Download / DownloadAndUpdate": "exec x/Download; exec x/DownloadAndUpdate",
        "Exec ReceiveBroadcast / ReceiveBroadcastAndUpdate": (
            "exec x/Operations/ReceiveBroadcast; exec x/Operations/ReceiveBroadcastAndUpdate"
        ),
        "Replace Update/PkgData complete": "replace x/Update/PkgData",
        "Replace Update/PkgData with nothing": "replace x/Update/PkgData",
        "last missing approval: Exec Resume in Mode 1, user's yes when Consent in {2,4}": (
            "exec x/Operations/Resume; user_accepts_download"
        ),
        "user refuses": "user_refuses_download; user_refuses_update",
        "package accepted": "package_accepted",
        "Exec Update": "exec x/Update",
        "conditions hold and user accepts where asked": "update_allowed",
        "MaxDeferPeriod over": "defer_time_over",
        "NotAfter passed": "package_expires",
        "update confirmed": "update_succeeds",
        "update fails or the new image is not confirmed after boot": "update_fails",
        "out of memory": "update_fails",
        "forget": "forget",
    },
    GUARDS_OF_A_TRANSFER
    | {
        "goal = update, conditions hold, Consent not in {3,4}": (
            "goal = update and conditions_hold and not " + CONSENT_INSTALL
        ),
        "goal = update, conditions do not hold or Consent in {3,4}": (
            f"goal = update and (not conditions_hold or {CONSENT_INSTALL})"
        ),
        "conditions hold, Consent not in {3,4}": "{fit} and conditions_hold and not " + CONSENT_INSTALL,
        "conditions do not hold or Consent in {3,4}": f"{{fit}} and (not conditions_hold or {CONSENT_INSTALL})",
        "prerequisite missing": "not not_after_passed and not prerequisite_there",
        "package kept": "package_kept",
        "package gone": "not package_kept",
    },
    {
        "Replace Update/PkgData complete": {"verify good": "set(x/Update/PkgData) and passes(verify)"},
        "Replace Update/PkgData with nothing": {"-": "not set(x/Update/PkgData)"},
        "last missing approval: Exec Resume in Mode 1, user's yes when Consent in {2,4}": {
            "source https": "{missing} and source = https",
            "source broadcast": "{missing} and source = broadcast",
        },
        "verify good": {"-": "passes(verify) and source = https"},
        "verify bad": {"-": "not passes(verify)"},
        "neither Security nor TUF metadata": {"device policy refuses (default)": "not passes(verify)"},
        "out of memory": {"-": "package_kept"},
    },
    of="x",
    verify="verify",
    fit="not not_after_passed and prerequisite_there",
)


class Comparison:
    """One table against one machine."""

    def __init__(self, side: Side, table: dict[str, Any], enabler: Enabler) -> None:
        self.side = side
        self.table = table
        self.enabler = enabler
        self.machine: Machine = next(entry for entry in enabler.machines if entry.name == side.machine)
        self.nodes: dict[str, Node] = enabler.tree.by_path()
        self.cells = outcomes(self.machine)
        self.codes = {result.name: result.code for result in enabler.messages.results}
        self.shown = self.machine.shown_by is not None
        self.states: dict[Any, str] = {
            state.value if self.shown else state.name: state.name for state in self.machine.states if not state.gone
        }
        self.met: set[str] = set()
        self.differences: list[str] = []

    def run(self) -> list[str]:
        """What differs: rows of the table that do not hold, and transitions that no row has."""
        for row in self.table["rows"]:
            sources, words, guard, to, result = row
            for source in self.table["done"] if sources == "DONE" else [sources]:
                pending = sources == "DONE" and (source, self.side.machine) == (40, "download")
                if not self.holds(source, words, guard, to, result, "goal = deliver and " if pending else ""):
                    self.differences.append(f"{source} | {words} | {guard} -> {to} | {result}")
        for transition in self.machine.transitions:
            for source in transition.sources:
                if f"{source}/{transition.id}" not in self.met:
                    guard = " ".join((transition.guard_text or "-").split())
                    self.differences.append(f"nothing: {source} | {transition.event} | {guard} -> {transition.target}")
        return sorted(set(self.differences))

    def holds(self, source: Any, words: str, guard: str, to: Any, result: Any, also: str) -> bool:
        """Whether every case of the row comes out as it says. A combined operation at 40 has not ended."""
        found = 0
        for event in self.side.events[words].format(**self.side.places).split("; "):
            places = {
                **self.side.places,
                "url": self.side.places.get("url") or event.removeprefix("exec ") + "/PkgURL",
                "missing": "awaits = server" if event.startswith("exec") else "awaits = user",
            }
            text = self.side.given.get(words, {}).get(guard, self.side.guards.get(guard))
            assert text is not None, f"no translation of {guard!r}"
            wanted = self.parse(f"{also}({text.format(**places)})")
            cell = self.cells.get((self.states[source], event), ())
            guards = [entry.row.guard for entry in cell if entry.row.guard is not None]
            for valuation in valuations(domains([*guards, wanted], self.machine, self.nodes)):
                if not holds(wanted, valuation):
                    continue
                taken = [entry for entry in cell if not entry.is_rest and holds(entry.row.guard, valuation)]
                [outcome] = taken or [entry for entry in cell if entry.is_rest]
                if outcome.target is None and event.startswith("user_refuses"):
                    # Two refusals of the user that the table does not tell apart.
                    continue
                if not self.agrees(source, outcome, valuation, to, result):
                    return False
                found += 1
                self.met.add(f"{self.states[source]}/{outcome.row.id}")
        return found > 0

    def agrees(self, source: Any, outcome: Any, valuation: Any, to: Any, result: Any) -> bool:
        """Whether an outcome is what the row says."""
        if to == "PHASE":
            to = 30 if valuation.get(("variable", "phase"), "transfer") == "transfer" else 36
        target = self.states[source] if outcome.target is None else outcome.target
        there = self.machine.state(target)
        if there is None or ("gone" if there.gone else there.value if self.shown else there.name) != to:
            return False
        expected = set() if result == "-" else {int(code) for code in str(result).split()}
        return expected == set() if outcome.row.result is None else expected <= self.results(outcome.row)

    def results(self, row: Any) -> set[int]:
        """The codes that a row may leave behind."""
        if row.result != "given":
            return {self.codes[row.result]}
        event = self.machine.event(row.event)
        names = set(event.results if event is not None else ())
        for procedure in self.enabler.security.procedures:
            names |= {step.fails for step in procedure.steps if step.fails}
        return {self.codes[name] for name in names if name in self.codes}

    def parse(self, text: str) -> Any:
        from swmgen.model import ReferenceKind

        def kind(name: str) -> Any:
            if name in self.nodes:
                return ReferenceKind.NODE
            if any(name == variable.name for variable in self.machine.variables):
                return ReferenceKind.VARIABLE
            return ReferenceKind.FACT if any(name == fact.name for fact in self.machine.facts) else None

        return parse_guard(text, self.machine.span, kind)


D, V, C = "x/Download/<x>", "x/Inventory/Delivered/<x>", "x/Inventory/Deployed/<x>"
INSTALL_EVENTS: Words = {
    "installed": "installed",
    "install fails": "install_fails",
    "conditions hold and user accepts where asked": "install_allowed",
    "MaxDeferPeriod over": "defer_time_over",
    "NotAfter passed": "package_expires",
}
INSTALL_GUARDS: Words = {
    "data kept": "package_kept",
    "data gone": "not package_kept",
    "conditions hold, Consent not in {3,4}": "{there} and conditions_hold and not " + CONSENT_INSTALL,
    "conditions do not hold or Consent in {3,4}": f"{{there}} and (not conditions_hold or {CONSENT_INSTALL})",
}
DOWNLOAD = Side(
    "download",
    EVENTS_OF_A_TRANSFER
    | INSTALL_EVENTS
    | {
        "Exec Download / DownloadAndUpdate": "; ".join(
            f"exec {D}/Operations/{name}" for name in ("Download", "DownloadInstall", "DownloadInstallInactive")
        ),
        "Exec ReceiveBroadcast / ReceiveBroadcastAndUpdate": "; ".join(
            f"exec {D}/Operations/ReceiveBroadcast{name}" for name in ("", "Install", "InstallInactive")
        ),
        "last missing approval: Exec Resume in Mode 1, user's yes when Consent in {2,4}": (
            f"exec {D}/Operations/Resume; user_accepts_download"
        ),
        "user refuses": "user_refuses_download; user_refuses_install",
    },
    GUARDS_OF_A_TRANSFER
    | INSTALL_GUARDS
    | {
        "goal = install or install_inactive, conditions hold, Consent not in {3,4}": (
            "goal != deliver and prerequisite_there and conditions_hold and not " + CONSENT_INSTALL
        ),
        "goal = install or install_inactive, conditions do not hold or Consent in {3,4}": (
            f"goal != deliver and prerequisite_there and (not conditions_hold or {CONSENT_INSTALL})"
        ),
        "goal = install or install_inactive, prerequisite missing": "goal != deliver and not prerequisite_there",
    },
    {
        **{words: given for words, given in FUMO.given.items() if not words.startswith("Replace")},
        "clean up": {"-": "goal = deliver"},
    },
    of=D,
    url=f"{D}/PkgURL",
    verify="verify",
    there="true",
)
DELIVERED = Side(
    "delivered",
    EVENTS_OF_A_TRANSFER
    | INSTALL_EVENTS
    | {
        "Exec Install / InstallInactive": f"exec {V}/Operations/Install; exec {V}/Operations/InstallInactive",
        "Exec Remove": f"exec {V}/Operations/Remove",
        "removed": "removed",
        "remove fails": "remove_fails",
    },
    GUARDS_OF_A_TRANSFER | INSTALL_GUARDS | {"removal cannot go on": "not removal_can_go_on"},
    {},
    of=V,
    there="package_kept",
)
DEPLOYED = Side(
    "deployed",
    {
        "Exec Activate": f"exec {C}/Operations/Activate",
        "Exec Deactivate": f"exec {C}/Operations/Deactivate",
        "Exec Remove": f"exec {C}/Operations/Remove",
        "activated": "activated",
        "activation fails": "activate_fails",
        "deactivated": "deactivated",
        "deactivation fails": "deactivate_fails",
        "removed": "removed",
        "remove fails": "remove_fails",
        "clean up": "clean_up",
        "restart": "restart",
    },
    {
        "-": "true",
        "State = 10": "component_state = inactive",
        "State = 20": "component_state = active",
        "cannot go on": "not operation_can_go_on",
    },
    {},
    of=C,
)
RECEPTION = Side(
    "reception",
    {
        "armed by a transfer": "armed",
        "first authenticated datagram": "first_datagram",
        "EndTime over": "end_time_over",
        "file complete": "file_complete",
        "transmission over and incomplete": "transmission_over",
        "transfer suspended or interrupted": "transfer_stands",
        "next transmission starts and transfer runs": "next_transmission",
        "repair failed": "repair_fails",
        "transfer cancelled": "transfer_cancelled",
        "clean up": "clean_up",
        "restart": "restart",
    },
    {
        **GUARDS_OF_A_TRANSFER,
        "repair allowed, missing <= MaxMissing": "repair_possible",
        "repair not allowed or missing > MaxMissing": "not repair_possible",
    },
    {"next transmission starts and transfer runs": {"-": "transfer_runs"}},
    of="x/<x>",
)
ALERT = Side(
    "alert",
    {
        "decided": "decided",
        "due time": "due_time",
        "a session opens or Exec Flush": "session_opens; flush",
        "Exec Release": "release",
        "Exec Flush or MaxDelay over": "flush; delay_over",
        "Exec Discard": "discard",
        "Status from the server": "answered",
        "transport failure or 503": "sending_fails",
        "back-off over": "backoff_over",
        "a session opens": "session_opens",
        "buffer full": "buffer_full",
    },
    {
        "-": "true",
        "rule 1 or 2: send now": "decision = send_now",
        "rule 4: sampled away": "decision = sample_away and not owed",
        "rule 5: Mode 1 or 2": "decision = spread",
        "rule 5: Mode 3": "decision = hold",
        "token there": "token_there",
        "no token": "not token_there",
        "not owed to an Exec": "not owed",
        "attempts < MaxAttempts": "attempts_left",
        "attempts = MaxAttempts": "not attempts_left",
    },
    {},
)
SIDES: dict[str, tuple[tuple[str, Side], ...]] = {
    "fumo-1.1": (("fumo_package", FUMO),),
    "scomo-1.2": (("scomo_download", DOWNLOAD), ("scomo_delivered", DELIVERED), ("scomo_deployed", DEPLOYED)),
    "bcastdelivery-1.0": (("broadcast_reception", RECEPTION),),
    "alertflow-1.0": (("alert", ALERT),),
}
BASE_CODES = {
    200: 1200,
    401: 1401,
    403: 1413,
    404: 1407,
    406: 1403,
    412: 1501,
    500: 1500,
    503: 1402,
    501: 1404,
    502: 1406,
}
"""Extension.md, section 8: base codes do not add 1000."""


def tables() -> dict[str, Any]:
    """The tables, that of SCOMO's download with the rows of FUMO's that hold for it too."""
    found: dict[str, Any] = yaml.safe_load(TABLES.read_text(encoding="utf-8"))
    fumo, scomo = found["fumo_package"], found["scomo_download"]
    shared = [
        [source, words, guard, to, " ".join(_scomo_codes(result)) or "-"]
        for source, words, guard, to, result in fumo["rows"]
        if (source == "DONE" and "Replace" not in words) or source in (12, 14, 20, 22, 30, 32, 34, 36, 38)
    ]
    scomo["rows"] = shared + scomo["rows"]
    return found


def _scomo_codes(result: Any) -> list[str]:
    codes = [] if result == "-" else [int(code) for code in str(result).split()]
    # 405 and 411 have no base code in SCOMO.
    return [str(BASE_CODES.get(code, code + 1000)) for code in codes if code not in (405, 411)]


def differences(key: str) -> list[str]:
    """What differs for an enabler, each with the name of the machine before it."""
    enabler = load(ROOT / "spec").enablers[key]
    every = tables()
    return sorted(
        f"{side.machine}: {found}"
        for name, side in SIDES[key]
        for found in Comparison(side, every[name], enabler).run()
    )


def errata(key: str) -> list[str]:
    """What the enabler itself says that it says otherwise."""
    return sorted(entry.says for entry in load(ROOT / "spec").enablers[key].errata)


@pytest.mark.parametrize("key", SIDES)
def test_every_row_holds_or_is_an_erratum(key: str) -> None:
    assert differences(key) == errata(key)


def test_a_row_that_does_not_hold_is_found() -> None:
    every = tables()
    every["fumo_package"]["rows"][0][3] = 50
    enabler = load(ROOT / "spec").enablers["fumo-1.1"]
    found = Comparison(FUMO, every["fumo_package"], enabler).run()
    assert "10 | Exec Download / DownloadAndUpdate | PkgURL set, Consent not in {2,4} -> 50 | -" in found


def test_a_transition_that_no_row_has_is_found() -> None:
    every = tables()
    del every["fumo_package"]["rows"][0]
    enabler = load(ROOT / "spec").enablers["fumo-1.1"]
    found = Comparison(FUMO, every["fumo_package"], enabler).run()
    assert any(entry.startswith("nothing: idle | exec x/Download |") for entry in found)


# what is not possible now ---------------------------------------------------------------------------------------------

COMMANDS = {
    "Exec Update": ("exec x/Update",),
    "Exec Suspend": ("exec x/Operations/Suspend",),
    "Exec Resume": ("exec x/Operations/Resume",),
    "Replace Security or Policy or ImageServer or Broadcast": tuple(
        f"replace within x/{name}" for name in ("Security", "Policy", "ImageServer", "Broadcast")
    ),
}
IN_WORDS = {
    "announcement download": 2,
    "announcement suspend / resume / cancel": 1,
    "Exec Download / DownloadAndUpdate / ReceiveBroadcast / ReceiveBroadcastAndUpdate": 1,
    "Exec Suspend": 2,
    "Exec Resume": 2,
    "Exec Cancel": 1,
    "Replace PkgURL": 1,
    "Replace Update/PkgData": 2,
}
"""Rows whose states stand in words, or that need a guard: the rows above and the vectors have them."""


def refusals(machine: Machine, rows: list[list[Any]]) -> Iterator[tuple[str, str]]:
    """(what the table says, what the machine says) for each row with plain states."""
    values = {state.value: state.name for state in machine.states}
    table = outcomes(machine)
    for what, where, answer in rows:
        numbers = str(where).removeprefix("not ").split()
        if not all(number.isdigit() for number in numbers):
            continue
        named = {values[int(number)] for number in numbers}
        states = set(values.values()) - named if str(where).startswith("not ") else named
        for event in COMMANDS[what]:
            for state in sorted(states):
                found = {(entry.row.status, entry.row.result) for entry in table[state, event]}
                status = int(str(answer).partition(",")[0])
                result = "nothing_to_suspend" if "LastResult 213" in str(answer) else None
                yield (
                    f"{event} in {state}: {status} {result}",
                    f"{event} in {state}: "
                    + " or ".join(f"{code} {carried}" for code, carried in sorted(found, key=str)),
                )


def test_what_is_refused_in_which_state() -> None:
    machine = load(ROOT / "spec").enablers["fumo-1.1"].machines[0]
    rows = tables()["fumo_package"]["refusals"]
    found = list(refusals(machine, rows))
    assert len(found) > 60
    assert [wanted for wanted, said in found] == [said for wanted, said in found]
    plain = [row for row in rows if all(word.isdigit() for word in str(row[1]).removeprefix("not ").split())]
    assert Counter(row[0] for row in rows if row not in plain) == IN_WORDS
