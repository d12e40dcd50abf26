"""States, events and transition tables of fumo-overlay 1.1.

A table says for every state and event what happens: `On` is a transition,
`Refuse` a refusal, which changes nothing but what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final, Protocol

from swm.machine import GIVEN, OTHERWISE, OWED, Context, Machine, On, Refuse, Table, table

from .messages import Result
from .nodes import (
    ExtSwMImageServerMode,
    ExtSwMPolicyConsent,
    FumoOverlayExtSwMCapabilities,
    FumoOverlayExtSwMImageServer,
    FumoOverlayExtSwMPolicy,
    PackageState,
)


class PackageEvent(Enum):
    """What can happen to the machine `package`."""

    EXEC_DOWNLOAD = "exec x/Download"
    """The server orders a download."""
    EXEC_UPDATE = "exec x/Update"
    """The server orders the update."""
    EXEC_DOWNLOAD_AND_UPDATE = "exec x/DownloadAndUpdate"
    """The server orders a download and then the update."""
    REPLACE_UPDATE_PKG_DATA = "replace x/Update/PkgData"
    """The whole package has been written in the DM session. Guards see the new value."""
    DOWNLOAD_FAILS = "download_fails"
    """The transfer ended without a usable package: authorise_package failed, the server or its
    certificate was refused, the URL is malformed, or there is no room."""
    DOWNLOAD_COMPLETES = "download_completes"
    """The last byte is stored."""
    PACKAGE_ACCEPTED = "package_accepted"
    """The device has taken the package over."""
    CONTINUE = "continue"
    """The device goes on by itself after DownloadAndUpdate."""
    PACKAGE_REFUSED = "package_refused"
    """The package did not pass immediately before the update."""
    UPDATE_FAILS = "update_fails"
    """The update ended without the new firmware running."""
    UPDATE_SUCCEEDS = "update_succeeds"
    """The new firmware runs."""
    CLEAN_UP = "clean_up"
    """The device tidies up after an end state."""
    FORGET = "forget"
    """The device takes a finished update out of view though the package is kept."""
    RESTART = "restart"
    """The device starts again after power off or a crash."""
    EXEC_EXT_SW_M_OPERATIONS_SUSPEND = "exec x/Ext/SwM/Operations/Suspend"
    """The server pauses."""
    EXEC_EXT_SW_M_OPERATIONS_RESUME = "exec x/Ext/SwM/Operations/Resume"
    """The server lets a transfer go on, or authorises one."""
    EXEC_EXT_SW_M_OPERATIONS_CANCEL = "exec x/Ext/SwM/Operations/Cancel"
    """The server gives the operation up."""
    ANNOUNCED_DOWNLOAD = "announced_download"
    """An announcement of a download passed every check of accept_announcement."""
    ANNOUNCED_SUSPEND = "announced_suspend"
    """An announcement that suspends was accepted."""
    ANNOUNCED_RESUME = "announced_resume"
    """An announcement that resumes was accepted."""
    ANNOUNCED_CANCEL = "announced_cancel"
    """An announcement that cancels was accepted."""
    USER_ACCEPTS_DOWNLOAD = "user_accepts_download"
    """The user agrees to the download."""
    USER_REFUSES_DOWNLOAD = "user_refuses_download"
    """The user does not agree to the download."""
    SERVER_REFUSES = "server_refuses"
    """The DM server answers 406 to the alert TransferRequest."""
    ANNOUNCEMENT_EXPIRES = "announcement_expires"
    """MaxAge of the image server's entry is over and nobody has agreed."""
    FIRST_DATAGRAM = "first_datagram"
    """The first authenticated datagram of the session arrived."""
    BROADCAST_MISSED = "broadcast_missed"
    """The last transmission is over and nothing was received."""
    TRANSMISSION_OVER = "transmission_over"
    """A transmission ended and the file is incomplete."""
    NEXT_TRANSMISSION = "next_transmission"
    """The next transmission of the delivery begins."""
    FILE_COMPLETE = "file_complete"
    """Repair has fetched what was missing."""
    REPAIR_INCOMPLETE = "repair_incomplete"
    """The repair servers answered and the file is still incomplete."""
    REPAIR_UNREACHABLE = "repair_unreachable"
    """No repair server answers."""
    OBJECT_CHANGED = "object_changed"
    """The object at the server is another one than the one begun with."""
    RANGES_REFUSED = "ranges_refused"
    """The server does not serve byte ranges."""
    USER_PAUSES = "user_pauses"
    """The user pauses the transfer."""
    USER_RESUMES = "user_resumes"
    """The user lets the transfer go on."""
    USER_CANCELS = "user_cancels"
    """The user gives the operation up."""
    CONDITION_ARISES = "condition_arises"
    """Network, bearer, roaming, battery, storage, window, device busy or server overload stands
    against the transfer."""
    CONDITION_CLEARS = "condition_clears"
    """What stood against the transfer is gone, or the next attempt is due."""
    VERIFICATION_ENDS = "verification_ends"
    """Every byte has been looked at."""
    SUSPEND_TIME_OVER = "suspend_time_over"
    """The operation has stood still for too long."""
    EXEC_EXT_SW_M_OPERATIONS_RECEIVE_BROADCAST = "exec x/Ext/SwM/Operations/ReceiveBroadcast"
    """The server orders reception of a broadcast."""
    EXEC_EXT_SW_M_OPERATIONS_RECEIVE_BROADCAST_AND_UPDATE = "exec x/Ext/SwM/Operations/ReceiveBroadcastAndUpdate"
    """The server orders reception of a broadcast and then the update."""
    UPDATE_ALLOWED = "update_allowed"
    """The conditions hold and the user accepts where asked."""
    USER_REFUSES_UPDATE = "user_refuses_update"
    """The user does not agree to the update."""
    PACKAGE_EXPIRES = "package_expires"
    """Security/NotAfter is over."""
    DEFER_TIME_OVER = "defer_time_over"
    """The user may not defer for longer."""
    REPLACE_WITHIN_EXT_SW_M_SECURITY = "replace within x/Ext/SwM/Security"
    REPLACE_WITHIN_EXT_SW_M_POLICY = "replace within x/Ext/SwM/Policy"
    REPLACE_WITHIN_EXT_SW_M_IMAGE_SERVER = "replace within x/Ext/SwM/ImageServer"
    REPLACE_WITHIN_EXT_SW_M_BROADCAST = "replace within x/Ext/SwM/Broadcast"
    DELETE_WITHIN_EXT_SW_M_SECURITY = "delete within x/Ext/SwM/Security"
    DELETE_WITHIN_EXT_SW_M_POLICY = "delete within x/Ext/SwM/Policy"
    DELETE_WITHIN_EXT_SW_M_IMAGE_SERVER = "delete within x/Ext/SwM/ImageServer"
    DELETE_WITHIN_EXT_SW_M_BROADCAST = "delete within x/Ext/SwM/Broadcast"
    ADD_WITHIN_EXT_SW_M_SECURITY = "add within x/Ext/SwM/Security"
    ADD_WITHIN_EXT_SW_M_POLICY = "add within x/Ext/SwM/Policy"
    ADD_WITHIN_EXT_SW_M_IMAGE_SERVER = "add within x/Ext/SwM/ImageServer"
    ADD_WITHIN_EXT_SW_M_BROADCAST = "add within x/Ext/SwM/Broadcast"


class PackageGoal(Enum):
    """What follows the download."""

    DOWNLOAD = "download"
    UPDATE = "update"


class PackageInitiator(Enum):
    """Who began the transfer."""

    DM = "dm"
    IMAGE_SERVER = "image_server"
    USER = "user"


class PackageAwaits(Enum):
    """Whose agreement is missing."""

    NOBODY = "nobody"
    SERVER = "server"
    USER = "user"
    BOTH = "both"


class PackageSource(Enum):
    """Where the package comes from."""

    HTTPS = "https"
    BROADCAST = "broadcast"


class PackagePhase(Enum):
    """What a suspended transfer goes on with: 30 or 36."""

    TRANSFER = "transfer"
    REPAIR = "repair"


class PackageReason(Enum):
    """Why the transfer stands still."""

    NONE = "none"
    SERVER_COMMAND = "server_command"
    USER = "user"
    NETWORK_LOST = "network_lost"
    BEARER_NOT_ALLOWED = "bearer_not_allowed"
    ROAMING = "roaming"
    BATTERY = "battery"
    STORAGE = "storage"
    OUTSIDE_WINDOW = "outside_window"
    DEVICE_BUSY = "device_busy"
    BROADCAST_LOST = "broadcast_lost"
    SERVER_OVERLOAD = "server_overload"
    POWER_OFF = "power_off"
    IMAGE_SERVER = "image_server"


class PackageAnnouncedSource(Enum):
    """The source that the accepted announcement names."""

    HTTPS = "https"
    BROADCAST = "broadcast"


class PackageCondition(Enum):
    """What stands against the transfer at the moment. A voice call that takes the data connection is
    device_busy."""

    NETWORK_LOST = "network_lost"
    BEARER_NOT_ALLOWED = "bearer_not_allowed"
    ROAMING = "roaming"
    BATTERY = "battery"
    STORAGE = "storage"
    OUTSIDE_WINDOW = "outside_window"
    DEVICE_BUSY = "device_busy"
    SERVER_OVERLOAD = "server_overload"


class PackageAnnouncedGoal(Enum):
    """What the accepted announcement asks for."""

    DOWNLOAD = "download"
    UPDATE = "update"


class PackageAllowedGoal(Enum):
    """What the accepted announcement begins: in Mode download an update is not the image server's to
    begin."""

    DOWNLOAD = "download"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class PackageVariables:
    """What the machine `package` remembers beside its state, over restarts too."""

    goal: PackageGoal = PackageGoal.DOWNLOAD
    """What follows the download."""

    initiator: PackageInitiator = PackageInitiator.DM
    """Who began the transfer."""

    awaits: PackageAwaits = PackageAwaits.NOBODY
    """Whose agreement is missing."""

    source: PackageSource = PackageSource.HTTPS
    """Where the package comes from."""

    phase: PackagePhase = PackagePhase.TRANSFER
    """What a suspended transfer goes on with: 30 or 36."""

    reason: PackageReason = PackageReason.NONE
    """Why the transfer stands still."""

    attempts: int = 0
    """Resumes tried by the client itself since the transfer last made progress."""

    restarts: int = 0
    """How often the transfer began again from its first byte."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> PackageVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls(
            goal=PackageGoal[stored.get("goal", "DOWNLOAD")],
            initiator=PackageInitiator[stored.get("initiator", "DM")],
            awaits=PackageAwaits[stored.get("awaits", "NOBODY")],
            source=PackageSource[stored.get("source", "HTTPS")],
            phase=PackagePhase[stored.get("phase", "TRANSFER")],
            reason=PackageReason[stored.get("reason", "NONE")],
            attempts=stored.get("attempts", 0),
            restarts=stored.get("restarts", 0),
        )


class PackageFacts(Protocol):
    """What only the device knows at the moment."""

    def package_kept(self) -> bool:
        """The package is still stored on the device."""
        ...

    def announced_source(self) -> PackageAnnouncedSource:
        """The source that the accepted announcement names."""
        ...

    def own_campaign(self) -> bool:
        """The announcement is of the campaign that began this transfer."""
        ...

    def condition(self) -> PackageCondition:
        """What stands against the transfer at the moment. A voice call that takes the data connection
        is device_busy."""
        ...

    def transmissions_left(self) -> bool:
        """The broadcast delivery will be sent again."""
        ...

    def repair_possible(self) -> bool:
        """Repair is allowed and not more than Repair/MaxMissing is missing."""
        ...

    def announced_goal(self) -> PackageAnnouncedGoal:
        """What the accepted announcement asks for."""
        ...

    def conditions_hold(self) -> bool:
        """Battery, window, bearer, roaming and memory allow the update and the device is not busy."""
        ...

    def prerequisite_there(self) -> bool:
        """What must be installed before is installed."""
        ...

    def not_after_passed(self) -> bool:
        """Security/NotAfter is over by trusted time."""
        ...

    def roll_back_possible(self) -> bool:
        """The old firmware can be brought back."""
        ...

    def before_no_return(self) -> bool:
        """The installer has not reached its point of no return."""
        ...

    def installer_can_go_on(self) -> bool:
        """After a restart the installer can go on where it was."""
        ...


_Context = Context[PackageVariables, PackageFacts]


def decide_allowed_goal(c: _Context) -> PackageAllowedGoal:
    """What the accepted announcement begins: in Mode download an update is not the image server's to
    begin.

    Spec: fumo-1.1/states.yaml:16"""
    if (
        c.facts.announced_goal() == PackageAnnouncedGoal.UPDATE
        and (v1 := c.read("Ext/SwM/ImageServer/Mode", FumoOverlayExtSwMImageServer.mode)) is not None
        and v1 != ExtSwMImageServerMode.DOWNLOAD
    ):
        return PackageAllowedGoal.UPDATE
    return PackageAllowedGoal.DOWNLOAD


def _when_1(c: _Context) -> bool:
    """package_kept"""
    return c.facts.package_kept()


def _when_2(c: _Context) -> bool:
    """not package_kept"""
    return not c.facts.package_kept()


def _when_3(c: _Context) -> bool:
    """awaits = server and source = https"""
    return c.variables.awaits == PackageAwaits.SERVER and c.variables.source == PackageSource.HTTPS


def _when_4(c: _Context) -> bool:
    """awaits = server and source = broadcast"""
    return c.variables.awaits == PackageAwaits.SERVER and c.variables.source == PackageSource.BROADCAST


def _when_5(c: _Context) -> bool:
    """awaits = both"""
    return c.variables.awaits == PackageAwaits.BOTH


def _when_6(c: _Context) -> bool:
    """awaits = user and source = https"""
    return c.variables.awaits == PackageAwaits.USER and c.variables.source == PackageSource.HTTPS


def _when_7(c: _Context) -> bool:
    """awaits = user and source = broadcast"""
    return c.variables.awaits == PackageAwaits.USER and c.variables.source == PackageSource.BROADCAST


def _when_8(c: _Context) -> bool:
    """own_campaign"""
    return c.facts.own_campaign()


def _when_9(c: _Context) -> bool:
    """transmissions_left"""
    return c.facts.transmissions_left()


def _when_10(c: _Context) -> bool:
    """not transmissions_left and repair_possible"""
    return not c.facts.transmissions_left() and c.facts.repair_possible()


def _when_11(c: _Context) -> bool:
    """not transmissions_left and not repair_possible"""
    return not c.facts.transmissions_left() and not c.facts.repair_possible()


def _when_12(c: _Context) -> bool:
    """restarts < x/Ext/SwM/Policy/MaxRestarts"""
    return (
        v1 := c.read("Ext/SwM/Policy/MaxRestarts", FumoOverlayExtSwMPolicy.max_restarts)
    ) is not None and c.variables.restarts < v1


def _when_13(c: _Context) -> bool:
    """not restarts < x/Ext/SwM/Policy/MaxRestarts"""
    return not (
        (v1 := c.read("Ext/SwM/Policy/MaxRestarts", FumoOverlayExtSwMPolicy.max_restarts)) is not None
        and c.variables.restarts < v1
    )


def _when_14(c: _Context) -> bool:
    """attempts < x/Ext/SwM/Policy/MaxResumeAttempts"""
    return (
        v1 := c.read("Ext/SwM/Policy/MaxResumeAttempts", FumoOverlayExtSwMPolicy.max_resume_attempts)
    ) is not None and c.variables.attempts < v1


def _when_15(c: _Context) -> bool:
    """not attempts < x/Ext/SwM/Policy/MaxResumeAttempts"""
    return not (
        (v1 := c.read("Ext/SwM/Policy/MaxResumeAttempts", FumoOverlayExtSwMPolicy.max_resume_attempts)) is not None
        and c.variables.attempts < v1
    )


def _when_16(c: _Context) -> bool:
    """phase = transfer"""
    return c.variables.phase == PackagePhase.TRANSFER


def _when_17(c: _Context) -> bool:
    """phase = repair"""
    return c.variables.phase == PackagePhase.REPAIR


def _when_18(c: _Context) -> bool:
    """reason = user and phase = transfer"""
    return c.variables.reason == PackageReason.USER and c.variables.phase == PackagePhase.TRANSFER


def _when_19(c: _Context) -> bool:
    """reason = user and phase = repair"""
    return c.variables.reason == PackageReason.USER and c.variables.phase == PackagePhase.REPAIR


def _when_20(c: _Context) -> bool:
    """reason = image_server and own_campaign and phase = transfer"""
    return (
        c.variables.reason == PackageReason.IMAGE_SERVER
        and c.facts.own_campaign()
        and c.variables.phase == PackagePhase.TRANSFER
    )


def _when_21(c: _Context) -> bool:
    """reason = image_server and own_campaign and phase = repair"""
    return (
        c.variables.reason == PackageReason.IMAGE_SERVER
        and c.facts.own_campaign()
        and c.variables.phase == PackagePhase.REPAIR
    )


def _when_22(c: _Context) -> bool:
    """reason = broadcast_lost"""
    return c.variables.reason == PackageReason.BROADCAST_LOST


def _when_23(c: _Context) -> bool:
    """x/Ext/SwM/Policy/AutoResume = true and attempts < x/Ext/SwM/Policy/MaxResumeAttempts and phase =
    transfer"""
    return (
        c.read("Ext/SwM/Policy/AutoResume", FumoOverlayExtSwMPolicy.auto_resume) is True
        and (v1 := c.read("Ext/SwM/Policy/MaxResumeAttempts", FumoOverlayExtSwMPolicy.max_resume_attempts)) is not None
        and c.variables.attempts < v1
        and c.variables.phase == PackagePhase.TRANSFER
    )


def _when_24(c: _Context) -> bool:
    """x/Ext/SwM/Policy/AutoResume = true and attempts < x/Ext/SwM/Policy/MaxResumeAttempts and phase =
    repair"""
    return (
        c.read("Ext/SwM/Policy/AutoResume", FumoOverlayExtSwMPolicy.auto_resume) is True
        and (v1 := c.read("Ext/SwM/Policy/MaxResumeAttempts", FumoOverlayExtSwMPolicy.max_resume_attempts)) is not None
        and c.variables.attempts < v1
        and c.variables.phase == PackagePhase.REPAIR
    )


def _when_25(c: _Context) -> bool:
    """x/Ext/SwM/Policy/AutoResume = true and not attempts < x/Ext/SwM/Policy/MaxResumeAttempts and
    initiator = image_server"""
    return (
        c.read("Ext/SwM/Policy/AutoResume", FumoOverlayExtSwMPolicy.auto_resume) is True
        and not (
            (v1 := c.read("Ext/SwM/Policy/MaxResumeAttempts", FumoOverlayExtSwMPolicy.max_resume_attempts)) is not None
            and c.variables.attempts < v1
        )
        and c.variables.initiator == PackageInitiator.IMAGE_SERVER
    )


def _when_26(c: _Context) -> bool:
    """x/Ext/SwM/Policy/AutoResume = true and not attempts < x/Ext/SwM/Policy/MaxResumeAttempts and
    initiator != image_server"""
    return (
        c.read("Ext/SwM/Policy/AutoResume", FumoOverlayExtSwMPolicy.auto_resume) is True
        and not (
            (v1 := c.read("Ext/SwM/Policy/MaxResumeAttempts", FumoOverlayExtSwMPolicy.max_resume_attempts)) is not None
            and c.variables.attempts < v1
        )
        and c.variables.initiator != PackageInitiator.IMAGE_SERVER
    )


def _when_27(c: _Context) -> bool:
    """reason in {bearer_not_allowed, roaming, outside_window}"""
    return c.variables.reason in (PackageReason.BEARER_NOT_ALLOWED, PackageReason.ROAMING, PackageReason.OUTSIDE_WINDOW)


def _when_28(c: _Context) -> bool:
    """not reason in {bearer_not_allowed, roaming, outside_window}"""
    return c.variables.reason not in (
        PackageReason.BEARER_NOT_ALLOWED,
        PackageReason.ROAMING,
        PackageReason.OUTSIDE_WINDOW,
    )


def _when_29(c: _Context) -> bool:
    """reason = image_server and own_campaign"""
    return c.variables.reason == PackageReason.IMAGE_SERVER and c.facts.own_campaign()


def _when_30(c: _Context) -> bool:
    """passes(verify) and source = https and goal = download"""
    return c.passes("verify") and c.variables.source == PackageSource.HTTPS and c.variables.goal == PackageGoal.DOWNLOAD


def _when_31(c: _Context) -> bool:
    """passes(verify) and source = https and goal != download"""
    return c.passes("verify") and c.variables.source == PackageSource.HTTPS and c.variables.goal != PackageGoal.DOWNLOAD


def _when_32(c: _Context) -> bool:
    """passes(verify) and source = broadcast and phase = transfer and goal = download"""
    return (
        c.passes("verify")
        and c.variables.source == PackageSource.BROADCAST
        and c.variables.phase == PackagePhase.TRANSFER
        and c.variables.goal == PackageGoal.DOWNLOAD
    )


def _when_33(c: _Context) -> bool:
    """passes(verify) and source = broadcast and phase = transfer and goal != download"""
    return (
        c.passes("verify")
        and c.variables.source == PackageSource.BROADCAST
        and c.variables.phase == PackagePhase.TRANSFER
        and c.variables.goal != PackageGoal.DOWNLOAD
    )


def _when_34(c: _Context) -> bool:
    """passes(verify) and source = broadcast and phase = repair and goal = download"""
    return (
        c.passes("verify")
        and c.variables.source == PackageSource.BROADCAST
        and c.variables.phase == PackagePhase.REPAIR
        and c.variables.goal == PackageGoal.DOWNLOAD
    )


def _when_35(c: _Context) -> bool:
    """passes(verify) and source = broadcast and phase = repair and goal != download"""
    return (
        c.passes("verify")
        and c.variables.source == PackageSource.BROADCAST
        and c.variables.phase == PackagePhase.REPAIR
        and c.variables.goal != PackageGoal.DOWNLOAD
    )


def _when_36(c: _Context) -> bool:
    """not passes(verify)"""
    return not c.passes("verify")


def _when_37(c: _Context) -> bool:
    """set(x/Download/PkgURL) and not x/Ext/SwM/Policy/Consent in {ask_before_download, ask_both}"""
    return c.is_set("Download/PkgURL") and not (
        (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
        and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, ExtSwMPolicyConsent.ASK_BOTH)
    )


def _when_38(c: _Context) -> bool:
    """set(x/Download/PkgURL) and x/Ext/SwM/Policy/Consent in {ask_before_download, ask_both}"""
    return (
        c.is_set("Download/PkgURL")
        and (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
        and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, ExtSwMPolicyConsent.ASK_BOTH)
    )


def _when_39(c: _Context) -> bool:
    """set(x/DownloadAndUpdate/PkgURL) and not x/Ext/SwM/Policy/Consent in {ask_before_download,
    ask_both}"""
    return c.is_set("DownloadAndUpdate/PkgURL") and not (
        (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
        and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, ExtSwMPolicyConsent.ASK_BOTH)
    )


def _when_40(c: _Context) -> bool:
    """set(x/DownloadAndUpdate/PkgURL) and x/Ext/SwM/Policy/Consent in {ask_before_download, ask_both}"""
    return (
        c.is_set("DownloadAndUpdate/PkgURL")
        and (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
        and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, ExtSwMPolicyConsent.ASK_BOTH)
    )


def _when_41(c: _Context) -> bool:
    """set(x/Ext/SwM/Broadcast/Ref) and set(x/Ext/SwM/ImageServer/Ref) and not x/Ext/SwM/Policy/Consent
    in {ask_before_download, ask_both}"""
    return (
        c.is_set("Ext/SwM/Broadcast/Ref")
        and c.is_set("Ext/SwM/ImageServer/Ref")
        and not (
            (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
            and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, ExtSwMPolicyConsent.ASK_BOTH)
        )
    )


def _when_42(c: _Context) -> bool:
    """set(x/Ext/SwM/Broadcast/Ref) and set(x/Ext/SwM/ImageServer/Ref) and x/Ext/SwM/Policy/Consent in
    {ask_before_download, ask_both}"""
    return (
        c.is_set("Ext/SwM/Broadcast/Ref")
        and c.is_set("Ext/SwM/ImageServer/Ref")
        and (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
        and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, ExtSwMPolicyConsent.ASK_BOTH)
    )


def _when_43(c: _Context) -> bool:
    """set(x/Update/PkgData) and passes(verify)"""
    return c.is_set("Update/PkgData") and c.passes("verify")


def _when_44(c: _Context) -> bool:
    """goal = download and set(x/Update/PkgData) and passes(verify)"""
    return c.variables.goal == PackageGoal.DOWNLOAD and c.is_set("Update/PkgData") and c.passes("verify")


def _when_45(c: _Context) -> bool:
    """goal = download and not set(x/Update/PkgData)"""
    return c.variables.goal == PackageGoal.DOWNLOAD and not c.is_set("Update/PkgData")


def _when_46(c: _Context) -> bool:
    """x/Ext/SwM/ImageServer/Mode = ask and not x/Ext/SwM/Policy/Consent in {ask_before_download,
    ask_both}"""
    return c.read("Ext/SwM/ImageServer/Mode", FumoOverlayExtSwMImageServer.mode) == ExtSwMImageServerMode.ASK and not (
        (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
        and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, ExtSwMPolicyConsent.ASK_BOTH)
    )


def _when_47(c: _Context) -> bool:
    """x/Ext/SwM/ImageServer/Mode = ask and x/Ext/SwM/Policy/Consent in {ask_before_download, ask_both}"""
    return (
        c.read("Ext/SwM/ImageServer/Mode", FumoOverlayExtSwMImageServer.mode) == ExtSwMImageServerMode.ASK
        and (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
        and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, ExtSwMPolicyConsent.ASK_BOTH)
    )


def _when_48(c: _Context) -> bool:
    """x/Ext/SwM/ImageServer/Mode in {download, download_and_install} and x/Ext/SwM/Policy/Consent in
    {ask_before_download, ask_both}"""
    return (
        (v1 := c.read("Ext/SwM/ImageServer/Mode", FumoOverlayExtSwMImageServer.mode)) is not None
        and v1 in (ExtSwMImageServerMode.DOWNLOAD, ExtSwMImageServerMode.DOWNLOAD_AND_INSTALL)
        and (v2 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
        and v2 in (ExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, ExtSwMPolicyConsent.ASK_BOTH)
    )


def _when_49(c: _Context) -> bool:
    """x/Ext/SwM/ImageServer/Mode in {download, download_and_install} and not x/Ext/SwM/Policy/Consent
    in {ask_before_download, ask_both} and announced_source = https"""
    return (
        (v1 := c.read("Ext/SwM/ImageServer/Mode", FumoOverlayExtSwMImageServer.mode)) is not None
        and v1 in (ExtSwMImageServerMode.DOWNLOAD, ExtSwMImageServerMode.DOWNLOAD_AND_INSTALL)
        and not (
            (v2 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
            and v2 in (ExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, ExtSwMPolicyConsent.ASK_BOTH)
        )
        and c.facts.announced_source() == PackageAnnouncedSource.HTTPS
    )


def _when_50(c: _Context) -> bool:
    """x/Ext/SwM/ImageServer/Mode in {download, download_and_install} and not x/Ext/SwM/Policy/Consent
    in {ask_before_download, ask_both} and announced_source = broadcast"""
    return (
        (v1 := c.read("Ext/SwM/ImageServer/Mode", FumoOverlayExtSwMImageServer.mode)) is not None
        and v1 in (ExtSwMImageServerMode.DOWNLOAD, ExtSwMImageServerMode.DOWNLOAD_AND_INSTALL)
        and not (
            (v2 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
            and v2 in (ExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, ExtSwMPolicyConsent.ASK_BOTH)
        )
        and c.facts.announced_source() == PackageAnnouncedSource.BROADCAST
    )


def _when_51(c: _Context) -> bool:
    """goal = update and conditions_hold and not x/Ext/SwM/Policy/Consent in {ask_before_install,
    ask_both}"""
    return (
        c.variables.goal == PackageGoal.UPDATE
        and c.facts.conditions_hold()
        and not (
            (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
            and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_INSTALL, ExtSwMPolicyConsent.ASK_BOTH)
        )
    )


def _when_52(c: _Context) -> bool:
    """goal = update and (not conditions_hold or x/Ext/SwM/Policy/Consent in {ask_before_install,
    ask_both})"""
    return c.variables.goal == PackageGoal.UPDATE and (
        not c.facts.conditions_hold()
        or (
            (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
            and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_INSTALL, ExtSwMPolicyConsent.ASK_BOTH)
        )
    )


def _when_53(c: _Context) -> bool:
    """goal = download and not not_after_passed and prerequisite_there and conditions_hold and not
    x/Ext/SwM/Policy/Consent in {ask_before_install, ask_both}"""
    return (
        c.variables.goal == PackageGoal.DOWNLOAD
        and not c.facts.not_after_passed()
        and c.facts.prerequisite_there()
        and c.facts.conditions_hold()
        and not (
            (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
            and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_INSTALL, ExtSwMPolicyConsent.ASK_BOTH)
        )
    )


def _when_54(c: _Context) -> bool:
    """goal = download and not not_after_passed and prerequisite_there and (not conditions_hold or
    x/Ext/SwM/Policy/Consent in {ask_before_install, ask_both})"""
    return (
        c.variables.goal == PackageGoal.DOWNLOAD
        and not c.facts.not_after_passed()
        and c.facts.prerequisite_there()
        and (
            not c.facts.conditions_hold()
            or (
                (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
                and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_INSTALL, ExtSwMPolicyConsent.ASK_BOTH)
            )
        )
    )


def _when_55(c: _Context) -> bool:
    """goal = download and not_after_passed"""
    return c.variables.goal == PackageGoal.DOWNLOAD and c.facts.not_after_passed()


def _when_56(c: _Context) -> bool:
    """(initiator = dm or goal = download) and conditions_hold and not x/Ext/SwM/Policy/Consent in
    {ask_before_install, ask_both}"""
    return (
        (c.variables.initiator == PackageInitiator.DM or c.variables.goal == PackageGoal.DOWNLOAD)
        and c.facts.conditions_hold()
        and not (
            (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
            and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_INSTALL, ExtSwMPolicyConsent.ASK_BOTH)
        )
    )


def _when_57(c: _Context) -> bool:
    """initiator != dm and goal = update and conditions_hold and not x/Ext/SwM/Policy/Consent in
    {ask_before_install, ask_both}"""
    return (
        c.variables.initiator != PackageInitiator.DM
        and c.variables.goal == PackageGoal.UPDATE
        and c.facts.conditions_hold()
        and not (
            (v1 := c.read("Ext/SwM/Policy/Consent", FumoOverlayExtSwMPolicy.consent)) is not None
            and v1 in (ExtSwMPolicyConsent.ASK_BEFORE_INSTALL, ExtSwMPolicyConsent.ASK_BOTH)
        )
    )


def _when_58(c: _Context) -> bool:
    """conditions_hold"""
    return c.facts.conditions_hold()


def _when_59(c: _Context) -> bool:
    """not conditions_hold"""
    return not c.facts.conditions_hold()


def _when_60(c: _Context) -> bool:
    """x/Ext/SwM/Capabilities/SuspendUpdate = true and before_no_return"""
    return (
        c.read("Ext/SwM/Capabilities/SuspendUpdate", FumoOverlayExtSwMCapabilities.suspend_update) is True
        and c.facts.before_no_return()
    )


def _when_61(c: _Context) -> bool:
    """roll_back_possible"""
    return c.facts.roll_back_possible()


def _when_62(c: _Context) -> bool:
    """not roll_back_possible"""
    return not c.facts.roll_back_possible()


def _when_63(c: _Context) -> bool:
    """not installer_can_go_on"""
    return not c.facts.installer_can_go_on()


def _when_64(c: _Context) -> bool:
    """awaits in {nobody, user}"""
    return c.variables.awaits in (PackageAwaits.NOBODY, PackageAwaits.USER)


def _when_65(c: _Context) -> bool:
    """reason != user"""
    return c.variables.reason != PackageReason.USER


def _when_66(c: _Context) -> bool:
    """x/Ext/SwM/Policy/AutoResume = false"""
    return c.read("Ext/SwM/Policy/AutoResume", FumoOverlayExtSwMPolicy.auto_resume) is False


def _when_67(c: _Context) -> bool:
    """not set(x/Download/PkgURL)"""
    return not c.is_set("Download/PkgURL")


def _when_68(c: _Context) -> bool:
    """not set(x/DownloadAndUpdate/PkgURL)"""
    return not c.is_set("DownloadAndUpdate/PkgURL")


def _when_69(c: _Context) -> bool:
    """goal = download and not not_after_passed and not prerequisite_there"""
    return (
        c.variables.goal == PackageGoal.DOWNLOAD and not c.facts.not_after_passed() and not c.facts.prerequisite_there()
    )


def _when_70(c: _Context) -> bool:
    """set(x/Update/PkgData) and not passes(verify)"""
    return c.is_set("Update/PkgData") and not c.passes("verify")


def _when_71(c: _Context) -> bool:
    """goal = download and set(x/Update/PkgData) and not passes(verify)"""
    return c.variables.goal == PackageGoal.DOWNLOAD and c.is_set("Update/PkgData") and not c.passes("verify")


def _when_72(c: _Context) -> bool:
    """not set(x/Update/PkgData)"""
    return not c.is_set("Update/PkgData")


def _when_73(c: _Context) -> bool:
    """x/Ext/SwM/ImageServer/Mode = off"""
    return c.read("Ext/SwM/ImageServer/Mode", FumoOverlayExtSwMImageServer.mode) == ExtSwMImageServerMode.OFF


def _when_74(c: _Context) -> bool:
    """goal = download"""
    return c.variables.goal == PackageGoal.DOWNLOAD


def _when_75(c: _Context) -> bool:
    """not (x/Ext/SwM/Capabilities/SuspendUpdate = true and before_no_return)"""
    return not (
        c.read("Ext/SwM/Capabilities/SuspendUpdate", FumoOverlayExtSwMCapabilities.suspend_update) is True
        and c.facts.before_no_return()
    )


def _set_1(c: _Context) -> PackageVariables:
    return replace(c.variables, awaits=PackageAwaits.NOBODY, phase=PackagePhase.TRANSFER)


def _set_2(c: _Context) -> PackageVariables:
    return replace(c.variables, awaits=PackageAwaits.USER)


def _set_3(c: _Context) -> PackageVariables:
    return replace(c.variables, awaits=PackageAwaits.SERVER)


def _set_4(c: _Context) -> PackageVariables:
    return replace(c.variables, awaits=PackageAwaits.NOBODY)


def _set_5(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.NONE)


def _set_6(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.SERVER_COMMAND)


def _set_7(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.USER)


def _set_8(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.IMAGE_SERVER)


def _set_9(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason(c.facts.condition().value))


def _set_10(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.BROADCAST_LOST)


def _set_11(c: _Context) -> PackageVariables:
    return replace(c.variables, phase=PackagePhase.REPAIR)


def _set_12(c: _Context) -> PackageVariables:
    return replace(c.variables, restarts=min(c.variables.restarts + 1, 1000))


def _set_13(c: _Context) -> PackageVariables:
    return replace(c.variables, attempts=min(c.variables.attempts + 1, 1000))


def _set_14(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.POWER_OFF)


def _set_15(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.NONE, attempts=0)


def _set_16(c: _Context) -> PackageVariables:
    return replace(c.variables, reason=PackageReason.NONE, attempts=min(c.variables.attempts + 1, 1000))


def _set_17(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal.DOWNLOAD,
        initiator=PackageInitiator.DM,
        source=PackageSource.HTTPS,
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.NOBODY,
    )


def _set_18(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal.DOWNLOAD,
        initiator=PackageInitiator.DM,
        source=PackageSource.HTTPS,
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.USER,
    )


def _set_19(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal.UPDATE,
        initiator=PackageInitiator.DM,
        source=PackageSource.HTTPS,
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.NOBODY,
    )


def _set_20(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal.UPDATE,
        initiator=PackageInitiator.DM,
        source=PackageSource.HTTPS,
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.USER,
    )


def _set_21(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal.DOWNLOAD,
        initiator=PackageInitiator.DM,
        source=PackageSource.BROADCAST,
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.NOBODY,
    )


def _set_22(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal.DOWNLOAD,
        initiator=PackageInitiator.DM,
        source=PackageSource.BROADCAST,
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.USER,
    )


def _set_23(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal.UPDATE,
        initiator=PackageInitiator.DM,
        source=PackageSource.BROADCAST,
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.NOBODY,
    )


def _set_24(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal.UPDATE,
        initiator=PackageInitiator.DM,
        source=PackageSource.BROADCAST,
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.USER,
    )


def _set_25(c: _Context) -> PackageVariables:
    return replace(c.variables, goal=PackageGoal.DOWNLOAD, initiator=PackageInitiator.DM)


def _set_26(c: _Context) -> PackageVariables:
    return replace(c.variables, initiator=PackageInitiator.DM)


def _set_27(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal(decide_allowed_goal(c).value),
        initiator=PackageInitiator.IMAGE_SERVER,
        source=PackageSource(c.facts.announced_source().value),
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.SERVER,
    )


def _set_28(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal(decide_allowed_goal(c).value),
        initiator=PackageInitiator.IMAGE_SERVER,
        source=PackageSource(c.facts.announced_source().value),
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.BOTH,
    )


def _set_29(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal(decide_allowed_goal(c).value),
        initiator=PackageInitiator.IMAGE_SERVER,
        source=PackageSource(c.facts.announced_source().value),
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.USER,
    )


def _set_30(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal(decide_allowed_goal(c).value),
        initiator=PackageInitiator.IMAGE_SERVER,
        source=PackageSource.HTTPS,
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.NOBODY,
    )


def _set_31(c: _Context) -> PackageVariables:
    return replace(
        c.variables,
        goal=PackageGoal(decide_allowed_goal(c).value),
        initiator=PackageInitiator.IMAGE_SERVER,
        source=PackageSource.BROADCAST,
        phase=PackagePhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=PackageAwaits.NOBODY,
    )


def _set_32(c: _Context) -> PackageVariables:
    return replace(c.variables, goal=PackageGoal.DOWNLOAD)


PACKAGE_TABLE: Final[Table[PackageState, PackageEvent]] = table(
    PackageState,
    On(
        PackageEvent.PACKAGE_ACCEPTED,
        (PackageState.DOWNLOAD_COMPLETE,),
        PackageState.READY_TO_UPDATE,
        spec="fumo-1.0/states.yaml:78",
    ),
    On(
        PackageEvent.PACKAGE_REFUSED,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.0/states.yaml:81",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_FAILS,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.0/states.yaml:82",
        when=_when_1,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_FAILS,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_FAILED_NO_DATA,
        spec="fumo-1.0/states.yaml:83",
        when=_when_2,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_SUCCEEDS,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
        spec="fumo-1.0/states.yaml:84",
        when=_when_1,
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_SUCCEEDS,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        spec="fumo-1.0/states.yaml:85",
        when=_when_2,
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.DOWNLOAD_FAILED,),
        PackageState.IDLE,
        spec="fumo-1.0/states.yaml:86",
        do=("discard_package",),
    ),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.UPDATE_FAILED_HAVE_DATA,),
        PackageState.UPDATE_FAILED_NO_DATA,
        spec="fumo-1.0/states.yaml:87",
        do=("discard_package",),
    ),
    On(PackageEvent.CLEAN_UP, (PackageState.UPDATE_FAILED_NO_DATA,), PackageState.IDLE, spec="fumo-1.0/states.yaml:88"),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,),
        PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        spec="fumo-1.0/states.yaml:89",
        do=("discard_package",),
    ),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.UPDATE_SUCCESSFUL_NO_DATA,),
        PackageState.IDLE,
        spec="fumo-1.0/states.yaml:90",
    ),
    On(
        PackageEvent.FORGET,
        (PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,),
        PackageState.IDLE,
        spec="fumo-1.0/states.yaml:91",
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RESUME,
        (PackageState.AWAITING_AUTHORISATION,),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:90",
        when=_when_3,
        status=200,
        assign=_set_1,
        do=("start_download",),
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RESUME,
        (PackageState.AWAITING_AUTHORISATION,),
        PackageState.BROADCAST_SCHEDULED,
        spec="swm-common-1.0/states.yaml:91",
        when=_when_4,
        status=200,
        assign=_set_1,
        do=("listen",),
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RESUME,
        (PackageState.AWAITING_AUTHORISATION,),
        PackageState.AWAITING_AUTHORISATION,
        spec="swm-common-1.0/states.yaml:92",
        when=_when_5,
        status=200,
        assign=_set_2,
    ),
    On(
        PackageEvent.USER_ACCEPTS_DOWNLOAD,
        (PackageState.AWAITING_AUTHORISATION,),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:93",
        when=_when_6,
        assign=_set_1,
        do=("start_download",),
    ),
    On(
        PackageEvent.USER_ACCEPTS_DOWNLOAD,
        (PackageState.AWAITING_AUTHORISATION,),
        PackageState.BROADCAST_SCHEDULED,
        spec="swm-common-1.0/states.yaml:94",
        when=_when_7,
        assign=_set_1,
        do=("listen",),
    ),
    On(
        PackageEvent.USER_ACCEPTS_DOWNLOAD,
        (PackageState.AWAITING_AUTHORISATION,),
        PackageState.AWAITING_AUTHORISATION,
        spec="swm-common-1.0/states.yaml:95",
        when=_when_5,
        assign=_set_3,
    ),
    On(
        PackageEvent.USER_REFUSES_DOWNLOAD,
        (PackageState.AWAITING_AUTHORISATION,),
        PackageState.IDLE,
        spec="swm-common-1.0/states.yaml:96",
        result=Result.USER_CANCELLED,
        assign=_set_4,
        send=(OWED,),
    ),
    On(
        PackageEvent.SERVER_REFUSES,
        (PackageState.AWAITING_AUTHORISATION,),
        PackageState.IDLE,
        spec="swm-common-1.0/states.yaml:97",
        result=Result.IMAGE_SERVER_NOT_AUTHORISED,
        assign=_set_4,
        send=(OWED,),
    ),
    On(
        PackageEvent.ANNOUNCEMENT_EXPIRES,
        (PackageState.AWAITING_AUTHORISATION,),
        PackageState.IDLE,
        spec="swm-common-1.0/states.yaml:98",
        result=Result.ANNOUNCEMENT_EXPIRED,
        assign=_set_4,
        send=(OWED,),
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_CANCEL,
        (PackageState.AWAITING_AUTHORISATION,),
        PackageState.IDLE,
        spec="swm-common-1.0/states.yaml:99",
        status=200,
        result=Result.CANCELLED,
        assign=_set_4,
        send=(OWED,),
    ),
    On(
        PackageEvent.ANNOUNCED_CANCEL,
        (PackageState.AWAITING_AUTHORISATION,),
        PackageState.IDLE,
        spec="swm-common-1.0/states.yaml:100",
        when=_when_8,
        result=Result.CANCELLED,
        assign=_set_4,
        send=(OWED,),
    ),
    On(
        PackageEvent.FIRST_DATAGRAM,
        (PackageState.BROADCAST_SCHEDULED,),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:102",
    ),
    On(
        PackageEvent.BROADCAST_MISSED,
        (PackageState.BROADCAST_SCHEDULED,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:103",
        result=Result.BROADCAST_NOT_RECEIVED,
        send=(OWED,),
    ),
    On(
        PackageEvent.USER_CANCELS,
        (PackageState.BROADCAST_SCHEDULED,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:104",
        result=Result.USER_CANCELLED,
        send=(OWED,),
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_CANCEL,
        (PackageState.BROADCAST_SCHEDULED,),
        PackageState.DOWNLOAD_CANCELLED,
        spec="swm-common-1.0/states.yaml:105",
        status=200,
        result=Result.CANCELLED,
        send=(OWED,),
    ),
    On(
        PackageEvent.ANNOUNCED_CANCEL,
        (PackageState.BROADCAST_SCHEDULED,),
        PackageState.DOWNLOAD_CANCELLED,
        spec="swm-common-1.0/states.yaml:106",
        when=_when_8,
        result=Result.CANCELLED,
        send=(OWED,),
    ),
    On(
        PackageEvent.DOWNLOAD_FAILS,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:108",
        result=GIVEN,
        assign=_set_5,
        send=(OWED,),
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_SUSPEND,
        (PackageState.DOWNLOAD_PROGRESSING, PackageState.REPAIR_PROGRESSING),
        PackageState.DOWNLOAD_SUSPENDED,
        spec="swm-common-1.0/states.yaml:109",
        status=200,
        result=Result.SUSPENDED,
        assign=_set_6,
        do=("pause_transfer",),
    ),
    On(
        PackageEvent.USER_PAUSES,
        (PackageState.DOWNLOAD_PROGRESSING, PackageState.REPAIR_PROGRESSING),
        PackageState.DOWNLOAD_SUSPENDED,
        spec="swm-common-1.0/states.yaml:110",
        result=Result.SUSPENDED,
        assign=_set_7,
        do=("pause_transfer",),
    ),
    On(
        PackageEvent.ANNOUNCED_SUSPEND,
        (PackageState.DOWNLOAD_PROGRESSING, PackageState.REPAIR_PROGRESSING),
        PackageState.DOWNLOAD_SUSPENDED,
        spec="swm-common-1.0/states.yaml:111",
        when=_when_8,
        result=Result.SUSPENDED,
        assign=_set_8,
        do=("pause_transfer",),
    ),
    On(
        PackageEvent.CONDITION_ARISES,
        (PackageState.DOWNLOAD_PROGRESSING, PackageState.REPAIR_PROGRESSING),
        PackageState.DOWNLOAD_INTERRUPTED,
        spec="swm-common-1.0/states.yaml:112",
        assign=_set_9,
        do=("pause_transfer",),
    ),
    On(
        PackageEvent.TRANSMISSION_OVER,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_INTERRUPTED,
        spec="swm-common-1.0/states.yaml:113",
        when=_when_9,
        assign=_set_10,
    ),
    On(
        PackageEvent.TRANSMISSION_OVER,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.REPAIR_PROGRESSING,
        spec="swm-common-1.0/states.yaml:114",
        when=_when_10,
        assign=_set_11,
        do=("start_repair",),
    ),
    On(
        PackageEvent.TRANSMISSION_OVER,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:115",
        when=_when_11,
        result=Result.BROADCAST_INCOMPLETE,
        send=(OWED,),
    ),
    On(
        PackageEvent.OBJECT_CHANGED,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:116",
        when=_when_12,
        assign=_set_12,
        do=("start_download",),
    ),
    On(
        PackageEvent.OBJECT_CHANGED,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:117",
        when=_when_13,
        result=Result.PACKAGE_CHANGED,
        send=(OWED,),
    ),
    On(
        PackageEvent.RANGES_REFUSED,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:118",
        when=_when_12,
        assign=_set_12,
        do=("start_download",),
    ),
    On(
        PackageEvent.RANGES_REFUSED,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:119",
        when=_when_13,
        result=Result.RANGES_REFUSED,
        send=(OWED,),
    ),
    On(
        PackageEvent.DOWNLOAD_COMPLETES,
        (PackageState.DOWNLOAD_PROGRESSING,),
        PackageState.VERIFYING,
        spec="swm-common-1.0/states.yaml:120",
    ),
    On(
        PackageEvent.FILE_COMPLETE,
        (PackageState.REPAIR_PROGRESSING,),
        PackageState.VERIFYING,
        spec="swm-common-1.0/states.yaml:121",
    ),
    On(
        PackageEvent.REPAIR_INCOMPLETE,
        (PackageState.REPAIR_PROGRESSING,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:122",
        result=Result.REPAIR_FAILED,
        send=(OWED,),
    ),
    On(
        PackageEvent.REPAIR_UNREACHABLE,
        (PackageState.REPAIR_PROGRESSING,),
        PackageState.REPAIR_PROGRESSING,
        spec="swm-common-1.0/states.yaml:123",
        when=_when_14,
        assign=_set_13,
        do=("start_repair",),
    ),
    On(
        PackageEvent.REPAIR_UNREACHABLE,
        (PackageState.REPAIR_PROGRESSING,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:124",
        when=_when_15,
        result=Result.REPAIR_SERVER_UNREACHABLE,
        send=(OWED,),
    ),
    On(
        PackageEvent.RESTART,
        (PackageState.DOWNLOAD_PROGRESSING, PackageState.REPAIR_PROGRESSING),
        PackageState.DOWNLOAD_INTERRUPTED,
        spec="swm-common-1.0/states.yaml:125",
        assign=_set_14,
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_SUSPEND,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_SUSPENDED,
        spec="swm-common-1.0/states.yaml:127",
        status=200,
        result=Result.SUSPENDED,
        assign=_set_6,
    ),
    On(
        PackageEvent.USER_PAUSES,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_SUSPENDED,
        spec="swm-common-1.0/states.yaml:128",
        result=Result.SUSPENDED,
        assign=_set_7,
    ),
    On(
        PackageEvent.ANNOUNCED_SUSPEND,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_SUSPENDED,
        spec="swm-common-1.0/states.yaml:129",
        when=_when_8,
        result=Result.SUSPENDED,
        assign=_set_8,
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RESUME,
        (PackageState.DOWNLOAD_SUSPENDED, PackageState.DOWNLOAD_INTERRUPTED),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:130",
        when=_when_16,
        status=200,
        result=Result.RESUMED,
        assign=_set_15,
        do=("resume_transfer",),
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RESUME,
        (PackageState.DOWNLOAD_SUSPENDED, PackageState.DOWNLOAD_INTERRUPTED),
        PackageState.REPAIR_PROGRESSING,
        spec="swm-common-1.0/states.yaml:131",
        when=_when_17,
        status=200,
        result=Result.RESUMED,
        assign=_set_15,
        do=("resume_transfer",),
    ),
    On(
        PackageEvent.USER_RESUMES,
        (PackageState.DOWNLOAD_SUSPENDED,),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:132",
        when=_when_18,
        result=Result.RESUMED,
        assign=_set_5,
        do=("resume_transfer",),
    ),
    On(
        PackageEvent.USER_RESUMES,
        (PackageState.DOWNLOAD_SUSPENDED,),
        PackageState.REPAIR_PROGRESSING,
        spec="swm-common-1.0/states.yaml:133",
        when=_when_19,
        result=Result.RESUMED,
        assign=_set_5,
        do=("resume_transfer",),
    ),
    On(
        PackageEvent.ANNOUNCED_RESUME,
        (PackageState.DOWNLOAD_SUSPENDED,),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:134",
        when=_when_20,
        result=Result.RESUMED,
        assign=_set_5,
        do=("resume_transfer",),
    ),
    On(
        PackageEvent.ANNOUNCED_RESUME,
        (PackageState.DOWNLOAD_SUSPENDED,),
        PackageState.REPAIR_PROGRESSING,
        spec="swm-common-1.0/states.yaml:135",
        when=_when_21,
        result=Result.RESUMED,
        assign=_set_5,
        do=("resume_transfer",),
    ),
    On(
        PackageEvent.NEXT_TRANSMISSION,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:136",
        when=_when_22,
        assign=_set_5,
    ),
    On(
        PackageEvent.CONDITION_CLEARS,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:137",
        when=_when_23,
        assign=_set_16,
        do=("resume_transfer",),
    ),
    On(
        PackageEvent.CONDITION_CLEARS,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.REPAIR_PROGRESSING,
        spec="swm-common-1.0/states.yaml:143",
        when=_when_24,
        assign=_set_16,
        do=("resume_transfer",),
    ),
    On(
        PackageEvent.CONDITION_CLEARS,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:149",
        when=_when_25,
        result=Result.IMAGE_SERVER_UNREACHABLE,
        assign=_set_5,
        send=(OWED,),
    ),
    On(
        PackageEvent.CONDITION_CLEARS,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:150",
        when=_when_26,
        result=Result.NETWORK_FAILURE,
        assign=_set_5,
        send=(OWED,),
    ),
    On(
        PackageEvent.SUSPEND_TIME_OVER,
        (PackageState.DOWNLOAD_SUSPENDED,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:151",
        result=Result.SUSPENSION_LIMIT,
        assign=_set_5,
        send=(OWED,),
    ),
    On(
        PackageEvent.SUSPEND_TIME_OVER,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:152",
        when=_when_27,
        result=Result.POLICY_FORBIDS,
        assign=_set_5,
        send=(OWED,),
    ),
    On(
        PackageEvent.SUSPEND_TIME_OVER,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:153",
        when=_when_28,
        result=Result.SUSPENSION_LIMIT,
        assign=_set_5,
        send=(OWED,),
    ),
    On(
        PackageEvent.USER_CANCELS,
        (
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
        ),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:155",
        result=Result.USER_CANCELLED,
        assign=_set_5,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_CANCEL,
        (
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        PackageState.DOWNLOAD_CANCELLED,
        spec="swm-common-1.0/states.yaml:156",
        status=200,
        result=Result.CANCELLED,
        assign=_set_5,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        PackageEvent.ANNOUNCED_CANCEL,
        (
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        PackageState.DOWNLOAD_CANCELLED,
        spec="swm-common-1.0/states.yaml:157",
        when=_when_8,
        result=Result.CANCELLED,
        assign=_set_5,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        PackageEvent.ANNOUNCED_CANCEL,
        (PackageState.DOWNLOAD_SUSPENDED,),
        PackageState.DOWNLOAD_CANCELLED,
        spec="swm-common-1.0/states.yaml:158",
        when=_when_29,
        result=Result.CANCELLED,
        assign=_set_5,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        PackageEvent.VERIFICATION_ENDS,
        (PackageState.VERIFYING,),
        PackageState.DOWNLOAD_COMPLETE,
        spec="swm-common-1.0/states.yaml:160",
        when=_when_30,
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        PackageEvent.VERIFICATION_ENDS,
        (PackageState.VERIFYING,),
        PackageState.DOWNLOAD_COMPLETE,
        spec="swm-common-1.0/states.yaml:161",
        when=_when_31,
        result=Result.SUCCESS,
    ),
    On(
        PackageEvent.VERIFICATION_ENDS,
        (PackageState.VERIFYING,),
        PackageState.DOWNLOAD_COMPLETE,
        spec="swm-common-1.0/states.yaml:162",
        when=_when_32,
        result=Result.BROADCAST_COMPLETE,
        send=(OWED,),
    ),
    On(
        PackageEvent.VERIFICATION_ENDS,
        (PackageState.VERIFYING,),
        PackageState.DOWNLOAD_COMPLETE,
        spec="swm-common-1.0/states.yaml:163",
        when=_when_33,
        result=Result.BROADCAST_COMPLETE,
    ),
    On(
        PackageEvent.VERIFICATION_ENDS,
        (PackageState.VERIFYING,),
        PackageState.DOWNLOAD_COMPLETE,
        spec="swm-common-1.0/states.yaml:164",
        when=_when_34,
        result=Result.BROADCAST_REPAIRED,
        send=(OWED,),
    ),
    On(
        PackageEvent.VERIFICATION_ENDS,
        (PackageState.VERIFYING,),
        PackageState.DOWNLOAD_COMPLETE,
        spec="swm-common-1.0/states.yaml:165",
        when=_when_35,
        result=Result.BROADCAST_REPAIRED,
    ),
    On(
        PackageEvent.VERIFICATION_ENDS,
        (PackageState.VERIFYING,),
        PackageState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:166",
        when=_when_36,
        result=GIVEN,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        PackageEvent.CLEAN_UP,
        (PackageState.DOWNLOAD_CANCELLED,),
        PackageState.IDLE,
        spec="swm-common-1.0/states.yaml:167",
    ),
    On(
        PackageEvent.EXEC_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="fumo-1.1/states.yaml:52",
        when=_when_37,
        status=202,
        assign=_set_17,
        do=("start_download",),
        owes="download",
    ),
    On(
        PackageEvent.EXEC_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.AWAITING_AUTHORISATION,
        spec="fumo-1.1/states.yaml:61",
        when=_when_38,
        status=202,
        assign=_set_18,
        owes="download",
    ),
    On(
        PackageEvent.EXEC_DOWNLOAD_AND_UPDATE,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="fumo-1.1/states.yaml:69",
        when=_when_39,
        status=202,
        assign=_set_19,
        do=("start_download",),
        owes="downloadandupdate",
    ),
    On(
        PackageEvent.EXEC_DOWNLOAD_AND_UPDATE,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.AWAITING_AUTHORISATION,
        spec="fumo-1.1/states.yaml:78",
        when=_when_40,
        status=202,
        assign=_set_20,
        owes="downloadandupdate",
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RECEIVE_BROADCAST,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.BROADCAST_SCHEDULED,
        spec="fumo-1.1/states.yaml:86",
        when=_when_41,
        status=202,
        assign=_set_21,
        do=("listen",),
        owes="download",
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RECEIVE_BROADCAST,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.AWAITING_AUTHORISATION,
        spec="fumo-1.1/states.yaml:95",
        when=_when_42,
        status=202,
        assign=_set_22,
        owes="download",
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RECEIVE_BROADCAST_AND_UPDATE,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.BROADCAST_SCHEDULED,
        spec="fumo-1.1/states.yaml:103",
        when=_when_41,
        status=202,
        assign=_set_23,
        do=("listen",),
        owes="downloadandupdate",
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RECEIVE_BROADCAST_AND_UPDATE,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.AWAITING_AUTHORISATION,
        spec="fumo-1.1/states.yaml:112",
        when=_when_42,
        status=202,
        assign=_set_24,
        owes="downloadandupdate",
    ),
    On(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.READY_TO_UPDATE,
        spec="fumo-1.1/states.yaml:120",
        when=_when_43,
        status=200,
        result=Result.SUCCESS,
        assign=_set_25,
    ),
    On(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        (PackageState.READY_TO_UPDATE,),
        PackageState.READY_TO_UPDATE,
        spec="fumo-1.1/states.yaml:121",
        when=_when_44,
        status=200,
        result=Result.SUCCESS,
        assign=_set_26,
    ),
    On(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        (PackageState.READY_TO_UPDATE,),
        PackageState.IDLE,
        spec="fumo-1.1/states.yaml:122",
        when=_when_45,
        status=200,
        do=("discard_package",),
    ),
    On(
        PackageEvent.ANNOUNCED_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.AWAITING_AUTHORISATION,
        spec="fumo-1.1/states.yaml:124",
        when=_when_46,
        assign=_set_27,
    ),
    On(
        PackageEvent.ANNOUNCED_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.AWAITING_AUTHORISATION,
        spec="fumo-1.1/states.yaml:130",
        when=_when_47,
        assign=_set_28,
    ),
    On(
        PackageEvent.ANNOUNCED_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.AWAITING_AUTHORISATION,
        spec="fumo-1.1/states.yaml:136",
        when=_when_48,
        assign=_set_29,
    ),
    On(
        PackageEvent.ANNOUNCED_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.DOWNLOAD_PROGRESSING,
        spec="fumo-1.1/states.yaml:142",
        when=_when_49,
        assign=_set_30,
        do=("start_download",),
    ),
    On(
        PackageEvent.ANNOUNCED_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        PackageState.BROADCAST_SCHEDULED,
        spec="fumo-1.1/states.yaml:149",
        when=_when_50,
        assign=_set_31,
        do=("listen",),
    ),
    On(
        PackageEvent.CONTINUE,
        (PackageState.READY_TO_UPDATE,),
        PackageState.UPDATE_PROGRESSING,
        spec="fumo-1.1/states.yaml:157",
        when=_when_51,
        do=("apply_update",),
    ),
    On(
        PackageEvent.CONTINUE,
        (PackageState.READY_TO_UPDATE,),
        PackageState.UPDATE_DEFERRED,
        spec="fumo-1.1/states.yaml:158",
        when=_when_52,
        result=Result.DEFERRED,
    ),
    On(
        PackageEvent.EXEC_UPDATE,
        (PackageState.READY_TO_UPDATE,),
        PackageState.UPDATE_PROGRESSING,
        spec="fumo-1.1/states.yaml:159",
        when=_when_53,
        status=202,
        assign=_set_32,
        do=("apply_update",),
        owes="update",
    ),
    On(
        PackageEvent.EXEC_UPDATE,
        (PackageState.READY_TO_UPDATE,),
        PackageState.UPDATE_DEFERRED,
        spec="fumo-1.1/states.yaml:168",
        when=_when_54,
        status=202,
        result=Result.DEFERRED,
        assign=_set_32,
        owes="update",
    ),
    On(
        PackageEvent.EXEC_UPDATE,
        (PackageState.READY_TO_UPDATE,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.1/states.yaml:177",
        when=_when_55,
        status=202,
        result=Result.PACKAGE_EXPIRED,
        owes="update",
        send=(OWED,),
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_CANCEL,
        (PackageState.READY_TO_UPDATE,),
        PackageState.IDLE,
        spec="fumo-1.1/states.yaml:178",
        status=200,
        result=Result.CANCELLED,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        PackageEvent.UPDATE_ALLOWED,
        (PackageState.UPDATE_DEFERRED,),
        PackageState.UPDATE_PROGRESSING,
        spec="fumo-1.1/states.yaml:180",
        do=("apply_update",),
    ),
    On(
        PackageEvent.EXEC_UPDATE,
        (PackageState.UPDATE_DEFERRED,),
        PackageState.UPDATE_PROGRESSING,
        spec="fumo-1.1/states.yaml:181",
        when=_when_56,
        status=200,
        do=("apply_update",),
    ),
    On(
        PackageEvent.EXEC_UPDATE,
        (PackageState.UPDATE_DEFERRED,),
        PackageState.UPDATE_PROGRESSING,
        spec="fumo-1.1/states.yaml:182",
        when=_when_57,
        status=202,
        do=("apply_update",),
        owes="update",
    ),
    On(
        PackageEvent.DEFER_TIME_OVER,
        (PackageState.UPDATE_DEFERRED,),
        PackageState.UPDATE_PROGRESSING,
        spec="fumo-1.1/states.yaml:183",
        when=_when_58,
        do=("apply_update",),
    ),
    On(
        PackageEvent.DEFER_TIME_OVER,
        (PackageState.UPDATE_DEFERRED,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.1/states.yaml:184",
        when=_when_59,
        result=Result.BATTERY_LOW,
        send=(OWED,),
    ),
    On(
        PackageEvent.PACKAGE_EXPIRES,
        (PackageState.UPDATE_DEFERRED,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.1/states.yaml:185",
        result=Result.PACKAGE_EXPIRED,
        send=(OWED,),
    ),
    On(
        PackageEvent.USER_REFUSES_UPDATE,
        (PackageState.UPDATE_DEFERRED,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.1/states.yaml:186",
        result=Result.USER_CANCELLED,
        send=(OWED,),
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_CANCEL,
        (PackageState.UPDATE_DEFERRED,),
        PackageState.IDLE,
        spec="fumo-1.1/states.yaml:187",
        status=200,
        result=Result.CANCELLED,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_SUSPEND,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_SUSPENDED,
        spec="fumo-1.1/states.yaml:189",
        when=_when_60,
        status=200,
        result=Result.SUSPENDED,
        assign=_set_6,
        do=("pause_update",),
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RESUME,
        (PackageState.UPDATE_SUSPENDED,),
        PackageState.UPDATE_PROGRESSING,
        spec="fumo-1.1/states.yaml:190",
        status=200,
        result=Result.RESUMED,
        assign=_set_5,
        do=("resume_update",),
    ),
    On(
        PackageEvent.SUSPEND_TIME_OVER,
        (PackageState.UPDATE_SUSPENDED,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.1/states.yaml:191",
        when=_when_61,
        result=Result.SUSPENSION_LIMIT,
        assign=_set_5,
        do=("roll_back",),
        send=(OWED,),
    ),
    On(
        PackageEvent.SUSPEND_TIME_OVER,
        (PackageState.UPDATE_SUSPENDED,),
        PackageState.UPDATE_PROGRESSING,
        spec="fumo-1.1/states.yaml:192",
        when=_when_62,
        assign=_set_5,
        do=("resume_update",),
    ),
    On(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_CANCEL,
        (PackageState.UPDATE_SUSPENDED,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.1/states.yaml:193",
        when=_when_61,
        status=200,
        result=Result.CANCELLED,
        assign=_set_5,
        do=("roll_back",),
        send=(OWED,),
    ),
    On(
        PackageEvent.RESTART,
        (PackageState.UPDATE_PROGRESSING,),
        PackageState.UPDATE_FAILED_HAVE_DATA,
        spec="fumo-1.1/states.yaml:194",
        when=_when_63,
        result=Result.UPDATE_FAILED,
        send=(OWED,),
    ),
    Refuse(PackageEvent.PACKAGE_ACCEPTED, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.PACKAGE_REFUSED, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.UPDATE_FAILS, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.UPDATE_SUCCEEDS, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.CLEAN_UP, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(PackageEvent.FORGET, OTHERWISE, spec="fumo-1.0/states.yaml:102", keeps="everything"),
    Refuse(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_SUSPEND,
        (PackageState.DOWNLOAD_SUSPENDED,),
        spec="swm-common-1.0/states.yaml:169",
        status=200,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_SUSPEND,
        (PackageState.DOWNLOAD_COMPLETE,),
        spec="swm-common-1.0/states.yaml:170",
        status=200,
        result=Result.NOTHING_TO_SUSPEND,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_SUSPEND,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:171",
        status=405,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RESUME,
        (PackageState.DOWNLOAD_PROGRESSING, PackageState.REPAIR_PROGRESSING),
        spec="swm-common-1.0/states.yaml:172",
        status=200,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RESUME,
        (PackageState.AWAITING_AUTHORISATION,),
        spec="swm-common-1.0/states.yaml:173",
        when=_when_64,
        status=200,
        keeps="the request, for the approval that is missing",
    ),
    Refuse(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RESUME,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:174",
        status=405,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_CANCEL,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:175",
        status=405,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.REPLACE_WITHIN_EXT_SW_M_SECURITY,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.REPLACE_WITHIN_EXT_SW_M_POLICY,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.REPLACE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.REPLACE_WITHIN_EXT_SW_M_BROADCAST,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.DELETE_WITHIN_EXT_SW_M_SECURITY,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.DELETE_WITHIN_EXT_SW_M_POLICY,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.DELETE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.DELETE_WITHIN_EXT_SW_M_BROADCAST,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.ADD_WITHIN_EXT_SW_M_SECURITY,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:182",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.ADD_WITHIN_EXT_SW_M_POLICY,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:182",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.ADD_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:182",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.ADD_WITHIN_EXT_SW_M_BROADCAST,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:182",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.REPLACE_WITHIN_EXT_SW_M_SECURITY,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        PackageEvent.REPLACE_WITHIN_EXT_SW_M_POLICY,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        PackageEvent.REPLACE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        PackageEvent.REPLACE_WITHIN_EXT_SW_M_BROADCAST,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        PackageEvent.ADD_WITHIN_EXT_SW_M_SECURITY,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        PackageEvent.ADD_WITHIN_EXT_SW_M_POLICY,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        PackageEvent.ADD_WITHIN_EXT_SW_M_IMAGE_SERVER,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        PackageEvent.ADD_WITHIN_EXT_SW_M_BROADCAST,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        PackageEvent.DELETE_WITHIN_EXT_SW_M_SECURITY,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        PackageEvent.DELETE_WITHIN_EXT_SW_M_POLICY,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        PackageEvent.DELETE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        PackageEvent.DELETE_WITHIN_EXT_SW_M_BROADCAST,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        PackageEvent.ANNOUNCED_DOWNLOAD,
        (
            PackageState.AWAITING_AUTHORISATION,
            PackageState.BROADCAST_SCHEDULED,
            PackageState.DOWNLOAD_PROGRESSING,
            PackageState.REPAIR_PROGRESSING,
            PackageState.DOWNLOAD_SUSPENDED,
            PackageState.DOWNLOAD_INTERRUPTED,
            PackageState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:193",
        when=_when_8,
        keeps="the running operation",
    ),
    Refuse(
        PackageEvent.ANNOUNCED_DOWNLOAD,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:194",
        result=Result.NOT_IN_STATE,
        keeps="the running operation",
    ),
    Refuse(
        PackageEvent.USER_RESUMES,
        (PackageState.DOWNLOAD_SUSPENDED,),
        spec="swm-common-1.0/states.yaml:195",
        when=_when_65,
        keeps="the transfer until it is resumed by who paused it",
    ),
    Refuse(
        PackageEvent.CONDITION_CLEARS,
        (PackageState.DOWNLOAD_INTERRUPTED,),
        spec="swm-common-1.0/states.yaml:196",
        when=_when_66,
        keeps="the transfer until it is resumed on order",
    ),
    Refuse(
        PackageEvent.ANNOUNCED_SUSPEND,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:197",
        keeps="everything; the announcement is counted",
    ),
    Refuse(
        PackageEvent.ANNOUNCED_RESUME,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:197",
        keeps="everything; the announcement is counted",
    ),
    Refuse(
        PackageEvent.ANNOUNCED_CANCEL,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:197",
        keeps="everything; the announcement is counted",
    ),
    Refuse(PackageEvent.USER_ACCEPTS_DOWNLOAD, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.USER_REFUSES_DOWNLOAD, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.SERVER_REFUSES, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.ANNOUNCEMENT_EXPIRES, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.FIRST_DATAGRAM, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.BROADCAST_MISSED, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.TRANSMISSION_OVER, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.NEXT_TRANSMISSION, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.FILE_COMPLETE, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.REPAIR_INCOMPLETE, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.REPAIR_UNREACHABLE, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.OBJECT_CHANGED, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.RANGES_REFUSED, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.DOWNLOAD_FAILS, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.DOWNLOAD_COMPLETES, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.USER_PAUSES, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.USER_RESUMES, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.USER_CANCELS, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.CONDITION_ARISES, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.CONDITION_CLEARS, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(PackageEvent.VERIFICATION_ENDS, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(
        PackageEvent.EXEC_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        spec="fumo-1.1/states.yaml:196",
        when=_when_67,
        status=405,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_DOWNLOAD,
        OTHERWISE,
        spec="fumo-1.1/states.yaml:197",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        PackageEvent.EXEC_DOWNLOAD_AND_UPDATE,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        spec="fumo-1.1/states.yaml:198",
        when=_when_68,
        status=405,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_DOWNLOAD_AND_UPDATE,
        OTHERWISE,
        spec="fumo-1.1/states.yaml:199",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RECEIVE_BROADCAST,
        OTHERWISE,
        spec="fumo-1.1/states.yaml:200",
        status=405,
        keeps="everything; where nothing runs, a reference is missing",
    ),
    Refuse(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_RECEIVE_BROADCAST_AND_UPDATE,
        OTHERWISE,
        spec="fumo-1.1/states.yaml:200",
        status=405,
        keeps="everything; where nothing runs, a reference is missing",
    ),
    Refuse(
        PackageEvent.EXEC_UPDATE,
        (PackageState.READY_TO_UPDATE,),
        spec="fumo-1.1/states.yaml:205",
        when=_when_69,
        status=405,
        result=Result.PREREQUISITE_MISSING,
        keeps="the package",
    ),
    Refuse(PackageEvent.EXEC_UPDATE, OTHERWISE, spec="fumo-1.1/states.yaml:206", status=405, keeps="everything"),
    Refuse(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        spec="fumo-1.1/states.yaml:207",
        when=_when_70,
        status=403,
        result=GIVEN,
        keeps="the state and the package that was there",
    ),
    Refuse(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        (PackageState.READY_TO_UPDATE,),
        spec="fumo-1.1/states.yaml:208",
        when=_when_71,
        status=403,
        result=GIVEN,
        keeps="the state and the package that was there",
    ),
    Refuse(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        spec="fumo-1.1/states.yaml:209",
        when=_when_72,
        status=200,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.REPLACE_UPDATE_PKG_DATA,
        OTHERWISE,
        spec="fumo-1.1/states.yaml:210",
        status=405,
        keeps="the running operation and its package",
    ),
    Refuse(
        PackageEvent.REPLACE_WITHIN_EXT_SW_M_SECURITY,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.UPDATE_PROGRESSING, PackageState.UPDATE_SUSPENDED),
        spec="fumo-1.1/states.yaml:211",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.REPLACE_WITHIN_EXT_SW_M_POLICY,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.UPDATE_PROGRESSING, PackageState.UPDATE_SUSPENDED),
        spec="fumo-1.1/states.yaml:211",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.REPLACE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.UPDATE_PROGRESSING, PackageState.UPDATE_SUSPENDED),
        spec="fumo-1.1/states.yaml:211",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.REPLACE_WITHIN_EXT_SW_M_BROADCAST,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.UPDATE_PROGRESSING, PackageState.UPDATE_SUSPENDED),
        spec="fumo-1.1/states.yaml:211",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.DELETE_WITHIN_EXT_SW_M_SECURITY,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.UPDATE_PROGRESSING, PackageState.UPDATE_SUSPENDED),
        spec="fumo-1.1/states.yaml:211",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.DELETE_WITHIN_EXT_SW_M_POLICY,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.UPDATE_PROGRESSING, PackageState.UPDATE_SUSPENDED),
        spec="fumo-1.1/states.yaml:211",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.DELETE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.UPDATE_PROGRESSING, PackageState.UPDATE_SUSPENDED),
        spec="fumo-1.1/states.yaml:211",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.DELETE_WITHIN_EXT_SW_M_BROADCAST,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.UPDATE_PROGRESSING, PackageState.UPDATE_SUSPENDED),
        spec="fumo-1.1/states.yaml:211",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.ADD_WITHIN_EXT_SW_M_SECURITY,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.UPDATE_PROGRESSING, PackageState.UPDATE_SUSPENDED),
        spec="fumo-1.1/states.yaml:217",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.ADD_WITHIN_EXT_SW_M_POLICY,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.UPDATE_PROGRESSING, PackageState.UPDATE_SUSPENDED),
        spec="fumo-1.1/states.yaml:217",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.ADD_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.UPDATE_PROGRESSING, PackageState.UPDATE_SUSPENDED),
        spec="fumo-1.1/states.yaml:217",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.ADD_WITHIN_EXT_SW_M_BROADCAST,
        (PackageState.DOWNLOAD_COMPLETE, PackageState.UPDATE_PROGRESSING, PackageState.UPDATE_SUSPENDED),
        spec="fumo-1.1/states.yaml:217",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        PackageEvent.ANNOUNCED_DOWNLOAD,
        (
            PackageState.IDLE,
            PackageState.DOWNLOAD_FAILED,
            PackageState.DOWNLOAD_CANCELLED,
            PackageState.UPDATE_FAILED_HAVE_DATA,
            PackageState.UPDATE_FAILED_NO_DATA,
            PackageState.UPDATE_SUCCESSFUL_HAVE_DATA,
            PackageState.UPDATE_SUCCESSFUL_NO_DATA,
        ),
        spec="fumo-1.1/states.yaml:223",
        when=_when_73,
        result=Result.IMAGE_SERVER_NOT_AUTHORISED,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.CONTINUE,
        (PackageState.READY_TO_UPDATE,),
        spec="fumo-1.1/states.yaml:224",
        when=_when_74,
        keeps="the package until the server orders the update",
    ),
    Refuse(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_SUSPEND,
        (PackageState.UPDATE_SUSPENDED,),
        spec="fumo-1.1/states.yaml:225",
        status=200,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_SUSPEND,
        (PackageState.READY_TO_UPDATE,),
        spec="fumo-1.1/states.yaml:226",
        status=200,
        result=Result.NOTHING_TO_SUSPEND,
        keeps="everything",
    ),
    Refuse(
        PackageEvent.EXEC_EXT_SW_M_OPERATIONS_SUSPEND,
        (PackageState.UPDATE_PROGRESSING,),
        spec="fumo-1.1/states.yaml:227",
        when=_when_75,
        status=406,
        keeps="the running update",
    ),
    Refuse(PackageEvent.UPDATE_ALLOWED, OTHERWISE, spec="fumo-1.1/states.yaml:228", keeps="everything"),
    Refuse(PackageEvent.USER_REFUSES_UPDATE, OTHERWISE, spec="fumo-1.1/states.yaml:228", keeps="everything"),
    Refuse(PackageEvent.PACKAGE_EXPIRES, OTHERWISE, spec="fumo-1.1/states.yaml:228", keeps="everything"),
    Refuse(PackageEvent.CONTINUE, OTHERWISE, spec="fumo-1.1/states.yaml:228", keeps="everything"),
    Refuse(PackageEvent.SUSPEND_TIME_OVER, OTHERWISE, spec="fumo-1.1/states.yaml:232", keeps="everything"),
    Refuse(PackageEvent.DEFER_TIME_OVER, OTHERWISE, spec="fumo-1.1/states.yaml:233", keeps="everything"),
    Refuse(
        PackageEvent.RESTART,
        OTHERWISE,
        spec="fumo-1.1/states.yaml:234",
        keeps="the state, every variable, the order owed, the package",
    ),
)
"""What happens in each state on each event of the machine `package`.

Spec: fumo-1.0/states.yaml:3
"""

PACKAGE: Final = Machine("fumo-overlay-1.1 package", PACKAGE_TABLE)
"""The machine `package`."""
