"""Faults to seed into the specification: what a tired editor might write, and the property that must find it.

Each is a change to one line or a few of the real enablers that `check` has nothing against.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

COMMON, FUMO, FUMO11 = "swm-common-1.0/states.yaml", "fumo-1.0/states.yaml", "fumo-1.1/states.yaml"
SCOMO, SCOMO12, LAWMO = "scomo-1.0/states.yaml", "scomo-1.2/states.yaml", "lawmo-1.0/states.yaml"
BCAST, FLOW, SECURITY = "bcastdelivery-1.0/states.yaml", "alertflow-1.0/states.yaml", "dmsecurity-1.2/security.yaml"


class Edit(NamedTuple):
    """In the one line of `file` that holds `line`, put `new` in place of `old`; without `old` the line goes."""

    file: str
    line: str
    old: str = ""
    new: str = ""


class Fault(NamedTuple):
    """A fault, where it shows, and what must find it. `cuts` is true when only a power cut shows it."""

    name: str
    key: str
    machine: str
    property: str
    edits: tuple[Edit, ...]
    cuts: bool = False


def applied(fault: Fault, texts: dict[str, str]) -> dict[str, str]:
    """The files with the fault. AssertionError when a line is not there, or more than once."""
    changed = dict(texts)
    for edit in fault.edits:
        lines = changed[edit.file].splitlines(keepends=True)
        # Properties speak of rows in the words of rows; faults are made in the rows.
        at = [number for number, line in enumerate(lines) if edit.line in line and "{never: {" not in line]
        assert len(at) == 1, f"{fault.name}: {len(at)} lines of {edit.file} hold {edit.line!r}"
        if not edit.old:
            lines[at[0]] = edit.new
        else:
            assert edit.old in lines[at[0]], f"{fault.name}: {edit.old!r} is not in the line"
            lines[at[0]] = lines[at[0]].replace(edit.old, edit.new, 1)
        changed[edit.file] = "".join(lines)
    return changed


def write(texts: dict[str, str], folder: Path) -> Path:
    """Put the files into `folder`."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _fumo(name: str, property_: str, *edits: Edit, cuts: bool = False) -> Fault:
    return Fault(name, "fumo-1.0", "package", property_, edits, cuts)


def _fumo11(name: str, property_: str, *edits: Edit, cuts: bool = False) -> Fault:
    return Fault(name, "fumo-1.1", "package", property_, edits, cuts)


def _no_alert(file: str, line: str) -> Edit:
    return Edit(file, line, ", send: owed")


ALERT = "one_final_alert"

FAULTS: tuple[Fault, ...] = (
    # alerts that do not come, come twice, or are the wrong ones
    _fumo("no alert when a download fails", ALERT, _no_alert(FUMO, "{on: download_fails, from: download_progressing")),
    _fumo("no alert when a download is done", ALERT, _no_alert(FUMO, "when: goal = download, to: download_complete")),
    _fumo("no alert when a package is refused", ALERT, _no_alert(FUMO, "{on: package_refused, from")),
    _fumo("no alert when an update fails", ALERT, _no_alert(FUMO, "{on: update_fails, from: update_progressing, when: package_kept")),
    _fumo("no alert when an update fails and the package is gone", ALERT, _no_alert(FUMO, "{on: update_fails, from: update_progressing, when: not")),
    _fumo("no alert when an update succeeds", ALERT, _no_alert(FUMO, "{on: update_succeeds, from: update_progressing, when: package_kept")),
    _fumo("no alert when an update succeeds and the package is gone", ALERT, _no_alert(FUMO, "{on: update_succeeds, from: update_progressing, when: not")),
    _fumo("a second alert when the package is taken over", ALERT, Edit(FUMO, "{on: package_accepted, from", "serves: deliver", "send: download, serves: deliver")),
    _fumo("an alert before the operation has ended", "only_ordered", Edit(FUMO, "when: goal = update, to: download_complete", "serves: deliver", "result: success, send: owed, serves: deliver")),
    _fumo("an update that displaces a running DownloadAndUpdate", ALERT, Edit(FUMO, "{on: exec x/Update, from: ready_to_update", "when: goal = download, ")),
    _fumo("a second update while one runs", ALERT, Edit(FUMO, "{on: exec x/Update, from: ready_to_update", "from: ready_to_update, when: goal = download", "from: update_progressing")),
    _fumo("a power cut after which the order is forgotten", ALERT, Edit(FUMO, "{on: restart, from: download_progressing", "to: download_progressing, do: start_download", "to: idle"), cuts=True),
    _fumo("a power cut that ends an update in silence", ALERT, Edit(FUMO, "{on: restart, from: download_progressing", "{on: restart, from: download_progressing, to: download_progressing, do: start_download", "{on: restart, from: update_progressing, to: update_failed_have_data"), cuts=True),
    _fumo("a finished update taken out of view while it runs", ALERT, Edit(FUMO, "{on: forget, from", "update_successful_have_data", "update_progressing")),
    # things nobody ordered
    _fumo("a download tried again after its alert", "only_ordered", Edit(FUMO, "{on: clean_up, from: download_failed, to: idle", "to: idle, do: discard_package", "to: download_progressing, do: start_download")),
    _fumo("an update tried again after its alert", "only_ordered", Edit(FUMO, "{on: clean_up, from: update_failed_have_data", "to: update_failed_no_data, do: discard_package", "to: update_progressing, do: apply_update")),
    _fumo("an update that nobody ordered", "only_ordered", Edit(FUMO, "{on: continue, from", "goal = update", "goal = download"), Edit(FUMO, "{on: continue, in: ready", "goal = download", "goal = update")),
    _fumo("a goal that outlives its order", "only_ordered", Edit(FUMO, "{on: replace x/Update/PkgData, from: done", ", set: {goal: download}")),
    _fumo("a package exchanged under a running order", "applies_what_was_ordered", Edit(FUMO, "when: goal = download and set(x/Update/PkgData)", "goal = download and ")),
    # refusals that change something, late news that counts
    _fumo("a refusal that changes the state", "refusals_change_nothing", Edit(FUMO, "{on: clean_up, from: update_failed_no_data", "- {on: clean", "- {on: exec x/Update, from: update_failed_no_data, to: idle, status: 405}\n      - {on: clean")),
    _fumo("late news of a download", "late_news_changes_nothing", Edit(FUMO, "{on: download_fails, from: download_progressing", "from: download_progressing", "from: download_progressing idle")),
    _fumo("late news of an update", "late_news_changes_nothing", Edit(FUMO, "{on: update_succeeds, from: update_progressing, when: package_kept", "from: update_progressing", "from: update_progressing ready_to_update")),
    _fumo("a package taken over twice", "late_news_changes_nothing", Edit(FUMO, "{on: package_accepted, from", "from: download_complete", "from: download_complete download_failed")),
    # no way out
    _fumo11("a download that the user paused waits for the user for ever", "comes_to_rest", Edit(COMMON, "{on: suspend_time_over, from: download_suspended", "to: download_failed", "when: reason != user, to: download_failed")),
    _fumo("a package that is never taken over", "comes_to_rest", Edit(FUMO, "{on: package_accepted, from", "to:", "when: goal = download, to:")),
    # transfers: verification
    _fumo11("resuming skips the verification", "complete_only_verified", Edit(COMMON, "from: standing, when: phase = transfer", "to: download_progressing", "to: download_complete")),
    _fumo11("the last byte counts as verified", "complete_only_verified", Edit(COMMON, "{on: download_completes, from", "to: verifying", "to: download_complete")),
    _fumo11("a repaired file counts as verified", "complete_only_verified", Edit(COMMON, "{on: file_complete, from", "to: verifying", "to: download_complete")),
    _fumo11("a package counts that does not verify", "complete_only_verified", Edit(COMMON, "when: not passes(verify), to: download_failed", "to: download_failed, result: given, do: discard_package", "to: download_complete, result: given")),
    _fumo11("a package in the session is kept unverified", "keeps_only_verified", Edit(FUMO11, "in: done, when: set(x/Update/PkgData) and not passes", ""), Edit(FUMO11, "from: done, when: set(x/Update/PkgData) and passes(verify)", " and passes(verify)"), ),
    *(
        _fumo11(f"verify without {step}", "verified_in_full", Edit("fumo-1.1/security.yaml", f"{{do: {step}"))
        for step in ("check_length", "check_policy")
    ),
    _fumo11("hand over without check_not_after", "applies_only_verified", Edit("fumo-1.1/security.yaml", "{do: check_not_after")),
    _fumo11("the update uses the verification of the transfer", "applies_only_verified", Edit(FUMO11, "apply_update: {made_by: hand_over}", "hand_over", "verify")),
    _fumo11("an update begins though its time is over", "applies_in_time", Edit(FUMO11, "when: goal = download and not_after_passed", "to: update_failed_have_data, status: 202, result: package_expired, owes: update, send: owed", "to: update_progressing, status: 202, owes: update, do: apply_update")),
    _fumo11("an update begins without its conditions", "waits_for_conditions", Edit(FUMO11, '{on: continue, from: ready_to_update, when: "goal = update and (not', "to: update_deferred, result: deferred", "to: update_progressing, do: apply_update")),
    # transfers: ends without their alert
    _fumo11("the user cancels and no server hears of it", ALERT, _no_alert(COMMON, "{on: user_cancels, from: transferring")),
    _fumo11("no alert on Cancel", ALERT, _no_alert(COMMON, "{on: exec $of/Operations/Cancel, from: transferring")),
    _fumo11("no alert when suspended for too long", ALERT, _no_alert(COMMON, "{on: suspend_time_over, from: download_suspended")),
    _fumo11("no alert when a policy stood against it for too long", ALERT, _no_alert(COMMON, 'from: download_interrupted, when: "reason in')),
    _fumo11("no alert when the attempts are used up", ALERT, _no_alert(COMMON, "initiator != image_server, to: download_failed")),
    _fumo11("no alert when the package has changed too often", ALERT, _no_alert(COMMON, "to: download_failed, result: package_changed")),
    _fumo11("no alert when nothing of the broadcast came", ALERT, _no_alert(COMMON, "{on: broadcast_missed")),
    _fumo11("no alert when the user refuses", ALERT, _no_alert(COMMON, "{on: user_refuses_download, from")),
    _fumo11("no alert when a deferred update is cancelled", ALERT, _no_alert(FUMO11, "{on: exec x/Operations/Cancel, from: update_deferred")),
    _fumo11("no alert when the update is rolled back", ALERT, _no_alert(FUMO11, "{on: suspend_time_over, from: update_suspended, when: roll_back_possible")),
    _fumo11("no alert when the installer cannot go on", ALERT, _no_alert(FUMO11, "{on: restart, from: update_progressing"), cuts=True),
    # counters and tries
    _fumo11("restarts are not counted", "tries_end", Edit(COMMON, "{on: object_changed, from: download_progressing, when: restarts <", "set: {restarts: restarts + 1}, ")),
    _fumo11("attempts of the repair are not counted", "tries_end", Edit(COMMON, "{on: repair_unreachable, from: repair_progressing, when: attempts <", "set: {attempts: attempts + 1}, ")),
    _fumo11("an interruption gives new attempts", "attempts_never_fall", Edit(COMMON, "{on: condition_arises, from: fetching", "reason: condition", "reason: condition, attempts: 0")),
    _fumo11("a power cut gives new restarts", "restarts_never_fall", Edit(COMMON, "{on: restart, from: fetching", "reason: power_off", "reason: power_off, restarts: 0"), cuts=True),
    _fumo11("a suspended transfer loses its bytes", "keeps_while_paused", Edit(COMMON, "{on: exec $of/Operations/Suspend, from: fetching", "do: pause_transfer", "do: discard_package")),
    # image servers and users
    _fumo11("a foreign campaign cancels", "image_server_own", Edit(COMMON, "{on: announced_cancel, from: fetching", "when: own_campaign, ")),
    _fumo11("a foreign campaign suspends", "image_server_own", Edit(COMMON, "{on: announced_suspend, from: fetching", "when: own_campaign, ")),
    _fumo11("an announcement resumes what the server paused", "resumed_by_who_paused", Edit(COMMON, "{on: announced_resume, from: download_suspended, when: reason = image_server and own_campaign and phase = transfer", "reason = image_server and ")),
    _fumo11("the user resumes what the server paused", "user_resumes_own", Edit(COMMON, "{on: user_resumes, from: download_suspended, when: reason = user and phase = transfer", "reason = user and "), Edit(COMMON, "{on: user_resumes, in: download_suspended")),
    _fumo11("an image server that must ask begins", "image_server_asks", Edit(FUMO11, "        when: \"x/ImageServer/Mode = ask and not", "Mode = ask", "Mode in {ask}"), Edit(FUMO11, "announced_source, phase: transfer, restarts: 0, attempts: 0, awaits: server}", "awaits: server}", "awaits: server}\n        do: start_download")),
    _fumo11("an image server that may download installs", "image_server_delivers", Edit(FUMO11, "{when: announced_goal = update and x/ImageServer/Mode != download", " and x/ImageServer/Mode != download")),
    _fumo11("an image server begins where none is allowed", "image_server_off", Edit(FUMO11, "{on: announced_download, in: done, when: x/ImageServer/Mode = off", ""), Edit(FUMO11, "x/ImageServer/Mode = ask and x/Policy/Consent in", "Mode = ask", "Mode in {off, ask}")),
    _fumo11("one approval of two is enough", "consent_asked", Edit(COMMON, "{on: user_accepts_download, from: awaiting_authorisation, when: awaits = both", "to: awaiting_authorisation, set: {awaits: server}", "to: download_progressing, set: {awaits: nobody}, do: start_download")),
    _fumo11("late news of a transfer", "late_news_of_transfer_changes_nothing", Edit(COMMON, "{on: download_completes, from", "from: download_progressing", "from: download_progressing download_failed")),
    # announcements
    *(
        _fumo11(f"announcements without {step}", "announcements_checked", Edit(SECURITY, f"{{do: {step}, with"))
        for step in (
            "check_announcement_size",
            "check_repeated",
            "check_delegation",
            "check_sequence",
            "check_window",
            "check_sources",
            "check_rate",
            "check_device_state",
        )
    ),
    _fumo11("an announcement that nothing checks", "announcements_checked", Edit(COMMON, "announced_cancel: {kind: internal", "accepted_by: accept_announcement, ")),
    # SCOMO
    Fault("no alert when a component is in use", "scomo-1.0", "deployed", ALERT, (_no_alert(SCOMO, "{on: activated, from"),)),
    Fault("no alert when a component could not be switched off", "scomo-1.0", "deployed", ALERT, (_no_alert(SCOMO, "{on: deactivate_fails, from"),)),
    Fault("a component activated twice", "scomo-1.0", "deployed", "late_news_changes_nothing", (Edit(SCOMO, "{on: activated, from", "from: activate_progressing", "from: activate_progressing activate_failed"),)),
    Fault("no alert when a package is installed", "scomo-1.0", "delivered", ALERT, (_no_alert(SCOMO, "set: {package_state: installed}, send: owed"),)),
    Fault("a package is gone before its alert", "scomo-1.0", "delivered", ALERT, (Edit(SCOMO, "{on: delete x/Inventory/Delivered/<x>, from: done", "from: done", "from: done install_progressing"),)),
    Fault("an installation tried again after its alert", "scomo-1.0", "delivered", "only_ordered", (Edit(SCOMO, "{on: clean_up, from: remove_failed install_failed_with_data", "to: idle", "to: install_progressing, do: install_package"),)),
    Fault("a package taken away under a running download", "scomo-1.0", "download", ALERT, (Edit(SCOMO, "{on: delete x/Download/<x>, from: idle", "from: idle", "from: idle download_progressing"),)),
    Fault("a combined operation whose download has no end", "scomo-1.0", "download", "comes_to_rest", (Edit(SCOMO, "{on: download_fails, from: download_progressing", "to:", "when: goal = deliver, to:"), Edit(SCOMO, "{on: download_completes, from: download_progressing, when: goal != deliver", "goal != deliver", "goal = install"))),
    Fault("a package that waits for its removal by the server", "scomo-1.0", "delivered", "comes_to_rest", (Edit(SCOMO, "remove_progressing: {value: 30, doc: The package", "      remove_progressing", "      left_over: {value: 35, doc: Its components are gone.}\n      remove_progressing"), Edit(SCOMO, "{on: components_removed, from: idle", "to: idle", "to: left_over"), Edit(SCOMO, "Delivered/<x>/Operations/Remove, from: there", "there", "there left_over"))),
    Fault("an activation that has no end", "scomo-1.0", "deployed", "comes_to_rest", (Edit(SCOMO, "{on: activated, from: activate_progressing", "to:", "when: component_state = active, to:"), Edit(SCOMO, "{on: activate_fails, from", "to:", "when: component_state = active, to:"))),
    Fault("a download of a component that waits for the user for ever", "scomo-1.2", "download", "comes_to_rest", (Edit(COMMON, "{on: suspend_time_over, from: download_suspended", "to: download_failed", "when: reason != user, to: download_failed"),)),
    Fault("restarts of a component's download are not counted", "scomo-1.2", "download", "tries_end", (Edit(COMMON, "{on: object_changed, from: download_progressing, when: restarts <", "set: {restarts: restarts + 1}, "),)),
    Fault("an announced installation that leaves the components inactive", "scomo-1.2", "download", "announced_install_follows", (Edit(SCOMO12, "- {when: announced_goal = install, is: install}", "is: install}", "is: install_inactive}"),)),
    Fault("an announced installation that makes components active that were to stay inactive", "scomo-1.2", "download", "announced_inactive_follows", (Edit(SCOMO12, "- {when: announced_goal = install_inactive,", "is: install_inactive}", "is: install}"),)),
    Fault("an installation that is suspended for ever", "scomo-1.2", "delivered", "comes_to_rest", (Edit(COMMON, "{on: suspend_time_over, from: install_suspended, when: roll_back_possible"), Edit(COMMON, "{on: suspend_time_over, from: install_suspended, when: not roll_back_possible"))),
    Fault("a combined operation that stops half way", "scomo-1.0", "download", ALERT, (Edit(SCOMO, "{on: clean_up, from: download_complete, when: goal = deliver", "when: goal = deliver, "), Edit(SCOMO, "{on: clean_up, in: download_complete, when: goal != deliver"))),
    # locking, broadcast, alert flow
    Fault("no alert when the device is locked", "lawmo-1.0", "lock", ALERT, (_no_alert(LAWMO, "when: running = fully_lock, to: fully_locked"),)),
    Fault("a second lock displaces the first", "lawmo-1.0", "lock", ALERT, (Edit(LAWMO, "{on: exec x/Operations/FullyLock", "running = nothing", "running != wipe"),)),
    Fault("a wipe done again after its alert", "lawmo-1.0", "lock", "only_ordered", (Edit(LAWMO, "when: running = wipe and items_selected", ", set: {running: nothing}"),), cuts=True),
    Fault("a delivery armed twice", "bcastdelivery-1.0", "reception", "one_transfer", (Edit(BCAST, "{on: armed, from: idle", "from: idle", "from: idle receiving"),)),
    Fault("reception for a transfer that stands still", "bcastdelivery-1.0", "reception", "receives_for_who_runs", (Edit(BCAST, "{on: next_transmission, from: between", "when: transfer_runs", "when: not transfer_runs"), Edit(BCAST, "{on: next_transmission, in: between", "when: not transfer_runs", "when: transfer_runs"))),
    Fault("listening again after the end", "bcastdelivery-1.0", "reception", "listens_only_armed", (Edit(BCAST, "{on: clean_up, from: complete failed", "to: idle", "to: scheduled, do: listen"),)),
    Fault("waiting for ever for a broadcast that does not come", "bcastdelivery-1.0", "reception", "comes_to_rest", (Edit(BCAST, "{on: end_time_over, from: scheduled", "to: failed", "to: scheduled"),)),
    *(
        Fault(f"Release and Discard taken for each other, seen by {name}", "alertflow-1.0", "entry", name, (Edit(FLOW, "{on: exec x/<x>/Operations/Release, from", "release_alerts", "discard_alerts"), Edit(FLOW, "{on: exec x/<x>/Operations/Discard, from", "discard_alerts", "release_alerts")))
        for name in ("releases", "discards")
    ),
    Fault("an order to flush that flushes nothing", "alertflow-1.0", "entry", "flushes", (Edit(FLOW, "{on: exec x/<x>/Operations/Flush, from", ", do: flush_alerts", ""),)),
    Fault("an entry that goes takes alerts with it", "alertflow-1.0", "entry", "only_discard_discards", (Edit(FLOW, "{on: delete x/<x>, from: there", "do: flush_alerts", "do: discard_alerts"),)),
    Fault("an entry that goes leaves alerts held", "alertflow-1.0", "entry", "nothing_held_without_entry", (Edit(FLOW, "{on: delete x/<x>, from: there", ", do: flush_alerts", ""),)),
    Fault("a flush that is refused", "alertflow-1.0", "entry", "takes_every_order", (Edit(FLOW, "{on: exec x/<x>/Operations/Flush, from", "status: 200", "status: 405"),)),
    Fault("a flush that ends the entry", "alertflow-1.0", "entry", "stays_in_force", (Edit(FLOW, "{on: exec x/<x>/Operations/Flush, from", "to: there", "to: gone"),)),
    Fault("an important alert that waits", "alertflow-1.0", "alert", "immediate_goes_at_once", (Edit(FLOW, "{when: user_asked or (immediate", "immediate and not campaign", "immediate and campaign"),)),
    Fault("an alert that is held until the server wants it", "alertflow-1.0", "alert", "comes_out", (Edit(FLOW, "{on: delay_over, from: held waiting", "held waiting", "waiting"),)),
    Fault("an alert that is not tried again before a session", "alertflow-1.0", "alert", "time_takes_it_out", (Edit(FLOW, "{on: backoff_over, from: backoff"),)),
    Fault("an owed alert is discarded", "alertflow-1.0", "alert", "owed_never_lost", (Edit(FLOW, "{on: discard, from: waiting held", "not owed and "), Edit(FLOW, "{on: discard, in: waiting held", "owed or "))),
    Fault("an owed alert gives way to another", "alertflow-1.0", "alert", "owed_never_lost", (Edit(FLOW, "{on: buffer_full, from: kept", "not owed and "), Edit(FLOW, "{on: buffer_full, in: kept", "owed or "))),
    Fault("an owed alert is sampled away", "alertflow-1.0", "alert", "owed_never_lost", (Edit(FLOW, "{on: decided, from: new, when: decision = sample_away and not owed", " and not owed"), Edit(FLOW, "{on: decided, from: new, when: decision = sample_away and owed"))),
    Fault("the report of an attack gives way to another alert", "alertflow-1.0", "alert", "critical_never_dropped", (Edit(FLOW, "{on: buffer_full, from: kept", " and not security"), Edit(FLOW, "{on: buffer_full, in: kept", " or security"))),
    Fault("a failure is sampled away", "alertflow-1.0", "alert", "failures_never_sampled", (Edit(FLOW, "{when: mode = spread_and_sample", " and not failed"),)),
    Fault("an alert answered is sent again", "alertflow-1.0", "alert", "sent_once", (Edit(FLOW, "{on: session_opens, from: waiting backoff stored", "from: waiting backoff stored", "from: waiting backoff stored sent"),)),
    Fault("an alert that is held for ever", "alertflow-1.0", "alert", "comes_out", (Edit(FLOW, "{on: delay_over, from: held waiting", "held waiting", "waiting"), Edit(FLOW, "{on: release, from: held", "from: held, to: waiting", "from: held, to: held"), Edit(FLOW, "{on: flush, from: waiting held", "waiting held", "waiting"))),
)  # fmt: skip
