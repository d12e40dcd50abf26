"""States, events and transition tables of scomo-overlay 1.2.

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
    DeliveredState,
    DeployedState,
    DownloadState,
    DownloadXExtSwMImageServerMode,
    DownloadXExtSwMPolicyConsent,
    InventoryDeliveredXExtSwMPolicyConsent,
    ScomoOverlayDownloadXExtSwMImageServer,
    ScomoOverlayDownloadXExtSwMPolicy,
    ScomoOverlayExtSwMCapabilities,
    ScomoOverlayInventoryDeliveredXExtSwMPolicy,
)


class DownloadEvent(Enum):
    """What can happen to the machine `download`."""

    EXEC_OPERATIONS_DOWNLOAD = "exec x/Download/<x>/Operations/Download"
    """The server orders a download."""
    EXEC_OPERATIONS_DOWNLOAD_INSTALL = "exec x/Download/<x>/Operations/DownloadInstall"
    """The server orders a download and then the installation."""
    EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE = "exec x/Download/<x>/Operations/DownloadInstallInactive"
    """The server orders a download and then the installation, the components to stay inactive."""
    DELETE = "delete x/Download/<x>"
    """The server takes the node away."""
    DOWNLOAD_FAILS = "download_fails"
    """The transfer ended without a usable package: authorise_package failed, the server or its
    certificate was refused, the URL is malformed, or there is no room."""
    DOWNLOAD_COMPLETES = "download_completes"
    """The last byte is stored."""
    CONTINUE = "continue"
    """The device goes on by itself after the download of a combined operation."""
    PACKAGE_REFUSED = "package_refused"
    """The package did not pass immediately before the installation."""
    INSTALLED = "installed"
    """The components are there."""
    INSTALL_FAILS = "install_fails"
    """The installation ended without the components."""
    CLEAN_UP = "clean_up"
    """The device tidies up after an end state."""
    RESTART = "restart"
    """The device starts again after power off or a crash."""
    EXEC_OPERATIONS_EXT_SW_M_SUSPEND = "exec x/Download/<x>/Operations/Ext/SwM/Suspend"
    """The server pauses."""
    EXEC_OPERATIONS_EXT_SW_M_RESUME = "exec x/Download/<x>/Operations/Ext/SwM/Resume"
    """The server lets a transfer go on, or authorises one."""
    EXEC_OPERATIONS_EXT_SW_M_CANCEL = "exec x/Download/<x>/Operations/Ext/SwM/Cancel"
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
    INSTALL_ALLOWED = "install_allowed"
    """The conditions hold and the user accepts where asked."""
    USER_REFUSES_INSTALL = "user_refuses_install"
    """The user does not agree to the installation."""
    PACKAGE_EXPIRES = "package_expires"
    """Security/NotAfter is over."""
    DEFER_TIME_OVER = "defer_time_over"
    """The user may not defer for longer."""
    EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST = "exec x/Download/<x>/Operations/Ext/SwM/ReceiveBroadcast"
    """The server orders reception of a broadcast."""
    EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST_INSTALL = (
        "exec x/Download/<x>/Operations/Ext/SwM/ReceiveBroadcastInstall"
    )
    """The server orders reception of a broadcast and then the installation."""
    EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST_INSTALL_INACTIVE = (
        "exec x/Download/<x>/Operations/Ext/SwM/ReceiveBroadcastInstallInactive"
    )
    """The server orders reception of a broadcast and then the installation, the components to stay
    inactive."""
    REPLACE_WITHIN_EXT_SW_M_SECURITY = "replace within x/Download/<x>/Ext/SwM/Security"
    REPLACE_WITHIN_EXT_SW_M_POLICY = "replace within x/Download/<x>/Ext/SwM/Policy"
    REPLACE_WITHIN_EXT_SW_M_IMAGE_SERVER = "replace within x/Download/<x>/Ext/SwM/ImageServer"
    REPLACE_WITHIN_EXT_SW_M_BROADCAST = "replace within x/Download/<x>/Ext/SwM/Broadcast"
    DELETE_WITHIN_EXT_SW_M_SECURITY = "delete within x/Download/<x>/Ext/SwM/Security"
    DELETE_WITHIN_EXT_SW_M_POLICY = "delete within x/Download/<x>/Ext/SwM/Policy"
    DELETE_WITHIN_EXT_SW_M_IMAGE_SERVER = "delete within x/Download/<x>/Ext/SwM/ImageServer"
    DELETE_WITHIN_EXT_SW_M_BROADCAST = "delete within x/Download/<x>/Ext/SwM/Broadcast"
    ADD_WITHIN_EXT_SW_M_SECURITY = "add within x/Download/<x>/Ext/SwM/Security"
    ADD_WITHIN_EXT_SW_M_POLICY = "add within x/Download/<x>/Ext/SwM/Policy"
    ADD_WITHIN_EXT_SW_M_IMAGE_SERVER = "add within x/Download/<x>/Ext/SwM/ImageServer"
    ADD_WITHIN_EXT_SW_M_BROADCAST = "add within x/Download/<x>/Ext/SwM/Broadcast"


class DownloadGoal(Enum):
    """What follows the download."""

    DELIVER = "deliver"
    INSTALL = "install"
    INSTALL_INACTIVE = "install_inactive"


class DownloadInitiator(Enum):
    """Who began the transfer."""

    DM = "dm"
    IMAGE_SERVER = "image_server"
    USER = "user"


class DownloadAwaits(Enum):
    """Whose agreement is missing."""

    NOBODY = "nobody"
    SERVER = "server"
    USER = "user"
    BOTH = "both"


class DownloadSource(Enum):
    """Where the package comes from."""

    HTTPS = "https"
    BROADCAST = "broadcast"


class DownloadPhase(Enum):
    """What a suspended transfer goes on with: 30 or 36."""

    TRANSFER = "transfer"
    REPAIR = "repair"


class DownloadReason(Enum):
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


class DownloadAnnouncedSource(Enum):
    """The source that the accepted announcement names."""

    HTTPS = "https"
    BROADCAST = "broadcast"


class DownloadCondition(Enum):
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


class DownloadAnnouncedGoal(Enum):
    """What the accepted announcement asks for."""

    DELIVER = "deliver"
    INSTALL = "install"
    INSTALL_INACTIVE = "install_inactive"


class DownloadAllowedGoal(Enum):
    """What the accepted announcement begins: in Mode download an installation is not the image
    server's to begin."""

    DELIVER = "deliver"
    INSTALL = "install"
    INSTALL_INACTIVE = "install_inactive"


@dataclass(frozen=True, slots=True)
class DownloadVariables:
    """What the machine `download` remembers beside its state, over restarts too."""

    goal: DownloadGoal = DownloadGoal.DELIVER
    """What follows the download."""

    initiator: DownloadInitiator = DownloadInitiator.DM
    """Who began the transfer."""

    awaits: DownloadAwaits = DownloadAwaits.NOBODY
    """Whose agreement is missing."""

    source: DownloadSource = DownloadSource.HTTPS
    """Where the package comes from."""

    phase: DownloadPhase = DownloadPhase.TRANSFER
    """What a suspended transfer goes on with: 30 or 36."""

    reason: DownloadReason = DownloadReason.NONE
    """Why the transfer stands still."""

    attempts: int = 0
    """Resumes tried by the client itself since the transfer last made progress."""

    restarts: int = 0
    """How often the transfer began again from its first byte."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> DownloadVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls(
            goal=DownloadGoal[stored.get("goal", "DELIVER")],
            initiator=DownloadInitiator[stored.get("initiator", "DM")],
            awaits=DownloadAwaits[stored.get("awaits", "NOBODY")],
            source=DownloadSource[stored.get("source", "HTTPS")],
            phase=DownloadPhase[stored.get("phase", "TRANSFER")],
            reason=DownloadReason[stored.get("reason", "NONE")],
            attempts=stored.get("attempts", 0),
            restarts=stored.get("restarts", 0),
        )


class DownloadFacts(Protocol):
    """What only the device knows at the moment."""

    def package_kept(self) -> bool:
        """The package is still stored on the device."""
        ...

    def announced_source(self) -> DownloadAnnouncedSource:
        """The source that the accepted announcement names."""
        ...

    def own_campaign(self) -> bool:
        """The announcement is of the campaign that began this transfer."""
        ...

    def condition(self) -> DownloadCondition:
        """What stands against the transfer at the moment. A voice call that takes the data connection
        is device_busy."""
        ...

    def transmissions_left(self) -> bool:
        """The broadcast delivery will be sent again."""
        ...

    def repair_possible(self) -> bool:
        """Repair is allowed and not more than Repair/MaxMissing is missing."""
        ...

    def conditions_hold(self) -> bool:
        """Battery, window, bearer, roaming and memory allow the installation and the device is not
        busy."""
        ...

    def roll_back_possible(self) -> bool:
        """What was there before can be brought back."""
        ...

    def before_no_return(self) -> bool:
        """The installer has not reached its point of no return."""
        ...

    def installer_can_go_on(self) -> bool:
        """After a restart the installer can go on where it was."""
        ...

    def announced_goal(self) -> DownloadAnnouncedGoal:
        """What the accepted announcement asks for."""
        ...

    def prerequisite_there(self) -> bool:
        """What must be installed before is installed."""
        ...


_DownloadContext = Context[DownloadVariables, DownloadFacts]


def decide_download_allowed_goal(c: _DownloadContext) -> DownloadAllowedGoal:
    """What the accepted announcement begins: in Mode download an installation is not the image
    server's to begin.

    Spec: scomo-1.2/states.yaml:15"""
    if (
        c.read("Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode)
        == DownloadXExtSwMImageServerMode.DOWNLOAD
    ):
        return DownloadAllowedGoal.DELIVER
    if c.facts.announced_goal() == DownloadAnnouncedGoal.INSTALL:
        return DownloadAllowedGoal.INSTALL
    if c.facts.announced_goal() == DownloadAnnouncedGoal.INSTALL_INACTIVE:
        return DownloadAllowedGoal.INSTALL_INACTIVE
    return DownloadAllowedGoal.DELIVER


def _download_when_1(c: _DownloadContext) -> bool:
    """package_kept"""
    return c.facts.package_kept()


def _download_when_2(c: _DownloadContext) -> bool:
    """not package_kept"""
    return not c.facts.package_kept()


def _download_when_3(c: _DownloadContext) -> bool:
    """goal = deliver"""
    return c.variables.goal == DownloadGoal.DELIVER


def _download_when_4(c: _DownloadContext) -> bool:
    """awaits = server and source = https"""
    return c.variables.awaits == DownloadAwaits.SERVER and c.variables.source == DownloadSource.HTTPS


def _download_when_5(c: _DownloadContext) -> bool:
    """awaits = server and source = broadcast"""
    return c.variables.awaits == DownloadAwaits.SERVER and c.variables.source == DownloadSource.BROADCAST


def _download_when_6(c: _DownloadContext) -> bool:
    """awaits = both"""
    return c.variables.awaits == DownloadAwaits.BOTH


def _download_when_7(c: _DownloadContext) -> bool:
    """awaits = user and source = https"""
    return c.variables.awaits == DownloadAwaits.USER and c.variables.source == DownloadSource.HTTPS


def _download_when_8(c: _DownloadContext) -> bool:
    """awaits = user and source = broadcast"""
    return c.variables.awaits == DownloadAwaits.USER and c.variables.source == DownloadSource.BROADCAST


def _download_when_9(c: _DownloadContext) -> bool:
    """own_campaign"""
    return c.facts.own_campaign()


def _download_when_10(c: _DownloadContext) -> bool:
    """transmissions_left"""
    return c.facts.transmissions_left()


def _download_when_11(c: _DownloadContext) -> bool:
    """not transmissions_left and repair_possible"""
    return not c.facts.transmissions_left() and c.facts.repair_possible()


def _download_when_12(c: _DownloadContext) -> bool:
    """not transmissions_left and not repair_possible"""
    return not c.facts.transmissions_left() and not c.facts.repair_possible()


def _download_when_13(c: _DownloadContext) -> bool:
    """restarts < x/Download/<x>/Ext/SwM/Policy/MaxRestarts"""
    return (
        v1 := c.read("Ext/SwM/Policy/MaxRestarts", ScomoOverlayDownloadXExtSwMPolicy.max_restarts)
    ) is not None and c.variables.restarts < v1


def _download_when_14(c: _DownloadContext) -> bool:
    """not restarts < x/Download/<x>/Ext/SwM/Policy/MaxRestarts"""
    return not (
        (v1 := c.read("Ext/SwM/Policy/MaxRestarts", ScomoOverlayDownloadXExtSwMPolicy.max_restarts)) is not None
        and c.variables.restarts < v1
    )


def _download_when_15(c: _DownloadContext) -> bool:
    """attempts < x/Download/<x>/Ext/SwM/Policy/MaxResumeAttempts"""
    return (
        v1 := c.read("Ext/SwM/Policy/MaxResumeAttempts", ScomoOverlayDownloadXExtSwMPolicy.max_resume_attempts)
    ) is not None and c.variables.attempts < v1


def _download_when_16(c: _DownloadContext) -> bool:
    """not attempts < x/Download/<x>/Ext/SwM/Policy/MaxResumeAttempts"""
    return not (
        (v1 := c.read("Ext/SwM/Policy/MaxResumeAttempts", ScomoOverlayDownloadXExtSwMPolicy.max_resume_attempts))
        is not None
        and c.variables.attempts < v1
    )


def _download_when_17(c: _DownloadContext) -> bool:
    """phase = transfer"""
    return c.variables.phase == DownloadPhase.TRANSFER


def _download_when_18(c: _DownloadContext) -> bool:
    """phase = repair"""
    return c.variables.phase == DownloadPhase.REPAIR


def _download_when_19(c: _DownloadContext) -> bool:
    """reason = user and phase = transfer"""
    return c.variables.reason == DownloadReason.USER and c.variables.phase == DownloadPhase.TRANSFER


def _download_when_20(c: _DownloadContext) -> bool:
    """reason = user and phase = repair"""
    return c.variables.reason == DownloadReason.USER and c.variables.phase == DownloadPhase.REPAIR


def _download_when_21(c: _DownloadContext) -> bool:
    """reason = image_server and own_campaign and phase = transfer"""
    return (
        c.variables.reason == DownloadReason.IMAGE_SERVER
        and c.facts.own_campaign()
        and c.variables.phase == DownloadPhase.TRANSFER
    )


def _download_when_22(c: _DownloadContext) -> bool:
    """reason = image_server and own_campaign and phase = repair"""
    return (
        c.variables.reason == DownloadReason.IMAGE_SERVER
        and c.facts.own_campaign()
        and c.variables.phase == DownloadPhase.REPAIR
    )


def _download_when_23(c: _DownloadContext) -> bool:
    """reason = broadcast_lost"""
    return c.variables.reason == DownloadReason.BROADCAST_LOST


def _download_when_24(c: _DownloadContext) -> bool:
    """x/Download/<x>/Ext/SwM/Policy/AutoResume = true and attempts <
    x/Download/<x>/Ext/SwM/Policy/MaxResumeAttempts and phase = transfer"""
    return (
        c.read("Ext/SwM/Policy/AutoResume", ScomoOverlayDownloadXExtSwMPolicy.auto_resume) is True
        and (v1 := c.read("Ext/SwM/Policy/MaxResumeAttempts", ScomoOverlayDownloadXExtSwMPolicy.max_resume_attempts))
        is not None
        and c.variables.attempts < v1
        and c.variables.phase == DownloadPhase.TRANSFER
    )


def _download_when_25(c: _DownloadContext) -> bool:
    """x/Download/<x>/Ext/SwM/Policy/AutoResume = true and attempts <
    x/Download/<x>/Ext/SwM/Policy/MaxResumeAttempts and phase = repair"""
    return (
        c.read("Ext/SwM/Policy/AutoResume", ScomoOverlayDownloadXExtSwMPolicy.auto_resume) is True
        and (v1 := c.read("Ext/SwM/Policy/MaxResumeAttempts", ScomoOverlayDownloadXExtSwMPolicy.max_resume_attempts))
        is not None
        and c.variables.attempts < v1
        and c.variables.phase == DownloadPhase.REPAIR
    )


def _download_when_26(c: _DownloadContext) -> bool:
    """x/Download/<x>/Ext/SwM/Policy/AutoResume = true and not attempts <
    x/Download/<x>/Ext/SwM/Policy/MaxResumeAttempts and initiator = image_server"""
    return (
        c.read("Ext/SwM/Policy/AutoResume", ScomoOverlayDownloadXExtSwMPolicy.auto_resume) is True
        and not (
            (v1 := c.read("Ext/SwM/Policy/MaxResumeAttempts", ScomoOverlayDownloadXExtSwMPolicy.max_resume_attempts))
            is not None
            and c.variables.attempts < v1
        )
        and c.variables.initiator == DownloadInitiator.IMAGE_SERVER
    )


def _download_when_27(c: _DownloadContext) -> bool:
    """x/Download/<x>/Ext/SwM/Policy/AutoResume = true and not attempts <
    x/Download/<x>/Ext/SwM/Policy/MaxResumeAttempts and initiator != image_server"""
    return (
        c.read("Ext/SwM/Policy/AutoResume", ScomoOverlayDownloadXExtSwMPolicy.auto_resume) is True
        and not (
            (v1 := c.read("Ext/SwM/Policy/MaxResumeAttempts", ScomoOverlayDownloadXExtSwMPolicy.max_resume_attempts))
            is not None
            and c.variables.attempts < v1
        )
        and c.variables.initiator != DownloadInitiator.IMAGE_SERVER
    )


def _download_when_28(c: _DownloadContext) -> bool:
    """reason in {bearer_not_allowed, roaming, outside_window}"""
    return c.variables.reason in (
        DownloadReason.BEARER_NOT_ALLOWED,
        DownloadReason.ROAMING,
        DownloadReason.OUTSIDE_WINDOW,
    )


def _download_when_29(c: _DownloadContext) -> bool:
    """not reason in {bearer_not_allowed, roaming, outside_window}"""
    return c.variables.reason not in (
        DownloadReason.BEARER_NOT_ALLOWED,
        DownloadReason.ROAMING,
        DownloadReason.OUTSIDE_WINDOW,
    )


def _download_when_30(c: _DownloadContext) -> bool:
    """reason = image_server and own_campaign"""
    return c.variables.reason == DownloadReason.IMAGE_SERVER and c.facts.own_campaign()


def _download_when_31(c: _DownloadContext) -> bool:
    """passes(verify) and source = https and goal = deliver"""
    return (
        c.passes("verify") and c.variables.source == DownloadSource.HTTPS and c.variables.goal == DownloadGoal.DELIVER
    )


def _download_when_32(c: _DownloadContext) -> bool:
    """passes(verify) and source = https and goal != deliver"""
    return (
        c.passes("verify") and c.variables.source == DownloadSource.HTTPS and c.variables.goal != DownloadGoal.DELIVER
    )


def _download_when_33(c: _DownloadContext) -> bool:
    """passes(verify) and source = broadcast and phase = transfer and goal = deliver"""
    return (
        c.passes("verify")
        and c.variables.source == DownloadSource.BROADCAST
        and c.variables.phase == DownloadPhase.TRANSFER
        and c.variables.goal == DownloadGoal.DELIVER
    )


def _download_when_34(c: _DownloadContext) -> bool:
    """passes(verify) and source = broadcast and phase = transfer and goal != deliver"""
    return (
        c.passes("verify")
        and c.variables.source == DownloadSource.BROADCAST
        and c.variables.phase == DownloadPhase.TRANSFER
        and c.variables.goal != DownloadGoal.DELIVER
    )


def _download_when_35(c: _DownloadContext) -> bool:
    """passes(verify) and source = broadcast and phase = repair and goal = deliver"""
    return (
        c.passes("verify")
        and c.variables.source == DownloadSource.BROADCAST
        and c.variables.phase == DownloadPhase.REPAIR
        and c.variables.goal == DownloadGoal.DELIVER
    )


def _download_when_36(c: _DownloadContext) -> bool:
    """passes(verify) and source = broadcast and phase = repair and goal != deliver"""
    return (
        c.passes("verify")
        and c.variables.source == DownloadSource.BROADCAST
        and c.variables.phase == DownloadPhase.REPAIR
        and c.variables.goal != DownloadGoal.DELIVER
    )


def _download_when_37(c: _DownloadContext) -> bool:
    """not passes(verify)"""
    return not c.passes("verify")


def _download_when_38(c: _DownloadContext) -> bool:
    """x/Ext/SwM/Capabilities/SuspendUpdate = true and before_no_return"""
    return (
        c.read("../../Ext/SwM/Capabilities/SuspendUpdate", ScomoOverlayExtSwMCapabilities.suspend_update) is True
        and c.facts.before_no_return()
    )


def _download_when_39(c: _DownloadContext) -> bool:
    """roll_back_possible"""
    return c.facts.roll_back_possible()


def _download_when_40(c: _DownloadContext) -> bool:
    """not roll_back_possible"""
    return not c.facts.roll_back_possible()


def _download_when_41(c: _DownloadContext) -> bool:
    """conditions_hold"""
    return c.facts.conditions_hold()


def _download_when_42(c: _DownloadContext) -> bool:
    """not conditions_hold"""
    return not c.facts.conditions_hold()


def _download_when_43(c: _DownloadContext) -> bool:
    """not installer_can_go_on"""
    return not c.facts.installer_can_go_on()


def _download_when_44(c: _DownloadContext) -> bool:
    """set(x/Download/<x>/PkgURL) and not x/Download/<x>/Ext/SwM/Policy/Consent in
    {ask_before_download, ask_both}"""
    return c.is_set("PkgURL") and not (
        (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
        and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
    )


def _download_when_45(c: _DownloadContext) -> bool:
    """goal = deliver and set(x/Download/<x>/PkgURL) and not x/Download/<x>/Ext/SwM/Policy/Consent in
    {ask_before_download, ask_both}"""
    return (
        c.variables.goal == DownloadGoal.DELIVER
        and c.is_set("PkgURL")
        and not (
            (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
            and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
        )
    )


def _download_when_46(c: _DownloadContext) -> bool:
    """set(x/Download/<x>/PkgURL) and x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_download,
    ask_both}"""
    return (
        c.is_set("PkgURL")
        and (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
        and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
    )


def _download_when_47(c: _DownloadContext) -> bool:
    """goal = deliver and set(x/Download/<x>/PkgURL) and x/Download/<x>/Ext/SwM/Policy/Consent in
    {ask_before_download, ask_both}"""
    return (
        c.variables.goal == DownloadGoal.DELIVER
        and c.is_set("PkgURL")
        and (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
        and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
    )


def _download_when_48(c: _DownloadContext) -> bool:
    """set(x/Download/<x>/Ext/SwM/Broadcast/Ref) and set(x/Download/<x>/Ext/SwM/ImageServer/Ref) and
    not x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_download, ask_both}"""
    return (
        c.is_set("Ext/SwM/Broadcast/Ref")
        and c.is_set("Ext/SwM/ImageServer/Ref")
        and not (
            (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
            and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
        )
    )


def _download_when_49(c: _DownloadContext) -> bool:
    """goal = deliver and set(x/Download/<x>/Ext/SwM/Broadcast/Ref) and
    set(x/Download/<x>/Ext/SwM/ImageServer/Ref) and not x/Download/<x>/Ext/SwM/Policy/Consent in
    {ask_before_download, ask_both}"""
    return (
        c.variables.goal == DownloadGoal.DELIVER
        and c.is_set("Ext/SwM/Broadcast/Ref")
        and c.is_set("Ext/SwM/ImageServer/Ref")
        and not (
            (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
            and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
        )
    )


def _download_when_50(c: _DownloadContext) -> bool:
    """set(x/Download/<x>/Ext/SwM/Broadcast/Ref) and set(x/Download/<x>/Ext/SwM/ImageServer/Ref) and
    x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_download, ask_both}"""
    return (
        c.is_set("Ext/SwM/Broadcast/Ref")
        and c.is_set("Ext/SwM/ImageServer/Ref")
        and (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
        and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
    )


def _download_when_51(c: _DownloadContext) -> bool:
    """goal = deliver and set(x/Download/<x>/Ext/SwM/Broadcast/Ref) and
    set(x/Download/<x>/Ext/SwM/ImageServer/Ref) and x/Download/<x>/Ext/SwM/Policy/Consent in
    {ask_before_download, ask_both}"""
    return (
        c.variables.goal == DownloadGoal.DELIVER
        and c.is_set("Ext/SwM/Broadcast/Ref")
        and c.is_set("Ext/SwM/ImageServer/Ref")
        and (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
        and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
    )


def _download_when_52(c: _DownloadContext) -> bool:
    """x/Download/<x>/Ext/SwM/ImageServer/Mode = ask and not x/Download/<x>/Ext/SwM/Policy/Consent in
    {ask_before_download, ask_both}"""
    return c.read(
        "Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode
    ) == DownloadXExtSwMImageServerMode.ASK and not (
        (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
        and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
    )


def _download_when_53(c: _DownloadContext) -> bool:
    """x/Download/<x>/Ext/SwM/ImageServer/Mode = ask and x/Download/<x>/Ext/SwM/Policy/Consent in
    {ask_before_download, ask_both}"""
    return (
        c.read("Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode)
        == DownloadXExtSwMImageServerMode.ASK
        and (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
        and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
    )


def _download_when_54(c: _DownloadContext) -> bool:
    """x/Download/<x>/Ext/SwM/ImageServer/Mode in {download, download_and_install} and
    x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_download, ask_both}"""
    return (
        (v1 := c.read("Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode)) is not None
        and v1 in (DownloadXExtSwMImageServerMode.DOWNLOAD, DownloadXExtSwMImageServerMode.DOWNLOAD_AND_INSTALL)
        and (v2 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
        and v2 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
    )


def _download_when_55(c: _DownloadContext) -> bool:
    """x/Download/<x>/Ext/SwM/ImageServer/Mode in {download, download_and_install} and not
    x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_download, ask_both} and announced_source =
    https"""
    return (
        (v1 := c.read("Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode)) is not None
        and v1 in (DownloadXExtSwMImageServerMode.DOWNLOAD, DownloadXExtSwMImageServerMode.DOWNLOAD_AND_INSTALL)
        and not (
            (v2 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
            and v2 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
        )
        and c.facts.announced_source() == DownloadAnnouncedSource.HTTPS
    )


def _download_when_56(c: _DownloadContext) -> bool:
    """x/Download/<x>/Ext/SwM/ImageServer/Mode in {download, download_and_install} and not
    x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_download, ask_both} and announced_source =
    broadcast"""
    return (
        (v1 := c.read("Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode)) is not None
        and v1 in (DownloadXExtSwMImageServerMode.DOWNLOAD, DownloadXExtSwMImageServerMode.DOWNLOAD_AND_INSTALL)
        and not (
            (v2 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
            and v2 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
        )
        and c.facts.announced_source() == DownloadAnnouncedSource.BROADCAST
    )


def _download_when_57(c: _DownloadContext) -> bool:
    """goal = deliver and x/Download/<x>/Ext/SwM/ImageServer/Mode = ask and not
    x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_download, ask_both}"""
    return (
        c.variables.goal == DownloadGoal.DELIVER
        and c.read("Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode)
        == DownloadXExtSwMImageServerMode.ASK
        and not (
            (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
            and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
        )
    )


def _download_when_58(c: _DownloadContext) -> bool:
    """goal = deliver and x/Download/<x>/Ext/SwM/ImageServer/Mode = ask and
    x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_download, ask_both}"""
    return (
        c.variables.goal == DownloadGoal.DELIVER
        and c.read("Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode)
        == DownloadXExtSwMImageServerMode.ASK
        and (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
        and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
    )


def _download_when_59(c: _DownloadContext) -> bool:
    """goal = deliver and x/Download/<x>/Ext/SwM/ImageServer/Mode in {download, download_and_install}
    and x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_download, ask_both}"""
    return (
        c.variables.goal == DownloadGoal.DELIVER
        and (v1 := c.read("Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode)) is not None
        and v1 in (DownloadXExtSwMImageServerMode.DOWNLOAD, DownloadXExtSwMImageServerMode.DOWNLOAD_AND_INSTALL)
        and (v2 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
        and v2 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
    )


def _download_when_60(c: _DownloadContext) -> bool:
    """goal = deliver and x/Download/<x>/Ext/SwM/ImageServer/Mode in {download, download_and_install}
    and not x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_download, ask_both} and
    announced_source = https"""
    return (
        c.variables.goal == DownloadGoal.DELIVER
        and (v1 := c.read("Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode)) is not None
        and v1 in (DownloadXExtSwMImageServerMode.DOWNLOAD, DownloadXExtSwMImageServerMode.DOWNLOAD_AND_INSTALL)
        and not (
            (v2 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
            and v2 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
        )
        and c.facts.announced_source() == DownloadAnnouncedSource.HTTPS
    )


def _download_when_61(c: _DownloadContext) -> bool:
    """goal = deliver and x/Download/<x>/Ext/SwM/ImageServer/Mode in {download, download_and_install}
    and not x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_download, ask_both} and
    announced_source = broadcast"""
    return (
        c.variables.goal == DownloadGoal.DELIVER
        and (v1 := c.read("Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode)) is not None
        and v1 in (DownloadXExtSwMImageServerMode.DOWNLOAD, DownloadXExtSwMImageServerMode.DOWNLOAD_AND_INSTALL)
        and not (
            (v2 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
            and v2 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_DOWNLOAD, DownloadXExtSwMPolicyConsent.ASK_BOTH)
        )
        and c.facts.announced_source() == DownloadAnnouncedSource.BROADCAST
    )


def _download_when_62(c: _DownloadContext) -> bool:
    """goal != deliver and prerequisite_there and conditions_hold and not
    x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_install, ask_both}"""
    return (
        c.variables.goal != DownloadGoal.DELIVER
        and c.facts.prerequisite_there()
        and c.facts.conditions_hold()
        and not (
            (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
            and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_INSTALL, DownloadXExtSwMPolicyConsent.ASK_BOTH)
        )
    )


def _download_when_63(c: _DownloadContext) -> bool:
    """goal != deliver and prerequisite_there and (not conditions_hold or
    x/Download/<x>/Ext/SwM/Policy/Consent in {ask_before_install, ask_both})"""
    return (
        c.variables.goal != DownloadGoal.DELIVER
        and c.facts.prerequisite_there()
        and (
            not c.facts.conditions_hold()
            or (
                (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayDownloadXExtSwMPolicy.consent)) is not None
                and v1 in (DownloadXExtSwMPolicyConsent.ASK_BEFORE_INSTALL, DownloadXExtSwMPolicyConsent.ASK_BOTH)
            )
        )
    )


def _download_when_64(c: _DownloadContext) -> bool:
    """goal != deliver and not prerequisite_there"""
    return c.variables.goal != DownloadGoal.DELIVER and not c.facts.prerequisite_there()


def _download_when_65(c: _DownloadContext) -> bool:
    """goal != deliver"""
    return c.variables.goal != DownloadGoal.DELIVER


def _download_when_66(c: _DownloadContext) -> bool:
    """awaits in {nobody, user}"""
    return c.variables.awaits in (DownloadAwaits.NOBODY, DownloadAwaits.USER)


def _download_when_67(c: _DownloadContext) -> bool:
    """reason != user"""
    return c.variables.reason != DownloadReason.USER


def _download_when_68(c: _DownloadContext) -> bool:
    """x/Download/<x>/Ext/SwM/Policy/AutoResume = false"""
    return c.read("Ext/SwM/Policy/AutoResume", ScomoOverlayDownloadXExtSwMPolicy.auto_resume) is False


def _download_when_69(c: _DownloadContext) -> bool:
    """not (x/Ext/SwM/Capabilities/SuspendUpdate = true and before_no_return)"""
    return not (
        c.read("../../Ext/SwM/Capabilities/SuspendUpdate", ScomoOverlayExtSwMCapabilities.suspend_update) is True
        and c.facts.before_no_return()
    )


def _download_when_70(c: _DownloadContext) -> bool:
    """x/Download/<x>/Ext/SwM/ImageServer/Mode = off"""
    return (
        c.read("Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode)
        == DownloadXExtSwMImageServerMode.OFF
    )


def _download_when_71(c: _DownloadContext) -> bool:
    """goal = deliver and x/Download/<x>/Ext/SwM/ImageServer/Mode = off"""
    return (
        c.variables.goal == DownloadGoal.DELIVER
        and c.read("Ext/SwM/ImageServer/Mode", ScomoOverlayDownloadXExtSwMImageServer.mode)
        == DownloadXExtSwMImageServerMode.OFF
    )


def _download_set_1(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, goal=DownloadGoal.DELIVER)


def _download_set_2(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, awaits=DownloadAwaits.NOBODY, phase=DownloadPhase.TRANSFER)


def _download_set_3(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, awaits=DownloadAwaits.USER)


def _download_set_4(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, awaits=DownloadAwaits.SERVER)


def _download_set_5(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, awaits=DownloadAwaits.NOBODY)


def _download_set_6(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, reason=DownloadReason.NONE)


def _download_set_7(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, reason=DownloadReason.SERVER_COMMAND)


def _download_set_8(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, reason=DownloadReason.USER)


def _download_set_9(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, reason=DownloadReason.IMAGE_SERVER)


def _download_set_10(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, reason=DownloadReason(c.facts.condition().value))


def _download_set_11(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, reason=DownloadReason.BROADCAST_LOST)


def _download_set_12(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, phase=DownloadPhase.REPAIR)


def _download_set_13(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, restarts=min(c.variables.restarts + 1, 1000))


def _download_set_14(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, attempts=min(c.variables.attempts + 1, 1000))


def _download_set_15(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, reason=DownloadReason.POWER_OFF)


def _download_set_16(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, reason=DownloadReason.NONE, attempts=0)


def _download_set_17(c: _DownloadContext) -> DownloadVariables:
    return replace(c.variables, reason=DownloadReason.NONE, attempts=min(c.variables.attempts + 1, 1000))


def _download_set_18(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal.DELIVER,
        initiator=DownloadInitiator.DM,
        source=DownloadSource.HTTPS,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.NOBODY,
    )


def _download_set_19(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal.DELIVER,
        initiator=DownloadInitiator.DM,
        source=DownloadSource.HTTPS,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.USER,
    )


def _download_set_20(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal.INSTALL,
        initiator=DownloadInitiator.DM,
        source=DownloadSource.HTTPS,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.NOBODY,
    )


def _download_set_21(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal.INSTALL,
        initiator=DownloadInitiator.DM,
        source=DownloadSource.HTTPS,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.USER,
    )


def _download_set_22(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal.INSTALL_INACTIVE,
        initiator=DownloadInitiator.DM,
        source=DownloadSource.HTTPS,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.NOBODY,
    )


def _download_set_23(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal.INSTALL_INACTIVE,
        initiator=DownloadInitiator.DM,
        source=DownloadSource.HTTPS,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.USER,
    )


def _download_set_24(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal.DELIVER,
        initiator=DownloadInitiator.DM,
        source=DownloadSource.BROADCAST,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.NOBODY,
    )


def _download_set_25(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal.DELIVER,
        initiator=DownloadInitiator.DM,
        source=DownloadSource.BROADCAST,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.USER,
    )


def _download_set_26(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal.INSTALL,
        initiator=DownloadInitiator.DM,
        source=DownloadSource.BROADCAST,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.NOBODY,
    )


def _download_set_27(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal.INSTALL,
        initiator=DownloadInitiator.DM,
        source=DownloadSource.BROADCAST,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.USER,
    )


def _download_set_28(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal.INSTALL_INACTIVE,
        initiator=DownloadInitiator.DM,
        source=DownloadSource.BROADCAST,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.NOBODY,
    )


def _download_set_29(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal.INSTALL_INACTIVE,
        initiator=DownloadInitiator.DM,
        source=DownloadSource.BROADCAST,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.USER,
    )


def _download_set_30(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal(decide_download_allowed_goal(c).value),
        initiator=DownloadInitiator.IMAGE_SERVER,
        source=DownloadSource(c.facts.announced_source().value),
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.SERVER,
    )


def _download_set_31(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal(decide_download_allowed_goal(c).value),
        initiator=DownloadInitiator.IMAGE_SERVER,
        source=DownloadSource(c.facts.announced_source().value),
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.BOTH,
    )


def _download_set_32(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal(decide_download_allowed_goal(c).value),
        initiator=DownloadInitiator.IMAGE_SERVER,
        source=DownloadSource(c.facts.announced_source().value),
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.USER,
    )


def _download_set_33(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal(decide_download_allowed_goal(c).value),
        initiator=DownloadInitiator.IMAGE_SERVER,
        source=DownloadSource.HTTPS,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.NOBODY,
    )


def _download_set_34(c: _DownloadContext) -> DownloadVariables:
    return replace(
        c.variables,
        goal=DownloadGoal(decide_download_allowed_goal(c).value),
        initiator=DownloadInitiator.IMAGE_SERVER,
        source=DownloadSource.BROADCAST,
        phase=DownloadPhase.TRANSFER,
        restarts=0,
        attempts=0,
        awaits=DownloadAwaits.NOBODY,
    )


DOWNLOAD_TABLE: Final[Table[DownloadState, DownloadEvent]] = table(
    DownloadState,
    On(
        DownloadEvent.PACKAGE_REFUSED,
        (DownloadState.INSTALL_PROGRESSING,),
        DownloadState.INSTALL_FAILED_WITH_DATA,
        spec="scomo-1.0/states.yaml:56",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DownloadEvent.INSTALLED,
        (DownloadState.INSTALL_PROGRESSING,),
        DownloadState.IDLE,
        spec="scomo-1.0/states.yaml:57",
        result=Result.SUCCESS,
        assign=_download_set_1,
        send=(OWED,),
    ),
    On(
        DownloadEvent.INSTALL_FAILS,
        (DownloadState.INSTALL_PROGRESSING,),
        DownloadState.INSTALL_FAILED_WITH_DATA,
        spec="scomo-1.0/states.yaml:58",
        when=_download_when_1,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DownloadEvent.INSTALL_FAILS,
        (DownloadState.INSTALL_PROGRESSING,),
        DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        spec="scomo-1.0/states.yaml:59",
        when=_download_when_2,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DownloadEvent.CLEAN_UP,
        (DownloadState.DOWNLOAD_FAILED,),
        DownloadState.IDLE,
        spec="scomo-1.0/states.yaml:60",
        do=("discard_package",),
    ),
    On(
        DownloadEvent.CLEAN_UP,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.IDLE,
        spec="scomo-1.0/states.yaml:61",
        when=_download_when_3,
    ),
    On(
        DownloadEvent.CLEAN_UP,
        (DownloadState.INSTALL_FAILED_WITH_DATA,),
        DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        spec="scomo-1.0/states.yaml:62",
        do=("discard_package",),
    ),
    On(
        DownloadEvent.CLEAN_UP,
        (DownloadState.INSTALL_FAILED_WITHOUT_DATA,),
        DownloadState.IDLE,
        spec="scomo-1.0/states.yaml:63",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RESUME,
        (DownloadState.AWAITING_AUTHORISATION,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:90",
        when=_download_when_4,
        status=200,
        assign=_download_set_2,
        do=("start_download",),
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RESUME,
        (DownloadState.AWAITING_AUTHORISATION,),
        DownloadState.BROADCAST_SCHEDULED,
        spec="swm-common-1.0/states.yaml:91",
        when=_download_when_5,
        status=200,
        assign=_download_set_2,
        do=("listen",),
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RESUME,
        (DownloadState.AWAITING_AUTHORISATION,),
        DownloadState.AWAITING_AUTHORISATION,
        spec="swm-common-1.0/states.yaml:92",
        when=_download_when_6,
        status=200,
        assign=_download_set_3,
    ),
    On(
        DownloadEvent.USER_ACCEPTS_DOWNLOAD,
        (DownloadState.AWAITING_AUTHORISATION,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:93",
        when=_download_when_7,
        assign=_download_set_2,
        do=("start_download",),
    ),
    On(
        DownloadEvent.USER_ACCEPTS_DOWNLOAD,
        (DownloadState.AWAITING_AUTHORISATION,),
        DownloadState.BROADCAST_SCHEDULED,
        spec="swm-common-1.0/states.yaml:94",
        when=_download_when_8,
        assign=_download_set_2,
        do=("listen",),
    ),
    On(
        DownloadEvent.USER_ACCEPTS_DOWNLOAD,
        (DownloadState.AWAITING_AUTHORISATION,),
        DownloadState.AWAITING_AUTHORISATION,
        spec="swm-common-1.0/states.yaml:95",
        when=_download_when_6,
        assign=_download_set_4,
    ),
    On(
        DownloadEvent.USER_REFUSES_DOWNLOAD,
        (DownloadState.AWAITING_AUTHORISATION,),
        DownloadState.IDLE,
        spec="swm-common-1.0/states.yaml:96",
        result=Result.USER_CANCELLED,
        assign=_download_set_5,
        send=(OWED,),
    ),
    On(
        DownloadEvent.SERVER_REFUSES,
        (DownloadState.AWAITING_AUTHORISATION,),
        DownloadState.IDLE,
        spec="swm-common-1.0/states.yaml:97",
        result=Result.IMAGE_SERVER_NOT_AUTHORISED,
        assign=_download_set_5,
        send=(OWED,),
    ),
    On(
        DownloadEvent.ANNOUNCEMENT_EXPIRES,
        (DownloadState.AWAITING_AUTHORISATION,),
        DownloadState.IDLE,
        spec="swm-common-1.0/states.yaml:98",
        result=Result.ANNOUNCEMENT_EXPIRED,
        assign=_download_set_5,
        send=(OWED,),
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_CANCEL,
        (DownloadState.AWAITING_AUTHORISATION,),
        DownloadState.IDLE,
        spec="swm-common-1.0/states.yaml:99",
        status=200,
        result=Result.CANCELLED,
        assign=_download_set_5,
        send=(OWED,),
    ),
    On(
        DownloadEvent.ANNOUNCED_CANCEL,
        (DownloadState.AWAITING_AUTHORISATION,),
        DownloadState.IDLE,
        spec="swm-common-1.0/states.yaml:100",
        when=_download_when_9,
        result=Result.CANCELLED,
        assign=_download_set_5,
        send=(OWED,),
    ),
    On(
        DownloadEvent.FIRST_DATAGRAM,
        (DownloadState.BROADCAST_SCHEDULED,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:102",
    ),
    On(
        DownloadEvent.BROADCAST_MISSED,
        (DownloadState.BROADCAST_SCHEDULED,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:103",
        result=Result.BROADCAST_NOT_RECEIVED,
        send=(OWED,),
    ),
    On(
        DownloadEvent.USER_CANCELS,
        (DownloadState.BROADCAST_SCHEDULED,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:104",
        result=Result.USER_CANCELLED,
        send=(OWED,),
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_CANCEL,
        (DownloadState.BROADCAST_SCHEDULED,),
        DownloadState.DOWNLOAD_CANCELLED,
        spec="swm-common-1.0/states.yaml:105",
        status=200,
        result=Result.CANCELLED,
        send=(OWED,),
    ),
    On(
        DownloadEvent.ANNOUNCED_CANCEL,
        (DownloadState.BROADCAST_SCHEDULED,),
        DownloadState.DOWNLOAD_CANCELLED,
        spec="swm-common-1.0/states.yaml:106",
        when=_download_when_9,
        result=Result.CANCELLED,
        send=(OWED,),
    ),
    On(
        DownloadEvent.DOWNLOAD_FAILS,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:108",
        result=GIVEN,
        assign=_download_set_6,
        send=(OWED,),
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_SUSPEND,
        (DownloadState.DOWNLOAD_PROGRESSING, DownloadState.REPAIR_PROGRESSING),
        DownloadState.DOWNLOAD_SUSPENDED,
        spec="swm-common-1.0/states.yaml:109",
        status=200,
        result=Result.SUSPENDED,
        assign=_download_set_7,
        do=("pause_transfer",),
    ),
    On(
        DownloadEvent.USER_PAUSES,
        (DownloadState.DOWNLOAD_PROGRESSING, DownloadState.REPAIR_PROGRESSING),
        DownloadState.DOWNLOAD_SUSPENDED,
        spec="swm-common-1.0/states.yaml:110",
        result=Result.SUSPENDED,
        assign=_download_set_8,
        do=("pause_transfer",),
    ),
    On(
        DownloadEvent.ANNOUNCED_SUSPEND,
        (DownloadState.DOWNLOAD_PROGRESSING, DownloadState.REPAIR_PROGRESSING),
        DownloadState.DOWNLOAD_SUSPENDED,
        spec="swm-common-1.0/states.yaml:111",
        when=_download_when_9,
        result=Result.SUSPENDED,
        assign=_download_set_9,
        do=("pause_transfer",),
    ),
    On(
        DownloadEvent.CONDITION_ARISES,
        (DownloadState.DOWNLOAD_PROGRESSING, DownloadState.REPAIR_PROGRESSING),
        DownloadState.DOWNLOAD_INTERRUPTED,
        spec="swm-common-1.0/states.yaml:112",
        assign=_download_set_10,
        do=("pause_transfer",),
    ),
    On(
        DownloadEvent.TRANSMISSION_OVER,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.DOWNLOAD_INTERRUPTED,
        spec="swm-common-1.0/states.yaml:113",
        when=_download_when_10,
        assign=_download_set_11,
    ),
    On(
        DownloadEvent.TRANSMISSION_OVER,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.REPAIR_PROGRESSING,
        spec="swm-common-1.0/states.yaml:114",
        when=_download_when_11,
        assign=_download_set_12,
        do=("start_repair",),
    ),
    On(
        DownloadEvent.TRANSMISSION_OVER,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:115",
        when=_download_when_12,
        result=Result.BROADCAST_INCOMPLETE,
        send=(OWED,),
    ),
    On(
        DownloadEvent.OBJECT_CHANGED,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:116",
        when=_download_when_13,
        assign=_download_set_13,
        do=("start_download",),
    ),
    On(
        DownloadEvent.OBJECT_CHANGED,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:117",
        when=_download_when_14,
        result=Result.PACKAGE_CHANGED,
        send=(OWED,),
    ),
    On(
        DownloadEvent.RANGES_REFUSED,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:118",
        when=_download_when_13,
        assign=_download_set_13,
        do=("start_download",),
    ),
    On(
        DownloadEvent.RANGES_REFUSED,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:119",
        when=_download_when_14,
        result=Result.RANGES_REFUSED,
        send=(OWED,),
    ),
    On(
        DownloadEvent.DOWNLOAD_COMPLETES,
        (DownloadState.DOWNLOAD_PROGRESSING,),
        DownloadState.VERIFYING,
        spec="swm-common-1.0/states.yaml:120",
    ),
    On(
        DownloadEvent.FILE_COMPLETE,
        (DownloadState.REPAIR_PROGRESSING,),
        DownloadState.VERIFYING,
        spec="swm-common-1.0/states.yaml:121",
    ),
    On(
        DownloadEvent.REPAIR_INCOMPLETE,
        (DownloadState.REPAIR_PROGRESSING,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:122",
        result=Result.REPAIR_FAILED,
        send=(OWED,),
    ),
    On(
        DownloadEvent.REPAIR_UNREACHABLE,
        (DownloadState.REPAIR_PROGRESSING,),
        DownloadState.REPAIR_PROGRESSING,
        spec="swm-common-1.0/states.yaml:123",
        when=_download_when_15,
        assign=_download_set_14,
        do=("start_repair",),
    ),
    On(
        DownloadEvent.REPAIR_UNREACHABLE,
        (DownloadState.REPAIR_PROGRESSING,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:124",
        when=_download_when_16,
        result=Result.REPAIR_SERVER_UNREACHABLE,
        send=(OWED,),
    ),
    On(
        DownloadEvent.RESTART,
        (DownloadState.DOWNLOAD_PROGRESSING, DownloadState.REPAIR_PROGRESSING),
        DownloadState.DOWNLOAD_INTERRUPTED,
        spec="swm-common-1.0/states.yaml:125",
        assign=_download_set_15,
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_SUSPEND,
        (DownloadState.DOWNLOAD_INTERRUPTED,),
        DownloadState.DOWNLOAD_SUSPENDED,
        spec="swm-common-1.0/states.yaml:127",
        status=200,
        result=Result.SUSPENDED,
        assign=_download_set_7,
    ),
    On(
        DownloadEvent.USER_PAUSES,
        (DownloadState.DOWNLOAD_INTERRUPTED,),
        DownloadState.DOWNLOAD_SUSPENDED,
        spec="swm-common-1.0/states.yaml:128",
        result=Result.SUSPENDED,
        assign=_download_set_8,
    ),
    On(
        DownloadEvent.ANNOUNCED_SUSPEND,
        (DownloadState.DOWNLOAD_INTERRUPTED,),
        DownloadState.DOWNLOAD_SUSPENDED,
        spec="swm-common-1.0/states.yaml:129",
        when=_download_when_9,
        result=Result.SUSPENDED,
        assign=_download_set_9,
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RESUME,
        (DownloadState.DOWNLOAD_SUSPENDED, DownloadState.DOWNLOAD_INTERRUPTED),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:130",
        when=_download_when_17,
        status=200,
        result=Result.RESUMED,
        assign=_download_set_16,
        do=("resume_transfer",),
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RESUME,
        (DownloadState.DOWNLOAD_SUSPENDED, DownloadState.DOWNLOAD_INTERRUPTED),
        DownloadState.REPAIR_PROGRESSING,
        spec="swm-common-1.0/states.yaml:131",
        when=_download_when_18,
        status=200,
        result=Result.RESUMED,
        assign=_download_set_16,
        do=("resume_transfer",),
    ),
    On(
        DownloadEvent.USER_RESUMES,
        (DownloadState.DOWNLOAD_SUSPENDED,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:132",
        when=_download_when_19,
        result=Result.RESUMED,
        assign=_download_set_6,
        do=("resume_transfer",),
    ),
    On(
        DownloadEvent.USER_RESUMES,
        (DownloadState.DOWNLOAD_SUSPENDED,),
        DownloadState.REPAIR_PROGRESSING,
        spec="swm-common-1.0/states.yaml:133",
        when=_download_when_20,
        result=Result.RESUMED,
        assign=_download_set_6,
        do=("resume_transfer",),
    ),
    On(
        DownloadEvent.ANNOUNCED_RESUME,
        (DownloadState.DOWNLOAD_SUSPENDED,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:134",
        when=_download_when_21,
        result=Result.RESUMED,
        assign=_download_set_6,
        do=("resume_transfer",),
    ),
    On(
        DownloadEvent.ANNOUNCED_RESUME,
        (DownloadState.DOWNLOAD_SUSPENDED,),
        DownloadState.REPAIR_PROGRESSING,
        spec="swm-common-1.0/states.yaml:135",
        when=_download_when_22,
        result=Result.RESUMED,
        assign=_download_set_6,
        do=("resume_transfer",),
    ),
    On(
        DownloadEvent.NEXT_TRANSMISSION,
        (DownloadState.DOWNLOAD_INTERRUPTED,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:136",
        when=_download_when_23,
        assign=_download_set_6,
    ),
    On(
        DownloadEvent.CONDITION_CLEARS,
        (DownloadState.DOWNLOAD_INTERRUPTED,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="swm-common-1.0/states.yaml:137",
        when=_download_when_24,
        assign=_download_set_17,
        do=("resume_transfer",),
    ),
    On(
        DownloadEvent.CONDITION_CLEARS,
        (DownloadState.DOWNLOAD_INTERRUPTED,),
        DownloadState.REPAIR_PROGRESSING,
        spec="swm-common-1.0/states.yaml:143",
        when=_download_when_25,
        assign=_download_set_17,
        do=("resume_transfer",),
    ),
    On(
        DownloadEvent.CONDITION_CLEARS,
        (DownloadState.DOWNLOAD_INTERRUPTED,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:149",
        when=_download_when_26,
        result=Result.IMAGE_SERVER_UNREACHABLE,
        assign=_download_set_6,
        send=(OWED,),
    ),
    On(
        DownloadEvent.CONDITION_CLEARS,
        (DownloadState.DOWNLOAD_INTERRUPTED,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:150",
        when=_download_when_27,
        result=Result.NETWORK_FAILURE,
        assign=_download_set_6,
        send=(OWED,),
    ),
    On(
        DownloadEvent.SUSPEND_TIME_OVER,
        (DownloadState.DOWNLOAD_SUSPENDED,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:151",
        result=Result.SUSPENSION_LIMIT,
        assign=_download_set_6,
        send=(OWED,),
    ),
    On(
        DownloadEvent.SUSPEND_TIME_OVER,
        (DownloadState.DOWNLOAD_INTERRUPTED,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:152",
        when=_download_when_28,
        result=Result.POLICY_FORBIDS,
        assign=_download_set_6,
        send=(OWED,),
    ),
    On(
        DownloadEvent.SUSPEND_TIME_OVER,
        (DownloadState.DOWNLOAD_INTERRUPTED,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:153",
        when=_download_when_29,
        result=Result.SUSPENSION_LIMIT,
        assign=_download_set_6,
        send=(OWED,),
    ),
    On(
        DownloadEvent.USER_CANCELS,
        (
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
        ),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:155",
        result=Result.USER_CANCELLED,
        assign=_download_set_6,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_CANCEL,
        (
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        DownloadState.DOWNLOAD_CANCELLED,
        spec="swm-common-1.0/states.yaml:156",
        status=200,
        result=Result.CANCELLED,
        assign=_download_set_6,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        DownloadEvent.ANNOUNCED_CANCEL,
        (
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        DownloadState.DOWNLOAD_CANCELLED,
        spec="swm-common-1.0/states.yaml:157",
        when=_download_when_9,
        result=Result.CANCELLED,
        assign=_download_set_6,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        DownloadEvent.ANNOUNCED_CANCEL,
        (DownloadState.DOWNLOAD_SUSPENDED,),
        DownloadState.DOWNLOAD_CANCELLED,
        spec="swm-common-1.0/states.yaml:158",
        when=_download_when_30,
        result=Result.CANCELLED,
        assign=_download_set_6,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        DownloadEvent.VERIFICATION_ENDS,
        (DownloadState.VERIFYING,),
        DownloadState.DOWNLOAD_COMPLETE,
        spec="swm-common-1.0/states.yaml:160",
        when=_download_when_31,
        result=Result.SUCCESS,
        do=("deliver_package",),
        send=(OWED,),
    ),
    On(
        DownloadEvent.VERIFICATION_ENDS,
        (DownloadState.VERIFYING,),
        DownloadState.DOWNLOAD_COMPLETE,
        spec="swm-common-1.0/states.yaml:161",
        when=_download_when_32,
        result=Result.SUCCESS,
        do=("deliver_package",),
    ),
    On(
        DownloadEvent.VERIFICATION_ENDS,
        (DownloadState.VERIFYING,),
        DownloadState.DOWNLOAD_COMPLETE,
        spec="swm-common-1.0/states.yaml:162",
        when=_download_when_33,
        result=Result.BROADCAST_COMPLETE,
        do=("deliver_package",),
        send=(OWED,),
    ),
    On(
        DownloadEvent.VERIFICATION_ENDS,
        (DownloadState.VERIFYING,),
        DownloadState.DOWNLOAD_COMPLETE,
        spec="swm-common-1.0/states.yaml:163",
        when=_download_when_34,
        result=Result.BROADCAST_COMPLETE,
        do=("deliver_package",),
    ),
    On(
        DownloadEvent.VERIFICATION_ENDS,
        (DownloadState.VERIFYING,),
        DownloadState.DOWNLOAD_COMPLETE,
        spec="swm-common-1.0/states.yaml:164",
        when=_download_when_35,
        result=Result.BROADCAST_REPAIRED,
        do=("deliver_package",),
        send=(OWED,),
    ),
    On(
        DownloadEvent.VERIFICATION_ENDS,
        (DownloadState.VERIFYING,),
        DownloadState.DOWNLOAD_COMPLETE,
        spec="swm-common-1.0/states.yaml:165",
        when=_download_when_36,
        result=Result.BROADCAST_REPAIRED,
        do=("deliver_package",),
    ),
    On(
        DownloadEvent.VERIFICATION_ENDS,
        (DownloadState.VERIFYING,),
        DownloadState.DOWNLOAD_FAILED,
        spec="swm-common-1.0/states.yaml:166",
        when=_download_when_37,
        result=GIVEN,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        DownloadEvent.CLEAN_UP,
        (DownloadState.DOWNLOAD_CANCELLED,),
        DownloadState.IDLE,
        spec="swm-common-1.0/states.yaml:167",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_SUSPEND,
        (DownloadState.INSTALL_PROGRESSING,),
        DownloadState.INSTALL_SUSPENDED,
        spec="swm-common-1.0/states.yaml:276",
        when=_download_when_38,
        status=200,
        result=Result.SUSPENDED,
        do=("pause_install",),
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RESUME,
        (DownloadState.INSTALL_SUSPENDED,),
        DownloadState.INSTALL_PROGRESSING,
        spec="swm-common-1.0/states.yaml:277",
        status=200,
        result=Result.RESUMED,
        do=("resume_install",),
    ),
    On(
        DownloadEvent.SUSPEND_TIME_OVER,
        (DownloadState.INSTALL_SUSPENDED,),
        DownloadState.INSTALL_FAILED_WITH_DATA,
        spec="swm-common-1.0/states.yaml:278",
        when=_download_when_39,
        result=Result.SUSPENSION_LIMIT,
        do=("roll_back",),
        send=(OWED,),
    ),
    On(
        DownloadEvent.SUSPEND_TIME_OVER,
        (DownloadState.INSTALL_SUSPENDED,),
        DownloadState.INSTALL_PROGRESSING,
        spec="swm-common-1.0/states.yaml:279",
        when=_download_when_40,
        do=("resume_install",),
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_CANCEL,
        (DownloadState.INSTALL_SUSPENDED,),
        DownloadState.INSTALL_FAILED_WITH_DATA,
        spec="swm-common-1.0/states.yaml:280",
        when=_download_when_39,
        status=200,
        result=Result.CANCELLED,
        do=("roll_back",),
        send=(OWED,),
    ),
    On(
        DownloadEvent.INSTALL_ALLOWED,
        (DownloadState.INSTALL_DEFERRED,),
        DownloadState.INSTALL_PROGRESSING,
        spec="swm-common-1.0/states.yaml:281",
        do=("install_package",),
    ),
    On(
        DownloadEvent.DEFER_TIME_OVER,
        (DownloadState.INSTALL_DEFERRED,),
        DownloadState.INSTALL_PROGRESSING,
        spec="swm-common-1.0/states.yaml:282",
        when=_download_when_41,
        do=("install_package",),
    ),
    On(
        DownloadEvent.DEFER_TIME_OVER,
        (DownloadState.INSTALL_DEFERRED,),
        DownloadState.INSTALL_FAILED_WITH_DATA,
        spec="swm-common-1.0/states.yaml:283",
        when=_download_when_42,
        result=Result.BATTERY_LOW,
        send=(OWED,),
    ),
    On(
        DownloadEvent.PACKAGE_EXPIRES,
        (DownloadState.INSTALL_DEFERRED,),
        DownloadState.INSTALL_FAILED_WITH_DATA,
        spec="swm-common-1.0/states.yaml:284",
        result=Result.PACKAGE_EXPIRED,
        send=(OWED,),
    ),
    On(
        DownloadEvent.USER_REFUSES_INSTALL,
        (DownloadState.INSTALL_DEFERRED,),
        DownloadState.INSTALL_FAILED_WITH_DATA,
        spec="swm-common-1.0/states.yaml:285",
        result=Result.USER_CANCELLED,
        send=(OWED,),
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_CANCEL,
        (DownloadState.INSTALL_DEFERRED,),
        DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        spec="swm-common-1.0/states.yaml:286",
        status=200,
        result=Result.CANCELLED,
        do=("discard_package",),
        send=(OWED,),
    ),
    On(
        DownloadEvent.RESTART,
        (DownloadState.INSTALL_PROGRESSING,),
        DownloadState.INSTALL_FAILED_WITH_DATA,
        spec="swm-common-1.0/states.yaml:287",
        when=_download_when_43,
        result=Result.INSTALL_FAILED,
        send=(OWED,),
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.2/states.yaml:45",
        when=_download_when_44,
        status=202,
        assign=_download_set_18,
        do=("start_download",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.2/states.yaml:54",
        when=_download_when_45,
        status=202,
        assign=_download_set_18,
        do=("start_download",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:63",
        when=_download_when_46,
        status=202,
        assign=_download_set_19,
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:71",
        when=_download_when_47,
        status=202,
        assign=_download_set_19,
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.2/states.yaml:79",
        when=_download_when_44,
        status=202,
        assign=_download_set_20,
        do=("start_download",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.2/states.yaml:88",
        when=_download_when_45,
        status=202,
        assign=_download_set_20,
        do=("start_download",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:97",
        when=_download_when_46,
        status=202,
        assign=_download_set_21,
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:105",
        when=_download_when_47,
        status=202,
        assign=_download_set_21,
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.2/states.yaml:113",
        when=_download_when_44,
        status=202,
        assign=_download_set_22,
        do=("start_download",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.2/states.yaml:122",
        when=_download_when_45,
        status=202,
        assign=_download_set_22,
        do=("start_download",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:131",
        when=_download_when_46,
        status=202,
        assign=_download_set_23,
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:139",
        when=_download_when_47,
        status=202,
        assign=_download_set_23,
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.BROADCAST_SCHEDULED,
        spec="scomo-1.2/states.yaml:147",
        when=_download_when_48,
        status=202,
        assign=_download_set_24,
        do=("listen",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.BROADCAST_SCHEDULED,
        spec="scomo-1.2/states.yaml:156",
        when=_download_when_49,
        status=202,
        assign=_download_set_24,
        do=("listen",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:165",
        when=_download_when_50,
        status=202,
        assign=_download_set_25,
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:173",
        when=_download_when_51,
        status=202,
        assign=_download_set_25,
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST_INSTALL,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.BROADCAST_SCHEDULED,
        spec="scomo-1.2/states.yaml:181",
        when=_download_when_48,
        status=202,
        assign=_download_set_26,
        do=("listen",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST_INSTALL,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.BROADCAST_SCHEDULED,
        spec="scomo-1.2/states.yaml:190",
        when=_download_when_49,
        status=202,
        assign=_download_set_26,
        do=("listen",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST_INSTALL,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:199",
        when=_download_when_50,
        status=202,
        assign=_download_set_27,
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST_INSTALL,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:207",
        when=_download_when_51,
        status=202,
        assign=_download_set_27,
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST_INSTALL_INACTIVE,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.BROADCAST_SCHEDULED,
        spec="scomo-1.2/states.yaml:215",
        when=_download_when_48,
        status=202,
        assign=_download_set_28,
        do=("listen",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST_INSTALL_INACTIVE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.BROADCAST_SCHEDULED,
        spec="scomo-1.2/states.yaml:224",
        when=_download_when_49,
        status=202,
        assign=_download_set_28,
        do=("listen",),
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST_INSTALL_INACTIVE,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:233",
        when=_download_when_50,
        status=202,
        assign=_download_set_29,
        owes="operation_complete",
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST_INSTALL_INACTIVE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:241",
        when=_download_when_51,
        status=202,
        assign=_download_set_29,
        owes="operation_complete",
    ),
    On(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:250",
        when=_download_when_52,
        assign=_download_set_30,
    ),
    On(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:256",
        when=_download_when_53,
        assign=_download_set_31,
    ),
    On(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:262",
        when=_download_when_54,
        assign=_download_set_32,
    ),
    On(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.2/states.yaml:268",
        when=_download_when_55,
        assign=_download_set_33,
        do=("start_download",),
    ),
    On(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.BROADCAST_SCHEDULED,
        spec="scomo-1.2/states.yaml:275",
        when=_download_when_56,
        assign=_download_set_34,
        do=("listen",),
    ),
    On(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:282",
        when=_download_when_57,
        assign=_download_set_30,
    ),
    On(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:288",
        when=_download_when_58,
        assign=_download_set_31,
    ),
    On(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.AWAITING_AUTHORISATION,
        spec="scomo-1.2/states.yaml:294",
        when=_download_when_59,
        assign=_download_set_32,
    ),
    On(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.DOWNLOAD_PROGRESSING,
        spec="scomo-1.2/states.yaml:300",
        when=_download_when_60,
        assign=_download_set_33,
        do=("start_download",),
    ),
    On(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.BROADCAST_SCHEDULED,
        spec="scomo-1.2/states.yaml:307",
        when=_download_when_61,
        assign=_download_set_34,
        do=("listen",),
    ),
    On(
        DownloadEvent.CONTINUE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.INSTALL_PROGRESSING,
        spec="scomo-1.2/states.yaml:315",
        when=_download_when_62,
        do=("install_package",),
    ),
    On(
        DownloadEvent.CONTINUE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.INSTALL_DEFERRED,
        spec="scomo-1.2/states.yaml:316",
        when=_download_when_63,
        result=Result.DEFERRED,
    ),
    On(
        DownloadEvent.CONTINUE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.INSTALL_FAILED_WITH_DATA,
        spec="scomo-1.2/states.yaml:317",
        when=_download_when_64,
        result=Result.PREREQUISITE_MISSING,
        send=(OWED,),
    ),
    On(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RESUME,
        (DownloadState.INSTALL_DEFERRED,),
        DownloadState.INSTALL_PROGRESSING,
        spec="scomo-1.2/states.yaml:318",
        when=_download_when_41,
        status=200,
        result=Result.RESUMED,
        do=("install_package",),
    ),
    On(
        DownloadEvent.DELETE,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DownloadState.GONE,
        spec="scomo-1.2/states.yaml:319",
        status=200,
        do=("discard_package",),
    ),
    On(
        DownloadEvent.DELETE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        DownloadState.GONE,
        spec="scomo-1.2/states.yaml:320",
        when=_download_when_3,
        status=200,
    ),
    Refuse(
        DownloadEvent.CLEAN_UP,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.0/states.yaml:81",
        when=_download_when_65,
        keeps="the package until it is installed",
    ),
    Refuse(DownloadEvent.PACKAGE_REFUSED, OTHERWISE, spec="scomo-1.0/states.yaml:82", keeps="everything"),
    Refuse(DownloadEvent.INSTALLED, OTHERWISE, spec="scomo-1.0/states.yaml:82", keeps="everything"),
    Refuse(DownloadEvent.INSTALL_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:82", keeps="everything"),
    Refuse(DownloadEvent.CLEAN_UP, OTHERWISE, spec="scomo-1.0/states.yaml:82", keeps="everything"),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_SUSPEND,
        (DownloadState.DOWNLOAD_SUSPENDED,),
        spec="swm-common-1.0/states.yaml:169",
        status=200,
        keeps="everything",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_SUSPEND,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="swm-common-1.0/states.yaml:170",
        status=200,
        result=Result.NOTHING_TO_SUSPEND,
        keeps="everything",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_SUSPEND,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:171",
        status=405,
        keeps="everything",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RESUME,
        (DownloadState.DOWNLOAD_PROGRESSING, DownloadState.REPAIR_PROGRESSING),
        spec="swm-common-1.0/states.yaml:172",
        status=200,
        keeps="everything",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RESUME,
        (DownloadState.AWAITING_AUTHORISATION,),
        spec="swm-common-1.0/states.yaml:173",
        when=_download_when_66,
        status=200,
        keeps="the request, for the approval that is missing",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RESUME,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:174",
        status=405,
        keeps="everything",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_CANCEL,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:175",
        status=405,
        keeps="everything",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_SECURITY,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_POLICY,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_BROADCAST,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_SECURITY,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_POLICY,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_BROADCAST,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:176",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_SECURITY,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:182",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_POLICY,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:182",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:182",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_BROADCAST,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:182",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_SECURITY,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_POLICY,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_BROADCAST,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_SECURITY,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_POLICY,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_IMAGE_SERVER,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_BROADCAST,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_SECURITY,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_POLICY,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_BROADCAST,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:187",
        status=200,
        keeps="the state; the node is as the server wants it",
    ),
    Refuse(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (
            DownloadState.AWAITING_AUTHORISATION,
            DownloadState.BROADCAST_SCHEDULED,
            DownloadState.DOWNLOAD_PROGRESSING,
            DownloadState.REPAIR_PROGRESSING,
            DownloadState.DOWNLOAD_SUSPENDED,
            DownloadState.DOWNLOAD_INTERRUPTED,
            DownloadState.VERIFYING,
        ),
        spec="swm-common-1.0/states.yaml:193",
        when=_download_when_9,
        keeps="the running operation",
    ),
    Refuse(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:194",
        result=Result.NOT_IN_STATE,
        keeps="the running operation",
    ),
    Refuse(
        DownloadEvent.USER_RESUMES,
        (DownloadState.DOWNLOAD_SUSPENDED,),
        spec="swm-common-1.0/states.yaml:195",
        when=_download_when_67,
        keeps="the transfer until it is resumed by who paused it",
    ),
    Refuse(
        DownloadEvent.CONDITION_CLEARS,
        (DownloadState.DOWNLOAD_INTERRUPTED,),
        spec="swm-common-1.0/states.yaml:196",
        when=_download_when_68,
        keeps="the transfer until it is resumed on order",
    ),
    Refuse(
        DownloadEvent.ANNOUNCED_SUSPEND,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:197",
        keeps="everything; the announcement is counted",
    ),
    Refuse(
        DownloadEvent.ANNOUNCED_RESUME,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:197",
        keeps="everything; the announcement is counted",
    ),
    Refuse(
        DownloadEvent.ANNOUNCED_CANCEL,
        OTHERWISE,
        spec="swm-common-1.0/states.yaml:197",
        keeps="everything; the announcement is counted",
    ),
    Refuse(DownloadEvent.USER_ACCEPTS_DOWNLOAD, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.USER_REFUSES_DOWNLOAD, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.SERVER_REFUSES, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.ANNOUNCEMENT_EXPIRES, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.FIRST_DATAGRAM, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.BROADCAST_MISSED, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.TRANSMISSION_OVER, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.NEXT_TRANSMISSION, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.FILE_COMPLETE, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.REPAIR_INCOMPLETE, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.REPAIR_UNREACHABLE, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.OBJECT_CHANGED, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.RANGES_REFUSED, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.DOWNLOAD_FAILS, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.DOWNLOAD_COMPLETES, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.USER_PAUSES, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.USER_RESUMES, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.USER_CANCELS, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.CONDITION_ARISES, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.CONDITION_CLEARS, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(DownloadEvent.VERIFICATION_ENDS, OTHERWISE, spec="swm-common-1.0/states.yaml:200", keeps="everything"),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_SUSPEND,
        (DownloadState.INSTALL_SUSPENDED,),
        spec="swm-common-1.0/states.yaml:289",
        status=200,
        keeps="everything",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_SUSPEND,
        (DownloadState.INSTALL_PROGRESSING,),
        spec="swm-common-1.0/states.yaml:290",
        when=_download_when_69,
        status=406,
        keeps="the running installation",
    ),
    Refuse(DownloadEvent.INSTALL_ALLOWED, OTHERWISE, spec="swm-common-1.0/states.yaml:291", keeps="everything"),
    Refuse(DownloadEvent.USER_REFUSES_INSTALL, OTHERWISE, spec="swm-common-1.0/states.yaml:291", keeps="everything"),
    Refuse(DownloadEvent.PACKAGE_EXPIRES, OTHERWISE, spec="swm-common-1.0/states.yaml:291", keeps="everything"),
    Refuse(DownloadEvent.DEFER_TIME_OVER, OTHERWISE, spec="swm-common-1.0/states.yaml:291", keeps="everything"),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:322",
        status=405,
        keeps="everything; where nothing runs, the URL or a reference is missing",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:322",
        status=405,
        keeps="everything; where nothing runs, the URL or a reference is missing",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_DOWNLOAD_INSTALL_INACTIVE,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:322",
        status=405,
        keeps="everything; where nothing runs, the URL or a reference is missing",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:322",
        status=405,
        keeps="everything; where nothing runs, the URL or a reference is missing",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST_INSTALL,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:322",
        status=405,
        keeps="everything; where nothing runs, the URL or a reference is missing",
    ),
    Refuse(
        DownloadEvent.EXEC_OPERATIONS_EXT_SW_M_RECEIVE_BROADCAST_INSTALL_INACTIVE,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:322",
        status=405,
        keeps="everything; where nothing runs, the URL or a reference is missing",
    ),
    Refuse(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (
            DownloadState.IDLE,
            DownloadState.DOWNLOAD_FAILED,
            DownloadState.DOWNLOAD_CANCELLED,
            DownloadState.INSTALL_FAILED_WITH_DATA,
            DownloadState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        spec="scomo-1.2/states.yaml:327",
        when=_download_when_70,
        result=Result.IMAGE_SERVER_NOT_AUTHORISED,
        keeps="everything",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_SECURITY,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:328",
        when=_download_when_65,
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_POLICY,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:328",
        when=_download_when_65,
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:328",
        when=_download_when_65,
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_BROADCAST,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:328",
        when=_download_when_65,
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_SECURITY,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:328",
        when=_download_when_65,
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_POLICY,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:328",
        when=_download_when_65,
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:328",
        when=_download_when_65,
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_BROADCAST,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:328",
        when=_download_when_65,
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_SECURITY,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:335",
        when=_download_when_65,
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_POLICY,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:335",
        when=_download_when_65,
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:335",
        when=_download_when_65,
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_BROADCAST,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:335",
        when=_download_when_65,
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_SECURITY,
        (DownloadState.INSTALL_PROGRESSING, DownloadState.INSTALL_SUSPENDED),
        spec="scomo-1.2/states.yaml:342",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_POLICY,
        (DownloadState.INSTALL_PROGRESSING, DownloadState.INSTALL_SUSPENDED),
        spec="scomo-1.2/states.yaml:342",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (DownloadState.INSTALL_PROGRESSING, DownloadState.INSTALL_SUSPENDED),
        spec="scomo-1.2/states.yaml:342",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.REPLACE_WITHIN_EXT_SW_M_BROADCAST,
        (DownloadState.INSTALL_PROGRESSING, DownloadState.INSTALL_SUSPENDED),
        spec="scomo-1.2/states.yaml:342",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_SECURITY,
        (DownloadState.INSTALL_PROGRESSING, DownloadState.INSTALL_SUSPENDED),
        spec="scomo-1.2/states.yaml:342",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_POLICY,
        (DownloadState.INSTALL_PROGRESSING, DownloadState.INSTALL_SUSPENDED),
        spec="scomo-1.2/states.yaml:342",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (DownloadState.INSTALL_PROGRESSING, DownloadState.INSTALL_SUSPENDED),
        spec="scomo-1.2/states.yaml:342",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.DELETE_WITHIN_EXT_SW_M_BROADCAST,
        (DownloadState.INSTALL_PROGRESSING, DownloadState.INSTALL_SUSPENDED),
        spec="scomo-1.2/states.yaml:342",
        status=403,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_SECURITY,
        (DownloadState.INSTALL_PROGRESSING, DownloadState.INSTALL_SUSPENDED),
        spec="scomo-1.2/states.yaml:348",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_POLICY,
        (DownloadState.INSTALL_PROGRESSING, DownloadState.INSTALL_SUSPENDED),
        spec="scomo-1.2/states.yaml:348",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_IMAGE_SERVER,
        (DownloadState.INSTALL_PROGRESSING, DownloadState.INSTALL_SUSPENDED),
        spec="scomo-1.2/states.yaml:348",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ADD_WITHIN_EXT_SW_M_BROADCAST,
        (DownloadState.INSTALL_PROGRESSING, DownloadState.INSTALL_SUSPENDED),
        spec="scomo-1.2/states.yaml:348",
        status=405,
        keeps="what the running operation was begun with",
    ),
    Refuse(
        DownloadEvent.ANNOUNCED_DOWNLOAD,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:354",
        when=_download_when_71,
        result=Result.IMAGE_SERVER_NOT_AUTHORISED,
        keeps="everything",
    ),
    Refuse(
        DownloadEvent.CONTINUE,
        (DownloadState.DOWNLOAD_COMPLETE,),
        spec="scomo-1.2/states.yaml:355",
        when=_download_when_3,
        keeps="the package",
    ),
    Refuse(DownloadEvent.CONTINUE, OTHERWISE, spec="scomo-1.2/states.yaml:356", keeps="everything"),
    Refuse(DownloadEvent.SUSPEND_TIME_OVER, OTHERWISE, spec="scomo-1.2/states.yaml:357", keeps="everything"),
    Refuse(
        DownloadEvent.DELETE, OTHERWISE, spec="scomo-1.2/states.yaml:358", status=405, keeps="the running operation"
    ),
    Refuse(
        DownloadEvent.RESTART,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:359",
        keeps="the state, every variable, the order owed, the package",
    ),
)
"""What happens in each state on each event of the machine `download`.

Spec: scomo-1.0/states.yaml:3
"""

DOWNLOAD: Final = Machine("scomo-overlay-1.2 download", DOWNLOAD_TABLE)
"""The machine `download`."""


class DeliveredEvent(Enum):
    """What can happen to the machine `delivered`."""

    EXEC_OPERATIONS_INSTALL = "exec x/Inventory/Delivered/<x>/Operations/Install"
    """The server orders the installation, the components to be active."""
    EXEC_OPERATIONS_INSTALL_INACTIVE = "exec x/Inventory/Delivered/<x>/Operations/InstallInactive"
    """The server orders the installation, the components to stay inactive."""
    EXEC_OPERATIONS_REMOVE = "exec x/Inventory/Delivered/<x>/Operations/Remove"
    """The server orders the removal of the package."""
    ADD_DATA = "add x/Inventory/Delivered/<x>/Data"
    """The package has been written in the DM session."""
    REPLACE_DATA = "replace x/Inventory/Delivered/<x>/Data"
    """The package has been written again."""
    DELETE = "delete x/Inventory/Delivered/<x>"
    """The server takes the package away."""
    PACKAGE_REFUSED = "package_refused"
    """The package did not pass immediately before the installation."""
    INSTALLED = "installed"
    """The components are there."""
    INSTALL_FAILS = "install_fails"
    """The installation ended without the components."""
    COMPONENTS_REMOVED = "components_removed"
    """The last component that the package brought was removed."""
    REMOVED = "removed"
    """The package is off the device."""
    REMOVE_FAILS = "remove_fails"
    """The package could not be removed."""
    CLEAN_UP = "clean_up"
    """The device tidies up after an end state."""
    RESTART = "restart"
    """The device starts again after power off or a crash."""
    INSTALL_ALLOWED = "install_allowed"
    """The conditions hold and the user accepts where asked."""
    USER_REFUSES_INSTALL = "user_refuses_install"
    """The user does not agree to the installation."""
    PACKAGE_EXPIRES = "package_expires"
    """Security/NotAfter is over."""
    DEFER_TIME_OVER = "defer_time_over"
    """The user may not defer for longer."""
    SUSPEND_TIME_OVER = "suspend_time_over"
    """The installation has stood still for too long."""
    EXEC_OPERATIONS_EXT_SW_M_SUSPEND = "exec x/Inventory/Delivered/<x>/Operations/Ext/SwM/Suspend"
    EXEC_OPERATIONS_EXT_SW_M_RESUME = "exec x/Inventory/Delivered/<x>/Operations/Ext/SwM/Resume"
    EXEC_OPERATIONS_EXT_SW_M_CANCEL = "exec x/Inventory/Delivered/<x>/Operations/Ext/SwM/Cancel"


class DeliveredPackageState(Enum):
    """Whether the package is installed."""

    DELIVERED = "delivered"
    INSTALLED = "installed"


class DeliveredGoal(Enum):
    """How the running installation ends."""

    INSTALL = "install"
    INSTALL_INACTIVE = "install_inactive"


@dataclass(frozen=True, slots=True)
class DeliveredVariables:
    """What the machine `delivered` remembers beside its state, over restarts too."""

    package_state: DeliveredPackageState = DeliveredPackageState.DELIVERED
    """Whether the package is installed."""

    goal: DeliveredGoal = DeliveredGoal.INSTALL
    """How the running installation ends."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> DeliveredVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls(
            package_state=DeliveredPackageState[stored.get("package_state", "DELIVERED")],
            goal=DeliveredGoal[stored.get("goal", "INSTALL")],
        )


class DeliveredFacts(Protocol):
    """What only the device knows at the moment."""

    def package_kept(self) -> bool:
        """The package is still stored on the device."""
        ...

    def conditions_hold(self) -> bool:
        """Battery, window, bearer, roaming and memory allow the installation and the device is not
        busy."""
        ...

    def roll_back_possible(self) -> bool:
        """What was there before can be brought back."""
        ...

    def before_no_return(self) -> bool:
        """The installer has not reached its point of no return."""
        ...

    def installer_can_go_on(self) -> bool:
        """After a restart the installer can go on where it was."""
        ...

    def removal_can_go_on(self) -> bool:
        """After a restart the removal can go on where it was."""
        ...


_DeliveredContext = Context[DeliveredVariables, DeliveredFacts]


def _delivered_when_1(c: _DeliveredContext) -> bool:
    """package_kept"""
    return c.facts.package_kept()


def _delivered_when_2(c: _DeliveredContext) -> bool:
    """not package_kept"""
    return not c.facts.package_kept()


def _delivered_when_3(c: _DeliveredContext) -> bool:
    """x/Ext/SwM/Capabilities/SuspendUpdate = true and before_no_return"""
    return (
        c.read("../../../Ext/SwM/Capabilities/SuspendUpdate", ScomoOverlayExtSwMCapabilities.suspend_update) is True
        and c.facts.before_no_return()
    )


def _delivered_when_4(c: _DeliveredContext) -> bool:
    """roll_back_possible"""
    return c.facts.roll_back_possible()


def _delivered_when_5(c: _DeliveredContext) -> bool:
    """not roll_back_possible"""
    return not c.facts.roll_back_possible()


def _delivered_when_6(c: _DeliveredContext) -> bool:
    """conditions_hold"""
    return c.facts.conditions_hold()


def _delivered_when_7(c: _DeliveredContext) -> bool:
    """not conditions_hold"""
    return not c.facts.conditions_hold()


def _delivered_when_8(c: _DeliveredContext) -> bool:
    """not installer_can_go_on"""
    return not c.facts.installer_can_go_on()


def _delivered_when_9(c: _DeliveredContext) -> bool:
    """package_kept and conditions_hold and not x/Inventory/Delivered/<x>/Ext/SwM/Policy/Consent in
    {ask_before_install, ask_both}"""
    return (
        c.facts.package_kept()
        and c.facts.conditions_hold()
        and not (
            (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayInventoryDeliveredXExtSwMPolicy.consent)) is not None
            and v1
            in (
                InventoryDeliveredXExtSwMPolicyConsent.ASK_BEFORE_INSTALL,
                InventoryDeliveredXExtSwMPolicyConsent.ASK_BOTH,
            )
        )
    )


def _delivered_when_10(c: _DeliveredContext) -> bool:
    """package_kept and (not conditions_hold or x/Inventory/Delivered/<x>/Ext/SwM/Policy/Consent in
    {ask_before_install, ask_both})"""
    return c.facts.package_kept() and (
        not c.facts.conditions_hold()
        or (
            (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayInventoryDeliveredXExtSwMPolicy.consent)) is not None
            and v1
            in (
                InventoryDeliveredXExtSwMPolicyConsent.ASK_BEFORE_INSTALL,
                InventoryDeliveredXExtSwMPolicyConsent.ASK_BOTH,
            )
        )
    )


def _delivered_when_11(c: _DeliveredContext) -> bool:
    """conditions_hold and not x/Inventory/Delivered/<x>/Ext/SwM/Policy/Consent in {ask_before_install,
    ask_both}"""
    return c.facts.conditions_hold() and not (
        (v1 := c.read("Ext/SwM/Policy/Consent", ScomoOverlayInventoryDeliveredXExtSwMPolicy.consent)) is not None
        and v1
        in (InventoryDeliveredXExtSwMPolicyConsent.ASK_BEFORE_INSTALL, InventoryDeliveredXExtSwMPolicyConsent.ASK_BOTH)
    )


def _delivered_when_12(c: _DeliveredContext) -> bool:
    """set(x/Inventory/Delivered/<x>/Data) and passes(verify_delivered)"""
    return c.is_set("Data") and c.passes("verify_delivered")


def _delivered_when_13(c: _DeliveredContext) -> bool:
    """not removal_can_go_on"""
    return not c.facts.removal_can_go_on()


def _delivered_when_14(c: _DeliveredContext) -> bool:
    """not (x/Ext/SwM/Capabilities/SuspendUpdate = true and before_no_return)"""
    return not (
        c.read("../../../Ext/SwM/Capabilities/SuspendUpdate", ScomoOverlayExtSwMCapabilities.suspend_update) is True
        and c.facts.before_no_return()
    )


def _delivered_when_15(c: _DeliveredContext) -> bool:
    """set(x/Inventory/Delivered/<x>/Data) and not passes(verify_delivered)"""
    return c.is_set("Data") and not c.passes("verify_delivered")


def _delivered_when_16(c: _DeliveredContext) -> bool:
    """not set(x/Inventory/Delivered/<x>/Data)"""
    return not c.is_set("Data")


def _delivered_set_1(c: _DeliveredContext) -> DeliveredVariables:
    return replace(c.variables, package_state=DeliveredPackageState.INSTALLED)


def _delivered_set_2(c: _DeliveredContext) -> DeliveredVariables:
    return replace(c.variables, package_state=DeliveredPackageState.DELIVERED)


def _delivered_set_3(c: _DeliveredContext) -> DeliveredVariables:
    return replace(c.variables, goal=DeliveredGoal.INSTALL)


def _delivered_set_4(c: _DeliveredContext) -> DeliveredVariables:
    return replace(c.variables, goal=DeliveredGoal.INSTALL_INACTIVE)


DELIVERED_TABLE: Final[Table[DeliveredState, DeliveredEvent]] = table(
    DeliveredState,
    On(
        DeliveredEvent.EXEC_OPERATIONS_REMOVE,
        (DeliveredState.IDLE, DeliveredState.REMOVE_FAILED, DeliveredState.INSTALL_FAILED_WITH_DATA),
        DeliveredState.REMOVE_PROGRESSING,
        spec="scomo-1.0/states.yaml:172",
        status=202,
        do=("remove_package",),
        owes="operation_complete",
    ),
    On(
        DeliveredEvent.PACKAGE_REFUSED,
        (DeliveredState.INSTALL_PROGRESSING,),
        DeliveredState.INSTALL_FAILED_WITH_DATA,
        spec="scomo-1.0/states.yaml:174",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.INSTALLED,
        (DeliveredState.INSTALL_PROGRESSING,),
        DeliveredState.IDLE,
        spec="scomo-1.0/states.yaml:175",
        result=Result.SUCCESS,
        assign=_delivered_set_1,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.INSTALL_FAILS,
        (DeliveredState.INSTALL_PROGRESSING,),
        DeliveredState.INSTALL_FAILED_WITH_DATA,
        spec="scomo-1.0/states.yaml:176",
        when=_delivered_when_1,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.INSTALL_FAILS,
        (DeliveredState.INSTALL_PROGRESSING,),
        DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        spec="scomo-1.0/states.yaml:177",
        when=_delivered_when_2,
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.COMPONENTS_REMOVED,
        (DeliveredState.IDLE,),
        DeliveredState.IDLE,
        spec="scomo-1.0/states.yaml:178",
        assign=_delivered_set_2,
    ),
    On(
        DeliveredEvent.REMOVED,
        (DeliveredState.REMOVE_PROGRESSING,),
        DeliveredState.GONE,
        spec="scomo-1.0/states.yaml:179",
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.REMOVE_FAILS,
        (DeliveredState.REMOVE_PROGRESSING,),
        DeliveredState.REMOVE_FAILED,
        spec="scomo-1.0/states.yaml:180",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.CLEAN_UP,
        (DeliveredState.REMOVE_FAILED, DeliveredState.INSTALL_FAILED_WITH_DATA),
        DeliveredState.IDLE,
        spec="scomo-1.0/states.yaml:181",
    ),
    On(
        DeliveredEvent.CLEAN_UP,
        (DeliveredState.INSTALL_FAILED_WITHOUT_DATA,),
        DeliveredState.GONE,
        spec="scomo-1.0/states.yaml:182",
    ),
    On(
        DeliveredEvent.DELETE,
        (
            DeliveredState.IDLE,
            DeliveredState.REMOVE_FAILED,
            DeliveredState.INSTALL_FAILED_WITH_DATA,
            DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DeliveredState.GONE,
        spec="scomo-1.0/states.yaml:183",
        status=200,
        do=("discard_package",),
    ),
    On(
        DeliveredEvent.EXEC_OPERATIONS_EXT_SW_M_SUSPEND,
        (DeliveredState.INSTALL_PROGRESSING,),
        DeliveredState.INSTALL_SUSPENDED,
        spec="swm-common-1.0/states.yaml:276",
        when=_delivered_when_3,
        status=200,
        result=Result.SUSPENDED,
        do=("pause_install",),
    ),
    On(
        DeliveredEvent.EXEC_OPERATIONS_EXT_SW_M_RESUME,
        (DeliveredState.INSTALL_SUSPENDED,),
        DeliveredState.INSTALL_PROGRESSING,
        spec="swm-common-1.0/states.yaml:277",
        status=200,
        result=Result.RESUMED,
        do=("resume_install",),
    ),
    On(
        DeliveredEvent.SUSPEND_TIME_OVER,
        (DeliveredState.INSTALL_SUSPENDED,),
        DeliveredState.INSTALL_FAILED_WITH_DATA,
        spec="swm-common-1.0/states.yaml:278",
        when=_delivered_when_4,
        result=Result.SUSPENSION_LIMIT,
        do=("roll_back",),
        send=(OWED,),
    ),
    On(
        DeliveredEvent.SUSPEND_TIME_OVER,
        (DeliveredState.INSTALL_SUSPENDED,),
        DeliveredState.INSTALL_PROGRESSING,
        spec="swm-common-1.0/states.yaml:279",
        when=_delivered_when_5,
        do=("resume_install",),
    ),
    On(
        DeliveredEvent.EXEC_OPERATIONS_EXT_SW_M_CANCEL,
        (DeliveredState.INSTALL_SUSPENDED,),
        DeliveredState.INSTALL_FAILED_WITH_DATA,
        spec="swm-common-1.0/states.yaml:280",
        when=_delivered_when_4,
        status=200,
        result=Result.CANCELLED,
        do=("roll_back",),
        send=(OWED,),
    ),
    On(
        DeliveredEvent.INSTALL_ALLOWED,
        (DeliveredState.INSTALL_DEFERRED,),
        DeliveredState.INSTALL_PROGRESSING,
        spec="swm-common-1.0/states.yaml:281",
        do=("install_package",),
    ),
    On(
        DeliveredEvent.DEFER_TIME_OVER,
        (DeliveredState.INSTALL_DEFERRED,),
        DeliveredState.INSTALL_PROGRESSING,
        spec="swm-common-1.0/states.yaml:282",
        when=_delivered_when_6,
        do=("install_package",),
    ),
    On(
        DeliveredEvent.DEFER_TIME_OVER,
        (DeliveredState.INSTALL_DEFERRED,),
        DeliveredState.INSTALL_FAILED_WITH_DATA,
        spec="swm-common-1.0/states.yaml:283",
        when=_delivered_when_7,
        result=Result.BATTERY_LOW,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.PACKAGE_EXPIRES,
        (DeliveredState.INSTALL_DEFERRED,),
        DeliveredState.INSTALL_FAILED_WITH_DATA,
        spec="swm-common-1.0/states.yaml:284",
        result=Result.PACKAGE_EXPIRED,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.USER_REFUSES_INSTALL,
        (DeliveredState.INSTALL_DEFERRED,),
        DeliveredState.INSTALL_FAILED_WITH_DATA,
        spec="swm-common-1.0/states.yaml:285",
        result=Result.USER_CANCELLED,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.EXEC_OPERATIONS_EXT_SW_M_CANCEL,
        (DeliveredState.INSTALL_DEFERRED,),
        DeliveredState.IDLE,
        spec="swm-common-1.0/states.yaml:286",
        status=200,
        result=Result.CANCELLED,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.RESTART,
        (DeliveredState.INSTALL_PROGRESSING,),
        DeliveredState.INSTALL_FAILED_WITH_DATA,
        spec="swm-common-1.0/states.yaml:287",
        when=_delivered_when_8,
        result=Result.INSTALL_FAILED,
        send=(OWED,),
    ),
    On(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL,
        (DeliveredState.IDLE, DeliveredState.INSTALL_FAILED_WITH_DATA),
        DeliveredState.INSTALL_PROGRESSING,
        spec="scomo-1.2/states.yaml:407",
        when=_delivered_when_9,
        status=202,
        assign=_delivered_set_3,
        do=("install_package",),
        owes="operation_complete",
    ),
    On(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL,
        (DeliveredState.IDLE, DeliveredState.INSTALL_FAILED_WITH_DATA),
        DeliveredState.INSTALL_DEFERRED,
        spec="scomo-1.2/states.yaml:416",
        when=_delivered_when_10,
        status=202,
        result=Result.DEFERRED,
        assign=_delivered_set_3,
        owes="operation_complete",
    ),
    On(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL,
        (DeliveredState.INSTALL_DEFERRED,),
        DeliveredState.INSTALL_PROGRESSING,
        spec="scomo-1.2/states.yaml:425",
        when=_delivered_when_11,
        status=200,
        assign=_delivered_set_3,
        do=("install_package",),
    ),
    On(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL_INACTIVE,
        (DeliveredState.IDLE, DeliveredState.INSTALL_FAILED_WITH_DATA),
        DeliveredState.INSTALL_PROGRESSING,
        spec="scomo-1.2/states.yaml:434",
        when=_delivered_when_9,
        status=202,
        assign=_delivered_set_4,
        do=("install_package",),
        owes="operation_complete",
    ),
    On(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL_INACTIVE,
        (DeliveredState.IDLE, DeliveredState.INSTALL_FAILED_WITH_DATA),
        DeliveredState.INSTALL_DEFERRED,
        spec="scomo-1.2/states.yaml:443",
        when=_delivered_when_10,
        status=202,
        result=Result.DEFERRED,
        assign=_delivered_set_4,
        owes="operation_complete",
    ),
    On(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL_INACTIVE,
        (DeliveredState.INSTALL_DEFERRED,),
        DeliveredState.INSTALL_PROGRESSING,
        spec="scomo-1.2/states.yaml:452",
        when=_delivered_when_11,
        status=200,
        assign=_delivered_set_4,
        do=("install_package",),
    ),
    On(
        DeliveredEvent.ADD_DATA,
        (
            DeliveredState.IDLE,
            DeliveredState.REMOVE_FAILED,
            DeliveredState.INSTALL_FAILED_WITH_DATA,
            DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DeliveredState.IDLE,
        spec="scomo-1.2/states.yaml:461",
        when=_delivered_when_12,
        status=200,
        result=Result.SUCCESS,
        assign=_delivered_set_2,
    ),
    On(
        DeliveredEvent.REPLACE_DATA,
        (
            DeliveredState.IDLE,
            DeliveredState.REMOVE_FAILED,
            DeliveredState.INSTALL_FAILED_WITH_DATA,
            DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        DeliveredState.IDLE,
        spec="scomo-1.2/states.yaml:461",
        when=_delivered_when_12,
        status=200,
        result=Result.SUCCESS,
        assign=_delivered_set_2,
    ),
    On(
        DeliveredEvent.RESTART,
        (DeliveredState.REMOVE_PROGRESSING,),
        DeliveredState.REMOVE_FAILED,
        spec="scomo-1.2/states.yaml:462",
        when=_delivered_when_13,
        result=Result.REMOVE_FAILED,
        send=(OWED,),
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_REMOVE,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:195",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        DeliveredEvent.DELETE, OTHERWISE, spec="scomo-1.0/states.yaml:198", status=405, keeps="the running operation"
    ),
    Refuse(DeliveredEvent.PACKAGE_REFUSED, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(DeliveredEvent.INSTALLED, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(DeliveredEvent.INSTALL_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(DeliveredEvent.COMPONENTS_REMOVED, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(DeliveredEvent.REMOVED, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(DeliveredEvent.REMOVE_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(DeliveredEvent.CLEAN_UP, OTHERWISE, spec="scomo-1.0/states.yaml:199", keeps="everything"),
    Refuse(
        DeliveredEvent.RESTART,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:203",
        keeps="the state, the order owed, the package",
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_EXT_SW_M_SUSPEND,
        (DeliveredState.INSTALL_SUSPENDED,),
        spec="swm-common-1.0/states.yaml:289",
        status=200,
        keeps="everything",
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_EXT_SW_M_SUSPEND,
        (DeliveredState.INSTALL_PROGRESSING,),
        spec="swm-common-1.0/states.yaml:290",
        when=_delivered_when_14,
        status=406,
        keeps="the running installation",
    ),
    Refuse(DeliveredEvent.INSTALL_ALLOWED, OTHERWISE, spec="swm-common-1.0/states.yaml:291", keeps="everything"),
    Refuse(DeliveredEvent.USER_REFUSES_INSTALL, OTHERWISE, spec="swm-common-1.0/states.yaml:291", keeps="everything"),
    Refuse(DeliveredEvent.PACKAGE_EXPIRES, OTHERWISE, spec="swm-common-1.0/states.yaml:291", keeps="everything"),
    Refuse(DeliveredEvent.DEFER_TIME_OVER, OTHERWISE, spec="swm-common-1.0/states.yaml:291", keeps="everything"),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL,
        (DeliveredState.IDLE, DeliveredState.INSTALL_FAILED_WITH_DATA),
        spec="scomo-1.2/states.yaml:464",
        when=_delivered_when_2,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL_INACTIVE,
        (DeliveredState.IDLE, DeliveredState.INSTALL_FAILED_WITH_DATA),
        spec="scomo-1.2/states.yaml:464",
        when=_delivered_when_2,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:465",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_INSTALL_INACTIVE,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:465",
        status=405,
        keeps="the running operation",
    ),
    Refuse(
        DeliveredEvent.REPLACE_DATA,
        (
            DeliveredState.IDLE,
            DeliveredState.REMOVE_FAILED,
            DeliveredState.INSTALL_FAILED_WITH_DATA,
            DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        spec="scomo-1.2/states.yaml:466",
        when=_delivered_when_15,
        status=403,
        result=GIVEN,
        keeps="the package that was there",
    ),
    Refuse(
        DeliveredEvent.ADD_DATA,
        (
            DeliveredState.IDLE,
            DeliveredState.REMOVE_FAILED,
            DeliveredState.INSTALL_FAILED_WITH_DATA,
            DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        spec="scomo-1.2/states.yaml:467",
        when=_delivered_when_15,
        status=500,
        result=GIVEN,
        keeps="the package that was there",
    ),
    Refuse(
        DeliveredEvent.ADD_DATA,
        (
            DeliveredState.IDLE,
            DeliveredState.REMOVE_FAILED,
            DeliveredState.INSTALL_FAILED_WITH_DATA,
            DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        spec="scomo-1.2/states.yaml:468",
        when=_delivered_when_16,
        status=405,
        keeps="the package",
    ),
    Refuse(
        DeliveredEvent.REPLACE_DATA,
        (
            DeliveredState.IDLE,
            DeliveredState.REMOVE_FAILED,
            DeliveredState.INSTALL_FAILED_WITH_DATA,
            DeliveredState.INSTALL_FAILED_WITHOUT_DATA,
        ),
        spec="scomo-1.2/states.yaml:468",
        when=_delivered_when_16,
        status=405,
        keeps="the package",
    ),
    Refuse(
        DeliveredEvent.ADD_DATA,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:469",
        status=405,
        keeps="the running operation and its package",
    ),
    Refuse(
        DeliveredEvent.REPLACE_DATA,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:469",
        status=405,
        keeps="the running operation and its package",
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_EXT_SW_M_SUSPEND,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:470",
        status=405,
        keeps="everything",
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_EXT_SW_M_RESUME,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:470",
        status=405,
        keeps="everything",
    ),
    Refuse(
        DeliveredEvent.EXEC_OPERATIONS_EXT_SW_M_CANCEL,
        OTHERWISE,
        spec="scomo-1.2/states.yaml:470",
        status=405,
        keeps="everything",
    ),
    Refuse(DeliveredEvent.SUSPEND_TIME_OVER, OTHERWISE, spec="scomo-1.2/states.yaml:471", keeps="everything"),
)
"""What happens in each state on each event of the machine `delivered`.

Spec: scomo-1.0/states.yaml:128
"""

DELIVERED: Final = Machine("scomo-overlay-1.2 delivered", DELIVERED_TABLE)
"""The machine `delivered`."""


class DeployedEvent(Enum):
    """What can happen to the machine `deployed`."""

    EXEC_OPERATIONS_ACTIVATE = "exec x/Inventory/Deployed/<x>/Operations/Activate"
    """The server orders the component to be switched on."""
    EXEC_OPERATIONS_DEACTIVATE = "exec x/Inventory/Deployed/<x>/Operations/Deactivate"
    """The server orders the component to be switched off."""
    EXEC_OPERATIONS_REMOVE = "exec x/Inventory/Deployed/<x>/Operations/Remove"
    """The server orders the removal of the component."""
    STARTS_ACTIVE = "starts_active"
    """The installation left the component in use."""
    ACTIVATED = "activated"
    """The component is in use."""
    ACTIVATE_FAILS = "activate_fails"
    """The component could not be switched on."""
    DEACTIVATED = "deactivated"
    """The component is out of use."""
    DEACTIVATE_FAILS = "deactivate_fails"
    """The component could not be switched off."""
    REMOVED = "removed"
    """The component is off the device."""
    REMOVE_FAILS = "remove_fails"
    """The component could not be removed."""
    CLEAN_UP = "clean_up"
    """The device tidies up after an end state."""
    RESTART = "restart"
    """The device starts again after power off or a crash."""


class DeployedComponentState(Enum):
    """Whether the component is in use."""

    INACTIVE = "inactive"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class DeployedVariables:
    """What the machine `deployed` remembers beside its state, over restarts too."""

    component_state: DeployedComponentState = DeployedComponentState.INACTIVE
    """Whether the component is in use."""

    @classmethod
    def restore(cls, stored: dict[str, Any]) -> DeployedVariables:
        """The variables as the journal kept them; those it does not know yet have their initial values."""
        return cls(component_state=DeployedComponentState[stored.get("component_state", "INACTIVE")])


class DeployedFacts(Protocol):
    """What only the device knows at the moment."""

    def operation_can_go_on(self) -> bool:
        """After a restart the running operation can go on where it was."""
        ...


_DeployedContext = Context[DeployedVariables, DeployedFacts]


def _deployed_when_1(c: _DeployedContext) -> bool:
    """component_state = inactive"""
    return c.variables.component_state == DeployedComponentState.INACTIVE


def _deployed_when_2(c: _DeployedContext) -> bool:
    """component_state = active"""
    return c.variables.component_state == DeployedComponentState.ACTIVE


def _deployed_when_3(c: _DeployedContext) -> bool:
    """not operation_can_go_on"""
    return not c.facts.operation_can_go_on()


def _deployed_set_1(c: _DeployedContext) -> DeployedVariables:
    return replace(c.variables, component_state=DeployedComponentState.ACTIVE)


def _deployed_set_2(c: _DeployedContext) -> DeployedVariables:
    return replace(c.variables, component_state=DeployedComponentState.INACTIVE)


DEPLOYED_TABLE: Final[Table[DeployedState, DeployedEvent]] = table(
    DeployedState,
    On(
        DeployedEvent.EXEC_OPERATIONS_ACTIVATE,
        (DeployedState.IDLE,),
        DeployedState.ACTIVATE_PROGRESSING,
        spec="scomo-1.0/states.yaml:281",
        when=_deployed_when_1,
        status=202,
        do=("activate_component",),
        owes="operation_complete",
    ),
    On(
        DeployedEvent.EXEC_OPERATIONS_DEACTIVATE,
        (DeployedState.IDLE,),
        DeployedState.DEACTIVATE_PROGRESSING,
        spec="scomo-1.0/states.yaml:282",
        when=_deployed_when_2,
        status=202,
        do=("deactivate_component",),
        owes="operation_complete",
    ),
    On(
        DeployedEvent.EXEC_OPERATIONS_REMOVE,
        (DeployedState.IDLE,),
        DeployedState.REMOVE_PROGRESSING,
        spec="scomo-1.0/states.yaml:283",
        when=_deployed_when_1,
        status=202,
        do=("remove_component",),
        owes="operation_complete",
    ),
    On(
        DeployedEvent.STARTS_ACTIVE,
        (DeployedState.IDLE,),
        DeployedState.IDLE,
        spec="scomo-1.0/states.yaml:284",
        assign=_deployed_set_1,
    ),
    On(
        DeployedEvent.ACTIVATED,
        (DeployedState.ACTIVATE_PROGRESSING,),
        DeployedState.IDLE,
        spec="scomo-1.0/states.yaml:285",
        result=Result.SUCCESS,
        assign=_deployed_set_1,
        send=(OWED,),
    ),
    On(
        DeployedEvent.ACTIVATE_FAILS,
        (DeployedState.ACTIVATE_PROGRESSING,),
        DeployedState.ACTIVATE_FAILED,
        spec="scomo-1.0/states.yaml:286",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeployedEvent.DEACTIVATED,
        (DeployedState.DEACTIVATE_PROGRESSING,),
        DeployedState.IDLE,
        spec="scomo-1.0/states.yaml:287",
        result=Result.SUCCESS,
        assign=_deployed_set_2,
        send=(OWED,),
    ),
    On(
        DeployedEvent.DEACTIVATE_FAILS,
        (DeployedState.DEACTIVATE_PROGRESSING,),
        DeployedState.DEACTIVATE_FAILED,
        spec="scomo-1.0/states.yaml:288",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeployedEvent.REMOVED,
        (DeployedState.REMOVE_PROGRESSING,),
        DeployedState.GONE,
        spec="scomo-1.0/states.yaml:289",
        result=Result.SUCCESS,
        send=(OWED,),
    ),
    On(
        DeployedEvent.REMOVE_FAILS,
        (DeployedState.REMOVE_PROGRESSING,),
        DeployedState.REMOVE_FAILED,
        spec="scomo-1.0/states.yaml:290",
        result=GIVEN,
        send=(OWED,),
    ),
    On(
        DeployedEvent.CLEAN_UP,
        (DeployedState.REMOVE_FAILED, DeployedState.ACTIVATE_FAILED, DeployedState.DEACTIVATE_FAILED),
        DeployedState.IDLE,
        spec="scomo-1.0/states.yaml:291",
    ),
    On(
        DeployedEvent.RESTART,
        (DeployedState.REMOVE_PROGRESSING,),
        DeployedState.REMOVE_FAILED,
        spec="scomo-1.2/states.yaml:505",
        when=_deployed_when_3,
        result=Result.REMOVE_FAILED,
        send=(OWED,),
    ),
    On(
        DeployedEvent.RESTART,
        (DeployedState.ACTIVATE_PROGRESSING,),
        DeployedState.ACTIVATE_FAILED,
        spec="scomo-1.2/states.yaml:506",
        when=_deployed_when_3,
        result=Result.ACTIVATE_FAILED,
        send=(OWED,),
    ),
    On(
        DeployedEvent.RESTART,
        (DeployedState.DEACTIVATE_PROGRESSING,),
        DeployedState.DEACTIVATE_FAILED,
        spec="scomo-1.2/states.yaml:507",
        when=_deployed_when_3,
        result=Result.DEACTIVATE_FAILED,
        send=(OWED,),
    ),
    Refuse(
        DeployedEvent.EXEC_OPERATIONS_ACTIVATE,
        (DeployedState.IDLE,),
        spec="scomo-1.0/states.yaml:293",
        when=_deployed_when_2,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DeployedEvent.EXEC_OPERATIONS_ACTIVATE,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:294",
        status=405,
        keeps="the running operation or what the last one left",
    ),
    Refuse(
        DeployedEvent.EXEC_OPERATIONS_DEACTIVATE,
        (DeployedState.IDLE,),
        spec="scomo-1.0/states.yaml:295",
        when=_deployed_when_1,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DeployedEvent.EXEC_OPERATIONS_DEACTIVATE,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:296",
        status=405,
        keeps="the running operation or what the last one left",
    ),
    Refuse(
        DeployedEvent.EXEC_OPERATIONS_REMOVE,
        (DeployedState.IDLE,),
        spec="scomo-1.0/states.yaml:297",
        when=_deployed_when_2,
        status=405,
        keeps="everything",
    ),
    Refuse(
        DeployedEvent.EXEC_OPERATIONS_REMOVE,
        OTHERWISE,
        spec="scomo-1.0/states.yaml:298",
        status=405,
        keeps="the running operation or what the last one left",
    ),
    Refuse(DeployedEvent.STARTS_ACTIVE, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.ACTIVATED, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.ACTIVATE_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.DEACTIVATED, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.DEACTIVATE_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.REMOVED, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.REMOVE_FAILS, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.CLEAN_UP, OTHERWISE, spec="scomo-1.0/states.yaml:299", keeps="everything"),
    Refuse(DeployedEvent.RESTART, OTHERWISE, spec="scomo-1.0/states.yaml:303", keeps="the state, the order owed"),
)
"""What happens in each state on each event of the machine `deployed`.

Spec: scomo-1.0/states.yaml:246
"""

DEPLOYED: Final = Machine("scomo-overlay-1.2 deployed", DEPLOYED_TABLE)
"""The machine `deployed`."""
